"""What the figures leave out or take for granted is said: settings, misspelt accounts, lock-outs, what binds, what is assumed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ippbook.cases import team as teams
from ippbook.declare import registry
from ippbook.goodfaith import History, Terms, assess, forecast, outlook, trend
from ippbook.goodfaith.account_names import similar_accounts
from ippbook.pipeline import examine, wire
from ippbook.tables.book import SettingsTyped, Table, Tables
from ippbook.tables.findings import Places
from ippbook.tables.heard_settings import hear_refused_settings

TODAY = date(2026, 11, 23)
FILED = pd.Timestamp("2026-11-02")


def book(*rows, accounts=("nordlys-legal", "lighthouse"), **settings):
    """A workbook: its accounts, and groups of (how many, account, status, reason)."""
    lines = [line[1:] for line in rows for _ in range(line[0])]
    account, status, reason = zip(*lines, strict=True)
    complaints = {
        "complaint": [f"C{number}" for number in range(len(lines))],
        "account": account,
        "status": status,
        "reason": reason,
        "filed": [FILED if each != "draft" else pd.NaT for each in status],
    }
    typed = SettingsTyped(
        dict(settings),
        {name: row for row, name in enumerate(settings)},
        Places("Settings", 2, {"Setting": 1, "Value": 2}),
    )
    return Tables.of(
        Table.of(
            "Complaints",
            {name: pd.Series(column, dtype=None if name == "filed" else object) for name, column in complaints.items()},
        ),
        Table.of("Accounts", {"account": pd.Series(accounts, dtype=object)}),
        settings=typed,
    )


def test_a_setting_that_cannot_be_used_is_said_with_its_cell_by_everything_that_reads_the_workbook():
    wrong = book(
        (95, "nordlys-legal", "accepted", "keyword abuse"), **{"Min takedown rate": 95.0, "Window months": "6 months"}
    )
    with hear_refused_settings() as heard:
        wire(wrong, TODAY)
    assert [sentence[:11] for sentence in heard] == ["Settings!B2"]
    assert "write" not in heard[0]
    assert "the default 90 % is used" in heard[0]
    assert heard[0] in teams.team_of({"team.xlsx": wrong}, TODAY).notes


def test_a_misspelt_account_is_a_finding_with_the_name_that_is_meant_and_no_account_of_its_own():
    misspelt = book(
        (100, "nordlys-legal", "accepted", "keyword abuse"), (7, "nordlys_legal", "rejected", "keyword abuse")
    )
    team = teams.team_of({"team.xlsx": misspelt}, TODAY)
    found = teams.good_faith(team)
    assert found.accounts[["account", "complaints"]].values.tolist() == [["nordlys-legal", 100]]
    assert any("did you mean nordlys-legal?" in note for note in found.notes)
    assert "excluded: 7 rows, misspelt account" in found.notes
    study = examine(misspelt, TODAY)
    said = [message for batch in study.batches if batch.problem.code == "CP109" for message in batch.messages]
    assert len(said) == 7
    assert "did you mean nordlys-legal?" in said[0]
    months = next(each for each in registry().reports if each.table == "GoodFaithMonths").compute(study.wiring)
    assert set(months["Account"]) == {"nordlys-legal"}


@pytest.mark.parametrize(
    ("used", "meant"),
    [
        ("nordlys_legal", "nordlys-legal"), ("nordlyslegal", "nordlys-legal"), ("nordlis-legal", "nordlys-legal"),
        ("NORDLYS-LEGAL", None), ("nordlys-legal-2", None), ("legal", None), ("other-team", None), ("", None),
    ],
)  # fmt: skip
def test_only_a_name_that_is_almost_a_known_one_is_taken_for_it(used, meant):
    assert similar_accounts([used], ["nordlys-legal", "lighthouse"]).get(used) == meant


def test_other_digits_are_another_account():
    assert similar_accounts(["brand-2", "brand-11"], ["brand-1"]) == {}


def test_an_unknown_account_that_is_like_no_other_keeps_its_figures():
    team = teams.team_of({"team.xlsx": book((3, "huanyu", "accepted", "keyword abuse"))}, TODAY)
    assert teams.good_faith(team).accounts["account"].tolist() == ["huanyu"]


def lost(days_ago):
    """An account that lost the status some days ago and qualifies again."""
    rows = [(TODAY - pd.Timedelta(days=days_ago + 1), "accepted")] * 9
    rows += [(TODAY - pd.Timedelta(days=days_ago), "rejected")] * 2 + [(TODAY, "accepted")] * 90
    filed, status = zip(*rows, strict=True)
    return History.of(["acme"] * len(rows), range(len(rows)), filed, status)


def test_an_account_that_qualifies_while_it_is_locked_out_is_said_to_be_locked_out():
    history = lost(20)
    terms = Terms(min_complaints=1)
    figures = pd.concat(
        [assess(history, TODAY, terms), outlook(history, TODAY, terms)[["lost_on", "locked_until"]]], axis=1
    )
    assert figures["qualifies"].tolist() == ["yes"]
    found = teams.GoodFaith(TODAY, terms, figures, pd.DataFrame(), ())
    assert found.verdicts() == (
        "acme meets every test of Good-Faith, but is locked out until 2027-02-03, because it lost the status (by its own figures)",
    )


def test_the_head_room_names_the_reason_that_binds():
    history = History.of(
        ["acme"] * 130, range(130), [FILED] * 130, ["accepted"] * 128 + ["rejected"] * 2, ["fake"] * 120 + ["pics"] * 10
    )
    shown = outlook(history, TODAY, Terms(per_reason_min_decided=11)).iloc[0]
    assert (shown["headroom"], shown["headroom_by"]) == (0, "pics")
    shown = outlook(history, TODAY, Terms(per_reason_check="no")).iloc[0]
    assert (shown["headroom"], shown["headroom_by"]) == (12, "")


def test_ac303_says_what_the_takedown_rate_still_allows_and_for_which_reason():
    drafts = book(
        (100, "nordlys-legal", "accepted", "keyword abuse"),
        (9, "nordlys-legal", "accepted", "stolen pictures"),
        (1, "nordlys-legal", "rejected", "stolen pictures"),
        (12, "nordlys-legal", "draft", "keyword abuse"),
    )
    said = [
        each for batch in examine(drafts, TODAY).batches if batch.problem.code == "AC303" for each in batch.messages
    ]
    assert said == [
        "complaints not filed yet: 12; the takedown rate for the reason stolen pictures allows no more rejection; file the safest complaints first"
    ]


def test_every_month_that_does_not_qualify_says_why_and_what_it_counted():
    history = History.of(["acme"] * 4, range(4), [FILED] * 4, ["accepted"] * 3 + ["submitted"])
    shown = trend(history, TODAY, Terms(min_complaints=4, volume_counts="decided"), months=2)
    assert shown["fails"].tolist() == ["0 of 4 decided complaints; no decided complaint", "3 of 4 decided complaints"]
    assert shown[["complaints", "decided"]].iloc[1].tolist() == [4, 3]
    assert ((shown["fails"] == "") == (shown["qualifies"] == "yes")).all()


def test_a_row_whose_account_did_not_qualify_that_day_says_why():
    lines = ((1, "acme", "accepted", "fake"), (2, "acme", "rejected", "fake"), (1, "", "accepted", "fake"))
    shown = wire(book(*lines, accounts=("acme",), **{"Min complaints": 4.0}), TODAY).value(
        "Complaints", "failed_that_day"
    )
    assert list(shown) == ["3 of 4 complaints; takedown rate 33.3 % < 90 %"] * 3 + [""]
    lines = ((100, "acme", "accepted", "fake"), (1, "acme", "rejected", "pics"))
    shown = wire(book(*lines, accounts=("acme",)), TODAY).value("Complaints", "failed_that_day")
    assert set(shown) == {"a single complaint reason"}


def test_a_forecast_says_what_it_takes_for_granted():
    history = History.of(["acme"], ["C1"], [FILED], ["accepted"])
    assert set(forecast(history, TODAY)["assuming"]) == {"nothing more is filed"}
    assert set(forecast(history, TODAY, new_filings="same pace")["assuming"]) == {"filing goes on at the same pace"}


def test_nobody_is_accused_of_a_spelling_without_a_table_of_accounts():
    nobody = Tables.of(Table.of("Complaints", {"account": pd.Series(["acme", "acne"], dtype=object)}))
    assert np.array_equal(teams.team_of({"a.xlsx": nobody}, TODAY).history.account, [0, 1])


def test_the_owners_of_an_account_are_named_once_each_in_order_and_only_if_there_are_several():
    rights = Table.of(
        "Rights",
        {
            "right": pd.Series(["A1", "B1", "A2", "B2"], dtype=object),
            "owner": pd.Series(["Nordlys AS", "Polarlys GmbH", "NORDLYS A/S", "Polarlys GmbH"], dtype=object),
        },
    )
    complaints = Table.of(
        "Complaints",
        {
            "account": pd.Series(["acme", "acme", "Acme", "acme", "solo", "solo"], dtype=object),
            "right": pd.Series(["A1", "B1", "A2", "B2", "A1", "A2"], dtype=object),
        },
    )
    accounts = Table.of("Accounts", {"account": pd.Series(["acme", "solo", ""], dtype=object)})
    found = wire(Tables.of(rights, complaints, accounts), TODAY).value("Accounts", "owners")
    assert list(found) == ["Nordlys AS; Polarlys GmbH", "", ""]
