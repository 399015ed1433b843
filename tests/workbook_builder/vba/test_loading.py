"""LibreOffice, which shares no code with what wrote the files, loads the workbook with its macros and its values."""

import shutil
import subprocess
import zipfile
from datetime import datetime

import openpyxl
import pytest
from lxml import etree

from ippbook.workbook_builder.vba.hosts import BOOK
from ippbook.workbook_builder.vba.modules import handwritten, modules

pytestmark = pytest.mark.hosts


@pytest.fixture(scope="module")
def converted(built, tmp_path_factory):
    """Ending -> the workbook as LibreOffice writes it after loading."""
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("LibreOffice is missing: run .ci/hosts")
    folder = tmp_path_factory.mktemp("office")
    for ending in ("ods", "xlsx"):
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            ending,
        ]
        subprocess.run([*command, "--outdir", folder, built[".xlsm"]], check=True, capture_output=True, timeout=180)
    return {ending: folder / f"ippbook.{ending}" for ending in ("ods", "xlsx")}


def test_it_finds_every_module_with_every_line_of_it_in_order(converted):
    added = ("Rem Attribute", "Option VBASupport", "Option ClassModule")
    with zipfile.ZipFile(converted["ods"]) as package:
        wanted = {name: source.rpartition("\r\nEND\r\n")[2] for name, source in modules(BOOK).items()}
        wanted["ThisWorkbook"] = handwritten("ThisWorkbook.cls")
        for name, source in wanted.items():
            part = package.read(f"Basic/VBAProject/{name}.xml")
            script = etree.fromstring(part, etree.XMLParser(load_dtd=False, resolve_entities=False))
            ours = [line.strip() for line in source.splitlines() if not line.startswith("Attribute ")]
            theirs = [line.strip() for line in script.text.splitlines() if not line.startswith(added)]
            assert [line for line in theirs if line] == [line for line in ours if line], name


def test_it_shows_the_values_that_the_workbook_holds(converted, built):
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in (built[".xlsm"], converted["xlsx"]))
    assert theirs.sheetnames == ours.sheetnames
    compared = 0
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in (None, ""):
                    continue
                other = theirs[sheet.title][cell.coordinate].value
                if isinstance(cell.value, float):
                    assert other == pytest.approx(cell.value), (sheet.title, cell.coordinate)
                elif isinstance(cell.value, datetime):
                    assert other == cell.value, (sheet.title, cell.coordinate)
                else:
                    assert str(other).split() == str(cell.value).split(), (sheet.title, cell.coordinate)
                compared += 1
    assert compared > 10_000
    assert theirs[BOOK.settings_sheet].sheet_state == "hidden"
