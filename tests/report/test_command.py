"""The command report: where the page goes, what is refused, what programs get."""

import json

import pytest

DAY = ("--as-of", "2026-10-31")


def test_the_page_is_written_and_the_summary_says_where(ippbook, small_path, tmp_path) -> None:
    out = tmp_path / "report.html"
    ran = ippbook("report", small_path, "-o", out, *DAY)
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == f"{out}: written"
    assert "as of 2026-10-31 (Asia/Shanghai)" in ran.out
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_without_a_place_only_the_summary_is_printed(ippbook, small_path) -> None:
    ran = ippbook("report", small_path, *DAY, "--timezone", "Europe/Rome")
    assert "As of" not in ran.out
    assert "(Europe/Rome)" in ran.out
    assert "-o report.html" in ran.out


def test_programs_get_what_the_page_shows(ippbook, small_path) -> None:
    found = json.loads(ippbook("report", small_path, *DAY, "--format", "json").out)
    assert [each["name"] for each in found["good_faith"]["accounts"]]
    assert found["overdue"] == sum(each["days_left"] < 0 for each in found["deadlines"])


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("team.xlsx", "has the name of a workbook"),
        ("notes.txt", "does not end in .html"),
        ("no/such/report.html", "there is no folder"),
        (".", "is a folder"),
    ],
)
def test_a_place_that_is_not_for_a_page_is_refused(ippbook, small_path, tmp_path, out, why) -> None:
    ran = ippbook("report", small_path, "-o", tmp_path / out)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def test_a_file_that_cannot_be_read_leaves_the_old_page(ippbook, tmp_path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    page = tmp_path / "report.html"
    page.write_text("old", encoding="utf-8")
    assert ippbook("report", tmp_path / "bad.xlsx", "-o", page).code == 2
    assert page.read_text(encoding="utf-8") == "old"
