"""What a chart's reference means: ranges of cells, also through defined names; and how it grows with a table."""

import re
from collections.abc import Iterator
from typing import Final

from ippbook import ooxml
from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.native.reading import read_formula
from ippbook.formulas.parser import parse_expression
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.regions import Region, locate
from ippbook.formulas.source import Place
from ippbook.formulas.tree import AreaReference, NameReference, TableReference
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.write.table_growth import Growth

_OWN_NAME: Final = late_pattern(r"^\[0\]!")
_LAST_ROW: Final = late_pattern(r"(:\$?[A-Za-z]{1,3}\$?)(\d+)$")
_PIECES: Final = late_pattern(r"'(?:[^']|'')*'|[^,']+|,")


def pieces(formula: str) -> list[str]:
    """The references of a formula, which may be a union: `(Sheet1!$A$1,'B, C'!$A$2)`.

    >>> pieces("(Sheet1!$A$1,'B, C'!$A$2)")
    ['Sheet1!$A$1', "'B, C'!$A$2"]
    """
    text = formula.strip()
    if not (text.startswith("(") and text.endswith(")")):
        return [text]
    found = [""]
    for word in re.findall(_PIECES.pattern, text[1:-1]):
        if word == ",":
            found.append("")
        else:
            found[-1] += word
    return [each.strip() for each in found]


def regions(formula: str, source: CellCache) -> list[Region] | None:
    """The cells that *formula* means; None where it is more than ranges and names of ranges, or means whole columns or rows."""
    found = []
    for piece in pieces(formula):
        try:
            node = parse_expression(_OWN_NAME.sub("", piece))
            if not isinstance(node, AreaReference | NameReference | TableReference):
                return None
            home = Place(source.sheet_names[0], 1, 1) if source.sheet_names else None
            region = locate(node, source, home, 1)
        except (FormulaError, ooxml.EditError):
            return None
        if not isinstance(region, Region) or (region.top, region.bottom) == (1, MAX_ROW):
            return None
        if (region.left, region.right) == (1, MAX_COL):
            return None
        found.append(region)
    return found


def loose_regions(formula: str, source: CellCache, deep: int = 4) -> Iterator[Region]:
    """The ranges that appear anywhere in *formula*, or in the names that it uses: what it may depend on."""
    for piece in pieces(formula):
        try:
            reading = read_formula(_OWN_NAME.sub("", piece))
        except FormulaError:
            continue
        for reference in reading.references:
            if isinstance(reference, NameReference) and deep:
                text = source.name(reference.name, reference.sheet)
                if text is not None:
                    yield from loose_regions(text.removeprefix("="), source, deep - 1)
                    continue
            if isinstance(reference, AreaReference | NameReference | TableReference):
                try:
                    region = locate(reference, source, Place(source.sheet_names[0], 1, 1), 1)
                except (FormulaError, ooxml.EditError):
                    continue
                if isinstance(region, Region):
                    yield region


def grown(formula: str, found: list[Region], growths: list[Growth]) -> tuple[str, list[Region]]:
    """*formula* and its regions after tables have grown: a range of all data rows of a table has its new rows too, as in Excel."""
    texts, areas = [], []
    for piece, region in zip(pieces(formula), found, strict=True):
        growth = next((each for each in growths if _covers(region, each)), None)
        end = _LAST_ROW.search(piece)
        if growth is None:
            texts.append(piece)
            areas.append(region)
            continue
        last = growth.new.last_row
        areas.append(Region(region.sheet, region.top, region.left, last, region.right))
        # a name means the table's rows by itself
        texts.append(f"{piece[: end.start()]}{end[1]}{last}" if end else piece)
    if len(texts) == 1 and not formula.strip().startswith("("):
        return texts[0], areas
    return f"({','.join(texts)})", areas


def _covers(region: Region, growth: Growth) -> bool:
    """Whether *region* is all data rows of one or more columns of the table that grows."""
    table = growth.table
    first, last = table.data_rows
    same = region.sheet.casefold() == table.sheet.casefold() and (region.top, region.bottom) == (first, last)
    return same and table.first_col <= region.left and region.right <= table.last_col
