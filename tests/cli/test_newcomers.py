"""What a newcomer does wrong gets one sentence and exit code 2, never a traceback."""

import stat
import zipfile

import pytest
import xlsxwriter


def book(path, sheet="Sheet1", rows=(("a", "b"),)):
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    made.close()
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ("recalc",),
        ("recalc", "missing.xlsx"),
        ("recalc", "."),
        ("check", "missing.xlsx", "--as-of", "yesterday"),
        ("check", "missing.xlsx", "--as-of", "03/04/2026"),
        ("frobnicate",),
        ("get", "missing.xlsx", "A1"),
        ("set", "missing.xlsx", "A1", "x"),
        ("new", "team.pdf"),
        ("new", "no such folder/team.xlsx"),
        ("notice", "missing.xlsx", "C1"),
        ("goodfaith", "missing.xlsx"),
        ("rules", "--table", "Nothing"),
        ("explain", "nothing at all"),
        ("eval", "=1+"),
        ("eval", "=SUM(A1:A3)"),
    ],
)
def test_wrong_arguments_end_with_2_and_a_sentence(ippbook, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    ran = ippbook(*arguments)
    assert ran.code == 2
    assert ran.err.strip()
    assert "Traceback" not in ran.err + ran.out
    assert not list(tmp_path.iterdir())


def test_a_workbook_with_none_of_our_tables_is_refused_by_name(ippbook, tmp_path):
    ran = ippbook("recalc", book(tmp_path / "budget.xlsx"))
    assert ran.code == 2
    assert "budget.xlsx" in ran.err
    assert "ippbook new" in ran.err


def test_a_text_file_called_xlsx_is_refused(ippbook, tmp_path):
    (tmp_path / "text.xlsx").write_text("Listing,URL\n")
    ran = ippbook("recalc", tmp_path / "text.xlsx")
    assert ran.code == 2
    assert "text.xlsx" in ran.err


def test_a_table_without_rows_is_advice(ippbook, tmp_path):
    ran = ippbook("check", book(tmp_path / "empty.xlsx", "Listings", [("Listing", "URL")]))
    assert ran.code == 0
    assert "TB301" in ran.out


def test_a_header_almost_right_is_asked_about(ippbook, tmp_path):
    ran = ippbook(
        "check",
        book(
            tmp_path / "near.xlsx",
            "Listings",
            [("Listing", "URL", "Platfrom"), ("L1", "https://item.taobao.com/item.htm?id=612345678901", "taobao")],
        ),
    )
    assert "did you mean “Platform”" in ran.out


def test_an_error_in_an_input_cell_is_a_finding_at_that_cell(ippbook, tmp_path):
    path = tmp_path / "error.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("Listings")
    page.write_row(0, 0, ["Listing", "URL", "First seen"])
    page.write_row(1, 0, ["L1", "https://item.taobao.com/item.htm?id=612345678901"])
    page.write_formula(1, 2, "=NA()", None, "#N/A")
    made.close()
    ran = ippbook("check", path)
    assert "Listings!C2: error CL102" in ran.out


def test_the_original_survives_when_the_target_folder_cannot_be_written(ippbook, tmp_path, monkeypatch):
    import os

    path = book(
        tmp_path / "team.xlsx",
        "Listings",
        [("Listing", "URL", "Item ID"), ("L1", "https://item.taobao.com/item.htm?id=612345678901", "")],
    )
    before = path.read_bytes()

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = ippbook("recalc", path)
    assert ran.code == 2
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["team.xlsx"]


def test_a_workbook_open_in_excel_is_not_written(ippbook, tmp_path):
    path = book(
        tmp_path / "team.xlsx",
        "Listings",
        [("Listing", "URL", "Item ID"), ("L1", "https://item.taobao.com/item.htm?id=612345678901", "")],
    )
    (tmp_path / "~$team.xlsx").write_bytes(b"\x05analyst")
    before = path.read_bytes()
    ran = ippbook("recalc", path)
    assert (ran.code, path.read_bytes()) == (2, before)
    assert "open" in ran.err


def test_file_mode_is_kept(ippbook, tmp_path):
    path = book(
        tmp_path / "team.xlsx",
        "Listings",
        [("Listing", "URL", "Item ID"), ("L1", "https://item.taobao.com/item.htm?id=612345678901", "")],
    )
    path.chmod(0o640)
    assert ippbook("recalc", path).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert zipfile.ZipFile(path).testzip() is None


def test_debug_shows_the_traceback_only_when_asked(ippbook, tmp_path, monkeypatch):
    from ippbook import pipeline

    def broken(*_arguments, **_options):
        message = "the wheel came off"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(pipeline, "check", broken)
    quiet = ippbook("check", tmp_path / "x.xlsx")
    assert quiet.code == 2
    assert "--debug" in quiet.err
    assert "Traceback" not in quiet.err
    loud = ippbook("--debug", "check", tmp_path / "x.xlsx")
    assert loud.code == 2
    assert "Traceback" in loud.err
    assert "ZeroDivisionError: the wheel came off" in loud.err
