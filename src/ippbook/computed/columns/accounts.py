"""Computed columns of Accounts: the Good-Faith status of each account on the date of the check."""

from ippbook.declare import column
from ippbook.declare.wiring import Whole
from ippbook.goodfaith.from_tables import account_figures, account_outlook
from ippbook.goodfaith.practice import practice
from ippbook.tables.column_types import AnyColumn, DateColumn, FlagColumn, NumberColumn, TextColumn
from ippbook.tables.findings import FINDINGS_CHINESE, FINDINGS_HEADER
from ippbook.tables.schema import Kind


def _figures(accounts: Whole, name: str) -> AnyColumn:
    """One column of the account's figures, which are computed once a run."""
    return accounts.once(account_figures)[name]


def _ahead(accounts: Whole, name: str) -> AnyColumn:
    """One column of the forecast, which is computed once a run."""
    return accounts.once(account_outlook)[name]


def _practice(accounts: Whole, name: str) -> AnyColumn:
    """One column about how the account works, which is computed once a run."""
    return accounts.once(practice)[name]


@column("Accounts", "Complaints filed", chinese=("窗口内投诉数",), kind=Kind.COUNT, width=11)
def complaints_filed(all_accounts: Whole) -> NumberColumn:
    """Complaints that the account filed in the window. The setting Unit says whether links or complaint numbers are counted.

    Source: ipp-facts 6.1, 6.2 [O2: OFF; unit: INF].
    """
    return _figures(all_accounts, "complaints")


@column("Accounts", "Complaints decided", chinese=("窗口内已处理数",), rare=True, kind=Kind.COUNT, width=11)
def complaints_decided(all_accounts: Whole) -> NumberColumn:
    """Complaints in the window that were taken down or rejected.

    Source: ipp-facts 6.2 (unstated: INF).
    """
    return _figures(all_accounts, "decided")


@column("Accounts", "Complaints taken down", chinese=("窗口内成立数",), rare=True, kind=Kind.COUNT, width=11)
def complaints_taken_down(all_accounts: Whole) -> NumberColumn:
    """Complaints in the window that the platform accepted, including listings that were reinstated later.

    Source: ipp-facts 6.2 (unstated: INF).
    """
    return _figures(all_accounts, "taken_down")


@column("Accounts", "Complaints rejected", chinese=("窗口内不成立数",), rare=True, kind=Kind.COUNT, width=11)
def complaints_rejected(all_accounts: Whole) -> NumberColumn:
    """Complaints in the window that the platform rejected.

    Source: ipp-facts 6.2 (unstated: INF).
    """
    return _figures(all_accounts, "rejected")


@column("Accounts", "Counter-notices upheld", chinese=("窗口内申诉成立数",), rare=True, kind=Kind.COUNT, width=11)
def counter_notices_upheld(all_accounts: Whole) -> NumberColumn:
    """Complaints in the window where the seller's counter-notice succeeded and the listing came back.

    Source: ipp-facts 5.5 [C1: CODE], 6.2.
    """
    return _figures(all_accounts, "counter_upheld")


@column("Accounts", "Takedown rate", chinese=("投诉成立率",), kind=Kind.PERCENT, width=10)
def takedown_rate(all_accounts: Whole) -> NumberColumn:
    """Share of decided complaints that were taken down; empty if nothing is decided. At least 90 % keeps the status.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF].
    """
    return _figures(all_accounts, "takedown_rate")


@column("Accounts", "Counter rate", chinese=("申诉成立率",), kind=Kind.PERCENT, width=10)
def counter_rate(all_accounts: Whole) -> NumberColumn:
    """Share of takedowns with a successful counter-notice; empty without takedowns. At most 5 % keeps the status.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF].
    """
    return _figures(all_accounts, "counter_rate")


@column("Accounts", "Worst reason", chinese=("最差投诉理由",), rare=True, words="reasons", width=26)
def worst_reason(all_accounts: Whole) -> TextColumn:
    """The reason with the lowest takedown rate, because each reason is tested on its own.

    Source: ipp-facts 6.1 [O1, O2 2021: OFF].
    """
    return _figures(all_accounts, "worst_reason")


@column(
    "Accounts",
    "Qualifies",
    chinese=("善意投诉达标", "诚信投诉达标"),
    kind=Kind.YES_NO,
    width=10,
    good={"yes": "good", "no": "bad"},
)
def qualifies(all_accounts: Whole) -> FlagColumn:
    """Whether the account meets all Good-Faith tests on the date of the check.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].
    """
    return _figures(all_accounts, "qualifies")


@column("Accounts", "Fails", chinese=("善意投诉未达标项", "诚信未达标项"), width=44)
def fails(all_accounts: Whole) -> TextColumn:
    """The Good-Faith tests that fail, in words; empty if none fails.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].
    """
    return _figures(all_accounts, "fails")


@column("Accounts", "Head-room", chinese=("可承受不成立数",), kind=Kind.COUNT, width=10)
def headroom(all_accounts: Whole) -> NumberColumn:
    """How many more rejections the takedown rate allows, over all and in each reason with a decision.

    Source: ipp-facts 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "headroom")


@column("Accounts", "Head-room by", chinese=("限制余量的理由",), rare=True, words="reasons", width=26)
def headroom_by(all_accounts: Whole) -> TextColumn:
    """The complaint reason that allows the fewest more rejections; empty if all complaints together allow the fewest.

    Source: ipp-facts 6.1 [O1, O2 2021: OFF], 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "headroom_by")


@column("Accounts", "Takedowns needed", chinese=("尚需成立数",), kind=Kind.COUNT, width=10)
def needed(all_accounts: Whole) -> NumberColumn:
    """How many more complaints, all taken down, the account needs to meet every limit; empty if no number is enough.

    Source: ipp-facts 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "needed")


@column("Accounts", "Best case", chinese=("最好成立率",), rare=True, kind=Kind.PERCENT, width=10)
def best_rate(all_accounts: Whole) -> NumberColumn:
    """The takedown rate if all pending complaints are taken down.

    Source: ipp-facts 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "best_rate")


@column("Accounts", "Worst case", chinese=("最差成立率",), rare=True, kind=Kind.PERCENT, width=10)
def worst_rate(all_accounts: Whole) -> NumberColumn:
    """The takedown rate if all pending complaints are rejected.

    Source: ipp-facts 6.2 (derived numbers: INF).
    """
    return _ahead(all_accounts, "worst_rate")


@column("Accounts", "Runs out on", chinese=("善意投诉失效日", "诚信失效日"), kind=Kind.DATE, width=12)
def runs_out(all_accounts: Whole) -> DateColumn:
    """The first day on which the account no longer qualifies, if nothing more is filed or decided: old complaints leave the window.

    Source: ipp-facts 6.2 [O2: OFF; derived: INF].
    """
    return _ahead(all_accounts, "runs_out")


@column("Accounts", "Runs out by", chinese=("善意投诉失效原因", "诚信失效原因"), rare=True, width=30)
def runs_out_by(all_accounts: Whole) -> TextColumn:
    """The Good-Faith tests that will fail on that day.

    Source: ipp-facts 6.2 [O2: OFF; derived: INF].
    """
    return _ahead(all_accounts, "runs_out_by")


@column("Accounts", "Locked out until", chinese=("善意投诉停用至", "诚信停用至"), kind=Kind.DATE, width=12)
def locked_until(all_accounts: Whole) -> DateColumn:
    """The first day on which the account can get the status back after it lost it; empty if it is not locked out.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; who was in: INF].
    """
    return _ahead(all_accounts, "locked_until")


@column("Accounts", "Waiting", chinese=("待处理链接数",), kind=Kind.COUNT, width=10)
def waiting(all_accounts: Whole) -> NumberColumn:
    """Links in Complaints that the account has not filed yet.

    Source: ipp-facts 6.2, 11 G04 (INF).
    """
    return _practice(all_accounts, "waiting")


@column("Accounts", "Withdrawn after appeal", chinese=("申诉后撤诉率",), rare=True, kind=Kind.PERCENT, width=11)
def withdrawn_after_appeal(all_accounts: Whole) -> NumberColumn:
    """Share of the links in the window that were withdrawn after the seller's appeal; empty without links in the window.

    Source: ipp-facts 5.9 [L24: LAW].
    """
    return _practice(all_accounts, "withdrawn")


@column("Accounts", "Owners", chinese=("所涉权利人",), rare=True, width=28)
def owners(all_accounts: Whole) -> TextColumn:
    """The owners of the rights that the account cites, if there are several: their complaints are counted together.

    Source: ipp-facts 6.2 [O1, O2: OFF].
    """
    return _practice(all_accounts, "owners")


@column("Accounts", FINDINGS_HEADER, chinese=FINDINGS_CHINESE, width=56)
def findings(row_findings: TextColumn) -> TextColumn:
    """The findings of the checks about this row, most severe first.

    Source: house rule: findings are shown in the row that they are about.
    """
    return row_findings
