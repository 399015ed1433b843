"""What is drawn is what is read: the workbook's own reader finds every table, and LibreOffice opens the file."""

import subprocess
from datetime import date

import openpyxl
import pytest

from ippbook import ooxml, tables
from ippbook.declare import registry
from ippbook.pipeline import check, recalculate

TODAY = date(2026, 10, 31)


def test_a_new_workbook_is_read_with_no_finding_but_that_it_is_empty(new_path):
    with_findings = check(new_path, None, today=TODAY).findings
    assert {(finding.code, finding.table) for finding in with_findings} == {
        ("TB301", table) for table in ("Rights", "Accounts", "Listings", "Complaints")
    }


def test_every_drawn_column_is_found_by_the_reader(new_path):
    read = tables.typed_tables(ooxml.open(new_path), registry().headers)
    for table in read.tables.values():
        assert table.present
        assert table.unknown == ()


def test_recalculating_the_committed_sample_again_changes_nothing(sample_path, tmp_path):
    assert recalculate(sample_path, tmp_path / "again.xlsx", today=TODAY).changed == 0


@pytest.mark.deep
def test_a_live_sample_gets_the_same_values_as_a_plain_one(sample_values, tmp_path):
    from ippbook.workbook_builder import sample

    sample(tmp_path / "live.xlsx", live=True)
    live = openpyxl.load_workbook(tmp_path / "live.xlsx", data_only=True)
    for sheet in ("Rights", "Accounts", "Listings", "Complaints"):
        one = [[cell or None for cell in row] for row in sample_values[sheet].iter_rows(values_only=True)]
        other = [[cell or None for cell in row] for row in live[sheet].iter_rows(values_only=True)]
        assert one == other


def rounded(rows):
    """Blank cells as None, and numbers to twelve of the fifteen digits that LibreOffice keeps, rounded by way of those."""
    return [
        [float(f"{float(f'{cell:.15g}'):.12g}") if isinstance(cell, float) else cell or None for cell in row]
        for row in rows
    ]


@pytest.mark.hosts
def test_libreoffice_opens_the_sample_and_reads_the_same_values(sample_path, tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path),
            str(sample_path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in (sample_path, tmp_path / sample_path.name))
    for sheet in ("Rights", "Accounts", "Listings", "Complaints", "Good-Faith", "Sellers", "Settings"):
        one = rounded(ours[sheet].iter_rows(values_only=True))
        other = rounded(theirs[sheet].iter_rows(values_only=True, max_row=len(one), max_col=len(one[0])))
        assert one == other
