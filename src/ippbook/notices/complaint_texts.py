"""The takedown texts of a whole Complaints table: one for each complaint, however many links it has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import notices
from ippbook.declare.wiring import Whole, Wiring
from ippbook.normalize import folded
from ippbook.tables.column_types import TextColumn
from ippbook.tables.distinct_texts import distinct_texts

_Cell: TypeAlias = Any  # a typed cell of any column: text, number, day or blank
# Texts show numbers as the office prints them and links in the form to file. A complaint without a platform has the
# platform of its link.
_PRINTED: Final = {"right_number": "right_number_as_printed", "listing_url": "listing_canonical_url"}
_OTHERWISE: Final = {"platform": "listing_url_platform"}
FOLDER_TEXTS: Final = ("Texts", "folder_texts")
"""The key under which a run has the team's texts of a folder (templates)."""


def complaint_groups(complaint: TextColumn, account: TextColumn) -> NDArray[np.int64]:
    """For each row, the number of its complaint (from 0, in order of first appearance).

    Rows belong together when complaint number and account are the same apart from case, width and spaces. A row without
    a complaint number is a complaint of its own.
    """
    numbers, accounts = _folded(complaint), _folded(account)
    codes = numbers * (int(accounts.max(initial=0)) + 1) + accounts
    alone = np.flatnonzero((complaint == "").to_numpy())
    codes[alone] = -1 - alone
    return np.asarray(pd.factorize(codes)[0], dtype=np.int64)


def _folded(column: TextColumn) -> NDArray[np.int64]:
    codes, spellings = distinct_texts(column)
    known: dict[str, int] = {}
    numbers = np.array([known.setdefault(text, len(known)) for text in folded(spellings.tolist())], dtype=np.int64)
    return numbers[codes] if len(numbers) else np.zeros(len(column), dtype=np.int64)


def takedowns(complaints: Whole) -> pd.DataFrame:
    """The result of `notices.render` for each complaint, at the complaint's first row; other rows are blank.

    Columns: text ("" where there is a problem), characters (float64, NaN where no text was written), problem (one
    sentence, or ""), missing (names of blank fields, joined by ", "), language (of the text; "" where there is no text
    for the reason in any language that can be used), failed (whether a team's own text cannot be written). Call it as `all_complaints.once(takedowns)`, so that a run writes
    the texts once.
    """
    groups = complaint_groups(complaints["complaint"], complaints["account"])
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    firsts = order[starts]
    reasons, languages = (column.to_numpy()[firsts] for column in (complaints["reason"], text_language(complaints)))
    wanted = complaints.filled[firsts] & (reasons != "")
    texts = own_texts(complaints.wiring)
    written = _written_languages(complaints, texts, firsts, wanted)
    columns = {name: np.full(len(groups), "", dtype=object) for name in ("text", "problem", "missing", "language")}
    characters, failed = np.full(len(groups), np.nan), np.zeros(len(groups), dtype=np.bool_)
    for reason, language in sorted(set(zip(reasons[wanted].tolist(), written[wanted].tolist(), strict=True))):
        mine = wanted & (reasons == reason) & (written == language)
        rows = order[np.repeat(mine, sizes)]
        # Without any text, the writer's refusal names the language that the complaint names.
        shown = language or languages[np.flatnonzero(mine)[0]]
        found = _notices(complaints, (reason, shown), texts, firsts[mine], rows, sizes[mine])
        for first, notice in zip(firsts[mine].tolist(), found, strict=True):
            columns["text"][first], columns["problem"][first] = notice.text, notice.problem
            columns["missing"][first], columns["language"][first] = ", ".join(notice.missing), language
            failed[first] = notice.failed
            if notice.characters:
                characters[first] = notice.characters
    return pd.DataFrame(
        {name: pd.Series(column, dtype=object) for name, column in columns.items()}
        | {"characters": characters, "failed": failed}
    )


def _written_languages(
    complaints: Whole, texts: notices.TakedownTexts, firsts: NDArray[np.int64], wanted: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """The language in which each complaint's text is written: its own, or the one that replaces it."""
    otherwise = str(complaints["fallback_language"])
    asking = (complaints["reason"].to_numpy()[firsts], text_language(complaints).to_numpy()[firsts])
    sites = _column(complaints, "platform", firsts)
    known: dict[tuple[str, str, str], str] = {}
    found = np.full(len(firsts), "", dtype=object)
    for place in np.flatnonzero(wanted).tolist():
        at = (asking[0][place], asking[1][place], sites[place])
        if at not in known:
            known[at] = notices.written_language(texts, *at, otherwise)
        found[place] = known[at]
    return found


def _notices(
    complaints: Whole,
    text: tuple[str, str],
    texts: notices.TakedownTexts,
    firsts: NDArray[np.int64],
    rows: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> Iterator[notices.Notice]:
    """The notices of complaints with one *text* (reason and language): their first rows, all their rows, and their sizes.

    Complaints that differ only by the addresses of their links share one writer.
    """
    template = texts.get(text)
    used = template.used if template and not template.refusal else None
    stated = _facts(complaints, ("right_type", "platform", *(used.of_complaint if used else ())), firsts)
    linked = _facts(complaints, used.of_links if used else (), rows)
    links, addresses = linked.codes.tolist(), _column(complaints, "listing_url", rows).tolist()
    writers: dict[tuple[int, ...], notices.NoticeWriter] = {}
    ends = np.cumsum(sizes)
    for start, end, facts in zip((ends - sizes).tolist(), ends.tolist(), stated.codes.tolist(), strict=True):
        key = (facts, *links[start:end])
        writer = writers.get(key)
        if writer is None:
            writer = notices.writer(*text, stated[facts], [linked[link] for link in links[start:end]], texts=texts)
            writers[key] = writer
        yield writer.write(addresses[start:end])


def text_language(complaints: Whole) -> TextColumn:
    """The language that each row wants for its text: its own, else the one of the settings."""
    language = complaints["language"]
    chosen: TextColumn = language.where(language != "", complaints["text_language"])
    return chosen


def own_texts(wiring: Wiring) -> notices.TakedownTexts:
    """The texts of a run: those of the table Texts, then those of a folder, then the built-in ones.

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
    """Facts of rows: for each row a number, the same where all facts are the same; by that number, the facts by name."""

    codes: NDArray[np.int64]
    names: list[str]
    distinct: list[tuple[_Cell, ...]]

    def __getitem__(self, code: int) -> dict[str, _Cell]:
        return dict(zip(self.names, self.distinct[code], strict=True))


def _facts(complaints: Whole, fields: Iterable[str], rows: NDArray[np.int64]) -> _Facts:
    names = list(dict.fromkeys(fields))
    values = [_column(complaints, name, rows) for name in names]
    codes = np.zeros(len(rows), dtype=np.int64)
    for column in values:
        own, distinct = pd.factorize(column, use_na_sentinel=False)
        codes = pd.factorize(codes * (len(distinct) + 1) + own)[0]
    first = np.unique(codes, return_index=True)[1]
    return _Facts(codes, names, list(zip(*(column[first].tolist() for column in values), strict=True)) or [()])


def _column(complaints: Whole, name: str, rows: NDArray[np.int64]) -> NDArray[np.object_]:
    """A column at *rows*: dates as 2026-01-31, and the printed form of a column that has one."""
    values = complaints[name].to_numpy()[rows]
    if name in _PRINTED:
        printed = complaints[_PRINTED[name]].to_numpy()[rows]
        values = np.where(printed != "", printed, values)
    if name in _OTHERWISE:
        values = np.where(values != "", values, complaints[_OTHERWISE[name]].to_numpy()[rows])
    if values.dtype.kind == "M":
        days = values.astype("datetime64[D]")
        values = np.where(np.isnat(days), "", np.datetime_as_string(days))
    return np.asarray(values, dtype=object)
