"""What a comparison shows people: sections of entries, the same in text, Markdown and HTML."""

import difflib
import itertools
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final, TypeAlias

from ippbook.cli.render.codes import heading_in_words
from ippbook.cli.render.comparison.shown_values import (
    BLANK_WORD,
    ShownChange,
    cut_text,
    inert,
    value_pair,
    value_text,
)
from ippbook.cli.run_state import time_zone
from ippbook.comparison import Comparison
from ippbook.comparison.column_values import ShownValue
from ippbook.comparison.finding_changes import FindingChange
from ippbook.comparison.good_faith_changes import AccountChange, FigureChange
from ippbook.comparison.table_changes import RESPELLED, ColumnChange, ColumnOrigin, RowChange, TableChanges
from ippbook.comparison.text_changes import TextChange
from ippbook.goodfaith.percent_text import percent_text
from ippbook.languages import say, say_series
from ippbook.languages.run_language import localized_text
from ippbook.number_words import counted
from ippbook.quick_dataclasses import dataclass

PLUS: Final = "+"
MINUS: Final = "-"
DIFFERENT: Final = "~"
_TEXT_LINES: Final = 24
"""How many lines of one takedown text are shown."""

_Limits: TypeAlias = tuple[Mapping[str, Decimal], Mapping[str, Decimal]]
"""The limits of the rates in the old and in the new workbook, by figure."""


@dataclass(frozen=True)
class OutlineEntry:
    """One difference: its sign (+, - or ~), its name, a remark, its values, and the lines of a text that differ (sign and line)."""

    mark: str
    title: str
    remark: str = ""
    changes: tuple[ShownChange, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def only_change(self) -> ShownChange | None:
        """The values of an entry that is about one value, which are on the line of its title; else None."""
        return self.changes[0] if len(self.changes) == 1 and not self.changes[0].label else None


@dataclass(frozen=True)
class OutlineSection:
    """Differences of one kind: a heading, a sentence of counts, and the entries; *hidden* says how many are not shown."""

    heading: str
    summary: str
    entries: tuple[OutlineEntry, ...] = ()
    hidden: int = 0


@dataclass(frozen=True)
class Outline:
    """A comparison as people read it."""

    old: str
    new: str
    day: str
    verdict: str
    """One sentence: whether the content differs."""
    sections: tuple[OutlineSection, ...]
    notes: tuple[str, ...]
    hidden_notes: int = 0


def outline_of(found: Comparison, limit: int, *, computed: bool = False) -> Outline:
    """What is shown of *found*: at most *limit* entries of each list (0: all). *computed*: changed computed cells too."""
    sections = [
        *(section for table in found.tables for section in _table(table, limit, computed=computed)),
        *_settings(found, limit),
        *_good_faith(found, limit),
        *_findings(found, limit),
        *_texts(found, limit),
        *_sheets(found, limit),
    ]
    days = [str(found.old.as_of), str(found.new.as_of)]
    day = (
        days[1]
        if days[0] == days[1] or found.old.book is None
        else days[0]
        if found.new.book is None
        else " and ".join(days)
    )
    notes = [inert(localized_text(note)) for note in found.notes]
    shown = notes[: limit or None]
    verdict = say("The content differs.") if found.differs else say("No difference in the content.")
    return Outline(
        inert(found.old.name),
        inert(found.new.name),
        f"{day} ({time_zone.get()})",
        verdict,
        tuple(sections),
        tuple(shown),
        len(notes) - len(shown),
    )


def _limited(entries: Iterator[OutlineEntry], total: int, limit: int) -> tuple[tuple[OutlineEntry, ...], int]:
    shown = tuple(itertools.islice(entries, limit or None))
    return shown, max(total - len(shown), 0)


_COUNT_WORDS: Final[Mapping[str, Callable[[int], str]]] = {
    "added": lambda count: say("{count:,} added", count=count),
    "changed": lambda count: say("{count:,} changed", count=count),
    "removed": lambda count: say("{count:,} removed", count=count),
    "unchanged": lambda count: say("{count:,} unchanged", count=count),
}
_ROW_HEADINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "added": lambda table: say("{table}: rows added", table=table),
    "changed": lambda table: say("{table}: rows changed", table=table),
    "removed": lambda table: say("{table}: rows removed", table=table),
}
_CHANGE_WORDS: Final = {"added": say("added"), "changed": say("changed"), "removed": say("removed")}


def _entry(
    mark: str,
    title: str,
    remark: str = "",
    changes: tuple[ShownChange, ...] = (),
    lines: tuple[tuple[str, str], ...] = (),
) -> OutlineEntry:
    """An entry in the language to speak."""
    return OutlineEntry(mark, localized_text(title), localized_text(remark), changes, lines)


def _table(table: TableChanges, limit: int, *, computed: bool) -> Iterator[OutlineSection]:
    counts = table.counts
    words = [word for word in ("added", "changed", "removed", "unchanged") if counts[word]]
    summary = say_series(_COUNT_WORDS[word](counts[word]) for word in words) if words else say("no rows")
    if table.presence:
        summary = say("the table was {presence}; {summary}", presence=table.presence, summary=summary)
    if not (table.differs or (computed and table.computed)):
        return
    yield OutlineSection(table.name, summary, *_columns(table, limit))
    for change, mark in (("added", PLUS), ("changed", DIFFERENT), ("removed", MINUS)):
        total = counts[change] if change != "changed" or not computed else _changed_rows(table)
        if total:
            rows = (_row(row, mark) for row in table.rows(change, computed=computed))
            yield OutlineSection(
                _ROW_HEADINGS[change](table.name),
                f"{total:,}",
                *_limited(rows, total, limit),
            )


def _changed_rows(table: TableChanges) -> int:
    return len({at for column in (*table.cells, *table.computed) for at in column.at.tolist()})


def _columns(table: TableChanges, limit: int) -> tuple[tuple[OutlineEntry, ...], int]:
    """Columns that were added, removed or renamed; and how many computed cells differ, by column."""
    counted_changes = [each for each in table.columns if each.change != RESPELLED]
    entries = [_column(each) for each in counted_changes]
    if table.computed:
        most = sorted(table.computed, key=lambda column: -len(column.at))[:6]
        names = ", ".join(f"{column.header} {len(column.at):,}" for column in most)
        more = (
            say(" and {computed_count} more columns", computed_count=len(table.computed) - len(most))
            if len(table.computed) > len(most)
            else ""
        )
        entries.append(_entry(DIFFERENT, say("computed cells"), f"{names}{more}"))
    return _limited(iter(entries), len(entries), limit)


def _column(change: ColumnChange) -> OutlineEntry:
    kind = {"own": say("own column"), "computed": say("computed column")}.get(change.kind, say("column"))
    match change.change:
        case "added":
            return _entry(PLUS, say("{kind} {name}", kind=kind, name=inert(change.new)))
        case "removed":
            return _entry(MINUS, say("{kind} {name}", kind=kind, name=inert(change.old)))
    return _entry(
        DIFFERENT,
        say("{kind} {name}", kind=kind, name=inert(change.old)),
        say("renamed to {inert}", inert=inert(change.new)),
    )


def _row(row: RowChange, mark: str) -> OutlineEntry:
    def pair(header: str, kind: str, old: ShownValue, new: ShownValue) -> ShownChange:
        name = localized_text(say("{header} (formula)", header=header)) if kind == ColumnOrigin.FORMULA else header
        if mark == DIFFERENT:
            return value_pair(name, old, new)
        return ShownChange(
            inert(name),
            None if mark == PLUS else cut_text(value_text(old)),
            None if mark == MINUS else cut_text(value_text(new)),
        )

    return _entry(
        mark,
        inert(localized_text(row.shown_name)),
        "",
        tuple(pair(cell.header, cell.kind, cell.old, cell.new) for cell in row.cells),
    )


def _settings(found: Comparison, limit: int) -> Iterator[OutlineSection]:
    def shown(value: ShownValue, *, default: bool) -> str:
        return localized_text(say("{value} (default)", value=value_text(value))) if default else value_text(value)

    if found.settings:
        entries = (
            _entry(
                DIFFERENT,
                inert(each.name),
                "",
                (
                    ShownChange(
                        "", shown(each.old, default=each.old_default), shown(each.new, default=each.new_default)
                    ),
                ),
            )
            for each in found.settings
        )
        count = len(found.settings)
        yield OutlineSection(say("Settings"), say("{count:,} changed", count=count), *_limited(entries, count, limit))


def _good_faith(found: Comparison, limit: int) -> Iterator[OutlineSection]:
    accounts = found.good_faith.accounts
    if accounts:
        summary = say(
            "{accounts} with other figures, {unchanged:,} with the same",
            accounts=counted(len(accounts), "account"),
            unchanged=found.good_faith.unchanged,
        )
        limits = found.old.limits, found.new.limits
        shown = accounts[: limit or None]
        entries = tuple(entry for account in shown for entry in _account(account, limits, limit))
        total = sum(1 + len(account.reasons) for account in accounts)
        yield OutlineSection("Good-Faith", summary, entries, total - len(entries))


def _account(account: AccountChange, limits: _Limits, limit: int) -> Iterator[OutlineEntry]:
    name = inert(f"{account.account} · {account.portal}" if account.portal else account.account)
    verdicts = [
        inert(localized_text(each)) or localized_text(say("no complaints"))
        for each in (account.old_verdict, account.new_verdict)
    ]
    same = verdicts[0] == verdicts[1]
    figures = [
        _figure(each, limits) for each in account.figures if each.figure not in {"qualifies", "fails", "locked_until"}
    ]
    changes = (*(() if same else (ShownChange(localized_text(say("verdict")), *verdicts),)), *figures)
    yield _entry(DIFFERENT, name, say("the verdict is the same") if same else "", changes)
    for reason in account.reasons[: limit or None]:
        title = say("{name}, reason {inert}", name=name, inert=(inert(reason.reason) or BLANK_WORD))
        yield _entry(DIFFERENT, title, "", tuple(_figure(each, limits) for each in reason.figures))


def _figure(change: FigureChange, limits: _Limits) -> ShownChange:
    """A figure before and after. A rate is never rounded to the other side of its limit, nor two rates to the same number."""
    values = change.old, change.new
    texts = [
        percent_text(value, limit.get(change.figure))
        if isinstance(value, float) and "rate" in change.figure
        else localized_text(say("none"))
        if value is None or value == ""
        else value_text(value)
        for value, limit in zip(values, limits, strict=True)
    ]
    if texts[0] == texts[1] and isinstance(values[0], float):
        texts = [
            f"{value:.4%}".replace("%", " %") if isinstance(value, float) else localized_text(say("none"))
            for value in values
        ]
    return ShownChange(heading_in_words(change.figure), texts[0], texts[1])


def _findings(found: Comparison, limit: int) -> Iterator[OutlineSection]:
    changes = found.findings
    severer = [each for each in changes.changed if each.before and each.before.severity != each.finding.severity]
    reworded = len(changes.changed) - len(severer)
    for heading, mark, entries in (
        (say("Findings that came"), PLUS, changes.came),
        (say("Findings that went"), MINUS, changes.went),
        (say("Findings with another severity"), DIFFERENT, severer),
    ):
        if entries:
            shown = (_finding(each, mark) for each in entries)
            yield OutlineSection(heading, f"{len(entries):,}", *_limited(shown, len(entries), limit))
    if reworded:
        yield OutlineSection(
            say("Findings with another message"), say("{reworded:,}; --format json lists them", reworded=reworded)
        )


def _finding(change: FindingChange, mark: str) -> OutlineEntry:
    finding = change.finding
    severity = finding.severity.word
    if change.before is not None:
        severity = say("{word} before, {severity} now", word=change.before.severity.word, severity=severity)
    place = " ".join(filter(None, (finding.table, inert(change.name)))) + (
        f", {finding.header}" if finding.header else ""
    )
    message = cut_text(inert(localized_text(finding.message)))
    remark = say("{message} ({why})", message=message, why=change.why) if change.why else message
    title = say("{code} {severity}: {place}", code=finding.code, severity=severity, place=inert(place))
    return _entry(mark, title, remark)


def _texts(found: Comparison, limit: int) -> Iterator[OutlineSection]:
    texts = found.texts
    if not (texts.changed or texts.added or texts.removed):
        return
    parts = [say("{changed_count:,} changed", changed_count=len(texts.changed))]
    parts += [say("{added:,} of complaints that are new", added=texts.added)] if texts.added else []
    parts += [say("{removed:,} of complaints that were removed", removed=texts.removed)] if texts.removed else []
    entries = (_text(each) for each in texts.changed)
    yield OutlineSection(say("Takedown texts"), say_series(parts), *_limited(entries, len(texts.changed), limit))


def _text(change: TextChange) -> OutlineEntry:
    title = inert(change.complaint or say("(no number)")) + (f" ({inert(change.account)})" if change.account else "")
    remark = ""
    if not change.old or not change.new:
        problem = inert(localized_text(change.new_problem if not change.new else change.old_problem))
        words = say("no text any more") if change.old else say("no text before")
        words = say("no text, before and now") if not (change.old or change.new) else words
        remark = say("{words}: {problem}", words=words, problem=problem) if problem else ""
    lines = list(_line_changes(change.old, change.new))
    hidden = len(lines) - _TEXT_LINES
    if hidden > 0:
        lines = [*lines[:_TEXT_LINES], ("", say("… and {hidden:,} more lines", hidden=hidden))]
    return _entry(DIFFERENT, title, remark, (), tuple(lines))


def _line_changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The lines that were removed and added."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for word, start, end, first, last in matcher.get_opcodes():
        if word != "equal":
            yield from ((MINUS, cut_text(inert(line))) for line in before[start:end])
            yield from ((PLUS, cut_text(inert(line))) for line in after[first:last])


def _sheets(found: Comparison, limit: int) -> Iterator[OutlineSection]:
    for sheet in itertools.islice(found.sheets, limit or None):
        if not sheet.count and sheet.change == "changed":
            continue
        mark = {"added": PLUS, "removed": MINUS}.get(sheet.change, DIFFERENT)
        summary = say(
            "sheet {change}, {cells}",
            change=_CHANGE_WORDS.get(sheet.change, sheet.change),
            cells=counted(sheet.count, "cell"),
        )
        entries = (_cell(each.cell, each.old, each.new, mark) for each in sheet.cells())
        yield OutlineSection(
            say("Sheet {inert}", inert=inert(sheet.sheet)), summary, *_limited(entries, sheet.count, limit)
        )
    if limit and len(found.sheets) > limit:
        yield OutlineSection(say("Other sheets"), say("that differ"), (), len(found.sheets) - limit)
    if found.parts.macros:
        entries = (_entry(DIFFERENT, inert(name)) for name in found.parts.macros)
        summary = say("the macros differ; look at them in Excel before you run them")
        yield OutlineSection(say("Macros"), summary, *_limited(entries, len(found.parts.macros), limit))


def _cell(cell: str, old: ShownValue, new: ShownValue, mark: str) -> OutlineEntry:
    if mark == DIFFERENT:
        return _entry(mark, cell, "", (value_pair("", old, new),))
    return _entry(mark, cell, cut_text(value_text(new if mark == PLUS else old)))
