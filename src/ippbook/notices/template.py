"""One takedown text: the fields that it needs, and its compiled form.

`ippbook.notices.sections` describes its file. The text itself uses a small part of Jinja2:

- `{{ right_name }}` prints a field of the complaint, by its name in Complaints; filters: quoted (each quotation of a
  listing in quotation marks of its own), numbered (items of several words), listed (numbers and short items), placed
  (places on a page, translated), classes (of a trademark), day (a date in words), named("offices") and named("right_types").
- `{% if right_classes %}…{% elif … %}…{% else %}…{% endif %}` makes a part optional.
- `{% for group in groups %}…{% endfor %}` goes over the links. Links with the same facts are one group, so that forty
  links with one set of differences take one paragraph. `group.where` names the links, `group.listing_…` is their fact.
- `count` is the number of links; `brief` is true when the text omits the addresses because it would be too long.
- `{% if platform is mainland %}` is true where the marketplace accepts rights of mainland China only.

Anything else in braces is refused with its line, because a text can come from an untrusted folder.
"""

from functools import cached_property
from typing import Final

import jinja2
from jinja2 import nodes

from ippbook.catalog import reasons
from ippbook.languages import say, say_series
from ippbook.late_patterns import late_pattern
from ippbook.notices.fields import unknown_field
from ippbook.notices.language import NAMED, NoticeLanguage, environment
from ippbook.notices.sections import TextError, TextLine, TextSource, laid_out, source_of
from ippbook.notices.values import SLOT_MARK
from ippbook.quick_dataclasses import dataclass

BODY_LIMIT: Final = 20_000
"""Characters of a body. The longest text that a portal takes has 1,500."""

_DEPTH: Final = 30
"""Levels of `if`, loop, filter and condition inside one another; Python itself stops at about 100."""
_LARGEST: Final = 10**15
"""A number in a condition is smaller."""
_DIGITS: Final = late_pattern(r"[0-9A-Fa-f_]{1000}")
_TOO_LONG: Final = say("a number is too large; a condition can compare with up to 15 digits.")

_OWN_NAMES: Final = frozenset({"count", "brief", "groups"})
_OWN_NAMES_OF_GROUP: Final = frozenset({"where"})
_OF_LINK: Final = "listing_"
_JINJA: Final = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})
"""Names that have a meaning in Jinja2."""
_PRINTED: Final = (nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter)
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Getattr, nodes.Compare,
    nodes.Operand, nodes.Const, nodes.Not, nodes.And, nodes.Or, nodes.Filter, nodes.Test,
)  # fmt: skip


@dataclass(frozen=True)
class FieldsUsed:
    """Which fields a text uses."""

    needs: tuple[str, ...]
    """Always printed or compared: a blank one is a finding."""
    optional: tuple[str, ...]
    """Used in some cases only (inside an `if`, or as its condition)."""
    of_links: tuple[str, ...]
    """Those of `needs` and `optional` that are read per link, without the address."""
    of_complaint: tuple[str, ...]
    """Those of `needs` and `optional` that are read once per complaint."""
    prints_addresses: bool
    """Whether every use of a link's name (`group.where`) prints it unchanged."""
    prints_link_facts: bool
    """Whether every use of a link's fact prints it, with or without filters, or tests alone whether it is blank."""


@dataclass(frozen=True)
class Template:
    """One takedown text of one reason in one language."""

    reason: str
    language: NoticeLanguage
    raw: str
    """The text as it is in its file or cell."""
    path: str
    """Its file, for messages; "" for the text of a cell."""

    @cached_property
    def text(self) -> TextSource:
        """Head and own lines. Raises `TextError` where the head has a fault."""
        return source_of(self.raw, self.path)

    @property
    def source(self) -> str:
        """Source tags: those of its head, else those of its reason."""
        entry = reasons.REASONS.get(self.reason)
        return self.text.head.get("source") or f"{entry.source if entry else 'ipp-facts 5.2'}; ipp-facts 5.8 [L3: LAW]"

    @property
    def checked_on(self) -> str:
        """When it was last compared with the facts."""
        return self.text.head.get("checked on") or self.language.checked_on

    @property
    def reviewed(self) -> str:
        """Who has reviewed it, as a phrase."""
        return self.text.head.get("reviewed") or self.language.reviewed

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """The lines of the complete text, with the frame of the language where the text has sections. Raises `TextError`."""
        entry = reasons.REASONS.get(self.reason)
        blocks = self.language.blocks(entry.family if entry else "other")
        return laid_out(
            self.text.lines,
            self.language.layout,
            blocks,
            f"notices/{self.language.code}/language.toml",
        )

    @cached_property
    def body(self) -> str:
        """The complete text. Raises `TextError`."""
        return "\n".join(line.text for line in self.lines) + "\n"

    @property
    def named(self) -> str:
        """The text's name at the beginning of a sentence."""
        return self.path or "the text"

    def place(self, number: int) -> str:
        """File and line of line *number* of the body (from 1)."""
        return self.lines[min(number, len(self.lines)) - 1].place if self.lines else self.named

    @property
    def needs(self) -> tuple[str, ...]:
        """Fields that every notice of this text needs."""
        return self.used.needs

    @property
    def optional(self) -> tuple[str, ...]:
        """Fields that only some notices of this text need or mention."""
        return self.used.optional

    @cached_property
    def used(self) -> FieldsUsed:
        """The fields, found in the body itself. Raises `TextError` where the body has a fault or uses what is not allowed."""
        if len(self.body) > BODY_LIMIT:
            raise TextError(
                say(
                    "{named}: the text is longer than {body_limit:,} characters.",
                    named=self.named,
                    body_limit=BODY_LIMIT,
                )
            )
        return _Reader(self).read(self._tree)

    @property
    def tree(self) -> nodes.Template:
        """The body as Jinja2 reads it, once it is checked. Raises `TextError` as `used` does."""
        _ = self.used
        return self._tree

    @cached_property
    def _tree(self) -> nodes.Template:
        try:
            return environment(self.language).parse(self.body)
        except jinja2.TemplateSyntaxError as error:
            raise TextError(say("{place}: {why}", place=self.place(error.lineno), why=error.message)) from error
        except RecursionError as error:
            raise TextError(say("{named}: the text is nested too deeply.", named=self.named)) from error
        except (ValueError, OverflowError) as error:  # Python reads no whole number of more than 4,300 digits
            place = next((line.place for line in self.lines if _DIGITS.search(line.text)), self.named)
            raise TextError(say("{place}: {why}", place=place, why=_TOO_LONG)) from error

    @cached_property
    def refusal(self) -> str:
        """Why the text cannot be used, in one sentence with its line; "" where it can."""
        try:
            _ = self.compiled
        except TextError as refusal:
            return str(refusal)
        return ""

    @cached_property
    def compiled(self) -> jinja2.Template:
        """The body, ready to render. Raises `TextError` as `used` does."""
        _ = self.used  # the body is checked before it is compiled
        try:
            return environment(self.language).from_string(self._tree)
        except (
            jinja2.TemplateError,
            SyntaxError,
            RecursionError,
            MemoryError,
            ValueError,
        ) as error:  # of Python's compiler
            raise TextError(say("{named}: the text is nested too deeply.", named=self.named)) from error


def _is_link_fact(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr.startswith(_OF_LINK)


def _unfiltered(node: nodes.Node | None) -> nodes.Node | None:
    """What a filter, or several of them, is applied to."""
    while isinstance(node, nodes.Filter):
        node = node.node
    return node


def _tested_alone(test: nodes.Node) -> list[nodes.Node]:
    """The parts of a condition that are only tested for being blank."""
    match test:
        case nodes.Not():
            return _tested_alone(test.node)
        case nodes.And() | nodes.Or():
            return [*_tested_alone(test.left), *_tested_alone(test.right)]
        case _:
            return [test]


class _Reader:
    """Goes through a body once: refuses what is not allowed, and collects the fields."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.known = environment(template.language)
        self.uses: dict[str, bool] = {}
        """Field -> whether it is used outside every `if` at least once."""
        self.of_links: set[str] = set()
        self.depth = 0

    def read(self, tree: nodes.Template) -> FieldsUsed:
        self._visit(tree, loop="", guarded=False)
        inside = list(tree.find_all(nodes.Node))
        return FieldsUsed(
            needs=tuple(name for name, always in self.uses.items() if always),
            optional=tuple(name for name, always in self.uses.items() if not always),
            of_links=tuple(name for name in self.uses if name in self.of_links and name != "listing_url"),
            of_complaint=tuple(name for name in self.uses if name not in self.of_links),
            prints_addresses=self._prints_addresses(inside),
            prints_link_facts=self._prints_link_facts(inside),
        )

    def _prints_addresses(self, inside: list[nodes.Node]) -> bool:
        if SLOT_MARK in self.template.body:
            return False
        used = sum(isinstance(node, nodes.Getattr) and node.attr == "where" for node in inside)
        printed = [part for output in inside if isinstance(output, nodes.Output) for part in output.nodes]
        return used == sum(isinstance(part, nodes.Getattr) and part.attr == "where" for part in printed)

    def _prints_link_facts(self, inside: list[nodes.Node]) -> bool:
        printed = [_unfiltered(part) for output in inside if isinstance(output, nodes.Output) for part in output.nodes]
        tested = [part for each in inside if isinstance(each, nodes.If) for part in _tested_alone(each.test)]
        return sum(map(_is_link_fact, inside)) == sum(map(_is_link_fact, [*printed, *tested]))

    def _refuse(self, node: nodes.Node, why: str) -> TextError:
        return TextError(say("{place}: {why}", place=self.template.place(node.lineno), why=why))

    def _use(self, name: str, guarded: bool) -> None:
        self.uses[name] = self.uses.get(name, False) or not guarded

    def _visit(self, node: nodes.Node, loop: str, guarded: bool) -> None:
        if not isinstance(node, _ALLOWED):
            raise self._refuse(node, say("a takedown text cannot use {name}.", name=type(node).__name__.lower()))
        self.depth += 1
        if self.depth > _DEPTH:
            raise self._refuse(node, say("the text has more than {depth} levels inside one another.", depth=_DEPTH))
        self._visit_inside(node, loop, guarded)
        self.depth -= 1

    def _visit_inside(self, node: nodes.Node, loop: str, guarded: bool) -> None:
        match node:
            case nodes.If():
                self._visit_condition(node.test, loop, guarded)
                for part in (*node.body, *node.elif_, *node.else_):
                    self._visit(part, loop, guarded=True)
            case nodes.For():
                self._visit_loop(node, loop, guarded)
            case nodes.Getattr():
                self._visit_group_field(node, loop, guarded)
            case nodes.Name():
                self._visit_name(node, loop, guarded)
            case nodes.Const():
                self._visit_value(node)
            case nodes.Output() if strange := [part for part in node.nodes if not isinstance(part, _PRINTED)]:
                raise self._refuse(strange[0], "only a field, with or without filters, can be printed.")
            case nodes.Filter() | nodes.Test():
                self._visit_call(node)
                self._visit_parts(node, loop, guarded)
            case _:
                self._visit_parts(node, loop, guarded)

    def _visit_parts(self, node: nodes.Node, loop: str, guarded: bool) -> None:
        for part in node.iter_child_nodes():
            self._visit(part, loop, guarded)

    def _visit_value(self, node: nodes.Const) -> None:
        value = node.value
        if isinstance(value, int | float) and not -_LARGEST < value < _LARGEST:
            raise self._refuse(node, _TOO_LONG)
        if isinstance(value, str) and not value.isprintable():
            raise self._refuse(node, say("a text in quotes has a character that cannot be printed."))

    def _visit_call(self, node: nodes.Filter | nodes.Test) -> None:
        known = self.known.filters if isinstance(node, nodes.Filter) else self.known.tests
        if node.name not in known:
            raise self._refuse(
                node,
                say(
                    "there is no {node_name!r} in a takedown text; use one of: {known}.",
                    node_name=node.name,
                    known=say_series(known),
                ),
            )
        arguments = [part.value if isinstance(part, nodes.Const) else "" for part in node.args or ()]
        fits = len(arguments) == 1 and arguments[0] in NAMED if node.name == "named" else not arguments
        if not fits or node.kwargs or node.dyn_args or node.dyn_kwargs:
            wanted = say("one of {named} in quotes", named=say_series(NAMED)) if node.name == "named" else "nothing"
            raise self._refuse(
                node, say("{node_name!r} takes {wanted} in brackets.", node_name=node.name, wanted=wanted)
            )

    def _visit_name(self, node: nodes.Name, loop: str, guarded: bool) -> None:
        if node.name in {loop, "groups"}:
            raise self._refuse(
                node, say("name a field of {node_name!r}, as in '{node_name}.where'.", node_name=node.name)
            )
        if node.name.startswith(_OF_LINK):
            raise self._refuse(
                node,
                say(
                    "{node_name!r} differs from link to link: write 'group.{node_name}' in the loop.",
                    node_name=node.name,
                ),
            )
        if node.name in _JINJA:
            raise self._refuse(node, say("{node_name!r} is not a field.", node_name=node.name))
        if node.name not in _OWN_NAMES:
            self._known(node, node.name)
            self._use(node.name, guarded)

    def _known(self, node: nodes.Node, name: str) -> None:
        if why := unknown_field(name):
            raise self._refuse(node, why)

    def _visit_loop(self, node: nodes.For, loop: str, guarded: bool) -> None:
        over_groups = isinstance(node.iter, nodes.Name) and node.iter.name == "groups"
        if loop or not over_groups or node.recursive or node.test or node.else_:
            raise self._refuse(
                node, say("the only possible loop is 'for group in groups', and not inside another loop.")
            )
        if not isinstance(node.target, nodes.Name):
            raise self._refuse(node, say("the loop needs one name, as in 'for group in groups'."))
        for part in node.body:
            self._visit(part, node.target.name, guarded)

    def _visit_group_field(self, node: nodes.Getattr, loop: str, guarded: bool) -> None:
        if not (isinstance(node.node, nodes.Name) and node.node.name == loop and loop):
            raise self._refuse(node, say("{attr!r} can be used with the group of a loop only.", attr=node.attr))
        if node.attr in _OWN_NAMES_OF_GROUP:
            self._use("listing_url", guarded)
            self.of_links.add("listing_url")
        elif node.attr.startswith(_OF_LINK):
            self._known(node, node.attr)
            self._use(node.attr, guarded)
            self.of_links.add(node.attr)
        else:
            raise self._refuse(
                node,
                say(
                    "a group has 'where' and fields of Listings ('{of_link}…'), not {attr!r}.",
                    of_link=_OF_LINK,
                    attr=node.attr,
                ),
            )

    def _visit_condition(self, test: nodes.Node, loop: str, guarded: bool) -> None:
        """Visit the condition of an `if`. A field alone may be blank; in a comparison it may not."""
        self.depth += 1
        if self.depth > _DEPTH:
            raise self._refuse(test, say("a condition has more than {depth} parts or levels.", depth=_DEPTH))
        match test:
            case nodes.Name() | nodes.Getattr():
                self._visit(test, loop, guarded=True)
            case nodes.Not():
                self._visit_condition(test.node, loop, guarded)
            case nodes.And() | nodes.Or():
                self._visit_condition(test.left, loop, guarded)
                self._visit_condition(test.right, loop, guarded=True)  # read only where the left side does not decide
            case _:
                self._visit(test, loop, guarded)
        self.depth -= 1


def read_template(text: str, reason: str, language: NoticeLanguage, path: str = "") -> Template:
    """The text of a file or, without *path*, of a cell. It is checked at its first use (see `Template.used`)."""
    return Template(reason, language, text, path)
