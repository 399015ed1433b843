"""Reads the links of many texts together: what `parse_link` answers for each of them, at a third of its cost.

Nearly every link of a workbook is well formed and has the first form that its host knows. What such links share (marketplace, kind,
country, …) is a `Link` without item number, made once for each form; each text adds only its number. All other texts are
read by `parse_link_once`, so that there is one reading of what people paste.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from ippbook.catalog.platforms.hosts import LONGEST_HOST, link_host
from ippbook.catalog.platforms.links import WELL_FORMED_LINK, Link, parse_link_once
from ippbook.late_numpy import NDArray, np

_Match: TypeAlias = Callable[[str, int], "re.Match[str] | None"]


class ParsedLinks(NamedTuple):
    """The links of n texts. Arrays have n + 1 entries: the last one, which is also number -1, is the link of an empty text."""

    forms: tuple[Link, ...]
    """What the links share: each without `item_id` and `canonical`."""
    form: NDArray[np.int64]
    """int64[n + 1]: the number of the link's form."""
    item_id: NDArray[np.object_]
    """object[n + 1] of str: `Link.item_id`."""
    canonical: NDArray[np.object_]
    """object[n + 1] of str: `Link.canonical`."""

    def each(self, at: int) -> Link:
        """The link of text *at*."""
        return self.forms[int(self.form[at])]._replace(item_id=self.item_id[at], canonical=self.canonical[at])

    def shared(self, fact: Callable[[Link], object]) -> NDArray[np.object_]:
        """The *fact* of each link, one that does not depend on its item number: it is called once for each form."""
        return _objects([fact(form) for form in self.forms])[self.form]

    def where(self, test: Callable[[Link], bool]) -> NDArray[np.bool_]:
        """Which links pass *test*, one that does not depend on the item number: it is called once for each form."""
        return np.array([test(form) for form in self.forms], dtype=np.bool_)[self.form]


class _Forms(dict[Link, int]):
    """The forms found so far, and their numbers."""

    def __missing__(self, form: Link) -> int:
        self[form] = number = len(self)
        return number


class _Site:
    """A host: how its well-formed links are read."""

    __slots__ = ("after", "before", "elsewhere", "match", "other", "usual", "usual_lengths")

    def __init__(self, host: str, forms: _Forms) -> None:
        place = link_host(host)
        self.elsewhere = -1
        """The form of all its links, if it is not a marketplace's host and `parse_link_once` looks for no other one in them; else -1."""
        self.match: _Match | None = None
        """The match of its first form, if that is the form of product pages."""
        first = place.routes[0] if place.routes and not place.unknown else None
        if first is not None and first.kind == "item" and not first.several and not first.shift:
            self.match, self.before, self.after = first.tail.match, first.before, first.after
            self.usual_lengths = first.usual_lengths
            item = Link(first.code, "item", country=first.country, unseen_form=not first.seen)
            self.usual, self.other = forms[item], forms[item._replace(usual_length=False)]
        elif not place.code and not place.routes and host[0] != "." != host[-1] and len(host) <= LONGEST_HOST:
            self.elsewhere = forms[Link(uncovered=place.uncovered)]


def parse_links(texts: Iterable[str]) -> ParsedLinks:
    """Read the links of *texts*, as `parse_link` reads each.

    >>> links = parse_links(["https://item.taobao.com/item.htm?id=520813250866", "item.taobao.com", ""])
    >>> links.item_id.tolist(), links.shared(lambda link: link.platform).tolist()
    (['520813250866', '', '', ''], ['taobao', 'taobao', '', ''])
    """
    forms = _Forms()
    sites: dict[str, _Site] = {}
    form: list[int] = []
    item_id: list[str] = []
    canonical: list[str] = []
    well_formed = WELL_FORMED_LINK.fullmatch
    for text in [*texts, ""]:
        found = well_formed(text)
        if found is not None and "&amp;" not in text:
            host = found[1]
            site = sites.get(host)
            if site is None:
                site = sites[host] = _Site(host, forms)
            if site.match is not None:
                if (item := site.match(text, found.end(1))) is not None:
                    number = item[1]
                    form.append(site.usual if len(number) in site.usual_lengths else site.other)
                    item_id.append(number)
                    canonical.append(site.before + number + site.after)
                    continue
            elif site.elsewhere >= 0 and "%" not in text:
                form.append(site.elsewhere)
                item_id.append("")
                canonical.append("")
                continue
        link = parse_link_once(text)
        form.append(forms[link._replace(item_id="", canonical="")])
        item_id.append(link.item_id)
        canonical.append(link.canonical)
    return ParsedLinks(tuple(forms), np.array(form, dtype=np.int64), _objects(item_id), _objects(canonical))


def _objects(values: list[object] | list[str]) -> NDArray[np.object_]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


__all__ = ["ParsedLinks", "parse_links"]
