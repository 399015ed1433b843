"""Commands that explain: rules, explain."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.options import Format, Output, print_json
from ippbook.cli.render import json, text
from ippbook.declare import registry
from ippbook.declare.docstring import page_in
from ippbook.declare.inputs import DeclaredInput
from ippbook.declare.pages import PageEntry, page_entry
from ippbook.errors import UserError
from ippbook.languages import ENGLISH, say, say_series
from ippbook.languages.run_language import chosen_language
from ippbook.likely_names import did_you_mean


@app.command("rules")
def rules(
    table: Annotated[str, Option("--table", help="Only the rules on this table.")] = "",
    output: Output = Format.TEXT,
) -> None:
    """List every rule, a line each.

    Examples:
        ippbook rules
        ippbook rules --table Complaints
    """
    found = [rule for rule in registry().rules if not table or rule.table.casefold() == table.casefold()]
    if table and not found:
        names = sorted({rule.table for rule in registry().rules})
        hint = did_you_mean(table, names, say("the tables are: {rules}", rules=say_series(names)))
        raise UserError("there is no table {table!r} with rules; {hint}", table=table, hint=hint)
    if output is Format.JSON:
        print_json("rules", {"rules": [json.rule(rule) for rule in found]})
    else:
        text.show_rules(text.screen(), found)


@app.command("explain")
def explain(
    code: Annotated[
        str,
        Positional(
            help="A finding's code (CP101), a worksheet function (IPP_PLATFORM) or a computed column (“Complaints: Links”).",
            show_default=False,
        ),
    ],
    output: Output = Format.TEXT,
) -> None:
    """Explain a code: why it matters, how to fix it, where it comes from, and which columns and settings it reads.

    Examples:
        ippbook explain CP101                # a finding
        ippbook explain IPP_PLATFORM         # a worksheet function
        ippbook explain 'Complaints: Links'  # a computed column
    """
    found = _entry(code)
    if output is Format.JSON:
        inputs = [each.as_dict() for each in found.inputs]
        print_json(
            "explain",
            {**json.page(found.code, found.kind, page_in(found.page, chosen_language() or ENGLISH)), "inputs": inputs},
        )
    else:
        screen = text.screen()
        if screen.is_terminal:
            from ippbook.cli.render.page import print_page  # noqa: PLC0415  # late: only on a terminal

            print_page(screen, found.code, found.kind, found.page, found.inputs)
            return
        text.show_page(screen, found.code, found.kind, found.page)
        if found.inputs:
            text.tell(screen, "", "Inputs:", *_input_lines(found.inputs))


def _entry(code: str) -> PageEntry:
    """The page of *code*; that of an integrity check, too, which `ippbook verify` names."""
    if code.strip().upper().startswith("XV"):
        from ippbook import verification  # noqa: PLC0415  # late: only for these codes

        for check in verification.integrity_checks():
            if check.code == code.strip().upper():
                return PageEntry(check.code, f"integrity check, on each {check.on}: Excel {check.severity}", check.page)
    return page_entry(code)


def _input_lines(inputs: Sequence[DeclaredInput]) -> Iterator[str]:
    """A line for each input, in columns: parameter, where the value comes from, kind."""
    places = [each.place for each in inputs]
    kinds = [
        say("{kind}; default {default}", kind=each.kind, default=each.default) if each.default else each.kind
        for each in inputs
    ]
    first, second = max(len(each.parameter) for each in inputs), max(map(len, places))
    for each, place, kind in zip(inputs, places, kinds, strict=True):
        yield f"    {each.parameter:<{first}}  {place:<{second}}  {kind}".rstrip()
