"""What a team changes in the checks: codes switched off, other severities, and findings accepted for a while.

The *Settings* table may name a code of a finding (`CP305`) and give it `off`, `error`, `warning` or `advice`. The *Waivers*
table accepts findings of one code about one record, with a reason and a last day. Until that day they are listed separately;
after it they count again. Findings about ippbook's own failures and about waivers cannot be changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.declare.content_registry import Registry
from ippbook.declare.platform_rule import Rule
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import Table, Tables, fold
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.findings import Batch, Severity
from ippbook.tables.problems import PROBLEMS

_CODE: Final = late_pattern(r"[A-Z]{2}[0-9]{3}")
_FIXED: Final = ("XX", "WV")
"""The beginnings of codes that a team cannot change."""
_OFF: Final = "off"
_CHINESE: Final = {"关闭": _OFF, "错误": "error", "警告": "warning", "建议": "advice", "提示": "advice"}
_WORDS: Final = {severity.word: severity for severity in Severity}
_BETWEEN: Final = late_pattern(r"\s*[;；]\s*|\s+/\s+")
"""What separates the names of one waiver."""


def code_of(text: str) -> str:
    """The code of a finding in *text*; "" if it is not a code.

    >>> code_of(" cp305 "), code_of("Expiry warning days")
    ('CP305', '')
    """
    plain = clean(text).upper()
    return plain if _CODE.fullmatch(plain) else ""


def codes_of(known: Registry) -> frozenset[str]:
    """Every code of a finding: those of reading and those of the rules of *known*."""
    return frozenset({problem.code for problem in PROBLEMS} | {rule.code for rule in known.rules})


def can_be_tailored(code: str) -> bool:
    """Whether a team may switch off or waive the finding *code*, or change its severity."""
    return not code.startswith(_FIXED)


def names_in(about: str) -> tuple[str, ...]:
    """The names, folded, in a waiver's *about*. A row must have all of them.

    >>> names_in("C-2026-0001 / L0007"), names_in("TM/CN-1")
    (('c-2026-0001', 'l0007'), ('tm/cn-1',))
    """
    return tuple(fold(part) for part in _BETWEEN.split(about) if fold(part))


def naming_columns(table: Table) -> "list[AnyColumn]":
    """The columns whose values name a row of *table*: the first one, and the references."""
    fields = table.record.fields()
    return [table.columns[field.name] for field in fields if field is fields[0] or field.column.refers]


@dataclass(frozen=True)
class ActiveWaiver:
    """A waiver that is in force."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Tailoring:
    """What the workbook changes in the checks."""

    severities: Mapping[str, Severity | None]
    """By code; None: switched off."""
    refused: tuple[tuple[str, str], ...]
    """Settings of codes that cannot be used: the name as typed, and why."""
    waivers: Mapping[str, tuple[ActiveWaiver, ...]]
    """Those in force on the day of the check, by code."""

    @classmethod
    def of(cls, book: Tables, as_of: date, codes: frozenset[str]) -> "Tailoring":
        """The changes in *book*, for the day *as_of*. *codes*: every code that exists."""
        severities: dict[str, Severity | None] = {}
        refused = []
        for name, value in book.settings.values.items():
            code, word = code_of(name), _word(value)
            if not code or not word:
                continue
            if why := _refusal(name, code, word, codes):
                refused.append((name, why))
            else:
                severities[code] = _WORDS.get(word)
        return cls(severities, tuple(refused), _waivers(book["Waivers"], as_of))

    @property
    def switched_off(self) -> tuple[str, ...]:
        """The codes that are switched off."""
        return tuple(sorted(code for code, severity in self.severities.items() if severity is None))

    def runs(self, code: str) -> bool:
        """Whether the finding *code* is not switched off."""
        return self.severities.get(code, Severity.ERROR) is not None

    def selects(self, rule: Rule) -> bool:
        """Whether *rule* runs: it is not switched off, and a rule on request is named in Settings."""
        return self.runs(rule.code) and (not rule.on_request or rule.code in self.severities)

    def apply(self, batches: Iterable[Batch], book: Tables) -> tuple[list[Batch], list[Batch]]:
        """The findings that count, with the severities that the team set, and those that are waived."""
        kept: list[Batch] = []
        waived: list[Batch] = []
        for batch in batches:
            if not self.runs(batch.problem.code):
                continue
            aside = self._waived(batch, book)
            for part, into in ((_part(batch, ~aside), kept), (_part(batch, aside), waived)):
                if len(part):
                    into.append(self._graded(part))
        return kept, waived

    def _graded(self, batch: Batch) -> Batch:
        chosen = self.severities.get(batch.problem.code)
        return batch if chosen is None else replace(batch, problem=replace(batch.problem, severity_override=chosen))

    def _waived(self, batch: Batch, book: Tables) -> NDArray[np.bool_]:
        """Which findings of *batch* a waiver covers."""
        found = np.zeros(len(batch), dtype=np.bool_)
        waivers = self.waivers.get(batch.problem.code, ())
        if not waivers or batch.table not in book.tables:
            return found
        named: dict[str, set[int]] = defaultdict(set)
        at = np.flatnonzero(batch.rows >= 0)
        for column in naming_columns(book[batch.table]):
            for place, value in zip(at.tolist(), column.to_numpy()[batch.rows[at]], strict=True):
                named[fold(value)].add(place)
        for waiver in waivers:
            found[list(set.intersection(*(named.get(name, set()) for name in waiver.names)))] = True
        return found


def _word(value: object) -> str:
    """The severity, or off, that a cell names in English or Chinese; what it has otherwise."""
    word = clean(str(value)).casefold() if value is not None else ""
    return _CHINESE.get(word, word)


def _refusal(name: str, code: str, word: str, codes: frozenset[str]) -> str:
    """Why the setting *name* of *code* cannot be *word*; "" where it can."""
    if code not in codes:
        return say("“{name}” is not the code of a finding", name=name)
    if not can_be_tailored(code):
        return say("“{name}” cannot be switched off, and its severity cannot be changed", name=name)
    if word != _OFF and word not in _WORDS:
        return say(
            "“{name}” cannot be {word}; use off, error, warning or advice. Its own severity is used",
            name=name,
            word=word,
        )
    return ""


def _waivers(table: Table, as_of: date) -> dict[str, tuple[ActiveWaiver, ...]]:
    """The waivers in force: those with code, names, reason and a last day that has not passed."""
    found: dict[str, list[ActiveWaiver]] = defaultdict(list)
    columns = (table.columns[name] for name in ("finding", "about", "reason", "until"))
    for code, about, reason, until in zip(*columns, strict=True):
        waiver = ActiveWaiver(code_of(code), names_in(about))
        complete = waiver.code and waiver.names and reason and not pd.isna(until)
        if complete and can_be_tailored(waiver.code) and until >= pd.Timestamp(as_of):
            found[waiver.code].append(waiver)
    return {code: tuple(waivers) for code, waivers in found.items()}


def _part(batch: Batch, wanted: NDArray[np.bool_]) -> Batch:
    """The findings of *batch* that are *wanted*."""
    if wanted.all():
        return batch
    messages = [message for message, take in zip(batch.messages, wanted.tolist(), strict=True) if take]
    return replace(batch, rows=batch.rows[wanted], messages=messages)
