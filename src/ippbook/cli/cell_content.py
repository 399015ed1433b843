"""What a text of the command line is in a cell: the cell's number format decides, as it does when a person types into Excel."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ippbook import ooxml
from ippbook.cli.render import json
from ippbook.cli.render.json import TypedContent
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import dates
from ippbook.tables.dates import date_from_text
from ippbook.tables.unreadable import Doubtful, Unreadable

_TEXT_FORMAT: Final = "@"
_PERCENT: Final = late_pattern(r"(-?\d{1,12}(?:\.\d{1,12})?)\s?%")
_MOMENT: Final = late_pattern(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?")


def content_for(book: ooxml.Book, reference: str, text: str) -> TypedContent:
    """The value of *text* in the cell *reference* of *book*: a date in a date cell, a share in a percent cell, text in a text cell.

    In every other cell numbers and TRUE / FALSE are converted. In a date cell, a text that is not a date stays
    text. Raises `UserError` for one that can be two days.
    """
    cell = book.cell(reference)
    code = cell.number_format
    if code == _TEXT_FORMAT:
        return json.typed(text, "text")
    if "%" in code and (share := _PERCENT.fullmatch(text.strip())):
        return round(float(share[1]) / 100, 14)
    plain = json.typed(text, "auto")
    if not _shows_a_day(code) or not isinstance(plain, str | float) or not text.strip():
        return plain
    try:
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else date_from_text(text)
    except Doubtful as refusal:
        raise UserError(
            "{cell_sheet}!{ref} is a date cell, and {text!r} {why}",
            cell_sheet=cell.sheet,
            ref=cell.ref,
            text=text,
            why=refusal.why,
        ) from None
    except (Unreadable, ValueError):
        return plain


def content_notes(book: ooxml.Book, reference: str, content: TypedContent) -> Iterator[str]:
    """What may surprise a person about *content* in that cell: a text in a date cell."""
    cell = book.cell(reference)
    if isinstance(content, str) and content.strip() and _shows_a_day(cell.number_format):
        yield say(
            "{cell_sheet}!{ref} is a date cell, but {content!r} is not a date, so it is stored as text",
            cell_sheet=cell.sheet,
            ref=cell.ref,
            content=content,
        )


def _shows_a_day(code: str) -> bool:
    return (
        dates.is_date_format(code) and not dates.is_span_format(code) and bool(re.search("[yd]", code, re.IGNORECASE))
    )
