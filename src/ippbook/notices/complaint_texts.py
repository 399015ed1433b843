"""The takedown texts of a whole Complaints table: one for each complaint, however many links it has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import notices
from ippbook.declare.wiring import Whole, Wiring
from ippbook.normalize import folded

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
    sizes = np.diff(np.append(starts, len(order)))
    firsts = order[starts]
    reasons, languages = (column.to_numpy()[firsts] for column in (complaints["reason"], _language(complaints)))
    wanted = complaints.filled[firsts] & (reasons != "")
    texts = own_texts(complaints.wiring)
    columns = {name: np.full(len(groups), "", dtype=object) for name in ("text", "problem", "missing")}
    characters = np.full(len(groups), np.nan)
    for reason, language in sorted(set(zip(reasons[wanted].tolist(), languages[wanted].tolist(), strict=True))):
        mine = wanted & (reasons == reason) & (languages == language)
        rows = order[np.repeat(mine, sizes)]
        notices_of = _notices(complaints, (reason, language), texts, firsts[mine], rows, sizes[mine])
        for first, notice in zip(firsts[mine].tolist(), notices_of, strict=True):
            columns["text"][first], columns["problem"][first] = notice.text, notice.problem
            columns["missing"][first] = ", ".join(notice.missing)
            if notice.characters:
                characters[first] = notice.characters
    return pd.DataFrame(
        {name: pd.Series(column, dtype=object) for name, column in columns.items()} | {"characters": characters}
    )


def _notices(
    complaints: Whole,
    text: tuple[str, str],
    texts: notices.TakedownTexts,
    firsts: NDArray[np.int64],
    rows: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> Iterator[notices.Notice]:
    """The notices of complaints that want one *text* (reason and language): their first rows, all their rows, how many each has.

    What differs by the addresses of its links alone is written once.
    """
    template = texts.get(text)
    wiring = template.wiring if template and not template.refusal else None
    stated = _facts(complaints, ("right_type", "platform", *(wiring.of_complaint if wiring else ())), firsts)
    linked = _facts(complaints, wiring.of_links if wiring else (), rows)
    links, addresses = linked.codes.tolist(), _column(complaints, "listing_url", rows).tolist()
    forms: dict[Any, notices.NoticeWriter] = {}
    ends = np.cumsum(sizes)
    for start, end, facts in zip((ends - sizes).tolist(), ends.tolist(), stated.codes.tolist(), strict=True):
        key = (facts, *links[start:end])
        form = forms.get(key)
        if form is None:
            form = notices.writer(*text, stated[facts], [linked[link] for link in links[start:end]], texts=texts)
            forms[key] = form
        yield form.write(addresses[start:end])


def _language(complaints: Whole) -> "pd.Series[Any]":
    """The language of each row's text; where the row names none, the one of the settings."""
    language = complaints["language"]
    chosen: pd.Series[Any] = language.where(language != "", complaints["text_language"])
    return chosen


def own_texts(wiring: Wiring) -> notices.TakedownTexts:
    """The texts of a run: those of the table Texts, then those of a folder, then ours.

    A text that cannot be used is among them: its complaints get no text, rather than one that the team did not want.
    """
    rows = zip(*(wiring.value("Texts", name) for name in ("reason", "language", "text")), strict=True)
    typed = [
        notices.read_template(text, reason, notices.LANGUAGES[language])
        for reason, language, text in rows
        if reason and language in notices.LANGUAGES and text
    ]
    return notices.with_own([*typed, *wiring.overrides.get(FOLDER_TEXTS, ())])


@dataclass(frozen=True)
class _Facts:
    """Facts of rows: for each row a number, alike where all facts are alike; by that number, the facts by name."""

    codes: NDArray[np.int64]
    names: list[str]
    distinct: list[tuple[Any, ...]]

    def __getitem__(self, code: int) -> dict[str, Any]:
        return dict(zip(self.names, self.distinct[code], strict=True))


def _facts(complaints: Whole, asked: Iterable[str], rows: NDArray[np.int64]) -> _Facts:
    names = list(dict.fromkeys(asked))
    values = [_column(complaints, name, rows) for name in names]
    codes = np.zeros(len(rows), dtype=np.int64)
    for column in values:
        own, distinct = pd.factorize(column, use_na_sentinel=False)
        codes = pd.factorize(codes * (len(distinct) + 1) + own)[0]
    first = np.unique(codes, return_index=True)[1]
    return _Facts(codes, names, list(zip(*(column[first].tolist() for column in values), strict=True)) or [()])


def _column(complaints: Whole, name: str, rows: NDArray[np.int64]) -> NDArray[np.object_]:
    """A column at *rows*; dates as 2026-01-31, and the shown form of what has one."""
    values = complaints[name].to_numpy()[rows]
    if name in _SHOWN:
        shown = complaints[_SHOWN[name]].to_numpy()[rows]
        values = np.where(shown != "", shown, values)
    if name in _INSTEAD:
        values = np.where(values != "", values, complaints[_INSTEAD[name]].to_numpy()[rows])
    if values.dtype.kind == "M":
        days = values.astype("datetime64[D]")
        values = np.where(np.isnat(days), "", np.datetime_as_string(days))
    return np.asarray(values, dtype=object)
