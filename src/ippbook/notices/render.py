"""From a complaint's facts to the text for the portal's form, or to what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2

from ippbook.notices.language import Language
from ippbook.notices.sections import TextError
from ippbook.notices.template import Template
from ippbook.notices.values import as_text, characters, ranges


@dataclass(frozen=True)
class Notice:
    """A takedown text, or why there is none."""

    text: str
    """Ready to paste; "" whenever `problem` is not ""."""
    characters: int
    """Length as the portal counts; of the refused text too where it is too long."""
    missing: tuple[str, ...]
    """Fields, by their names in Complaints, that this text needs and that are blank."""
    problem: str
    """One plain sentence, or ""."""


class _Blank:
    """A blank cell inside a text: false when asked, on the list of the missing as soon as it is printed or compared."""

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
    """Links that share all the facts that a text states per link."""

    facts: tuple[str, ...]
    numbers: list[int]
    """Places in the complaint, from 1, ascending."""
    urls: list[str]


def _grouped(links: Sequence[Mapping[str, Any]], fields: tuple[str, ...]) -> list[_Group]:
    found: dict[tuple[str, ...], _Group] = {}
    for number, link in enumerate(links, 1):
        facts = tuple([as_text(link.get(field)) for field in fields])
        group = found.get(facts)
        if group is None:
            group = found[facts] = _Group(facts, [], [])
        group.numbers.append(number)
        group.urls.append(as_text(link.get("listing_url")))
    return list(found.values())


def _where(group: _Group, words: Language, count: int, brief: bool, log: dict[str, list[int]]) -> str:
    for number, url in zip(group.numbers, group.urls, strict=True):
        if not url:
            log.setdefault("listing_url", []).append(number)
    if count == 1:
        return f"{words.listing}{words.colon}{group.urls[0]}"
    name = words.link if len(group.numbers) == 1 else words.links
    places = f"{name}{ranges(group.numbers, words.comma)}"
    return places if brief else f"{places}{words.colon}{' '.join(group.urls)}"


def _written(
    template: Template, complaint: Mapping[str, Any], groups: list[_Group], brief: bool, log: dict[str, list[int]]
) -> str:
    """Write the text once; blanks that it came upon are then in *log*."""
    count = sum(len(group.numbers) for group in groups)
    fields = template.wiring.of_links
    shown = [
        {field: fact or _Blank(field, log, group.numbers) for field, fact in zip(fields, group.facts, strict=True)}
        | {"where": _where(group, template.language, count, brief, log)}
        for group in groups
    ]
    facts: dict[str, Any] = {
        field: as_text(complaint.get(field)) or _Blank(field, log) for field in template.wiring.of_complaint
    }
    return template.compiled.render(facts | {"groups": shown, "count": count, "brief": brief}).strip()


def _absent(missing: Mapping[str, list[int]]) -> str:
    """Say which fields are blank, and on which links where not on all of the complaint."""
    parts = []
    for name, numbers in missing.items():
        places = ranges(sorted(set(numbers)), ", ")
        parts.append(name.replace("_", " ") + (f" (link {places})" if places else ""))
    return f"The text needs {'; '.join(parts)}: fill in what is blank."


def write(template: Template, facts: Mapping[str, Any], links: Sequence[Mapping[str, Any]], limit: int) -> Notice:
    """Write *template* for one complaint.

    The text names every link by its address. Where that is longer than *limit* and there are several links, the
    addresses are left out and the links are named by their numbers, in the order of the complaint's link list (the
    form has the addresses in a field of its own). Where even that is too long, the complaint must be split: no fact
    is ever cut.
    """
    if not links:
        return Notice("", 0, (), "The complaint has no listing.")
    log: dict[str, list[int]] = {}
    try:
        groups = _grouped(links, template.wiring.of_links)
        text = _written(template, facts, groups, brief=False, log=log)
        if log:
            return Notice("", 0, tuple(log), _absent(log))
        if characters(text) > limit and len(links) > 1:
            text = _written(template, facts, groups, brief=True, log=log)
    except TextError as error:
        return Notice("", 0, (), str(error))
    except (jinja2.TemplateError, TypeError, ValueError) as error:  # what a text of somebody else's can still do
        return Notice("", 0, (), f"{template.named}: it cannot be written ({error}).")
    length = characters(text)
    if length > limit:
        return Notice("", length, (), _too_long(length, limit, len(links)))
    return Notice(text, length, (), "")


def _too_long(length: int, limit: int, links: int) -> str:
    remedy = "split the complaint or shorten what differs from link to link" if links > 1 else "shorten the facts"
    return f"The text has {length:,} characters, the portal takes {limit:,}: {remedy}."
