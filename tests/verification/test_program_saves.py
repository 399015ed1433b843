"""What the programs that tests start save is verified as well (`tests/conftest.py`, `tests/subprocesses/sitecustomize.py`)."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PROGRAM = """
import sys
from ippbook import ooxml
good, new, bad, copy = sys.argv[1:]
ooxml.save(ooxml.open(good), ooxml.Edits(), new)
ooxml.write_whole(copy, open(bad, "rb").read())
"""


def test_a_fault_in_a_workbook_that_a_program_saved_is_seen_in_the_test_that_started_it(
    good_parts: dict[str, bytes], package: Callable[..., Path], tmp_path: Path, written_workbooks, program_saves: Path
) -> None:
    sheet = good_parts["xl/worksheets/sheet1.xml"].replace(b'ref="A15:C16"', b'ref="B13:C16"')
    paths = (
        package(good_parts),
        tmp_path / "new.xlsx",
        package({**good_parts, "xl/worksheets/sheet1.xml": sheet}, "bad.xlsx"),
        tmp_path / "copy.xlsx",
    )
    subprocess.run([sys.executable, "-c", PROGRAM, *paths], check=True, timeout=60)

    written_workbooks.of_programs(program_saves)

    seen, written_workbooks.added = written_workbooks.added, []
    (line,) = seen
    assert "XV141" in line
    assert not list(program_saves.iterdir())


def test_a_fault_that_the_workbook_had_before_is_not_blamed_on_the_program(
    good_parts: dict[str, bytes], package: Callable[..., Path], written_workbooks, program_saves: Path
) -> None:
    sheet = good_parts["xl/worksheets/sheet1.xml"].replace(b'ref="A15:C16"', b'ref="B13:C16"')
    bad = package({**good_parts, "xl/worksheets/sheet1.xml": sheet})
    words = [sys.executable, "-m", "ippbook", "set", bad, "Listings!N9", "7"]
    subprocess.run(words, check=True, timeout=60, stderr=subprocess.DEVNULL)

    assert [sorted(each.name for each in save.iterdir()) for save in program_saves.iterdir()] == [
        ["after.xlsx", "before.xlsx"]
    ]
    written_workbooks.of_programs(program_saves)
    assert written_workbooks.added == []
