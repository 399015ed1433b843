"""Conditional formats: the severity of findings, good and bad answers, last days that are near or have passed."""

from collections.abc import Iterator, Mapping

from ippbook.catalog.vocabulary import Vocabulary
from ippbook.ooxml.refs import column_letters
from ippbook.tables.findings import Severity
from ippbook.tables.schema import Kind
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.lists import AS_OF_NAME, WARN_UNTIL_NAME
from ippbook.workbook_builder.styles import Styles
from ippbook.workbook_builder.xlsx_types import XlsxOptions

_LAST_DAYS = frozenset({"expires", "poa_end", "protected_until"})
"""Columns with a last day."""
_BAD_NEWS = frozenset({"fails"})
"""Columns with a description of a problem; without a problem they are empty."""
_SEVERITIES = {
    Severity.ERROR: palette.ERROR_TINT,
    Severity.WARNING: palette.WARNING_TINT,
    Severity.ADVICE: palette.ADVICE_TINT,
}
_ROWS = {
    Severity.ERROR: palette.ERROR_ROW,
    Severity.WARNING: palette.WARNING_ROW,
    Severity.ADVICE: palette.ADVICE_ROW,
}


def findings_tints(column: int, styles: Styles) -> Iterator[XlsxOptions]:
    """Colours of the row's key and findings, by its most severe finding. The findings are in *column* (from 0)."""
    yield from _by_severity(column, _SEVERITIES, styles)


def row_tints(column: int, styles: Styles) -> Iterator[XlsxOptions]:
    """Lighter colours of the whole row, by its most severe finding. The findings are in *column* (from 0)."""
    yield from _by_severity(column, _ROWS, styles)


def _by_severity(column: int, pairs: Mapping[Severity, palette.Pair], styles: Styles) -> Iterator[XlsxOptions]:
    """The third character of the first code is the severity."""
    for severity, pair in pairs.items():
        criteria = f'=MID(${column_letters(column + 1)}2,3,1)="{severity.value}"'
        yield {"type": "formula", "criteria": criteria, "format": styles.tint(pair), "stop_if_true": True}


def status_tints(vocabulary: Vocabulary, column: int, styles: Styles) -> Iterator[XlsxOptions]:
    """Colours of the statuses in *column* (from 0) by their tone; the code and the Chinese name have the same colour."""
    spellings: dict[str, list[str]] = {}
    for entry in vocabulary:
        if entry.tone:
            spellings.setdefault(entry.tone, []).extend(filter(None, (entry.code, entry.zh)))
    cell = f"${column_letters(column + 1)}2"
    for tone, names in spellings.items():
        same = ",".join(f'{cell}="{name}"' for name in names)
        yield {"type": "formula", "criteria": f"=OR({same})", "format": styles.toned(tone), "stop_if_true": True}


def answer_tints(good: Mapping[str, str], styles: Styles) -> Iterator[XlsxOptions]:
    """Colours for the values that a declaration calls good or bad. Good values change only the text colour, because most rows are good."""
    for value, sort in good.items():
        look = styles.tint(palette.BAD_TINT) if sort == "bad" else styles.quiet(palette.GOOD_TEXT)
        yield {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": look}


def text_tint(name: str, at: tuple[int, int], styles: Styles) -> Iterator[XlsxOptions]:
    """Colour for a column in which every text is a problem; its first cell is *at* (row and column, from 0)."""
    if name in _BAD_NEWS:
        criteria = f"=LEN(${column_letters(at[1] + 1)}{at[0] + 1})>0"
        yield {"type": "formula", "criteria": criteria, "format": styles.tint(palette.BAD_TINT)}


def day_tints(name: str, kind: Kind, column: int, styles: Styles) -> Iterator[XlsxOptions]:
    """Colours for a last day: bad if it has passed, a warning if it is near."""
    if kind is not Kind.DATE or name not in _LAST_DAYS:
        return
    cell = f"${column_letters(column + 1)}2"
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
