"""What the engine wrote, LibreOffice opens and calculates."""

import csv
import shutil
import subprocess

import pytest
import xlsxwriter

pytestmark = pytest.mark.hosts
pytest.importorskip("xlwings", reason="xlwings is not installed: the engine without Excel is not tested")

from ippbook import headless  # noqa: E402  # after importorskip


def test_libreoffice_calculates_the_formulas_that_a_macro_wrote(tmp_path):
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice is missing: run make test-hosts, which installs it")
    path = tmp_path / "team.xlsx"
    with xlsxwriter.Workbook(path) as drawn:
        sheet = drawn.add_worksheet("Data")
        sheet.add_table("A1:B2", {"name": "Offers", "columns": [{"header": "Item"}, {"header": "Letters"}]})
        sheet.write("A2", "B01")
    with headless.excel() as app:
        book = app.books.open(path)
        sheet = book.sheets["Data"]
        sheet.tables["Offers"].resize(sheet["A1:B4"])
        sheet["A3:A4"].value = [["'=1+1"], ["long item"]]
        sheet["B2:B4"].formula = [["=LEN([@Item])"]] * 3
        sheet["D1"].formula = '=TEXTJOIN(",",TRUE,B2:B4)'
        book.save()
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "csv",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    with (tmp_path / "team.csv").open(encoding="utf-8", newline="") as file:
        rows = [row[:2] for row in csv.reader(file)]
    assert rows == [["Item", "Letters"], ["B01", "3"], ["=1+1", "4"], ["long item", "9"]]
    with (tmp_path / "team.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[3] == "3,4,9"
