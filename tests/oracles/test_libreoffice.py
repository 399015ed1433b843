"""LibreOffice opens what we write, and agrees on the values; what it saves, we take."""

import csv
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ippbook import ooxml, pipeline, workbook_builder

pytestmark = pytest.mark.hosts
DAY = date(2026, 10, 31)


def soffice(tmp_path: Path, target: str, source: Path) -> Path:
    """Convert *source* to *target* in a fresh profile."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice is missing: run make test-hosts, which installs it")
    out = tmp_path / "converted"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(out),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return out / f"{source.stem}.{target.split(':', maxsplit=1)[0]}"


@pytest.mark.parametrize("live", [False, True], ids=["values", "formulas"])
def test_libreoffice_reads_the_values_that_we_wrote(tmp_path, live):
    path = tmp_path / "sample.xlsx"
    workbook_builder.sample(path, live=live)
    number = [sheet.name for sheet in ooxml.open(path).sheets].index("Listings") + 1
    # 44 comma, 34 quote, 76 utf-8; the last token is the sheet to write, 0 of them before it
    table = soffice(
        tmp_path, f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,{number}", path
    )
    found = next(iter(sorted(table.parent.glob("*.csv"))))
    with found.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    study = pipeline.check(path, DAY, today=DAY)
    listings = study.tables["Listings"]
    top = next(position for position, row in enumerate(rows) if "Item ID" in row)
    column = rows[top].index("Item ID")
    shown = [row[column] for row in rows[top + 1 : top + 1 + listings.length]]
    ours = study.computed["Listings", "Item ID"].tolist()
    # LibreOffice calculates a formula again when its cached text is empty, and does not know our functions here.
    assert shown == [value or ("#NAME?" if live and cell else "") for value, cell in zip(ours, shown, strict=True)]
    assert sum(map(bool, ours)) > 400


def test_a_workbook_that_libreoffice_saved_goes_through(tmp_path):
    path = tmp_path / "sample.xlsx"
    workbook_builder.sample(path)
    saved = soffice(tmp_path, "xlsx:Calc MS Excel 2007 XML", path)
    before = pipeline.check(path, DAY, today=DAY)
    after = pipeline.recalculate(saved, tmp_path / "out.xlsx", DAY, today=DAY)
    assert after.study.counts() == before.counts()
    was, now = openpyxl.load_workbook(saved), openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert was.sheetnames == now.sheetnames
    for sheet in was.sheetnames:
        assert was[sheet].dimensions == now[sheet].dimensions


def test_every_sheet_of_the_sample_can_be_printed(tmp_path):
    path = tmp_path / "sample.xlsx"
    workbook_builder.sample(path)
    pdf = soffice(tmp_path, "pdf", path)
    assert pdf.read_bytes().startswith(b"%PDF")
