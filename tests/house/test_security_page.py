"""SECURITY.md promises only what is tested."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


def rows() -> list[list[str]]:
    """The cells of the table of promises, without its head."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_promise_names_test_modules_that_exist_and_have_tests():
    assert len(rows()) > 8
    for promise, tested_by in rows():
        modules = re.findall(r"`(tests/[^`]+\.py)`", tested_by)
        assert modules, promise
        for name in modules:
            assert (ROOT / name).is_file(), name
            text = (ROOT / name).read_text("utf-8")
            assert "\ndef test_" in text or name.endswith("conftest.py"), name


def test_a_vulnerability_is_reported_in_private_and_to_no_invented_address():
    assert "Report a vulnerability" in PAGE
    assert "@" not in PAGE


def test_each_module_about_faults_is_named():
    for path in sorted((ROOT / "tests" / "faults").glob("test_*.py")):
        assert path.relative_to(ROOT).as_posix() in PAGE, path.name
