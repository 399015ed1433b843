"""`ippbook ready`: the checklist of an account from registration to the first complaint."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np

from ippbook import ooxml, pipeline
from ippbook.cases import filing
from ippbook.cases.dossier.account_items import account_items
from ippbook.cases.dossier.checklist import ChecklistItem, ItemState
from ippbook.cases.dossier.right_items import right_items
from ippbook.cases.dossier.table_row import CaseRow
from ippbook.cases.filing.workbook_view import FilingView, LinkStage
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.likely_names import did_you_mean
from ippbook.pipeline import FilePath, Study
from ippbook.quick_dataclasses import dataclass
from ippbook.sellers import name_key
from ippbook.tables.book import fold


@dataclass(frozen=True)
class Readiness:
    """The checklist of one account."""

    account: str
    as_of: date
    items: tuple[ChecklistItem, ...]

    @property
    def ready(self) -> bool:
        """Whether every statement is true."""
        return all(item.state is ItemState.TRUE for item in self.items)

    @property
    def next(self) -> ChecklistItem | None:
        """The item to do first: the first that is false, else the first that is unknown."""
        for state in (ItemState.FALSE, ItemState.UNKNOWN):
            for item in self.items:
                if item.state is state:
                    return item
        return None


def readiness(study: Study, account: str = "") -> tuple[Readiness, ...]:
    """The checklist of *account*, or of every account of the workbook. Raises `UserError` for an unknown one.

    Every item is true, false or unknown, judged by the workbook alone; each says what to do and names its source.
    """
    view = FilingView(study)
    names = study.wiring.value("Accounts", "account")
    rows = [row for row, name in enumerate(names) if name and (not account or fold(name) == fold(account))]
    if not rows:
        known = [name for name in dict.fromkeys(names) if name]
        lacking = say("no account {account!r}", account=account) if account else say("no account")
        listed = say("its accounts are: {known}", known=say_series(known)) if known else say("enter an account first")
        raise UserError(
            "the table Accounts has {lacking}; {part}", lacking=lacking, part=did_you_mean(account, known, listed)
        )
    return tuple(Readiness(names[row], study.as_of, tuple(_items(view, row))) for row in rows)


def ready(path: FilePath, account: str = "", as_of: date | None = None, *, today: date) -> tuple[Readiness, ...]:
    """The checklists for the workbook at *path*; the workbook is only read. Raises `ooxml.WorkbookError` and `UserError`."""
    return readiness(pipeline.calculate(ooxml.open(path), as_of, today).study, account)


def _items(view: FilingView, row: int) -> Iterator[ChecklistItem]:
    account = CaseRow(view.study, "Accounts", row)
    yield from account_items(account)
    rights = _rights(view, account)
    for right in rights:
        yield from right_items(CaseRow(view.study, "Rights", right))
    if not rights:
        do = say("enter the first right in Rights")
        sheet = view.study.tables["Rights"].places.sheet
        yield ChecklistItem(
            "Rights", say("There is a right to cite"), ItemState.FALSE, "", do, "ipp-facts 5.1 [O5: OFF]", sheet
        )
    yield from _filing(view, account)


def _rights(view: FilingView, account: CaseRow) -> list[int]:
    """The rights of an account: those that it has cited or whose owner it files for; all rights where there are no such rights."""
    wiring = view.study.wiring
    by = wiring.rows("Complaints", "account")
    cited = set(wiring.rows("Complaints", "right")[by == account.number].tolist())
    owner = name_key(account.text("complainant"))
    names = list(zip(wiring.value("Rights", "right"), wiring.value("Rights", "owner"), strict=True))
    every = [row for row, (name, _) in enumerate(names) if name]
    own = [row for row in every if row in cited or (owner and name_key(names[row][1]) == owner)]
    return own or every


def _filing(view: FilingView, account: CaseRow) -> Iterator[ChecklistItem]:
    name = account.text("account")
    mine = view.study.wiring.rows("Complaints", "account") == account.number
    stages = view.stages[np.asarray(mine)]
    drafted = sum(stage is LinkStage.UNFILED for stage in stages)
    filed = len(stages) - drafted
    some, found = bool(drafted or filed), say("{drafted:,} drafted", drafted=drafted)
    if not some:  # a trial plan takes time, and only an account without any complaint needs it
        plan = filing.draft(view.study, name)
        causes = Counter(each.kind for each in plan.excluded).most_common(3)
        shown = say_series((f"{kind} ({count:,})" for kind, count in causes))
        some = bool(plan.links)
        found = (
            say("{links:,} ready", links=plan.links)
            if some
            else say("excluded: {shown}", shown=shown)
            if shown
            else say("no listings")
        )
    step = say("Filing by {name}", name=name)
    sheets = {table: view.study.tables[table].places.sheet for table in ("Listings", "Complaints")}
    state = ItemState.TRUE if some else ItemState.FALSE
    do = "" if state is ItemState.TRUE else say("complete a listing; ippbook plan shows what each listing lacks")
    yield ChecklistItem(
        step, say("A listing is ready to be filed"), state, found, do, "ipp-facts 5.1, 5.2", sheets["Listings"]
    )
    state = ItemState.TRUE if filed else ItemState.FALSE
    do = (
        ""
        if filed
        else say(
            "draft with ippbook plan, prepare with ippbook pack, file on the portal, and enter the date under Filed"
        )
    )
    found = say("{filed:,} links filed", filed=filed)
    yield ChecklistItem(
        step, say("The first complaint is filed"), state, found, do, "ipp-facts 5.1 [O5, O7: OFF]", sheets["Complaints"]
    )
