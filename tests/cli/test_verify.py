"""`ippbook verify` says what Excel would repair, in text and JSON, and goes on after a file that cannot be read."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _with_link_header(source: Path, target: Path) -> Path:
    """A copy of *source* whose table Rights calls a column otherwise than its header cell does."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/tables/") and b'displayName="Rights"' in data:
                data = data.replace(b'name="Owner"', b'name="Owners"', 1)
            new.writestr(name, data)
    return target


def test_of_a_good_file_the_output_says_what_was_looked_at_and_promises_no_more(
    ippbook: Callable[..., Any], small_path: Path
):
    ran = ippbook("verify", small_path)
    assert ran.code == 0
    assert re.fullmatch(
        rf"{re.escape(str(small_path))}: \d+ checks of its parts, .* found nothing that Excel repairs or refuses",
        ran.out.strip(),
    )


def test_a_fault_is_named_with_its_place_and_remedy_and_the_exit_code_is_1(
    ippbook: Callable[..., Any], small_path: Path, tmp_path: Path
):
    wrong = _with_link_header(small_path, tmp_path / "wrong.xlsx")
    ran = ippbook("verify", wrong)
    assert ran.code == 1
    assert "XV151 table 'Rights'" in ran.out
    assert "the header cell says 'Owner', the column is called 'Owners'. Fix: write" in ran.out
    assert ran.out.strip().endswith("that Excel repairs or refuses")
    assert len(ippbook("verify", wrong, "--limit", "1").out.splitlines()) <= 3


def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    ippbook: Callable[..., Any], small_path: Path, tmp_path: Path
):
    text = tmp_path / "text.xlsx"
    text.write_text("not a workbook")
    wrong = _with_link_header(small_path, tmp_path / "wrong.xlsx")
    ran = ippbook("verify", wrong, text, small_path, "--format", "json")
    found = json.loads(ran.out)["files"]
    assert ran.code == 2
    assert [entry["file"] for entry in found] == [str(wrong), str(text), str(small_path)]
    assert found[1]["error"]
    assert not found[1]["faults"]
    assert {fault["code"] for fault in found[0]["faults"]} >= {"XV151"}
    assert set(found[0]["faults"][0]) == {"code", "severity", "part", "place", "sentence", "remedy"}
    assert not found[2]["faults"]
