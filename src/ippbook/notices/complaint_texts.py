"""The takedown texts of a whole Complaints table: one for each complaint, however many links it has."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import notices
from ippbook.declare.wiring import Whole, Wiring
from ippbook.normalize import folded
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import TextColumn
from ippbook.tables.distinct_texts import blank_rows, blanks_as, codes_at, distinct_texts

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
    alone = np.flatnonzero(blank_rows(complaint))
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
        at = firsts[mine]
        found = _notices(complaints, (reason, shown), texts, at, rows, sizes[mine])
        columns["text"][at], columns["language"][at], characters[at] = _texts(found.texts), language, found.characters
        for row, notice in zip(at[[*found.others]].tolist(), found.others.values(), strict=True):
            columns["problem"][row], columns["missing"][row] = notice.problem, ", ".join(notice.missing)
            failed[row] = notice.failed
    characters[characters == 0] = np.nan
    return pd.DataFrame(
        {name: pd.Series(column, dtype=object) for name, column in columns.items()}
        | {"characters": characters, "failed": failed}
    )


def _written_languages(
    complaints: Whole, texts: notices.TakedownTexts, firsts: NDArray[np.int64], wanted: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """The language in which each complaint's text is written: its own, or the one that replaces it."""
    otherwise = str(complaints["fallback_language"])
    found = np.full(len(firsts), "", dtype=object)
    at = firsts[wanted]
    asking = _facts(complaints, ("reason", "language", "platform"), at)
    written = []
    for code in range(len(asking.distinct) if len(at) else 0):
        reason, language, site = asking.distinct[code]
        written.append(
            notices.written_language(texts, reason, language or complaints["text_language"], site, otherwise)
        )
    if written:
        found[wanted] = _texts(written)[asking.codes]
    return found


def _notices(
    complaints: Whole,
    text: tuple[str, str],
    texts: notices.TakedownTexts,
    firsts: NDArray[np.int64],
    rows: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> notices.NoticeBatch:
    """The notices of complaints with one *text* (reason and language): their first rows, all their rows, and their sizes.

    Complaints that differ only by the addresses of their links share one writer.
    """
    template = texts.get(text)
    used = template.used if template and not (notices.is_own(template) and template.refusal) else None
    stated = _facts(complaints, ("right_type", "platform", *(used.of_complaint if used else ())), firsts)
    linked = _facts(complaints, used.of_links if used else (), rows)
    links, addresses = linked.codes.tolist(), notices.as_texts(_column(complaints, "listing_url", rows).tolist())
    writers = [notices.writers(*text, stated[code], texts=texts) for code in range(len(stated.distinct))]
    alike: dict[tuple[int, ...], list[int]] = {}
    ends = np.cumsum(sizes)
    spans = list(zip((ends - sizes).tolist(), ends.tolist(), strict=True))
    for place, ((start, end), facts) in enumerate(zip(spans, stated.codes.tolist(), strict=True)):
        key = (facts,) if writers[facts].refuses else (facts, *links[start:end])
        alike.setdefault(key, []).append(place)
    found = notices.NoticeBatch([""] * len(spans), [0] * len(spans), {})
    for (facts, *linked_facts), places in alike.items():
        writer = writers[facts].of_links([linked[link] for link in linked_facts])
        found.add(places, writer.write_all([addresses[start:end] for start, end in (spans[at] for at in places)]))
    return found


def _texts(texts: list[str]) -> NDArray[np.object_]:
    return np.array([*texts, None], dtype=object)[:-1]


def text_language(complaints: Whole) -> TextColumn:
    """The language that each row wants for its text: its own, else the one of the settings."""
    language = complaints["language"]
    return blanks_as(language, complaints["text_language"])


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


class CheckedText(NamedTuple):
    """A team's own text, tried."""

    refusal: str
    """As `notices.Template.refusal`."""
    needs: tuple[str, ...]
    """As `notices.Template.needs`; () where the text is refused."""


def checked_texts(texts: Whole) -> dict[tuple[str, str, str], CheckedText]:
    """Each filled text of the table Texts by its reason, language and text, tried. A text of an unknown language is tried as English.

    Call it as `all_texts.once(checked_texts)`, so that a run tries a text once.
    """
    rows = zip(*(texts[name] for name in ("reason", "language", "text")), strict=True)
    return {row: _checked(*row) for row in dict.fromkeys(rows) if row[2]}


def _checked(reason: str, language: str, text: str) -> CheckedText:
    known = notices.LANGUAGES.get(language) or notices.LANGUAGES["en"]
    template = notices.read_template(text, reason, known)
    return CheckedText(template.refusal, () if template.refusal else template.needs)


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
    codes = np.zeros(len(rows), dtype=np.int64)
    for column in dict.fromkeys(source for name in names for source in (name, *_also_read(name))):
        own = codes_at(complaints[column], rows) + 1
        if (own != own[:1]).any():
            codes = pd.factorize(codes * (int(own.max()) + 1) + own)[0]
    first = np.unique(codes, return_index=True)[1]
    values = [_column(complaints, name, rows[first]).tolist() for name in names]
    return _Facts(codes, names, list(zip(*values, strict=True)) or [()])


def _also_read(name: str) -> tuple[str, ...]:
    """The columns that `_column` reads for *name*, further to that column."""
    return tuple(known[name] for known in (_PRINTED, _OTHERWISE) if name in known)


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
