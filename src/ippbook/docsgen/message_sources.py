"""Every text that people read, from where it is declared: calls of `say` and errors by their source code, declarations by the registry.

A call whose text is not written out in it cannot be translated; `untranslatable` lists those.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from ippbook.buttons import buttons
from ippbook.catalog.reasons import REASONS
from ippbook.declare import registry
from ippbook.declare.docstring import notes_in
from ippbook.languages.translation import SEPARATOR
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Page, Severity
from ippbook.tables.problems import PROBLEMS
from ippbook.tables.records import RECORDS
from ippbook.verification.declaration import integrity_checks
from ippbook.workbook_builder.draw import drawn_texts
from ippbook.workbook_builder.vba.modules import written_messages

PACKAGE: Final = Path(__file__).parents[1]
SPEAKERS: Final = {
    "say": (0,),
    "say_inside": (0,),
    "say_number": (1, 2),
    "doctor_check": (0,),
    "passed": (0,),
    "failed": (0, 1),
    "uncertain": (0, 1),
}
"""Functions that take English texts, and the positions of these. Errors (names that end in Error) take one first, if they are ippbook's."""
_ERRORS: Final = frozenset(
    (
        "UserError",
        "LinkedFolderError",
        "WorkbookError",
        "DamagedError",
        "HostileError",
        "FormatError",
        "LockedError",
        "EditError",
        "Unreadable",
        "Doubtful",
        "NumberError",
        "TextError",
    )
)
_DECLARATIONS: Final = {"rule": ("says",)}
"""Calls whose named arguments are texts."""
HEADINGS: Final = (
    "Why", "Fix", "Source", "Certainty", "Reads", "Flagged: rows that have this finding", "Clean: rows that do not have it",
    "Flagged:", "Clean:", "Arguments:", "Examples:", "Returns:", "Note:", "Input", "From", "Kind", "Where", "Code", "What",
    "Severity", "Table", "due", "days", "about", "what", "where", "when", "links", "link", "severity", "place", "reason",
    "locked until", "column", "your header", "read as", "sure", "why",
)  # fmt: skip
"""Headings of pages and of tables that the command line prints."""
SEPARATORS: Final = (", ", "; ", ". ", ": ", " and ", " or ", " ")


@dataclass(frozen=True)
class SourceText:
    """One English text, where it is (a path in the package), and its context in the catalogue ("" for most)."""

    text: str
    place: str
    context: str = ""

    @property
    def room(self) -> str:
        """The room that has it, which names the catalogue's file."""
        return self.place.split("/", maxsplit=1)[0].removesuffix(".py")


@cache
def source_texts() -> tuple[SourceText, ...]:
    """Every text once, in the order of places."""
    found: dict[tuple[str, str], SourceText] = {}
    for each in (
        *_declared(),
        *_called(),
        *(SourceText(heading, "cli/render") for heading in HEADINGS),
        *_help_texts(),
        *_drawn(),
        *(SourceText(sign, "languages", SEPARATOR) for sign in SEPARATORS),
    ):
        if each.text.strip() and _has_words(each):
            found.setdefault((each.context, each.text), each)
    return tuple(found.values())


def _has_words(each: SourceText) -> bool:
    """Whether there is something to translate: more than placeholders and signs."""
    return bool(each.context) or any(letter.isalpha() or letter in ".;,:()“”" for letter in _without_fields(each.text))


def _without_fields(text: str) -> str:
    depth, kept = 0, []
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if not depth and letter != "}":
            kept.append(letter)
    return "".join(kept)


# ---- declarations


def _declared() -> Iterator[SourceText]:
    known = registry()
    for rule in known.rules:
        place = _place(rule.check.__module__)
        yield SourceText(rule.says, place)
        yield from _page(rule.page, place)
    yield from (SourceText(severity.word, "tables/findings.py", "severity") for severity in Severity)
    for problem in PROBLEMS:
        yield SourceText(problem.says, "tables/problems.py")
        yield from _page(problem.page, "tables/problems.py")
    for record in RECORDS:
        for field in record.fields():
            yield SourceText(field.column.note, _place(record.__module__))
    for column in known.columns:
        yield from _page(column.page, _place(column.module))
    for report in known.reports:
        yield from _page(report.page, _place(report.module))
        yield from (SourceText(column.note, _place(report.module)) for column in report.columns)
    for function in known.functions.values():
        place = _place(function.function.__module__)
        yield SourceText(function.category, place)
        yield from _page(function.page, place)
    yield from _declared_elsewhere()


def _declared_elsewhere() -> Iterator[SourceText]:
    """The texts of settings, buttons, reasons and checks of files."""
    known = registry()
    for group in known.groups:
        place = _place(group.__module__)
        yield SourceText(group.title, place)
        for setting in group.settings():
            yield SourceText(setting.about, place)
    for button in buttons():
        place = _place(button.module)
        yield SourceText(button.label, place)
        yield SourceText(button.group, place)
        yield from _page(button.page, place)
    for reason in REASONS.values():
        place = "catalog/reasons"
        yield from (SourceText(text, place) for text in (*reason.evidence, *reason.not_when))
    for check in integrity_checks():
        yield from _page(check.page, _place(check.function.__module__))


def _page(page: Page, place: str) -> Iterator[SourceText]:
    """The texts of a page; sources are citations and stay as they are."""
    for text in (page.summary, *page.why.split("\n\n"), page.fix, page.certainty, *notes_in(page).values()):
        yield SourceText(text, place)


def _place(module: str) -> str:
    return module.removeprefix("ippbook.").replace(".", "/") + ".py"


def _drawn() -> Iterator[SourceText]:
    """The texts that only a drawn workbook has: guide, headings, notes."""
    yield from (SourceText(text, "workbook_builder/draw.py") for text in drawn_texts())
    yield from (SourceText(text, "workbook_builder/vba/modules.py") for text in written_messages())


# ---- the help of the command line: by its source, because this room must not import that one


def _help_texts() -> Iterator[SourceText]:
    for path in sorted((PACKAGE / "cli").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = f"cli/{path.name}"
        for node in ast.walk(tree):
            yield from (SourceText(text, place) for text in _helps_in(node))
        if path.stem == "commands":
            yield from (SourceText(text, place) for text in _lines_of_commands(tree))


def _helps_in(node: ast.AST) -> Iterator[str]:
    """The helps of arguments and options, the paragraphs about a command, and the comments of its examples."""
    if isinstance(node, ast.Call) and _name(node) in {"Option", "Positional"}:
        for word in node.keywords:
            if word.arg == "help":
                yield from constants(word.value)
    if isinstance(node, ast.FunctionDef) and any("command" in ast.unparse(each) for each in node.decorator_list):
        about, _, examples = (ast.get_docstring(node) or "").partition("Examples:\n")
        yield from (" ".join(part.split()) for part in about.split("\n\n") if part.strip())
        yield from (line.partition("  # ")[2].strip() for line in examples.splitlines() if "  # " in line)


def _lines_of_commands(tree: ast.Module) -> Iterator[str]:
    """The headings of the help, and the line of each command."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(value=ast.Constant(value=str(heading))):
                yield heading.strip()
            case ast.AnnAssign(value=ast.Dict(values=values)):
                for each in values:
                    if isinstance(each, ast.Tuple) and len(each.elts) > 1:
                        yield from constants(each.elts[1])


# ---- calls


@cache
def _trees() -> dict[str, ast.Module]:
    """The modules that may have such a call, parsed, by path; the others are not parsed, because that takes seconds."""
    names = re.compile(rf"\b({'|'.join((*SPEAKERS, *_ERRORS, *_DECLARATIONS, 'counted'))})\(")
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(text) for path, text in texts.items() if names.search(text)}


def _called() -> Iterator[SourceText]:
    for place, call in _speaking_calls():
        for argument in _texts_of(call):
            yield from (SourceText(text, place) for text in constants(argument))
        yield from _counts(place, call)


def _counts(place: str, call: ast.Call) -> Iterator[SourceText]:
    """The texts of `counted(n, "cell")`: the words with their count."""
    if _name(call) == "counted":
        words = [word for argument in call.args[1:] for word in constants(argument)]
        one = words[0] if words else ""
        many = words[1] if len(words) > 1 else f"{one}s"
        if one:
            yield from (SourceText(f"{{n:,}} {word}", place) for word in (one, many))


def untranslatable() -> list[str]:
    """Calls whose text is not written out: place, line and source."""
    return [
        f"{place}:{call.lineno}: {ast.unparse(argument)[:120]}"
        for place, call in _speaking_calls()
        for argument in _texts_of(call)
        if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(argument))
        and not isinstance(argument, ast.Call)
    ]


@cache
def _speaking_calls() -> tuple[tuple[str, ast.Call], ...]:
    wanted = {*SPEAKERS, *_ERRORS, *_DECLARATIONS, "counted"}
    return tuple(
        (place, node)
        for place, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node) in wanted
    )


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _texts_of(call: ast.Call) -> Iterable[ast.expr]:
    name = _name(call)
    if name in _DECLARATIONS:
        return [word.value for word in call.keywords if word.arg in _DECLARATIONS[name]]
    positions = (0,) if name in _ERRORS else SPEAKERS.get(name, ())
    return [call.args[at] for at in positions if at < len(call.args)]


def constants(argument: ast.expr) -> Iterator[str]:
    """The texts that an argument can be: a constant, or either branch of a choice."""
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from constants(body)
            yield from constants(orelse)
