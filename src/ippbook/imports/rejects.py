"""Writes refused rows to a file next to the export, in its format, with the place of each row and why it was refused.

After correction the file can be imported unchanged: the two columns that ippbook adds are ignored.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

import xlsxwriter

from ippbook.control_characters import control_free, visible, visible_line
from ippbook.errors import UserError
from ippbook.imports.export_rows import ExportFile, ExportFormat, ExportValue, guarded
from ippbook.imports.merge import RefusedRow
from ippbook.languages import say
from ippbook.ooxml import write_new
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH

BECAUSE: Final = say("Refused because")
_NAMES: Final = 1_000
_NO_TIME: Final = datetime(2026, 1, 1)  # noqa: DTZ001  # the same rows make the same file, whenever they are refused


def write_rejects(source: ExportFile, refused: Sequence[RefusedRow]) -> Path:
    """Write *refused* next to the export, under a new name. Raises `UserError` where it cannot be written.

    If a file with the same rows exists already, it is used.
    """
    make: Mapping[ExportFormat, Callable[[ExportFile, Sequence[RefusedRow]], bytes]] = _MAKERS
    data = make[source.form](source, refused)
    try:
        for path in _names(source.path):
            if write_new(path, data) or (path.is_file() and path.read_bytes() == data):
                return path
    except OSError as error:
        raise UserError(
            "{parent}: the file of refused rows cannot be written there ({strerror}), so nothing was imported; copy the export to a folder that you can write to",
            parent=source.path.parent,
            strerror=error.strerror,
        ) from None
    raise UserError(
        "{source_path}: there are {names:,} files of refused rows next to it; delete those that are no longer needed",
        source_path=source.path,
        names=_NAMES,
    )


def _names(path: Path) -> Iterator[Path]:
    for number in range(1, _NAMES):
        yield path.with_name(f"{path.stem}.rejects{'' if number == 1 else f'-{number}'}{path.suffix}")


def place_header(source: ExportFile) -> str:
    """The header of the column with the places of refused rows."""
    return say("Refused {unit}", unit=source.unit)


def _csv(source: ExportFile, refused: Sequence[RefusedRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=source.delimiter)
    writer.writerow([*(guarded(control_free(header)) for header in source.headers), place_header(source), BECAUSE])
    for row in refused:
        cells = [guarded(control_free(str(value))) for value in row.values]
        cells += [""] * (len(source.headers) - len(cells))
        writer.writerow([*cells, row.place, visible_line(row.why)])
    encoding = "utf-16" if source.encoding.startswith("utf-16") else source.encoding
    try:
        return text.getvalue().encode(encoding)
    except UnicodeError:
        return text.getvalue().encode(
            "utf-8-sig", "replace"
        )  # a reason can have characters that the export's encoding does not have


def _excel(source: ExportFile, refused: Sequence[RefusedRow]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(
        data, {"in_memory": True, "nan_inf_to_errors": True, "date_1904": source.date1904}
    ) as book:
        book.set_properties({"created": _NO_TIME})
        sheet = book.add_worksheet("Refused")
        for row, values in enumerate([(*source.headers, place_header(source), BECAUSE), *map(_with_reason, refused)]):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, value[:MAX_CELL_LENGTH])
                elif value is not None:
                    sheet.write(row, column, value)
    return data.getvalue()


def _with_reason(row: RefusedRow) -> tuple[ExportValue, ...]:
    return (*row.values, row.place, row.why)


def _record(source: ExportFile, row: RefusedRow) -> dict[str, ExportValue]:
    values = {"text": row.values[0]} if row.spoiled else dict(zip(source.headers, row.values, strict=True))
    filled = {name: value for name, value in values.items() if value is not None}
    return {place_header(source): row.place, BECAUSE: row.why, **filled}


def _json(source: ExportFile, refused: Sequence[RefusedRow]) -> bytes:
    return _shown([_record(source, row) for row in refused], indent=1).encode()


def _lines(source: ExportFile, refused: Sequence[RefusedRow]) -> bytes:
    return "".join(f"{_shown(_record(source, row))}\n" for row in refused).encode()


def _shown(value: object, indent: int | None = None) -> str:
    """*value* as JSON in which every control character is an escape, so that it means the same."""
    return visible(json.dumps(value, ensure_ascii=False, indent=indent))


_MAKERS: Final = MappingProxyType(
    {ExportFormat.CSV: _csv, ExportFormat.EXCEL: _excel, ExportFormat.JSON: _json, ExportFormat.LINES: _lines}
)
