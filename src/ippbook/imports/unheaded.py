"""Columns of an export whose headers are missing or unknown: what their values show, and what the person says with --columns."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from ippbook.catalog.platforms import parse_link, platform_vocabulary
from ippbook.errors import UserError
from ippbook.imports.headers import KnownHeaders
from ippbook.languages import say, say_series
from ippbook.normalize import clean
from ippbook.tables.dates import date_from_text
from ippbook.tables.headers import header_of
from ippbook.tables.prices import price_from_text
from ippbook.tables.unreadable import Unreadable

LEFT_OUT: Final = "-"
_SAMPLE: Final = 200
_ENOUGH: Final = 0.8
"""A column is recognised if this share of its values has one form."""
_ALONE: Final = 0.5
"""The same, for a file of one column."""
_SHORTEST_TITLE: Final = 6
SHORTEST_ITEM: Final = 8
LONGEST_ITEM: Final = 16
"""Digits of an item number (ipp-facts 2.1: CODE)."""


def _is_link(text: str) -> bool:
    return parse_link(text).kind in {"item", "short"}


def _is_store(text: str) -> bool:
    return parse_link(text).kind == "store"


def _is_item(text: str) -> bool:
    return text.isascii() and text.isdecimal() and SHORTEST_ITEM <= len(text) <= LONGEST_ITEM


def is_listing(text: str) -> bool:
    """Whether a text is only a link to a listing, or only an item number."""
    return " " not in text and (_is_link(text) or _is_item(text))


def _is_platform(text: str) -> bool:
    return platform_vocabulary().read(text) is not None


def _is_day(text: str) -> bool:
    try:
        date_from_text(text, serials=False)
    except Unreadable:
        return False
    return True


def _is_price(text: str) -> bool:
    try:
        price = price_from_text(text)
    except Unreadable:
        return False
    return bool(price.currency) or price.highest is not None or (price.amount is not None and "." in text)


_FORMS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("URL", _is_link),
    ("Store", _is_store),
    ("Item ID", _is_item),
    ("First seen", _is_day),
    ("Platform", _is_platform),
    ("Price", _is_price),
)


def recognised(rows: Sequence[Sequence[object]]) -> list[str]:
    """A header for each column by its values, "-" where they do not show one. Rows are without a header row.

    >>> recognised([["https://item.taobao.com/item.htm?id=712345678901", "a long title of goods", "¥12.00", "7"]])
    ['URL', 'Title', 'Price', '-']
    """
    width = max(map(len, rows), default=0)
    names = [LEFT_OUT] * width
    for place in range(width):
        texts = [clean(str(row[place])) for row in islice(rows, _SAMPLE) if place < len(row) and row[place] is not None]
        texts = [text for text in texts if text]
        for name, fits in _FORMS:
            if name not in names and texts and sum(map(fits, texts)) >= (_ENOUGH if width > 1 else _ALONE) * len(texts):
                names[place] = name
                break
    lengths = {place: _words(rows, place) for place in range(width) if names[place] == LEFT_OUT}
    if lengths and max(lengths.values()) >= _SHORTEST_TITLE:
        names[max(lengths, key=lambda place: lengths[place])] = "Title"
    return names


def link_column(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """What to say of the column whose values are links or item numbers although its header is unknown; "" where there is none."""
    names = recognised(rows)
    for name in ("URL", "Item ID"):
        if name in names and names.index(name) < len(headers) and (header := headers[names.index(name)]):
            return say('column “{header}” looks like it: --columns "{header}={name}"', header=header, name=name)
    return ""


def _words(rows: Sequence[Sequence[object]], place: int) -> float:
    """The mean length of the texts of a column that are not numbers and not links."""
    texts = [str(row[place]) for row in islice(rows, _SAMPLE) if place < len(row) and isinstance(row[place], str)]
    texts = [text for text in texts if text.strip() and "://" not in text and not text.strip().isdecimal()]
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def propose(path: Path, rows: Sequence[tuple[int, Sequence[object]]]) -> tuple[str, ...] | None:
    """The headers of a file without a header row whose single column has links or item numbers; else None.

    Raises `UserError` with what the values of several columns show, for the person to confirm.
    """
    cells = [row for _, row in rows if any(clean(str(cell)) for cell in row if cell is not None)]
    names = recognised(cells)
    if not {"URL", "Item ID"} & set(names) and len(cells) > 1:
        names = recognised(cells[1:])
    if not {"URL", "Item ID"} & set(names):
        return None
    if len(names) == 1:
        return tuple(names)
    place_of_link = names.index("URL" if "URL" in names else "Item ID")
    first = clean(str(cells[0][place_of_link])) if place_of_link < len(cells[0]) else ""
    first_is_header = len(cells) > 1 and not _is_link(first) and not _is_item(first)
    if first_is_header:
        headers = [clean(str(cell)) for cell in cells[0]]
        pairs = [
            f"{header}={name}" for header, name in zip(headers, names, strict=False) if name != LEFT_OUT and header
        ]
        raise UserError(
            '{path}: its headers are not known. By their values: {pairs}. If this is right, import it again with --columns "{pairs_2}"',
            path=path,
            pairs=say_series(pair.replace("=", " is ", 1) for pair in pairs),
            pairs_2=say_series(pairs),
        )
    shown = [
        say("{place} is {name}", place=place, name=(name if name != LEFT_OUT else say("not known")))
        for place, name in enumerate(names, start=1)
    ]
    raise UserError(
        '{path}: the file has no header row. By their values, column {shown}. If this is right, import it again with --columns "{names}"; {left_out} leaves a column out',
        path=path,
        shown=say_series(shown),
        names=say_series(names),
        left_out=LEFT_OUT,
    )


def chosen_columns(path: Path, columns: str, wanted: KnownHeaders) -> tuple[tuple[str, ...], dict[str, str]]:
    """What --columns says: the headers in order, or the field of each header of the file (`Adresse=URL`). Raises `UserError`."""
    parts = [clean(part) for part in columns.replace("，", ",").replace(";", ",").split(",")]
    if all("=" in part for part in parts):
        pairs = dict(part.rsplit("=", 1) for part in parts)
        named = {clean(header): clean(name) for header, name in pairs.items()}
        _check(path, named.values(), wanted)
        return (), named
    _check(path, parts, wanted)
    return tuple("" if part == LEFT_OUT else part for part in parts), {}


def _check(path: Path, names: Iterable[str], wanted: KnownHeaders) -> None:
    found: list[str] = []
    for name in names:
        if name in {"", LEFT_OUT}:
            continue
        field = wanted.name(name)
        if not field:
            known = say_series(header_of(each) for each in wanted.fields)
            raise UserError("{path}: --columns: “{name}” is not a column that this import reads; use {known}, Item ID, or - to leave one out", path=path, name=name, known=known)  # fmt: skip
        if field in found:
            raise UserError(
                "{path}: --columns: two columns are {header_of}; name it once, and - for the other",
                path=path,
                header_of=header_of(field),
            )
        found.append(field)


__all__ = [
    "LEFT_OUT",
    "LONGEST_ITEM",
    "SHORTEST_ITEM",
    "chosen_columns",
    "is_listing",
    "link_column",
    "propose",
    "recognised",
]
