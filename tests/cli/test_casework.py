"""plan, pack, sellers, ready and dossier, run as their user would."""

import json
import shutil
from pathlib import Path

import pytest

from ippbook import ooxml


@pytest.fixture
def team(sample_path: Path, tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    return Path(shutil.copy(sample_path, tmp_path / "team.xlsx"))


def test_plan_names_every_listing_of_the_sample_once(team, ippbook):
    ran = ippbook("plan", team, "--dry-run", "--format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)
    named = [name for draft in found["drafts"] for name in draft["listings"]] + [
        each["listing"] for each in found["left_out"]
    ]
    book = ooxml.open(team)
    area = book.tables["Listings"]
    column = book.read("Listings", [area.first_col], *area.data_rows)[area.first_col]
    assert sorted(named) == sorted(str(text) for text in column.text)
    assert found["drafts"]


@pytest.mark.deep
def test_a_plan_recalculated_passes_the_checks_but_for_what_it_said_is_still_to_do_and_a_second_one_changes_nothing(
    team, ippbook
):
    drafts = json.loads(ippbook("plan", team, "--format", "json").out)["drafts"]
    drafted = {draft["complaint"] for draft in drafts}
    unfinished = {draft["complaint"] for draft in drafts if draft["note"]}
    ippbook("recalc", team)
    held = {
        each["complaint"]
        for each in json.loads(ippbook("pack", team, "-o", team.parent / "out", "--format", "json").out)["held"]
    }
    assert drafted - unfinished
    assert drafted & held == unfinished
    before = team.read_bytes()
    again = ippbook("plan", team)
    assert "no listing is ready for a complaint" in again.out
    assert team.read_bytes() == before


def test_plan_without_a_place_to_write_leaves_the_file_alone(team, ippbook):
    before = team.read_bytes()
    ran = ippbook("plan", team, "--dry-run")
    assert "nothing written" in ran.out
    ippbook("plan", team, "-o", team.parent / "out.xlsx")
    assert team.read_bytes() == before


def test_pack_exits_with_1_while_something_is_not_ready_and_names_it(team, ippbook):
    ran = ippbook("pack", team, "-o", team.parent / "out")
    assert ran.code == 1
    assert "not packed" in ran.out
    one = ippbook("pack", team, "-o", team.parent / "one", "--complaint", "R-2026-01")
    assert one.code == 0
    assert [path.name for path in (team.parent / "one").iterdir()] == ["R-2026-01"]


def test_sellers_are_listed_for_people_and_for_programs(team, ippbook):
    rows = json.loads(ippbook("sellers", team, "--format", "json").out)["sellers"]
    assert rows[0]["relisted"] >= rows[-1]["relisted"]
    text = ippbook("sellers", team, "--limit", "2").out
    assert rows[0]["seller"] in text
    assert f"and {len(rows) - 2} more" in text


def test_ready_says_what_comes_first_and_exits_with_1(team, ippbook):
    ran = ippbook("ready", team, "--account", "nordlys-legal")
    assert ran.code == 1
    assert "next: " in ran.out
    (found,) = json.loads(ippbook("ready", team, "--account", "nordlys-legal", "--format", "json").out)["accounts"]
    assert {item["state"] for item in found["items"]} == {"true", "false", "unknown"}


def test_a_dossier_is_told_to_people_and_to_programs(team, ippbook):
    found = json.loads(ippbook("dossier", team, "L0001", "--format", "json").out)
    days = [entry["day"] for entry in found["entries"] if entry["day"]]
    assert days == sorted(days)
    text = ippbook("dossier", team, "L0001").out
    assert all(day in text for day in days)
    assert "E-Commerce Law art. 45" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan", "{}", "--account", "nordlys-legl"], "did you mean nordlys-legal"),
        (["pack", "{}", "-o", "{}"], "is a file"),
        (["pack", "{}", "-o", "out", "--complaint", "X"], "no complaint 'X'"),
        (["pack", "{}", "-o", "out", "--evidence", "nowhere"], "this folder of evidence does not exist"),
        (["ready", "{}", "--account", "X"], "its accounts are"),
        (["dossier", "{}", "X"], "no listing 'X'"),
        (["dossier", "{}", "L0001", "--evidence", "nowhere"], "this folder of evidence does not exist"),
        (["sellers", "missing.xlsx"], "missing.xlsx"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(team, ippbook, monkeypatch, arguments, said):
    monkeypatch.chdir(team.parent)
    ran = ippbook(*(part.format(team) for part in arguments))
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert "fault of ippbook" not in ran.err
