"""What the complaints of an account show, compared with counts made for each test."""

from datetime import date

import numpy as np
import pytest

from ippbook import pipeline
from ippbook.tables.book import Table, Tables
from ippbook.tables.records import record
from ippbook.tables.values import series

DAY = date(2026, 6, 30)


def table(name: str, /, **columns: list) -> Table:
    kind = record(name)
    return Table.of(name, {key: series(values, kind.field(key).kind) for key, values in columns.items()})


def study(statuses: list[str], appealed: list[bool], owners: tuple[str, str] = ("Nordlys AS", "Nordlys AS")):
    """Complaints of account A (its spelling varies), cited rights by turns of the two *owners*."""
    count = len(statuses)
    filed = [None if status in {"", "draft", "ready"} else date(2026, 6, 1) for status in statuses]
    complaints = table(
        "Complaints", complaint=[f"C-{row}" for row in range(count)], account=["a", "A"] * (count // 2) + ["a"] * (count % 2),
        right=["R1", "R2"] * (count // 2) + ["R1"] * (count % 2), status=statuses, filed=filed,
        counter_noticed=[date(2026, 6, 10) if yes else None for yes in appealed],
    )  # fmt: skip
    accounts = table("Accounts", account=["A", "b", ""], role=["agent", "agent", ""], notes=["", "", "x"])
    rights = table("Rights", right=["R1", "R2"], owner=list(owners))
    return pipeline.examine(Tables.of(accounts, rights, complaints), DAY)


def codes(found) -> set[tuple[str, int]]:
    return {(finding.code, finding.row) for finding in found.findings if finding.table == "Accounts"}


def test_drafts_wait_whatever_the_spelling_of_the_account():
    found = study(["draft", "ready", "", "submitted"], [False] * 4)
    waiting = found.computed["Accounts", "Waiting"].to_numpy()
    assert waiting[:2].tolist() == [3, 0]
    assert np.isnan(waiting[2])


@pytest.mark.parametrize(("withdrawn", "flagged"), [(1, False), (2, True), (7, True)])
def test_a_fifth_withdrawn_after_an_appeal_raises_the_alarm(withdrawn, flagged):
    statuses = ["withdrawn"] * withdrawn + ["accepted"] * (10 - withdrawn)
    found = study(statuses, [True] * 10)
    assert found.computed["Accounts", "Withdrawn after appeal"][0] == pytest.approx(withdrawn / 10)
    assert (("AC210", 0) in codes(found)) == flagged


def test_a_withdrawal_without_an_appeal_does_not_count():
    found = study(["withdrawn"] * 10, [False] * 10)
    assert found.computed["Accounts", "Withdrawn after appeal"][0] == 0
    assert ("AC210", 0) not in codes(found)


@pytest.mark.parametrize(
    ("owners", "flagged"),
    [
        (("Nordlys AS", "NORDLYS A/S"), False),
        (("Nordlys AS", "北光有限公司"), False),
        (("Nordlys AS", ""), False),
        (("Nordlys AS", "Polarlys AS"), True),
    ],
)
def test_an_agent_of_several_owners_is_flagged_and_spellings_are_not_owners(owners, flagged):
    assert (("AC302", 0) in codes(study(["submitted"] * 4, [False] * 4, owners))) == flagged
