"""The commands, run as their user would."""

import errno
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ippbook import ooxml


@pytest.fixture
def team(sample_path: Path, tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    return Path(shutil.copy(sample_path, tmp_path / "team.xlsx"))


@pytest.fixture
def small_team(small_path: Path, tmp_path: Path) -> Path:
    """The same with a tenth of the rows."""
    return Path(shutil.copy(small_path, tmp_path / "team.xlsx"))


def small(path: Path, url: object = "https://item.taobao.com/item.htm?id=612345678901", formula: str = "") -> Path:
    """A workbook of one listing, with a column of the team's own, and a computed one."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    for column, header in enumerate(["Our mark", "URL", "Item ID", "Listing"]):
        sheet.write(0, column, header)
    sheet.write_row(1, 0, ["x", url])
    sheet.write(1, 3, "L1")
    if formula:
        sheet.write_formula(1, 2, formula, None, "stale")
    sheet.add_table(
        0,
        0,
        1,
        3,
        {"name": "Listings", "columns": [{"header": header} for header in ["Our mark", "URL", "Item ID", "Listing"]]},
    )
    if formula:  # add_table writes the data cells' formulas no more, so write it again
        sheet.write_formula(1, 2, formula, None, "stale")
    book.close()
    return path


def test_recalc_fills_computed_columns_and_leaves_the_teams_own_alone(tmp_path, ippbook):
    path = small(tmp_path / "small.xlsx")
    assert ippbook("recalc", path, "-o", tmp_path / "out.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Listings"]
    assert [cell.value for cell in sheet[2]] == [
        "x",
        "https://item.taobao.com/item.htm?id=612345678901",
        "612345678901",
        "L1",
    ]


def test_recalc_twice_gives_the_same_bytes(team, tmp_path, ippbook):
    ippbook("recalc", team, "-o", tmp_path / "one.xlsx")
    ippbook("recalc", tmp_path / "one.xlsx", "-o", tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@pytest.mark.parametrize(
    "formula",
    [
        "=IPP_ITEM_ID(Listings[[#This Row],[URL]])",
        "=_xldudf_IPP_ITEM_ID(B2)",
        "=[1]!IPP_ITEM_ID(B2)",
        "='C:\\add ins\\ippbook.xlam'!IPP_ITEM_ID(B2)",
    ],
)
def test_a_formula_of_ours_keeps_its_text_and_gets_its_value(tmp_path, ippbook, formula):
    path = small(tmp_path / "small.xlsx", formula=formula)
    before = ooxml.open(path).cell("Listings!C2")
    assert ippbook("recalc", path).code == 0
    after = ooxml.open(path).cell("Listings!C2")
    assert (after.formula, after.value) == (before.formula, "612345678901")
    assert openpyxl.load_workbook(path, data_only=True)["Listings"]["C2"].value == "612345678901"


def test_a_foreign_formula_in_a_computed_column_stays_and_is_calculated(tmp_path, ippbook):
    path = small(tmp_path / "small.xlsx", formula="=UPPER(LEFT(B2,5))")
    ran = ippbook("recalc", path, "--format", "json")
    assert json.loads(ran.out)["files"][0]["formulas"]["native"] == 1
    cell = ooxml.open(path).cell("Listings!C2")
    assert (cell.formula, cell.value) == ("=UPPER(LEFT(B2,5))", "HTTPS")


def test_check_flag_says_whether_the_file_is_up_to_date_and_changes_nothing(tmp_path, ippbook):
    path = small(tmp_path / "small.xlsx")
    before = path.read_bytes()
    stale = ippbook("recalc", path, "--check")
    assert (stale.code, path.read_bytes()) == (1, before)
    assert "not up to date" in stale.out
    ippbook("recalc", path)
    assert ippbook("recalc", path, "--check").code == 0


def test_recalc_touches_only_the_sheets_and_caches_of_charts_that_it_computes(team, tmp_path, ippbook):
    with zipfile.ZipFile(team) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    ippbook("recalc", team, "-o", tmp_path / "later.xlsx", "--as-of", "2026-06-30")
    with zipfile.ZipFile(tmp_path / "later.xlsx") as file:
        assert file.namelist() == list(parts)
        changed = {name for name in parts if file.read(name) != parts[name]}
    assert changed
    assert all(name.startswith(("xl/worksheets/sheet", "xl/charts/chart")) for name in changed)


def test_several_files_need_a_folder(team, tmp_path, ippbook):
    other = Path(shutil.copy(team, tmp_path / "other.xlsx"))
    refused = ippbook("recalc", team, other, "-o", tmp_path / "out.xlsx")
    assert refused.code == 2
    assert "folder" in refused.err


def test_exit_code_follows_the_gravest_finding(tmp_path, ippbook):
    clean = small(tmp_path / "clean.xlsx")
    wrong = small(tmp_path / "wrong.xlsx", url="https://www.ebay.com/itm/1")
    assert ippbook("check", clean).code == 0
    assert ippbook("check", wrong).code == 1
    assert ippbook("check", wrong, "--fail-on", "never").code == 0
    assert ippbook("check", clean, "--fail-on", "warning").code == 1  # the other tables are missing: a warning


def test_json_is_the_same_study_for_programs(team, ippbook):
    found = json.loads(ippbook("check", team, "--format", "json").out)["files"][0]
    assert found["as_of"] == "2026-10-31"
    assert sum(found["counts"].values()) == len(found["findings"])
    assert {"code", "severity", "table", "sheet", "cell", "row", "column", "message", "key"} == set(
        found["findings"][0]
    )


def test_get_prints_value_formula_and_type(tmp_path, ippbook):
    path = small(tmp_path / "small.xlsx", formula="=UPPER(B2)")
    ran = ippbook("get", path, "Listings!C2", "--format", "json")
    assert json.loads(ran.out)["cells"] == [
        {"cell": "Listings!C2", "value": "stale", "formula": "=UPPER(B2)", "type": "text"}
    ]
    assert ippbook("get", path, "Nowhere!C2").code == 2


@pytest.mark.parametrize(
    ("typed", "kind", "held"),
    [
        ("-5", "auto", -5),
        ("1005005968714360", "auto", "1005005968714360"),
        ("TRUE", "auto", True),
        ("007", "auto", "007"),
        ("=1+1", "auto", "=1+1"),
        ("12", "text", "12"),
    ],
)
def test_set_writes_one_cell_where_neither_cell_nor_row_was(tmp_path, ippbook, typed, kind, held):
    path = small(tmp_path / "small.xlsx")
    assert ippbook("set", path, "Listings!Q77", typed, "--type", kind, "-o", tmp_path / "out.xlsx").code == 0
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx", rich_text=False)["Listings"]["Q77"]
    assert ooxml.open(tmp_path / "out.xlsx").cell("Listings!Q77").value == held
    assert cell.data_type != "f"


def test_set_keeps_a_formula_unless_told_otherwise(tmp_path, ippbook):
    path = small(tmp_path / "small.xlsx", formula="=UPPER(B2)")
    kept = ippbook("set", path, "Listings!C2", "new", "-o", tmp_path / "kept.xlsx")
    assert "--replace-formula" in kept.err
    cell = ooxml.open(tmp_path / "kept.xlsx").cell("Listings!C2")
    assert (cell.value, cell.formula) == ("new", "=UPPER(B2)")
    ippbook("set", path, "Listings!C2", "new", "--replace-formula", "-o", tmp_path / "gone.xlsx")
    cell = ooxml.open(tmp_path / "gone.xlsx").cell("Listings!C2")
    assert (cell.value, cell.formula) == ("new", None)


def test_eval_answers_one_line_a_formula(ippbook, monkeypatch):
    import io

    monkeypatch.setattr(
        "sys.stdin",
        io.StringIO(
            '=IPP_PLATFORM("https://detail.tmall.hk/hk/item.htm?id=612345678901")\n\nnonsense(\nIPP_NUMBER_VALID("ZL201710601862.3","invention patent","CN")\n'
        ),
    )
    ran = ippbook("eval", "-")
    lines = ran.out.splitlines()
    assert [lines[0], lines[1], lines[3]] == ["tmallhk", "", "yes"]
    assert lines[2].startswith("#IPP!")
    assert ran.code == 2


def test_eval_says_the_day_and_zone_of_today_next_to_the_answers(ippbook):
    ran = ippbook("eval", "=IPP_CHARACTERS(TODAY())", '=IPP_CHARACTERS("x")', "--as-of", "2026-10-31")
    assert (ran.out, ran.err) == ("5\n1\n", "note: TODAY() is 2026-10-31 (Asia/Shanghai)\n")
    assert ippbook("eval", '=IPP_CHARACTERS("x")').err == ""


def test_new_refuses_to_overwrite_and_says_how(tmp_path, ippbook):
    path = tmp_path / "team.xlsx"
    assert ippbook("new", path).code == 0
    again = ippbook("new", path)
    assert again.code == 2
    assert "--force" in again.err


def test_notice_prints_a_complete_text_and_names_what_is_missing(team, ippbook, sample_study):
    complaints = sample_study.tables["Complaints"].columns
    texts = sample_study.computed["Complaints", "Takedown text"]
    ready = complaints["complaint"][texts.to_numpy().astype(bool)].iloc[0]
    ran = ippbook("notice", team, ready)
    assert ran.code == 0
    assert len(ran.out) > 200
    unknown = ippbook("notice", team, "C-NONE")
    assert unknown.code == 2
    assert "C-NONE" in unknown.err


def test_goodfaith_gives_the_same_figures_to_people_and_programs(team, ippbook):
    found = json.loads(ippbook("goodfaith", team, "--format", "json").out)
    accounts = {row["account"]: row for row in found["accounts"]}
    assert {row["qualifies"] for row in accounts.values()} == {"yes", "no"}
    text = ippbook("goodfaith", team).out
    for name, row in accounts.items():
        assert name in text
        assert row["takedown_rate"] is None or row["takedown_rate"] == pytest.approx(
            row["taken_down"] / row["takedown_of"]
        )


def test_explain_knows_every_code_and_suggests_for_a_wrong_one(ippbook):
    for code in json.loads(ippbook("rules", "--format", "json").out)["rules"]:
        assert ippbook("explain", code["code"]).code == 0
    wrong = ippbook("explain", "CP999")
    assert wrong.code == 2
    assert "CP" in wrong.err


@pytest.mark.parametrize("value", ["-nordlys", "-=foo", "-old-", "--x", "-"])
def test_set_takes_a_text_that_begins_with_a_minus_as_it_stands(small_team, tmp_path, ippbook, value, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    assert ippbook("set", small_team, "Rights!N2", value, "-o", "out.xlsx").code == 0
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Rights"]["N2"].value == value
    assert {path.name for path in tmp_path.iterdir()} == before | {"out.xlsx"}


def test_set_on_a_signed_workbook_warns_that_the_signature_no_longer_holds(small_team, ippbook):
    with zipfile.ZipFile(small_team, "a") as box:
        box.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    ran = ippbook("set", small_team, "Rights!N2", "x")
    assert ran.code == 0
    assert "signature" in ran.err


def test_eval_reads_its_lines_as_utf8_wherever_it_runs():
    formula = '\ufeff=IPP_CHARACTERS("商标")\n'.encode()  # PowerShell sends a mark first
    done = subprocess.run(  # our own command
        [sys.executable, "-m", "ippbook", "eval", "-"],
        input=formula,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stdout.split()) == (0, [b"2"])


def test_new_on_a_full_disk_leaves_what_was_there(tmp_path, ippbook, monkeypatch):
    path = tmp_path / "team.xlsx"
    path.write_text("the old one")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = ippbook("new", path, "--force")
    assert ran.code == 2
    assert "disk is full" in ran.err
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("team.xlsx", "the old one")]


def test_new_does_not_replace_a_workbook_that_is_open(tmp_path, ippbook):
    (tmp_path / "team.xlsx").write_text("the old one")
    (tmp_path / "~$team.xlsx").write_text("somebody")
    ran = ippbook("new", tmp_path / "team.xlsx", "--force")
    assert ran.code == 2
    assert "open in Excel" in ran.err


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="only where there is such a device")
def test_output_that_cannot_be_written_is_no_fault_of_ippbook():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ippbook", "rules"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert b"cannot be written" in done.stderr
    assert b"fault" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["recalc", "{}"],
        ["plan", "{}"],
        ["set", "{}", "Rights!N2", "x"],
        ["import", "{}", "--listings", "{}"],
        ["pack", "{}"],
    ],
)
@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_place_to_write_to_is_refused_and_nothing_is_written(
    team, tmp_path, ippbook, monkeypatch, arguments, empty
):
    monkeypatch.chdir(tmp_path)
    before = team.read_bytes()
    refused = ippbook(*(part.format(team) for part in arguments), "-o", empty)
    assert refused.code == 2
    assert "-o is empty" in refused.err
    assert (team.read_bytes(), list(tmp_path.iterdir())) == (before, [team])


@pytest.fixture
def formats(tmp_path):
    """B1 without a format, B2 with a date's, an array formula over D1:D3, a dynamic one from F1 down to F3."""
    path = tmp_path / "formats.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("One")
    sheet.write_blank("B2", None, book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_array_formula("D1:D3", "{=A1:A3}")
    sheet.write_dynamic_array_formula("F1:F3", "=_xlfn.SEQUENCE(3)")
    sheet.write_array_formula("H1:H1", "{=SUM(A1:A3)}")
    book.close()
    return path


@pytest.mark.parametrize("cell", ["One!B1", "One!J9"])
def test_a_date_put_where_no_date_format_is_says_that_a_number_will_show(formats, ippbook, cell):
    ran = ippbook("set", formats, cell, "2026-01-01", "--type", "date")
    assert ran.code == 0
    assert f"note: {cell} has the format General, so the date shows as the number 46023" in ran.err
    assert openpyxl.load_workbook(formats)["One"][cell.partition("!")[2]].value == 46023


def test_a_date_put_where_a_date_format_is_needs_no_note(formats, ippbook):
    ran = ippbook("set", formats, "One!B2", "2026-01-01", "--type", "date")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("cell", "first", "area"), [("D2", "D1", "D1:D3"), ("D3", "D1", "D1:D3"), ("F2", "F1", "F1:F3")]
)
def test_a_value_inside_an_array_says_that_excel_overwrites_it(formats, ippbook, cell, first, area):
    ran = ippbook("set", formats, f"One!{cell}", "5")
    assert ran.code == 0
    assert f"array formula in {first}, which fills {area}" in ran.err
    assert "overwrites" in ran.err


@pytest.mark.parametrize("cell", ["C2", "D4", "E1", "H2", "A1"])
def test_a_value_beside_an_array_needs_no_note(formats, ippbook, cell):
    assert ippbook("set", formats, f"One!{cell}", "5").err == ""


@pytest.mark.parametrize(
    ("cell", "typed", "value"),
    [("Settings!B2", "2026-11-15", "2026-11-15 00:00:00"), ("Settings!B2", "15.11.2026", "2026-11-15 00:00:00"), ("Settings!B2", "15-Nov-26", "2026-11-15 00:00:00"),
     ("Settings!B2", "46341", "2026-11-15 00:00:00"), ("Listings!K2", "2026年11月15日", "2026-11-15 00:00:00"), ("Listings!A2", "0012", "0012"), ("Listings!A2", "12", "12"),
     ("Listings!A2", "2026-11-15", "2026-11-15"), ("Listings!A2", "TRUE", "TRUE"), ("Listings!J2", "12.5", 12.5), ("Listings!J2", "US $12.99", "US $12.99"), ("Settings!B2", "soon", "soon")],
)  # fmt: skip
def test_set_reads_a_value_as_the_format_of_the_cell_expects_it(small_team, tmp_path, ippbook, cell, typed, value):
    out = tmp_path / "out.xlsx"
    ran = ippbook("set", small_team, cell, typed, "-o", out)
    assert ran.code == 0
    sheet, _, place = cell.partition("!")
    found = openpyxl.load_workbook(out)[sheet][place].value
    assert (str(found) if " 00:00" in str(value) else found) == value
    assert ("so it is stored as text" in ran.err) == (typed == "soon")


def test_set_refuses_a_day_that_can_be_two(small_team, ippbook):
    ran = ippbook("set", small_team, "Settings!B2", "03/04/2026")
    assert (ran.code, "2026-04-03 or 2026-03-04" in ran.err) == (2, True)
