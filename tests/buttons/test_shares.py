"""What belongs to the share of a button."""

from datetime import date
from pathlib import Path

import xlsxwriter

from ippbook import ooxml
from ippbook.buttons import column_share
from ippbook.computed.tables import good_faith
from ippbook.pipeline import calculate


def test_a_computed_table_with_its_chinese_name_belongs_to_the_button_that_fills_it(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    with xlsxwriter.Workbook(path) as made:
        complaints = made.add_worksheet("Complaints")
        complaints.write_row(0, 0, ("Complaint", "Account", "Reason", "Status", "Filed"))
        complaints.write_row(1, 0, ("C1", "acme", "trademark infringement", "accepted", "2026-10-01"))
        accounts = made.add_worksheet("Accounts")
        accounts.write_column(0, 0, ("Account", "acme"))
        columns = [{"header": "Account"}, {"header": "Complaints"}]
        made.add_worksheet("诚信").add_table("A1:B2", {"name": "诚信投诉按理由", "columns": columns})
    day = date(2026, 10, 31)
    found = calculate(ooxml.open(path), day, day)
    edits = column_share.of_modules(found, good_faith)
    ooxml.save(ooxml.open(path), edits, path)
    assert ooxml.open(path).cell("诚信!A2").value == "acme"
