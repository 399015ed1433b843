"""A new workbook of bare values and formulas: sheets and names. It is made for programs that calculate, not for people."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import Error
from ippbook.ooxml.xml.escapes import attribute_value, encoded_text
from ippbook.ooxml.xml.splices import xml_number
from ippbook.quick_dataclasses import dataclass

ColumnRows = npt.NDArray[np.int64]
CellValues = npt.NDArray[np.object_]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPILLS: Final = (
    f'{_HEAD}<metadata xmlns="{_MAIN}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">'
    '<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1"'
    ' merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1" cellMeta="1"/>'
    '</metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">'
    '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>'
    '<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
)
"""The part that lets array formulas spill: every `cm="1"` means its only entry."""


@dataclass
class PlainSheet:
    """One sheet: cells as XML by column, put in with `put_values` and `put_formulas`; hidden rows."""

    name: str
    hidden: frozenset[int] = frozenset()
    _rows: list[ColumnRows] = field(default_factory=list)
    _columns: list[ColumnRows] = field(default_factory=list)
    _cells: list[list[str]] = field(default_factory=list)
    _shared: int = 0

    def put_values(self, column: int, rows: ColumnRows, values: Sequence[object] | CellValues) -> None:
        """*values* in *rows* of a column: None (no cell), bool, a number, a text or an `Error`."""
        letters = refs.column_letters(column)
        listed = values.tolist() if isinstance(values, np.ndarray) else values
        made = [_value_cell(letters, row, value) for row, value in zip(rows.tolist(), listed, strict=True)]
        there = np.array([bool(cell) for cell in made], dtype=bool)
        self._put(column, rows[there], [cell for cell in made if cell])

    def put_formulas(self, column: int, rows: ColumnRows, text: str) -> None:
        """The formula *text* of the first of *rows*, filled down to the others."""
        letters = refs.column_letters(column)
        first, last = int(rows[0]), int(rows[-1])
        if len(rows) == 1:
            made = [f'<c r="{letters}{first}"><f>{encoded_text(text)}</f></c>']
        else:
            number = self._shared
            self._shared += 1
            made = [f'<c r="{letters}{row}"><f t="shared" si="{number}"/></c>' for row in rows.tolist()]
            made[0] = (
                f'<c r="{letters}{first}"><f t="shared" ref="{letters}{first}:{letters}{last}" si="{number}">'
                f"{encoded_text(text)}</f></c>"
            )
        self._put(column, rows, made)

    def put_array(self, column: int, row: int, text: str, until: tuple[int, int], *, spills: bool) -> None:
        """An array formula that fills its range to the row and column *until*; one that *spills* may have another size."""
        name = refs.cell_name(row, column)
        filled = name if until == (row, column) else f"{name}:{refs.cell_name(*until)}"
        mark = ' cm="1"' if spills else ""
        cell = f'<c r="{name}"{mark}><f t="array" ref="{filled}">{encoded_text(text)}</f></c>'
        self._put(column, np.array([row], dtype=np.int64), [cell])

    def _put(self, column: int, rows: ColumnRows, cells: list[str]) -> None:
        if cells:
            self._rows.append(rows)
            self._columns.append(np.full(len(rows), column, dtype=np.int64))
            self._cells.append(cells)

    def xml(self) -> str:
        """The part of the sheet."""
        out = [f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetData>']
        if self._cells:
            rows, columns = np.concatenate(self._rows), np.concatenate(self._columns)
            cells = np.array([cell for part in self._cells for cell in part], dtype=object)
            order = np.lexsort((columns, rows))
            rows = rows[order]
            starts = np.flatnonzero(np.append(True, rows[1:] != rows[:-1]))
            pieces = cells[order].tolist()
            ends = [*starts[1:].tolist(), len(pieces)]
            for start, end, row in zip(starts.tolist(), ends, rows[starts].tolist(), strict=True):
                mark = ' hidden="1"' if row in self.hidden else ""
                out.append(f'<row r="{row}"{mark}>{"".join(pieces[start:end])}</row>')
        out.append("</sheetData>")
        out.append("</worksheet>")
        return "".join(out)


def _value_cell(letters: str, row: int, value: object) -> str:
    """A cell without a formula; nothing for a blank."""
    match value:
        case None:
            return ""
        case str():
            return f'<c r="{letters}{row}" t="str"><v>{encoded_text(value)}</v></c>'
        case bool():
            return f'<c r="{letters}{row}" t="b"><v>{int(value)}</v></c>'
        case Error(code):
            return f'<c r="{letters}{row}" t="e"><v>{code}</v></c>'
        case int() | float():
            return f'<c r="{letters}{row}"><v>{xml_number(float(value))}</v></c>'
        case _:
            raise TypeError(f"a value of type {type(value).__name__} cannot be put into a workbook")


def plain_workbook(
    sheets: Sequence[PlainSheet], names: Mapping[tuple[str | None, str], str] | None = None, *, date1904: bool = False
) -> bytes:
    """A workbook file. *names*: the text of each defined name, by its sheet (None: the workbook's) and name."""
    numbers = {sheet.name.casefold(): number for number, sheet in enumerate(sheets, 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        write = zipped.writestr
        write("[Content_Types].xml", _content_types(len(sheets)))
        write("_rels/.rels", _relationships([("officeDocument", "xl/workbook.xml")]))
        write("xl/workbook.xml", _workbook(sheets, names or {}, numbers, date1904=date1904))
        parts = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
        write("xl/_rels/workbook.xml.rels", _relationships([*parts, ("sheetMetadata", "metadata.xml")]))
        write("xl/metadata.xml", _SPILLS)
        for number, sheet in enumerate(sheets, 1):
            write(f"xl/worksheets/sheet{number}.xml", sheet.xml())
    return out.getvalue()


def _relationships(links: Iterable[tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{found}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/metadata.xml", "sheetMetadata")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    found = "".join(f'<Override PartName="{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in parts)
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{found}</Types>'
    )


def _workbook(
    sheets: Sequence[PlainSheet],
    names: Mapping[tuple[str | None, str], str],
    numbers: Mapping[str, int],
    *,
    date1904: bool,
) -> str:
    listed = "".join(
        f'<sheet name="{attribute_value(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    named = "".join(
        f'<definedName name="{attribute_value(name)}"{_scope(sheet, numbers)}>{encoded_text(text)}</definedName>'
        for (sheet, name), text in names.items()
        if sheet is None or sheet.casefold() in numbers
    )
    defined = f"<definedNames>{named}</definedNames>" if named else ""
    days = '<workbookPr date1904="1"/>' if date1904 else "<workbookPr/>"
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{days}<sheets>{listed}</sheets>{defined}'
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )


def _scope(sheet: str | None, numbers: Mapping[str, int]) -> str:
    return "" if sheet is None else f' localSheetId="{numbers[sheet.casefold()] - 1}"'
