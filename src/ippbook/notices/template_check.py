"""Checks a takedown text as Jinja2 reads it, and collects the fields that it uses. `ippbook.notices.template` says what is allowed."""

from collections.abc import Callable
from typing import Final

from jinja2 import Environment, nodes

from ippbook.languages import say, say_series
from ippbook.notices.fields import FieldsUsed, unknown_field
from ippbook.notices.language import NAMED
from ippbook.notices.sections import TextError
from ippbook.notices.values import SLOT_MARK

_DEPTH: Final = 30
"""Levels of `if`, loop, filter and condition inside one another; Python itself stops at about 100."""
_LARGEST: Final = 10**15
"""A number in a condition is smaller."""
NUMBER_TOO_LARGE: Final = say("a number is too large; a condition can compare with up to 15 digits.")

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


def fields_used(tree: nodes.Template, body: str, place: Callable[[int], str], known: Environment) -> FieldsUsed:
    """The fields that *tree*, the *body* as *known* reads it, uses. Raises `TextError` where it uses what is not allowed.

    *place* names file and line of a line of the body.
    """
    return _Reader(body, place, known).read(tree)


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

    def __init__(self, body: str, place: Callable[[int], str], known: Environment) -> None:
        self.body, self.place = body, place
        self.known = known
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
        if SLOT_MARK in self.body:
            return False
        used = sum(isinstance(node, nodes.Getattr) and node.attr == "where" for node in inside)
        printed = [part for output in inside if isinstance(output, nodes.Output) for part in output.nodes]
        return used == sum(isinstance(part, nodes.Getattr) and part.attr == "where" for part in printed)

    def _prints_link_facts(self, inside: list[nodes.Node]) -> bool:
        printed = [_unfiltered(part) for output in inside if isinstance(output, nodes.Output) for part in output.nodes]
        tested = [part for each in inside if isinstance(each, nodes.If) for part in _tested_alone(each.test)]
        return sum(map(_is_link_fact, inside)) == sum(map(_is_link_fact, [*printed, *tested]))

    def _refuse(self, node: nodes.Node, why: str) -> TextError:
        return TextError(say("{place}: {why}", place=self.place(node.lineno), why=why))

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
            raise self._refuse(node, NUMBER_TOO_LARGE)
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


__all__ = ["NUMBER_TOO_LARGE", "fields_used"]
