"""Computed columns of Accounts: the Good-Faith standing of each account on the day for which all is judged."""

from ippbook.declare import column
from ippbook.declare.wiring import Whole
from ippbook.goodfaith.from_tables import outlook, standing
from ippbook.goodfaith.practice import practice
from ippbook.tables.column_types import AnyColumn, DateColumn, FlagColumn, NumberColumn, TextColumn
from ippbook.tables.findings import FINDINGS_HEADER
from ippbook.tables.schema import Kind


def _figures(accounts: Whole, name: str) -> AnyColumn:
    """One column of the standing, which all columns of this table share."""
    return accounts.once(standing)[name]


def _ahead(accounts: Whole, name: str) -> AnyColumn:
    """One column of the outlook, which all columns of this table share."""
    return accounts.once(outlook)[name]


def _practice(accounts: Whole, name: str) -> AnyColumn:
    """One column of the practice, which all columns of this table share."""
    return accounts.once(practice)[name]


@column("Accounts", "Complaints filed", kind=Kind.COUNT, width=11)
def complaints_filed(all_accounts: Whole) -> NumberColumn:
    """Complaints that the account filed in the window; links or complaint numbers, as the setting Unit says.

    Source: ipp-facts 6.1, 6.2 [O2: OFF; unit: INF].
    """
    return _figures(all_accounts, "complaints")


@column("Accounts", "Complaints decided", kind=Kind.COUNT, width=11)
def complaints_decided(all_accounts: Whole) -> NumberColumn:
    """Complaints of the window that were taken down or rejected.

    Source: ipp-facts 6.2 (unstated: INF).
    """
    return _figures(all_accounts, "decided")


@column("Accounts", "Complaints taken down", kind=Kind.COUNT, width=11)
def complaints_taken_down(all_accounts: Whole) -> NumberColumn:
    """Complaints of the window that the platform accepted, those reinstated later included.

    Source: ipp-facts 6.2 (unstated: INF).
    """
    return _figures(all_accounts, "taken_down")


@column("Accounts", "Complaints rejected", kind=Kind.COUNT, width=11)
def complaints_rejected(all_accounts: Whole) -> NumberColumn:
    """Complaints of the window that the platform refused.

    Source: ipp-facts 6.2 (unstated: INF).
    """
    return _figures(all_accounts, "rejected")


@column("Accounts", "Counter-notices upheld", kind=Kind.COUNT, width=11)
def counter_notices_upheld(all_accounts: Whole) -> NumberColumn:
    """Complaints of the window that came back after the seller's counter-notice succeeded.

    Source: ipp-facts 5.5 [C1: CODE], 6.2.
    """
    return _figures(all_accounts, "counter_upheld")


@column("Accounts", "Takedown rate", kind=Kind.PERCENT, width=10)
def takedown_rate(all_accounts: Whole) -> NumberColumn:
    """Taken down, of all decided; empty where nothing is decided. At least 90 % keeps the status.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF].
    """
    return _figures(all_accounts, "takedown_rate")


@column("Accounts", "Counter rate", kind=Kind.PERCENT, width=10)
def counter_rate(all_accounts: Whole) -> NumberColumn:
    """Counter-notices that succeeded, of all taken down; empty where nothing was. At most 5 % keeps the status.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF].
    """
    return _figures(all_accounts, "counter_rate")


@column("Accounts", "Worst reason", width=26)
def worst_reason(all_accounts: Whole) -> TextColumn:
    """The reason with the lowest takedown rate, because each reason is tested by itself.

    Source: ipp-facts 6.1 [O1, O2 2021: OFF].
    """
    return _figures(all_accounts, "worst_reason")


@column("Accounts", "Qualifies", kind=Kind.YES_NO, width=10, good={"yes": "good", "no": "bad"})
def qualifies(all_accounts: Whole) -> FlagColumn:
    """Whether the account meets all Good-Faith tests on the day.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].
    """
    return _figures(all_accounts, "qualifies")


@column("Accounts", "Fails", width=44)
def fails(all_accounts: Whole) -> TextColumn:
    """Which Good-Faith tests fail, in words; empty where none does.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].
    """
    return _figures(all_accounts, "fails")


@column("Accounts", "Head-room", kind=Kind.COUNT, width=10)
def headroom(all_accounts: Whole) -> NumberColumn:
    """How many more rejections leave the takedown rate good, over all and in each reason with a decision.

    Source: ipp-facts 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "headroom")


@column("Accounts", "Takedowns needed", kind=Kind.COUNT, width=10)
def needed(all_accounts: Whole) -> NumberColumn:
    """How many further complaints, all taken down, bring the account within every limit; empty where no number does.

    Source: ipp-facts 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "needed")


@column("Accounts", "Best case", kind=Kind.PERCENT, width=10)
def best_rate(all_accounts: Whole) -> NumberColumn:
    """The takedown rate if all that is pending is taken down.

    Source: ipp-facts 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "best_rate")


@column("Accounts", "Worst case", kind=Kind.PERCENT, width=10)
def worst_rate(all_accounts: Whole) -> NumberColumn:
    """The takedown rate if all that is pending is rejected.

    Source: ipp-facts 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "worst_rate")


@column("Accounts", "Runs out on", kind=Kind.DATE, width=12)
def runs_out(all_accounts: Whole) -> DateColumn:
    """The first day on which the account no longer qualifies if nothing more is filed or decided, because complaints leave the window.

    Source: ipp-facts 6.2 [O2: OFF; derived: INF].
    """
    return _ahead(all_accounts, "runs_out")


@column("Accounts", "Runs out by", width=30)
def runs_out_by(all_accounts: Whole) -> TextColumn:
    """Which tests fail on the day on which the lead runs out.

    Source: ipp-facts 6.2 [O2: OFF; derived: INF].
    """
    return _ahead(all_accounts, "runs_out_by")


@column("Accounts", "Locked out until", kind=Kind.DATE, width=12)
def locked_until(all_accounts: Whole) -> DateColumn:
    """The first day on which an account that lost the status may have it again; empty where it is not locked out.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; who was in: INF].
    """
    return _ahead(all_accounts, "locked_until")


@column("Accounts", "Waiting", kind=Kind.COUNT, width=10)
def waiting(all_accounts: Whole) -> NumberColumn:
    """Links in Complaints that the account has not filed yet.

    Source: ipp-facts 6.2, 11 G04 (INF).
    """
    return _practice(all_accounts, "waiting")


@column("Accounts", "Withdrawn after appeal", kind=Kind.PERCENT, width=11)
def withdrawn_after_appeal(all_accounts: Whole) -> NumberColumn:
    """Links withdrawn after the seller's appeal, of all links in the window; empty where the window is.

    Source: ipp-facts 5.9 [L24: LAW].
    """
    return _practice(all_accounts, "withdrawn")


@column("Accounts", "Owners", width=28)
def owners(all_accounts: Whole) -> TextColumn:
    """The owners of the rights that the account cites, where there is more than one: their complaints count together.

    Source: ipp-facts 6.2 [O1, O2: OFF].
    """
    return _practice(all_accounts, "owners")


@column("Accounts", FINDINGS_HEADER, width=80)
def findings(row_findings: TextColumn) -> TextColumn:
    """What the checks say of the row, gravest first.

    Source: house rule: what is found is said beside the row.
    """
    return row_findings
