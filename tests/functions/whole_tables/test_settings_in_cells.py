"""A Good-Faith cell with the table Settings shows what the command shows for the workbook, whatever the team has set."""

from datetime import date

import openpyxl
import pytest

from ippbook.cases import team
from ippbook.cli.render import json
from ippbook.declare import registry
from ippbook.declare.worksheet_function import FAILED

DAY = date(2026, 10, 31)
FIGURES = {
    "COMPLAINTS": "complaints", "DECIDED": "decided", "PENDING": "pending", "RATE": "takedown_rate", "COUNTER_RATE": "counter_rate",
    "QUALIFIES": "qualifies", "FAILS": "fails", "WORST_REASON": "worst_reason", "HEADROOM": "headroom", "NEEDED": "needed",
    "BEST": "best_rate", "RUNS_OUT": "runs_out", "LOCKED_UNTIL": "locked_until",
}  # fmt: skip
TEAMS = [
    {"Pending counts as": "not taken down"},
    {"Window by": "days", "Window days": 45, "Lost by": "any test"},
    {"Min complaints": 30, "Min takedown rate": 0.5},
    {"Unit": "complaint", "Counter rate of": "filed"},
    {"Scope": "account and portal", "Per reason check": "no"},
    {"Window date": "decided", "Volume counts": "decided", "Dead counts as": "not taken down"},
    {"Min complaints": "many", "No such setting": 1},
]


def cells_of(sheet, name):
    """The rows of a table of an openpyxl sheet, headers first."""
    return [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]


def ask(name, *arguments):
    return registry().functions[f"IPP_GF_{name}"].call(list(arguments))


def plain(value):
    if value is None or value != value or value == "":  # noqa: PLR0124  # blanks of numbers and days are not themselves
        return ""
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value


@pytest.mark.deep
@pytest.mark.parametrize("stated", TEAMS, ids=", ".join)
def test_a_cell_with_the_settings_shows_what_the_command_shows(stated, sample_path, tmp_path):
    book = openpyxl.load_workbook(sample_path)
    sheet = next(sheet for sheet in book if "Settings" in sheet.tables)
    names = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    spare = iter(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "Short text characters")
    for name, value in stated.items():
        row = names.get(name) or next(spare)
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = name, value
    book.save(tmp_path / "team.xlsx")
    settings = cells_of(sheet, "Settings")

    wanted = team.good_faith(team.read_team([tmp_path / "team.xlsx"], DAY, today=DAY)).accounts
    rows = team.read_team([tmp_path / "team.xlsx"], DAY, today=DAY).rows
    columns = [rows[name].tolist() for name in ("account", "filed", "status")]
    optional = [rows[name].tolist() for name in ("reason", "complaint", "decided")]
    most = wanted.sort_values("complaints", ascending=False, kind="stable").drop_duplicates("account")
    assert len(most) > 1
    differs = 0
    for _, each in most.iterrows():
        for name, figure in FIGURES.items():
            arguments = [*columns, each["account"], DAY, *optional, None, None, None]
            found = ask(name, *arguments, settings, rows["platform"].tolist())
            assert plain(found) == plain(each[figure]), (each["account"], name)
            differs += plain(ask(name, *arguments)) != plain(found)
    assert differs or "No such setting" in stated, "without the settings the cell says something else"


def str_day(value):
    """A printed figure as `plain` shows it: a day in JSON has a time."""
    return value.removesuffix("T00:00:00") if isinstance(value, str) else plain(value)


NAMES_OF_FIGURES = FIGURES | {
    "TAKEN_DOWN": "taken_down", "REJECTED": "rejected", "WITHDRAWN": "withdrawn", "DEAD": "dead", "COUNTER_UPHELD": "counter_upheld",
    "LINKS": "links", "COMPLAINT_NUMBERS": "complaint_numbers", "TAKEDOWN_OF": "takedown_of", "COUNTER_OF": "counter_of",
    "WITHDRAWN_RATE": "withdrawn_rate", "WORST": "worst_rate", "BEST_QUALIFIES": "best", "WORST_QUALIFIES": "worst",
    "RUNS_OUT_BY": "runs_out_by", "LOST_ON": "lost_on", "HEADROOM_BY": "headroom_by",
}  # fmt: skip


def test_there_is_a_function_for_every_figure_that_the_command_prints_for_programs_and_it_gives_that_figure(
    sample_path,
):
    counted = team.read_team([sample_path], DAY, today=DAY)
    printed = json.good_faith(team.good_faith(counted))["accounts"]
    names_of_the_account = {"account", "portal"}
    assert printed[0].keys() - names_of_the_account == set(NAMES_OF_FIGURES.values())
    rows = counted.rows
    columns = [rows[name].tolist() for name in ("account", "filed", "status")]
    optional = [rows[name].tolist() for name in ("reason", "complaint", "decided")]
    settings = [["Setting", "Value"], ["Unit", counted.terms.unit]]
    for each in printed:
        for name, figure in NAMES_OF_FIGURES.items():
            found = ask(name, *columns, each["account"], DAY, *optional, None, None, None, settings)
            assert plain(found) == str_day(each[figure]), (each["account"], name)


LIMITED = [["Setting", "Value"], ["Min complaints", 2.0], ["Min takedown rate", 0.4], ["As of", "2026-06-30"]]
PLAIN = [["a"] * 3, [date(2026, 6, 1)] * 3, ["accepted", "rejected", "rejected"], "a"]


def test_a_limit_in_the_formula_goes_before_the_one_in_the_settings():
    results = [
        ask("FAILS", *PLAIN, date(2026, 6, 30), None, None, None, *limits, LIMITED)
        for limits in ([None] * 3, [5, None, None], [None, 0.3, None])
    ]
    assert results == ["takedown rate 33.3 % < 40 %", "3 of 5 complaints; takedown rate 33.3 % < 40 %", ""]


def test_the_day_is_the_setting_as_of_where_the_argument_is_blank():
    assert ask("COMPLAINTS", *PLAIN, None, *[None] * 6, LIMITED) == 3
    assert ask("COMPLAINTS", *PLAIN, date(2026, 12, 31), *[None] * 6, LIMITED) == 0
    assert ask("COMPLAINTS", *PLAIN, None, *[None] * 6, LIMITED[:2]).startswith(f"{FAILED} As of is blank")


@pytest.mark.parametrize(
    ("setting", "value", "results"),
    [
        ("Unit", "complaint", "Unit is “complaint” in Settings: give the column of complaint numbers too, as complaints"),
        ("Scope", "account and portal", "Scope is “account and portal” in Settings: give the column of platforms too, as platforms"),
        ("Window date", "decided", "Window date is “decided” in Settings: give the column of decision dates too, as decided"),
    ],
)  # fmt: skip
def test_a_setting_that_needs_a_missing_column_is_refused_in_words(setting, value, results):
    settings = [["Setting", "Value"], [setting, value]]
    assert ask("RATE", *PLAIN, date(2026, 6, 30), *[None] * 6, settings) == f"{FAILED} {results}"


def test_a_block_that_is_no_table_settings_is_refused_in_words():
    assert ask("RATE", *PLAIN, date(2026, 6, 30), *[None] * 6, [["a", 1.0]]) == (
        f"{FAILED} Settings: the first row has no known header; pass the whole table with its headers, as in Settings[#All]"
    )


def test_links_are_counted_if_the_settings_say_so_even_with_their_numbers():
    numbers = ["C1"] * 3
    by_link = [["Setting", "Value"], ["Unit", "link"]]
    assert ask("COMPLAINTS", *PLAIN, date(2026, 6, 30), None, numbers) == 1
    assert ask("COMPLAINTS", *PLAIN, date(2026, 6, 30), None, numbers, *[None] * 4, by_link) == 3


def test_the_portals_of_an_account_are_separate_in_its_tables():
    settings = [["Setting", "Value"], ["Scope", "account and portal"]]
    portals = ["taobao", "taobao", "aliexpress"]
    for name in ("REASONS", "MONTHS"):
        found = ask(name, *PLAIN, date(2026, 6, 30), ["counterfeit"] * 3, *[None] * 5, settings, portals)
        place = list(found[0]).index("Portal")
        shown = {row[place] for row in found[1:]}
        assert shown == {"ipp.taobao.com", "ipp.aidcgroup.net"}


def test_a_limit_that_was_calculated_in_the_cell_is_the_limit_that_it_stands_for():
    for limit in (0.95 - 0.05, 0.3 * 3, 1 - 0.1):
        assert len(repr(limit)) > 5 or limit == 0.9
        results = [ask("FAILS", ["a"] * 10, [date(2026, 6, 1)] * 10, ["accepted"] * good + ["rejected"] * (10 - good), "a",
                    date(2026, 6, 30), None, None, None, 1, limit) for good in (9, 8)]  # fmt: skip
        assert results == ["", "takedown rate 80.0 % < 90 %"]
