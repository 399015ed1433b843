"""From a complaint's facts to the text for the portal's form, or to what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import jinja2

from ippbook.catalog.nice_classes import read_classes
from ippbook.control_characters import control_free
from ippbook.languages import Clause, say, say_series
from ippbook.notices.fields import field_name
from ippbook.notices.language import NoticeLanguage
from ippbook.notices.sections import TextError
from ippbook.notices.template import ADDRESS_MARK, Template
from ippbook.notices.values import TextLines, WordsOfListing, as_text, as_texts, characters, ranges

_SEVERAL: Final = "listing_quoted_words"
"""The field whose value may be several quotations."""
_Cell: TypeAlias = Any  # a typed cell of any column: text, number, day or blank


@dataclass(frozen=True)
class Notice:
    """A takedown text, or why there is none."""

    text: str
    """Ready to paste; "" whenever `problem` is not ""."""
    characters: int
    """Length as the portal counts; also the length of a text that was refused because it is too long."""
    missing: tuple[str, ...]
    """Fields, by their names in Complaints, that this text needs and that are blank."""
    problem: str
    """One sentence, or ""."""
    language: str = ""
    """The language of the text; "" where there is no text."""
    remark: str = ""
    """One sentence where the text is in another language than requested, else ""."""
    failed: bool = False
    """Whether a team's own text is empty, or cannot be written, with these facts."""


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
class _Group:
    """Links for which a text states the same facts."""

    facts: tuple[str, ...]
    numbers: list[int]
    """Places in the complaint, from 1, ascending."""


def _grouped(links: Sequence[Mapping[str, _Cell]], fields: tuple[str, ...]) -> list[_Group]:
    found: dict[tuple[str, ...], _Group] = {}
    for number, link in enumerate(links, 1):
        facts = tuple([as_text(link.get(field)) for field in fields])
        group = found.get(facts)
        if group is None:
            group = found[facts] = _Group(facts, [])
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


def _addresses(group: _Group, urls: Sequence[str], words: NoticeLanguage) -> str:
    """The addresses of a group: one alone, or each on a line with its number."""
    own = [urls[number - 1].replace("\n", " ") for number in group.numbers]
    if len(own) == 1:
        return own[0]
    return "\n".join(f"{words.link}{number}{words.colon}{url}" for number, url in zip(group.numbers, own, strict=True))


def _written(
    template: Template,
    complaint: Mapping[str, _Cell],
    groups: list[_Group],
    addresses: Sequence[str],
    brief: bool,
    log: dict[str, list[int]],
) -> str:
    """Write the text once, with the addresses of each group. Adds blank fields that the text needs to *log*."""
    count = sum(len(group.numbers) for group in groups)
    fields = template.used.of_links
    shown = [
        {
            field: (WordsOfListing(fact) if field == _SEVERAL else fact) or _Blank(field, log, group.numbers)
            for field, fact in zip(fields, group.facts, strict=True)
        }
        | {"where": TextLines(_where(group.numbers, template.language, count, brief) + listed)}
        for group, listed in zip(groups, addresses, strict=True)
    ]
    facts: dict[str, object] = {
        field: _stated(field, complaint.get(field)) or _Blank(field, log) for field in template.used.of_complaint
    }
    return template.compiled.render(facts | {"groups": shown, "count": count, "brief": brief}).strip()


def _absent(missing: Mapping[str, list[int]]) -> str:
    """Say which fields are blank, and on which links where they are fields of a link."""
    parts = []
    for name, numbers in missing.items():
        places = ranges(sorted(set(numbers)), ", ")
        field = _field_words(name)
        parts.append(say("{field} (link {places})", field=field, places=places) if places else field)
    return say(
        "The text needs {parts}: fill in the cells that are blank, and correct those that cannot be read.",
        parts=say_series(parts, "; "),
    )


def _field_words(name: str) -> str:
    """A field as people read it: "order date", in another language as the header of its column."""
    known = field_name(name)
    return Clause(known, name.replace("_", " ")) if known else name.replace("_", " ")


class NoticeWriter:
    """Writes the text of all complaints with the same facts; they differ only by the addresses of their links."""

    def __init__(
        self,
        template: Template,
        facts: Mapping[str, _Cell],
        links: Sequence[Mapping[str, _Cell]],
        limit: int,
        remark: str = "",
    ) -> None:
        """*facts* and *links* as for `notices.render`; *limit* in characters. The addresses of the links are ignored here."""
        self._remark = remark
        self._template, self._facts, self._count, self._limit = template, facts, len(links), limit
        self._groups: list[_Group] = []
        self._problem = "" if links else say("The complaint has no listing.")
        if links:
            try:
                self._groups = _grouped(links, template.used.of_links)
            except TextError as error:
                self._problem = str(error)

    @classmethod
    def refused(cls, problem: str) -> "NoticeWriter":
        """Give the writer of complaints that have no text because of *problem*."""
        return _Refused(problem)

    def write(self, urls: Sequence[_Cell]) -> Notice:
        """Write the text of the complaint whose links have the addresses *urls*, in their order.

        The text names every link by its address. If that is longer than the limit and there are several links, the
        text names the links by their numbers instead, in the order of the complaint's link list (the form has a separate
        field for the addresses). If even that is too long, the complaint must be split: no fact is ever cut.
        """
        if self._problem:
            return Notice("", 0, (), self._problem)
        log: dict[str, list[int]] = {}
        addresses = as_texts(urls)
        if blank := [number for number, url in enumerate(addresses, 1) if not url]:
            log["listing_url"] = blank
        try:
            text = self._full(addresses, log)
            if log:
                return Notice("", 0, tuple(log), _absent(log))
            length = characters(text)
            if length > self._limit and self._count > 1:
                text = self._brief
                length = characters(text)
        except TextError as error:
            return Notice("", 0, (), str(error))
        except (jinja2.TemplateError, TypeError, ValueError) as error:  # a team's own text can still fail here
            return Notice(
                "",
                0,
                (),
                say("{named}: the text cannot be written ({error}).", named=self._template.named, error=error),
                failed=True,
            )
        return self._checked(text, length)

    def _checked(self, text: str, length: int) -> Notice:
        """The notice with *text*, of that *length*, if it says something and fits."""
        if not text:
            where = f"{self._template.path}: " if self._template.path else ""
            return Notice(
                "",
                0,
                (),
                say("{where}the text is empty: write a part of it outside every 'if'.", where=where),
                failed=True,
            )
        if length > self._limit:
            return Notice("", length, (), _too_long(length, self._limit, self._count))
        return Notice(text, length, (), "", self._template.language.code, self._remark)

    def _full(self, addresses: list[str], log: dict[str, list[int]]) -> str:
        """The text with its addresses. Adds blank fields that the text needs to *log*."""
        urls = [_addresses(group, addresses, self._template.language) for group in self._groups]
        if not self._template.used.prints_addresses:
            return control_free(_written(self._template, self._facts, self._groups, urls, brief=False, log=log))
        parts, missing = self._parts
        for name, numbers in missing.items():
            log.setdefault(name, []).extend(numbers)
        filled = [part if place % 2 == 0 else urls[int(part)] for place, part in enumerate(parts)]
        return "".join(filled).strip()

    @cached_property
    def _parts(self) -> tuple[list[str], dict[str, list[int]]]:
        """The text in parts, and its blank fields. Every second part is the number of the group whose addresses belong there."""
        missing: dict[str, list[int]] = {}
        marks = [f"{ADDRESS_MARK}{number}{ADDRESS_MARK}" for number in range(len(self._groups))]
        text = _written(self._template, self._facts, self._groups, marks, brief=False, log=missing)
        # A team's own text can have control characters; facts and addresses have none.
        return [control_free(part) for part in text.split(ADDRESS_MARK)], missing

    @cached_property
    def _brief(self) -> str:
        """The text without the addresses."""
        return control_free(
            _written(self._template, self._facts, self._groups, [""] * len(self._groups), brief=True, log={})
        )


class _Refused(NoticeWriter):
    """Gives the same problem for every complaint."""

    def __init__(self, problem: str) -> None:
        self._problem = problem


def _too_long(length: int, limit: int, links: int) -> str:
    remedy = (
        say("split the complaint or shorten the facts that differ from link to link")
        if links > 1
        else say("shorten the facts")
    )
    return say(
        "The text has {length:,} characters, the portal accepts {limit:,}: {remedy}.",
        length=length,
        limit=limit,
        remedy=remedy,
    )
