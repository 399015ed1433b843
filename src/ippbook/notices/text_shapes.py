"""The text of a complaint, written once for all complaints whose links have the same shape.

The shape of a complaint's links says which of them are one group, and which facts of each group are blank. A text of ippbook only prints
the facts of links, or leaves out a line where they are blank, so complaints of one shape have one text but for the
values in it. It is written once with marks in their places; each value is printed as the text would print it, and put there. A team's own text
may compare such facts, so it is written for every complaint; only the addresses of its links are put in later.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ippbook.catalog.nice_classes import read_classes
from ippbook.control_characters import control_free
from ippbook.notices.language import NoticeLanguage, environment
from ippbook.notices.template import Template
from ippbook.notices.values import SLOT_MARK, SlotFact, TextLines, TextSlot, WordsOfListing, as_text, ranges
from ippbook.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from jinja2 import Environment

_SEVERAL: Final = "listing_quoted_words"
"""The field whose value may be several quotations."""
_MOST_PRINTED: Final = 10_000
"""Printed values that are remembered."""
_Cell: TypeAlias = Any  # a typed cell of any column: text, number, day or blank


class _Blank:
    """A blank cell inside a text: false in an `if`; it enters the list of missing fields when printed or compared."""

    __slots__ = ("_links", "_log", "_name")

    def __init__(self, name: str, log: dict[str, list[int]], links: Sequence[int] = ()) -> None:
        self._name, self._log, self._links = name, log, links

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        self._log.setdefault(self._name, []).extend(self._links)
        return ""

    def __eq__(self, other: object) -> bool:
        str(self)
        return False

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class LinkGroup:
    """Links for which a text states the same facts."""

    facts: tuple[str, ...]
    numbers: list[int]
    """Places in the complaint, from 1, ascending."""


def grouped_links(links: Sequence[Mapping[str, _Cell]], fields: tuple[str, ...]) -> list[LinkGroup]:
    """The *links* by their facts in *fields*, in the order of the first of each. Raises `TextError`."""
    found: dict[tuple[str, ...], LinkGroup] = {}
    for number, link in enumerate(links, 1):
        facts = tuple([as_text(link.get(field)) for field in fields])
        group = found.get(facts)
        if group is None:
            group = found[facts] = LinkGroup(facts, [])
        group.numbers.append(number)
    return list(found.values())


def _stated(field: str, value: _Cell) -> str:
    """A fact of the complaint as text. Classes are their numbers, or blank where they can be read in two ways."""
    text = as_text(value)
    return read_classes(text).text if field == "right_classes" else text


def _where(numbers: list[int], words: NoticeLanguage, count: int, brief: bool) -> str:
    """How a text names a group of links, before their addresses."""
    if count == 1:
        return f"{words.listing}{words.colon}"
    name = words.link if len(numbers) == 1 else words.links
    places = f"{name}{ranges(numbers, words.comma)}"
    if brief:
        return places
    return f"{places}{words.colon}" if len(numbers) == 1 else f"{places}\n"


def listed_addresses(group: LinkGroup, urls: Sequence[str], words: NoticeLanguage) -> str:
    """The addresses of a group: one alone, or each on a line with its number."""
    own = [urls[number - 1].replace("\n", " ") for number in group.numbers]
    if len(own) == 1:
        return own[0]
    return "\n".join(f"{words.link}{number}{words.colon}{url}" for number, url in zip(group.numbers, own, strict=True))


@dataclass(frozen=True)
class TextShape:
    """A text with places for values: a piece, a slot, a piece, … and a piece at the end."""

    pieces: tuple[str, ...]
    slots: tuple[TextSlot, ...]
    missing: Mapping[str, list[int]]
    """The blank fields that the text needs, and on which links."""


@dataclass(frozen=True)
class TextPieces:
    """A text without its addresses: a piece, the address of a group, a piece, … and a piece at the end."""

    pieces: tuple[str, ...]
    groups: tuple[int, ...]
    """For each place between two pieces, the number of the group (from 0) whose address belongs there."""
    missing: Mapping[str, list[int]]
    """The blank fields that the text needs, and on which links."""


class TextShapes:
    """The text of one template and one complaint's facts, for any links."""

    def __init__(self, template: Template, facts: Mapping[str, _Cell], *, own: bool) -> None:
        """*own*: the template is a team's own; Jinja2 writes it again for every complaint."""
        self._direct = not own
        self.template = template
        self._facts = facts
        self._spliced = not own and template.used.prints_addresses and template.used.prints_link_facts
        self._shapes: dict[tuple[object, ...], TextShape] = {}
        self._printed: dict[tuple[str, TextSlot], str] = {}

    @cached_property
    def _environment(self) -> "Environment":
        return environment(self.template.language)

    def pieces(self, groups: Sequence[LinkGroup], *, brief: bool) -> TextPieces:
        """The text for *groups* of links. *brief*: without addresses, so it is one piece."""
        shape = self._shape(groups, brief=brief)
        pieces, places = [shape.pieces[0]], []
        for slot, piece in zip(shape.slots, shape.pieces[1:], strict=True):
            if slot.fact < 0:
                places.append(slot.group)
                pieces.append(piece)
            else:
                pieces[-1] += self._fact(groups[slot.group].facts[slot.fact], slot) + piece
        return TextPieces(tuple(pieces), tuple(places), shape.missing)

    def _shape(self, groups: Sequence[LinkGroup], *, brief: bool) -> TextShape:
        if not self._spliced:
            return self._made(groups, brief=brief)
        key = (brief, *((tuple(group.numbers), tuple(map(bool, group.facts))) for group in groups))
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = self._made(groups, brief=brief)
        return found

    def _made(self, groups: Sequence[LinkGroup], *, brief: bool) -> TextShape:
        slots = [TextSlot(number) for number in range(len(groups))]
        marks = ["" if brief else f"{SLOT_MARK}{number}{SLOT_MARK}" for number in range(len(groups))]
        missing: dict[str, list[int]] = {}
        text = self.written(groups, marks, brief=brief, log=missing, slots=slots if self._spliced else None)
        parts = [text] if brief and not self._spliced else text.split(SLOT_MARK)
        # A team's own text can have control characters; facts and addresses have none.
        return TextShape(
            tuple(control_free(part) for part in parts[::2]), tuple(slots[int(part)] for part in parts[1::2]), missing
        )

    def _fact(self, fact: str, slot: TextSlot) -> str:
        """The *fact* as the text prints it at *slot*."""
        key = (fact, slot._replace(group=0))
        found = self._printed.get(key)
        if found is None:
            value: object = WordsOfListing(fact) if self.template.used.of_links[slot.fact] == _SEVERAL else fact
            for name, arguments in slot.filters:
                value = self._environment.filters[name](value, *arguments)
            finalize = self._environment.finalize
            found = control_free(str(finalize(value) if finalize is not None else value))
            if len(self._printed) >= _MOST_PRINTED:
                self._printed.clear()
            self._printed[key] = found
        return found

    def written(
        self,
        groups: Sequence[LinkGroup],
        addresses: Sequence[str],
        *,
        brief: bool,
        log: dict[str, list[int]],
        slots: list[TextSlot] | None = None,
    ) -> str:
        """Write the text once, with the addresses of each group. Adds blank fields that the text needs to *log*.

        With *slots*, marks are in the places of the facts of links, and *slots* gets what belongs there.
        """
        used, language = self.template.used, self.template.language
        count = sum(len(group.numbers) for group in groups)
        shown = [
            {
                field: _shown(fact, field, slots, TextSlot(number, place)) or _Blank(field, log, group.numbers)
                for place, (field, fact) in enumerate(zip(used.of_links, group.facts, strict=True))
            }
            | {"where": TextLines(_where(group.numbers, language, count, brief) + listed)}
            for number, (group, listed) in enumerate(zip(groups, addresses, strict=True))
        ]
        facts: dict[str, object] = {
            field: _stated(field, self._facts.get(field)) or _Blank(field, log) for field in used.of_complaint
        }
        values = facts | {"groups": shown, "count": count, "brief": brief}
        if self._direct:
            from ippbook.notices.direct_text import write_directly  # noqa: PLC0415  # late, as Jinja2

            return write_directly(self.template.tree, self._environment, values).strip()
        return self.template.compiled.render(values).strip()


def _shown(fact: str, field: str, slots: list[TextSlot] | None, slot: TextSlot) -> object:
    """A fact of a link for the text; "" where it is blank."""
    if slots is not None and fact:
        return SlotFact(slots, slot)
    return WordsOfListing(fact) if field == _SEVERAL else fact


__all__ = ["LinkGroup", "TextPieces", "TextShapes", "grouped_links", "listed_addresses"]
