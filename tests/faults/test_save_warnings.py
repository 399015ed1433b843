"""Every command that writes a workbook hands on what the save says: a broken signature, an ending that Excel refuses."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest

DAY = ("--as-of", "2026-10-31")
WRITERS = {
    "recalc": ["recalc", "{}", *DAY],
    "set": ["set", "{}", "Listings!A2", "L9", *DAY],
    "import": ["import", "{}", "--listings", "{export}"],
    "plan": ["plan", "{}", *DAY],
    "adopt": ["adopt", "{}", "-o", "{}.adopted.xlsx"],
    "run": ["run", "recalculate", "{}", *DAY],
}
DEEP = [pytest.mark.deep]
EACH = [name if name in {"import", "plan"} else pytest.param(name, marks=DEEP) for name in WRITERS]
"""Import and plan are quick, and were the ones that forgot; the others are looked at in the deep run."""
IN_JSON = [EACH[place] for place, name in enumerate(WRITERS) if name != "set"]
SIGNATURE = "digital signature"


@pytest.fixture
def signed(small_team: Path, tmp_path: Path) -> Path:
    """The small team's workbook with a part of a signature."""
    path = Path(shutil.copy(small_team, tmp_path / "team.xlsx"))
    with zipfile.ZipFile(path, "a") as box:
        box.writestr("_xmlsignatures/origin.sigs", b"")
    return path


def filled(command: str, path: Path, export: Path) -> list[str]:
    return [each.replace("{export}", str(export)).replace("{}", str(path)) for each in WRITERS[command]]


@pytest.fixture
def export(small_export: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_export, tmp_path / "new.csv"))


@pytest.mark.parametrize("command", EACH)
def test_a_signature_that_breaks_is_named_as_text(command, signed, export, ippbook):
    done = ippbook(*filled(command, signed, export))
    assert done.code in (0, 1), done.err
    assert SIGNATURE in done.out + done.err


@pytest.mark.parametrize("command", IN_JSON)
def test_a_signature_that_breaks_is_named_in_json(command, signed, export, ippbook):
    done = ippbook(*filled(command, signed, export), "--format", "json")
    assert SIGNATURE in done.out


@pytest.mark.excel_repairs("the ending is the wrong one")
@pytest.mark.parametrize("command", [name for name in EACH if str(name) in {"import", "plan"}])
def test_an_ending_that_excel_refuses_is_named(command, small_team, export, ippbook, tmp_path):
    done = ippbook(*filled(command, small_team, export), "-o", tmp_path / "team.xlsm")
    assert "Excel does not open it under the ending .xlsm" in done.out + done.err


@pytest.mark.deep
def test_a_save_that_changes_nothing_warns_of_nothing(small_team, ippbook, tmp_path):
    out = tmp_path / "team.xlsx"
    ippbook("set", small_team, "Listings!C2", "another seller", "-o", out, *DAY)
    ippbook("recalc", out, *DAY)
    with zipfile.ZipFile(out, "a") as box:
        box.writestr("_xmlsignatures/origin.sigs", b"")
    done = ippbook("recalc", out, *DAY)
    assert SIGNATURE not in done.out + done.err


@pytest.mark.skipif(not hasattr(os, "link"), reason="names as POSIX has them")
def test_a_calendar_file_that_loses_its_other_name_is_named(small_team, ippbook, tmp_path):
    calendar = tmp_path / "due.ics"
    calendar.write_bytes(b"")
    os.link(calendar, tmp_path / "second name.ics")
    assert "1 other name" in ippbook("due", small_team, "--ics", calendar, *DAY).err
