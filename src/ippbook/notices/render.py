"""From a complaint's facts to the text for the portal's form, or to what is missing."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from ippbook.control_characters import control_free
from ippbook.languages import Clause, say, say_series
from ippbook.notices.fields import field_name
from ippbook.notices.sections import TextError
from ippbook.notices.template import Template
from ippbook.notices.text_shapes import LinkGroup, TextPieces, TextShapes, grouped_links, listed_addresses
from ippbook.notices.values import SLOT_MARK, as_texts, characters, ranges
from ippbook.quick_dataclasses import dataclass

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


class NoticeBatch(NamedTuple):
    """The texts of several complaints, in their order."""

    texts: list[str]
    """"" where the complaint has no text."""
    characters: list[int]
    """As `Notice.characters`."""
    others: dict[int, Notice]
    """The notices of complaints that have no text, by their place."""

    def add(self, places: Sequence[int], part: "NoticeBatch") -> None:
        """Put the texts of some of the complaints, those at *places*, among these."""
        for place, text, count in zip(places, part.texts, part.characters, strict=True):
            self.texts[place], self.characters[place] = text, count
        self.others.update((places[place], notice) for place, notice in part.others.items())


class _Form(NamedTuple):
    """A text that is complete but for its addresses."""

    text: str
    """With %s in the place of each address."""
    links: tuple[int, ...] | None
    """The links (from 0) in the order of their addresses in the text; None where that is the order of the links."""
    characters: int
    """Its length without the addresses."""


class NoticeWriters:
    """The writers of all complaints with the same facts, for any links; or their refusal."""

    refuses = False
    """Whether no complaint with these facts has a text."""

    def __init__(
        self, template: Template, facts: Mapping[str, _Cell], limit: int, remark: str = "", *, own: bool = True
    ) -> None:
        """*facts* and *limit* as for `NoticeWriter`. *own*: as for `TextShapes`."""
        self._limit, self._remark = limit, remark
        self._template, self._facts, self._own = template, facts, own

    @classmethod
    def refused(cls, problem: str) -> "NoticeWriters":
        """Give the writers of complaints that have no text because of *problem*."""
        return _RefusedWriters(problem)

    @cached_property
    def _shapes(self) -> TextShapes:
        return TextShapes(self._template, self._facts, own=self._own)

    def of_links(self, links: Sequence[Mapping[str, _Cell]]) -> "NoticeWriter":
        """The writer of complaints with these *links*; their addresses are ignored here."""
        return NoticeWriter(self._shapes, links, self._limit, self._remark)


class NoticeWriter:
    """Writes the text of all complaints with the same facts; they differ only by the addresses of their links."""

    def __init__(
        self,
        shapes: TextShapes,
        links: Sequence[Mapping[str, _Cell]],
        limit: int,
        remark: str = "",
    ) -> None:
        """*shapes* has the template and the facts; *links* as for `notices.render`; *limit* in characters. The addresses of the links are ignored here."""
        self._remark = remark
        self._template, self._shapes, self._count, self._limit = shapes.template, shapes, len(links), limit
        self._groups: list[LinkGroup] = []
        self._problem = "" if links else say("The complaint has no listing.")
        if links:
            try:
                self._groups = grouped_links(links, self._template.used.of_links)
            except TextError as error:
                self._problem = str(error)

    def write(self, urls: Sequence[_Cell]) -> Notice:
        """Write the text of the complaint whose links have the addresses *urls*, in their order.

        The text names every link by its address. If that is longer than the limit and there are several links, the
        text names the links by their numbers instead, in the order of the complaint's link list (the form has a separate
        field for the addresses). If even that is too long, the complaint must be split: no fact is ever cut.
        """
        return self._notice(as_texts(urls))

    def write_all(self, links: Sequence[list[str]]) -> NoticeBatch:
        """As `write`, for several complaints. *links* has the addresses of each as `as_texts` gives them."""
        texts, counts = [""] * len(links), [0] * len(links)
        if self._problem:
            return NoticeBatch(texts, counts, dict.fromkeys(range(len(links)), self._notice([])))
        others: dict[int, Notice] = {}
        form = self._form
        for place, addresses in enumerate(links):
            joined = "".join(addresses)
            if form is not None and joined.isascii() and joined.isprintable() and "" not in addresses:
                length = form.characters + len(joined)
                if length <= self._limit:
                    ordered = addresses if form.links is None else [addresses[link] for link in form.links]
                    texts[place], counts[place] = form.text % tuple(ordered), length
                    continue
                notice = self._brief_notice or self._notice(addresses)
            else:
                notice = self._notice(addresses)
            texts[place], counts[place] = notice.text, notice.characters
            if notice.problem:
                others[place] = notice
        return NoticeBatch(texts, counts, others)

    def _notice(self, addresses: list[str]) -> Notice:
        if self._problem:
            return Notice("", 0, (), self._problem)
        log: dict[str, list[int]] = {}
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
        except _failures() as error:  # a team's own text can still fail here
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
        urls = [listed_addresses(group, addresses, self._template.language) for group in self._groups]
        if not self._template.used.prints_addresses:
            return control_free(self._shapes.written(self._groups, urls, brief=False, log=log))
        for name, numbers in self._pieces.missing.items():
            log.setdefault(name, []).extend(numbers)
        return self._filled(urls)

    def _filled(self, urls: list[str]) -> str:
        """The text with the addresses *urls* of its groups."""
        first, *pieces = self._pieces.pieces
        filled = [
            part for group, piece in zip(self._pieces.groups, pieces, strict=True) for part in (urls[group], piece)
        ]
        return "".join([first, *filled]).strip()

    @cached_property
    def _pieces(self) -> TextPieces:
        """The text without its addresses."""
        return self._shapes.pieces(self._groups, brief=False)

    @cached_property
    def _form(self) -> _Form | None:
        """The text with %s in the places of its addresses; None where it cannot be written, or not in this way."""
        try:
            if self._problem or not self._template.used.prints_addresses or self._pieces.missing:
                return None
            # A mark takes the place of each address, so that what is around the addresses is written in one place.
            marks = [f"{SLOT_MARK}{link}{SLOT_MARK}" for link in range(self._count)]
            parts = self._filled(
                [listed_addresses(group, marks, self._template.language) for group in self._groups]
            ).split(SLOT_MARK)
        except _failures():  # `write` says what happened
            return None
        links = tuple(map(int, parts[1::2]))
        in_order = links == tuple(range(self._count))
        if sorted(links) != list(range(self._count)):
            return None  # an address that is printed twice, or never, counts twice, or not at all
        text = "%s".join(part.replace("%", "%%") for part in parts[::2])
        return _Form(text, None if in_order else links, sum(map(characters, parts[::2])))

    @cached_property
    def _brief(self) -> str:
        """The text without the addresses."""
        if not self._template.used.prints_addresses:
            addresses = [""] * len(self._groups)
            return control_free(self._shapes.written(self._groups, addresses, brief=True, log={}))
        return self._shapes.pieces(self._groups, brief=True).pieces[0]

    @cached_property
    def _brief_notice(self) -> Notice | None:
        """The notice of a complaint whose text is too long with its addresses; None where it has one link, or cannot be written."""
        try:
            return self._checked(self._brief, characters(self._brief)) if self._count > 1 else None
        except _failures():  # `write` says what happened
            return None


def _failures() -> tuple[type[Exception], ...]:
    """What a text that has no fault in itself can fail with when it is written."""
    import jinja2  # noqa: PLC0415  # late: what has failed has loaded it

    return TextError, jinja2.TemplateError, TypeError, ValueError


class _Refused(NoticeWriter):
    """Gives the same problem for every complaint."""

    def __init__(self, problem: str) -> None:
        self._problem = problem


class _RefusedWriters(NoticeWriters):
    """Gives writers that give the same problem for every complaint."""

    refuses = True

    def __init__(self, problem: str) -> None:
        self._writer = _Refused(problem)

    def of_links(self, links: Sequence[Mapping[str, _Cell]]) -> "NoticeWriter":  # noqa: ARG002  # the problem is not theirs
        return self._writer


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
