"""The takedown texts of a whole Complaints table: one for each complaint, however many links it has."""

from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import notices
from ippbook.declare.wiring import Whole, Wiring
from ippbook.spelling import folded

# Texts show numbers as the office prints them and links in the form to file; a complaint's site is that of its link
# where it names none.
_SHOWN: Final = {"right_number": "right_number_as_printed", "listing_url": "listing_canonical_url"}
_INSTEAD: Final = {"platform": "listing_url_platform"}
FOLDER_TEXTS: Final = ("Texts", "folder_texts")
"""Where a run is given the team's texts that stand in a folder (templates)."""


def complaint_groups(complaint: "pd.Series[Any]", account: "pd.Series[Any]") -> NDArray[np.int64]:
    """For each row, the number of its complaint (from 0, in order of first appearance).

    Rows belong together when complaint number and account are the same but for case, width and spaces; a row without
    a complaint number stands for itself.
    """
    numbers, accounts = _folded(complaint), _folded(account)
    codes = numbers * (int(accounts.max(initial=0)) + 1) + accounts
    alone = np.flatnonzero((complaint == "").to_numpy())
    codes[alone] = -1 - alone
    return np.asarray(pd.factorize(codes)[0], dtype=np.int64)


def _folded(column: "pd.Series[Any]") -> NDArray[np.int64]:
    codes, spellings = pd.factorize(column.to_numpy())
    known: dict[str, int] = {}
    numbers = np.array([known.setdefault(text, len(known)) for text in folded(spellings.tolist())], dtype=np.int64)
    return numbers[codes] if len(numbers) else np.zeros(len(column), dtype=np.int64)


def takedowns(complaints: Whole) -> pd.DataFrame:
    """What `notices.render` answers for each complaint, at the complaint's first row; other rows are blank.

    Columns: text ("" where there is a problem), characters (float64, NaN where no text was written), problem (one
    sentence, or ""), missing (names of blank fields, joined by ", "). Ask for it by `all_complaints.once(takedowns)`,
    so that a run writes the texts once.
    """
    groups = complaint_groups(complaints["complaint"], complaints["account"])
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    languages = _language(complaints)
    texts = own_texts(complaints.wiring)
    firsts = order[starts]
    asked = [column.to_numpy()[firsts].tolist() for column in (complaints["reason"], languages)]
    used = {texts[pair] for pair in set(zip(*asked, strict=True)) if pair in texts}
    fact_names, facts, link_names, links = _facts(complaints, used, firsts)
    columns = {name: np.full(len(groups), "", dtype=object) for name in ("text", "problem", "missing")}
    characters = np.full(len(groups), np.nan)
    rows = order.tolist()
    spans = pairwise([*starts.tolist(), len(rows)])
    filled = complaints.filled[firsts].tolist()
    for (start, end), reason, language, is_filled, stated_values in zip(spans, *asked, filled, facts, strict=True):
        if not is_filled or not reason:
            continue
        first = rows[start]
        stated = dict(zip(fact_names, stated_values, strict=True))
        linked = [dict(zip(link_names, links[row], strict=True)) for row in rows[start:end]]
        notice = notices.render(reason, language, stated, linked, texts=texts)
        columns["text"][first], columns["problem"][first] = notice.text, notice.problem
        columns["missing"][first] = ", ".join(notice.missing)
        if notice.characters:
            characters[first] = notice.characters
    return pd.DataFrame(
        {name: pd.Series(column, dtype=object) for name, column in columns.items()} | {"characters": characters}
    )


def _language(complaints: Whole) -> "pd.Series[Any]":
    """The language of each row's text; where the row names none, the one of the settings."""
    language = complaints["language"]
    chosen: pd.Series[Any] = language.where(language != "", complaints["text_language"])
    return chosen


def own_texts(wiring: Wiring) -> notices.Texts:
    """The texts of a run: those of the table Texts, then those of a folder, then ours.

    A text that cannot be used is among them: its complaints get no text, rather than one that the team did not want.
    """
    rows = zip(*(wiring.value("Texts", name) for name in ("reason", "language", "text")), strict=True)
    typed = [
        notices.read(text, reason, notices.LANGUAGES[language])
        for reason, language, text in rows
        if reason and language in notices.LANGUAGES and text
    ]
    return notices.with_own([*typed, *wiring.given.get(FOLDER_TEXTS, ())])


def _facts(
    complaints: Whole, used: set[notices.Template], firsts: NDArray[np.int64]
) -> tuple[list[str], list[Any], list[str], list[Any]]:
    """Names and rows of the facts that any text may state of a complaint, and of those that it may state of a link.

    Those of a complaint are given for its first row, *firsts*; those of a link for every row.
    """
    wirings = [template.wiring for template in sorted(used, key=lambda template: template.raw) if not template.refusal]
    of_complaint = list(
        dict.fromkeys(["right_type", "platform", *(name for each in wirings for name in each.of_complaint)])
    )
    of_links = list(dict.fromkeys(["listing_url", *(name for each in wirings for name in each.of_links)]))
    every = np.arange(len(complaints))
    return of_complaint, _rows(complaints, of_complaint, firsts), of_links, _rows(complaints, of_links, every)


def _rows(complaints: Whole, names: list[str], rows: NDArray[np.int64]) -> list[Any]:
    return list(zip(*(_column(complaints, name, rows) for name in names), strict=True))


def _column(complaints: Whole, name: str, rows: NDArray[np.int64]) -> list[Any]:
    """A column at *rows* as Python values; dates as 2026-01-31, and the shown form of what has one."""
    column = complaints[name]
    if name in _SHOWN:
        shown = complaints[_SHOWN[name]]
        column = shown.where(shown != "", column)
    if name in _INSTEAD:
        column = column.where(column != "", complaints[_INSTEAD[name]])
    values = column.to_numpy()[rows]
    if values.dtype.kind == "M":
        days = values.astype("datetime64[D]")
        values = np.where(np.isnat(days), "", np.datetime_as_string(days))
    return list(values.tolist())
