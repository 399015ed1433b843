"""Small workbooks to compare: a sheet with a table of Excel for each table, with the headers that the rows name."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

AS_OF = date(2026, 10, 31)
LINK = "https://item.taobao.com/item.htm?id=61234567890"

Rows = Sequence[Mapping[str, Any]]


def written(path: Path, tables: Mapping[str, Rows], sheets: Mapping[str, Mapping[str, Any]] | None = None) -> Path:
    """A workbook with *tables* (rows by header), and other *sheets* (values by address; a text that begins with = is a formula)."""
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        headers = list(dict.fromkeys(header for row in rows for header in row))
        for at, row in enumerate(rows, start=1):
            for column, header in enumerate(headers):
                put(sheet, at, column, row.get(header), day)
        columns = [{"header": header} for header in headers]
        sheet.add_table(0, 0, max(len(rows), 1), len(headers) - 1, {"name": name.replace(" ", "_"), "columns": columns})
    for name, cells in (sheets or {}).items():
        sheet = book.add_worksheet(name)
        for address, value in cells.items():
            put(sheet, *xl_cell_to_rowcol(address), value, day)
    book.close()
    return path


def put(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(row, column, value, None, 0)
    elif value is not None:
        sheet.write(row, column, value)


def listing(number: int, **more: Any) -> dict[str, Any]:
    return {"Listing": f"L{number}", "URL": f"{LINK}{number}", "Seller": f"seller{number}"} | more


def complaint(number: str, of: str, **more: Any) -> dict[str, Any]:
    return {
        "Complaint": number,
        "Listing": of,
        "Account": "nordlys",
        "Platform": "taobao",
        "Reason": "keyword abuse",
        "Filed": date(2026, 9, 1),
        "Status": "accepted",
        "Decided": date(2026, 9, 3),
    } | more
