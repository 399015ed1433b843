"""Conditional formats: what a person should see without reading. Severity of findings, good and bad answers, days that run out."""

from collections.abc import Iterator, Mapping
from typing import Any

from ippbook.ooxml.refs import letters
from ippbook.tables.findings import Severity
from ippbook.tables.schema import Kind
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.lists import AS_OF_NAME, WARN_UNTIL_NAME
from ippbook.workbook_builder.styles import Styles

_LAST_DAYS = frozenset({"expires", "poa_end", "protected_until"})
"""Columns that hold a last day."""
_BAD_NEWS = frozenset({"fails"})
"""Columns that say what is wrong, and nothing where all is well."""
_SEVERITIES = {
    Severity.ERROR: palette.ERROR_TINT,
    Severity.WARNING: palette.WARNING_TINT,
    Severity.ADVICE: palette.ADVICE_TINT,
}


def findings_tints(column: int, styles: Styles, *, graver_than: Severity | None = None) -> Iterator[dict[str, Any]]:
    """By the gravest finding of the row: the findings stand in *column* (from 0), the first code's third letter says it."""
    for severity, pair in _SEVERITIES.items():
        if graver_than is None or severity < graver_than:
            criteria = f'=MID(${letters(column + 1)}2,3,1)="{severity.value}"'
            yield {"type": "formula", "criteria": criteria, "format": styles.tint(pair), "stop_if_true": True}


def answer_tints(good: Mapping[str, str], styles: Styles) -> Iterator[dict[str, Any]]:
    """For the values that a declaration calls good or bad; what is good stays quiet, for most rows are."""
    for value, sort in good.items():
        look = styles.tint(palette.BAD_TINT) if sort == "bad" else styles.quiet(palette.GOOD_TEXT)
        yield {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": look}


def text_tint(name: str, at: tuple[int, int], styles: Styles) -> Iterator[dict[str, Any]]:
    """For a column whose text is bad news wherever there is any; its first cell is *at* (row and column, from 0)."""
    if name in _BAD_NEWS:
        criteria = f"=LEN(${letters(at[1] + 1)}{at[0] + 1})>0"
        yield {"type": "formula", "criteria": criteria, "format": styles.tint(palette.BAD_TINT)}


def day_tints(name: str, kind: Kind, column: int, styles: Styles) -> Iterator[dict[str, Any]]:
    """A last day that has passed is bad; one that is near is a warning."""
    if kind is not Kind.DATE or name not in _LAST_DAYS:
        return
    cell = f"${letters(column + 1)}2"
    yield {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({cell}),{cell}<{AS_OF_NAME})",
        "format": styles.tint(palette.BAD_TINT),
        "stop_if_true": True,
    }
    yield {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({cell}),{cell}<={WARN_UNTIL_NAME})",
        "format": styles.tint(palette.WARNING_TINT),
    }
