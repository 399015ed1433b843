"""What ippbook does with a workbook. `as_of` defaults to the workbook's setting *As of*, else to today in Asia/Shanghai; only here."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ippbook import pipeline
from ippbook.api.inputs import Input, Workbook, computed_dates, workbook_of
from ippbook.api.rows import Rows
from ippbook.cases import filing, team
from ippbook.errors import UserError
from ippbook.pipeline import Agenda, Recalculation, Study, TakedownText
from ippbook.pipeline.side_folders import SideFolders, read_side_folders
from ippbook.run_day import today_in
from ippbook.sellers.table import Seller

if TYPE_CHECKING:
    import pandas as pd


def open_workbook(source: Input) -> Workbook:
    """Open a workbook once and use it for several calls. Public name: `ippbook.open`.

    *source*: a path, bytes, an open xlwings Book, or a dict of DataFrames by table. Raises `WorkbookError` and `UserError`.
    """
    return workbook_of(source)


def check(
    source: Input, as_of: date | None = None, *, texts: str | Path | None = None, evidence: str | Path | None = None
) -> Study:
    """Check a workbook against the platforms' rules. Nothing is written.

    *texts*: a folder of the team's own takedown texts. *evidence*: the folder in which evidence files are looked up.
    The result has `.findings` (most severe first), `.counts()` by severity, `.tables`, and `.to_frame()`: one row for
    each finding with severity, code, table, row (position from 0, as `DataFrame.iloc` counts; -1 for none), sheet, cell,
    column and message. Raises `WorkbookError` and `UserError`. Source of each rule: its page in `ippbook.rule_pages`.
    """
    opened = workbook_of(source)
    return pipeline.check(opened.book, as_of, today=_today(), folders=_folders(texts, evidence))


def recalculate(
    source: Input,
    out: str | Path | None = None,
    as_of: date | None = None,
    *,
    write: bool = True,
    texts: str | Path | None = None,
) -> Recalculation:
    """Check a workbook and fill its computed columns; every other part of the file stays as it is, byte for byte.

    A path is written to *out* (default: back into the file); an xlwings Book gets the values in its cells. Bytes give
    the new workbook in `.content`, DataFrames give new ones in `.frames` (with all computed columns; yours are not
    changed); neither takes *out*. With *write* False nothing is written and `.changed` counts the cells that would change.
    Raises `WorkbookError` and `UserError`.
    """
    opened = workbook_of(source, computed=True)
    _refuse_out(opened, out)
    done = pipeline.recalculate(opened.book, out, as_of, today=_today(), write=write, folders=_folders(texts, None))
    return dataclasses.replace(done, content=opened.content, frames=_frames(opened))


def plan(
    source: Input,
    out: str | Path | None = None,
    as_of: date | None = None,
    *,
    account: str = "",
    write: bool = True,
    texts: str | Path | None = None,
) -> filing.PlanResult:
    """Draft complaints from the listings that are ready, and append them to the table Complaints.

    *account*: only for this account. *out*, *write*, `.content` and `.frames` as in `recalculate`. `.plan` has the
    drafts and the listings without one, each with its reason; `.to_frame()` has one row for each drafted link.
    Raises `WorkbookError` and `UserError`. Source: ipp-facts 0.3, 5.1, 5.4, 5.7 [O5, O7, O10: OFF].
    """
    opened = workbook_of(source)
    _refuse_out(opened, out)
    done = filing.plan(opened.book, out, account, as_of, today=_today(), write=write, folders=_folders(texts, None))
    return dataclasses.replace(done, content=opened.content, frames=_frames(opened))


def pack(
    source: Input,
    out: str | Path,
    as_of: date | None = None,
    *,
    complaint: str = "",
    evidence: str | Path | None = None,
    texts: str | Path | None = None,
    include_warnings: bool = False,
) -> filing.PackResult:
    """Write one folder for each complaint that is ready to file, below the folder *out*: links, text, evidence, hashes.

    *complaint*: only this one. *evidence*: the folder with the files that Listings names. *include_warnings*: complaints
    against authorised sellers too; evidence.txt warns. The workbook is only read. `.to_frame()` has one row for each complaint, packed or not, with the reason. Raises `WorkbookError` and `UserError`.
    Source: ipp-facts 0.3, 5.2, 5.4 [O7: OFF; C1: CODE].
    """
    opened = workbook_of(source)
    folders = _folders(texts, None)
    return filing.pack(
        opened.book, out, complaint, evidence, as_of, include_warnings=include_warnings, today=_today(), folders=folders
    )


def due(source: Input, as_of: date | None = None, *, days: int = 30) -> Agenda:
    """What is due within *days* calendar days, and what is overdue; earliest first.

    `.dues` are dataclasses; `.to_frame()` has one row for each with day, kind, what, table, key, account and cell.
    Raises `WorkbookError` and `UserError`. Source: ipp-facts 5.8.
    """
    opened = workbook_of(source)
    return pipeline.due(opened.book, as_of, days, today=_today())


def takedown_text(
    source: Input, complaint: str, as_of: date | None = None, *, language: str = "", texts: str | Path | None = None
) -> TakedownText:
    """The takedown text of one complaint, or why there is none.

    *language* (a code such as "en" or "zh") overrides the language of the complaint. Raises `WorkbookError` and
    `UserError`. Source: the page docs/notices.md names it for each text.
    """
    opened = workbook_of(source)
    return pipeline.takedown_text(
        opened.book, complaint, language, as_of, today=_today(), folders=_folders(texts, None)
    )


def good_faith(source: "Input | Study | list[Input]", as_of: date | None = None) -> team.GoodFaith:
    """Whether each account qualifies for the Good-Faith Takedown Mechanism, and which test fails.

    *source*: a workbook, a list of workbooks (counted as one team; a complaint in two of them counts once), or a `Study`.
    `.accounts` and `.reasons` are DataFrames, `.to_frame()` is `.accounts`: one row for each account with counts of
    complaints, rates as fractions, `qualifies`, `fails`, and what it has in hand. Raises `WorkbookError` and `UserError`.
    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; SEED: VEN for the volume].
    """
    if isinstance(source, Study):
        if as_of is not None and as_of != source.as_of:
            raise UserError(
                "The study is for {as_of}. Leave out as_of, or check the workbook for {as_of_2}.",
                as_of=source.as_of,
                as_of_2=as_of,
            )
        return team.good_faith(team.team_of({"the study": source.tables}, source.as_of))
    workbooks = [workbook_of(each) for each in (source if isinstance(source, list | tuple) else [source])]
    return team.good_faith(team.read_team([each.book for each in workbooks], as_of, today=_today()))


def repeat_sellers(source: Input, as_of: date | None = None, *, every: bool = False) -> "Rows[Seller]":
    """The sellers with more than one reported offer, or with an offer that came back after a takedown; worst first.

    *every*: all sellers, not only these. A tuple of dataclasses with `.to_frame()`. Raises `WorkbookError` and `UserError`.
    Source: ipp-facts 8 [C1, C2: CODE], 10 [V18: VEN].
    """
    opened = workbook_of(source)
    frame = pipeline.sellers(opened.book, as_of, today=_today())
    sellers = (Seller.of(row) for row in frame.to_dict("records"))
    return Rows(each for each in sellers if every or each.repeat)


def _today() -> date:
    return today_in()  # in the time zone of the deadlines; functions below take it as an argument


def _folders(texts: str | Path | None, evidence: str | Path | None) -> SideFolders:
    return read_side_folders(None if texts is None else Path(texts), None if evidence is None else Path(evidence))


def _refuse_out(opened: Workbook, out: str | Path | None) -> None:
    if out is not None and opened.is_in_memory:
        raise UserError("Bytes and DataFrames are not written to a file. Leave out *out* and use .content or .frames.")


def _frames(opened: Workbook) -> "dict[str, pd.DataFrame] | None":
    return opened.frames(computed_dates())
