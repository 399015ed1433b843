"""The takedown texts that drafted complaints would have, before anything is written."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from ippbook.cases.filing.drafts import Draft
from ippbook.cases.filing.eligibility import Eligibility
from ippbook.cases.filing.workbook_view import FilingView
from ippbook.catalog import platforms
from ippbook.declare import Wiring
from ippbook.languages import say, say_series
from ippbook.notices.complaint_texts import takedowns
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import Tables
from ippbook.tables.book import Table
from ippbook.tables.headers import header_of
from ippbook.tables.records import Complaint

STATUS: Final = "draft"
"""The status of a drafted row."""
Columns = dict[str, "pd.Series[Any]"]


@dataclass(frozen=True)
class TrialText:
    """The trial text of one complaint: its length, or why it has none."""

    characters: int
    """0 where none was written."""
    missing: tuple[str, ...]
    """Blank fields, by their names in a joined row of Complaints."""
    problem: str
    too_long: bool


def as_rows(view: FilingView, drafts: Sequence[Draft]) -> Columns:
    """The rows that the drafts would have in Complaints: a row a link, numbered from "draft 0"."""
    rows = [(number, row, draft) for number, draft in enumerate(drafts) for row in draft.rows]
    listings = view.listings("listing")
    columns = {
        "complaint": [say("draft {number}", number=number) for number, _, _ in rows],
        "listing": [listings[row] for _, row, _ in rows],
        "right": [draft.right for _, _, draft in rows],
        "account": [draft.account for _, _, draft in rows],
        "platform": [draft.platform for _, _, draft in rows],
        "reason": [draft.reason for _, _, draft in rows],
        "status": [STATUS] * len(rows),
    }
    return {name: pd.Series(values, dtype=object) for name, values in columns.items()}


def trial_texts(view: FilingView, drafts: Sequence[Draft]) -> list[TrialText]:
    """The text of each draft, made with the texts that the workbook would use."""
    table = Table.of("Complaints", as_rows(view, drafts))
    frame = wiring_with(view, table).value("Complaints", "all_complaints").once(takedowns)
    starts = np.cumsum([0, *(len(draft.rows) for draft in drafts)])[:-1]
    first = frame.iloc[starts]
    columns = (first[name].tolist() for name in ("characters", "missing", "problem"))
    found = []
    for draft, length, missing, problem in zip(drafts, *columns, strict=True):
        characters = 0 if np.isnan(length) else int(length)
        names = tuple(name for name in missing.split(", ") if name)
        found.append(
            TrialText(characters, names, problem, too_long=characters > platforms.complaint_limits(draft.platform).text)
        )
    return found


def wiring_with(view: FilingView, complaints: Table) -> Wiring:
    """The wiring of the workbook with *complaints* instead of its own; values computed already are reused."""
    own = view.study.wiring
    tables = Tables({**own.tables.tables, "Complaints": complaints}, own.tables.settings)
    kept = {at: value for at, value in own.overrides.items() if at[1] != "row_findings"}
    kept |= {
        (column.table, column.name): own.value(column.table, column.name)
        for column in own.registry.columns
        if column.table in {"Rights", "Listings"} and "row_findings" not in column.parameters
    }
    return Wiring(tables, own.registry, own.as_of, own.settings, kept)


def exclude_incomplete(eligibility: Eligibility, drafts: Sequence[Draft]) -> None:
    """Exclude the listings whose text lacks a fact of their own, or is too long even alone.

    Facts in Complaints (an order number, for example) are entered after drafting, so they may be missing.
    """
    later = {field.name for field in Complaint.fields()}
    single = [
        (row, Draft(each.account, each.platform, each.right, each.reason, ((row,),)))
        for each in drafts
        for row in each.rows
    ]
    for (row, _), text in zip(single, trial_texts(eligibility.view, [draft for _, draft in single]), strict=True):
        missing = [name for name in text.missing if name not in later]
        if missing:
            eligibility.exclude_row(
                row,
                say("facts missing"),
                say("its text lacks {missing}", missing=say_series(_shown(name) for name in missing)),
            )
        elif text.too_long:
            eligibility.exclude_row(
                row,
                say("text too long"),
                say("its text would have {characters:,} characters; shorten its facts", characters=text.characters),
            )


def _shown(name: str) -> str:
    """A joined field by header and table: "Genuine model (Listings)"."""
    for prefix, table in (("listing_", "Listings"), ("right_", "Rights"), ("account_", "Accounts")):
        if name.startswith(prefix) and name != "right_type":
            return f"{header_of(name.removeprefix(prefix))} ({table})"
    return header_of(name)


def fitted(view: FilingView, drafts: Sequence[Draft]) -> list[tuple[Draft, TrialText]]:
    """The drafts in order with their texts; a draft is cut in two until its text is short enough for the portal."""
    written = trial_texts(view, drafts) if drafts else []
    long = {place for place, text in enumerate(written) if text.too_long and drafts[place].halves()}
    halves = [half for place in sorted(long) for half in drafts[place].halves() or ()]
    return _merged(list(zip(drafts, written, strict=True)), long, fitted(view, halves) if halves else [])


def _merged(
    whole: list[tuple[Draft, TrialText]], long: set[int], parts: list[tuple[Draft, TrialText]]
) -> list[tuple[Draft, TrialText]]:
    """The drafts in order, the long ones replaced by their *parts*, which have the same order."""
    found: list[tuple[Draft, TrialText]] = []
    rest = iter(parts)
    for place, each in enumerate(whole):
        if place not in long:
            found.append(each)
            continue
        left = len(each[0].rows)
        while left:
            part = next(rest)
            found.append(part)
            left -= len(part[0].rows)
    return found
