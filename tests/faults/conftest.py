"""A small team's workbook, an export for it, and the library that lets system calls fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from ippbook.tables.records import record

RIGHT = {
    "right": "TM-CN-1", "right_type": "trademark", "office": "CN", "number": "8123456", "name": "NORDLYS", "owner": "Nordlys AS",
    "classes": "18", "status": "approved",
}  # fmt: skip
ACCOUNT = {"account": "nordlys-legal", "role": "right holder", "complainant": "Nordlys AS", "name_on_id": "Nordlys AS"}
LISTINGS = [
    {
        "listing": f"L{number}", "url": f"https://item.taobao.com/item.htm?id={612345000000 + number}", "seller": f"seller{number}",
        "right": "TM-CN-1", "genuine_model": "Fjord 20", "differences": "single seam; grey zip", "reason": "counterfeit by comparison",
    }
    for number in (1, 2)
]  # fmt: skip
COMPLAINT = {"complaint": "C1", "listing": "L1", "right": "TM-CN-1", "account": "nordlys-legal", "reason": "counterfeit by comparison"}  # fmt: skip
COMPUTED = {"Listings": ("Item ID", "Canonical URL", "Findings"), "Complaints": ("Findings",)}


@pytest.fixture(scope="session")
def small_team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of four small tables and an IPP_ formula. Not to be written to."""
    path = tmp_path_factory.mktemp("small") / "team.xlsx"
    tables = {"Rights": [RIGHT], "Accounts": [ACCOUNT], "Listings": LISTINGS, "Complaints": [COMPLAINT]}
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        for name, rows in tables.items():
            headers = {field.name: field.header for field in record(name).fields()}
            columns = [*(headers[field] for field in rows[0]), *COMPUTED.get(name, ())]
            sheet = book.add_worksheet(name)
            sheet.add_table(
                0, 0, len(rows), len(columns) - 1, {"name": name, "columns": [{"header": header} for header in columns]}
            )
            for place, row in enumerate(rows, 1):
                sheet.write_row(place, 0, list(row.values()))
        book.get_worksheet_by_name("Listings").write_formula("Z1", "=IPP_CHARACTERS(A2)")
    return path


@pytest.fixture(scope="session")
def small_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export with a new listing and a row that is refused."""
    path = tmp_path_factory.mktemp("export") / "new.csv"
    path.write_text("URL,Title\nhttps://item.taobao.com/item.htm?id=612345000077,New\nnot a link,Bad\n", "utf-8")
    return path


@pytest.fixture(scope="session")
def fault_shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`fault_shim.c`, compiled."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("faults are planted by a library for Linux, which a C compiler makes")
    library = tmp_path_factory.mktemp("shim") / "fault_shim.so"
    source = Path(__file__).with_name("fault_shim.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-w", "-o", library, source, "-ldl"], check=True)
    return library
