"""Several workbooks are one team, and the command says what the figures say."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ippbook import pipeline
from ippbook.cases import team as teams
from ippbook.cases.filing.package import NotPacked, submissions, unready_rows
from ippbook.cli.parser import app
from ippbook.errors import UserError
from ippbook.pipeline import error_batches

SAMPLE = Path(__file__).parents[2] / "workbook" / "ippbook.xlsx"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def sample():
    return teams.read_team([SAMPLE], None, today=TODAY)


def good_faith_json(*arguments):
    result = CliRunner().invoke(app, ["goodfaith", *map(str, arguments), "--format", "json"], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.output)


def test_a_copy_of_the_workbook_adds_no_complaint_and_is_noted(sample, tmp_path):
    copy = tmp_path / "copy.xlsx"
    shutil.copy(SAMPLE, copy)
    both = teams.read_team([SAMPLE, copy], None, today=TODAY)
    one, two = (teams.good_faith(each).accounts for each in (sample, both))
    assert two["complaint_numbers"].tolist() == one["complaint_numbers"].tolist()
    assert any("copy.xlsx are also in ippbook.xlsx, where they count" in note for note in both.notes)


def test_the_same_workbook_named_twice_is_refused():
    with pytest.raises(UserError, match="named twice"):
        teams.read_team([SAMPLE, SAMPLE], None, today=TODAY)


def test_the_figures_of_the_command_are_those_of_the_accounts_sheet(sample):
    found = {each["account"]: each for each in good_faith_json(SAMPLE)["accounts"]}
    shown = teams.good_faith(sample).accounts
    assert set(found) == set(shown["account"])
    assert {"headroom", "needed", "best_rate", "worst_rate", "runs_out", "locked_until"} <= set(shown)


def test_explain_names_workbook_row_and_complaint_of_every_row_behind_a_figure():
    found = good_faith_json(SAMPLE, "--explain", "nordlys-legal", "--on", "2026-06-30")
    behind = [row for row in found["rows"] if "decided" in row["figures"].split(", ")]
    assert len(behind) == found["standing"][0]["decided"]
    assert all(row["workbook"] and row["row"] > 1 and row["complaint"] for row in behind)


def test_an_account_that_nobody_has_is_refused_with_the_names_that_there_are(sample):
    with pytest.raises(UserError, match="nordlys-legal"):
        teams.explain(sample, "nobody", TODAY)


def test_forecast_and_plan_come_on_request():
    found = good_faith_json(SAMPLE, "--forecast", "--plan")
    assert {each["day"][:10] for each in found["forecast"]} == {"2026-11-30", "2026-12-31", "2027-01-31"}
    assert {each["assuming"] for each in found["forecast"]} == {"nothing more is filed"}
    assert {each["advice"] for each in found["plan_rows"]} == {"file", "hold back", "fix first"}
    assert sum(each["ready"] for each in found["plan"]) == len(found["plan_rows"])
    assert next(each["file"] for each in found["plan_curve"] if each["account"] == "nordlys-legal") == 0


def test_the_plan_files_only_what_pack_would_pack(sample):
    study = pipeline.check(SAMPLE, None, today=TODAY)
    packed = {found[1].complaint for found in submissions(study) if not isinstance(found, NotPacked)}
    rows = teams.good_faith_plan(sample).rows
    assert set(rows.loc[rows["advice"] != "fix first", "complaint"]) == packed
    assert not packed & set(rows.loc[rows["advice"] == "fix first", "complaint"])
    # The errors alone are found without the rest of the checks.
    assert unready_rows(error_batches(sample.books[str(SAMPLE)], sample.as_of)) == unready_rows(study)


def test_a_day_to_explain_without_an_account_is_refused():
    with pytest.raises(UserError, match="--explain ACCOUNT"):
        CliRunner().invoke(app, ["goodfaith", str(SAMPLE), "--on", "2026-06-30"], catch_exceptions=False)
