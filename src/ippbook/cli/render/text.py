"""Text for people: tables and colour on a terminal, plain lines in a pipe."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pandas as pd

from ippbook.buttons.phrases import counts_phrase
from ippbook.cli.render.codes import heading_in_words, in_words
from ippbook.cli.render.plain_console import console_of
from ippbook.cli.run_state import quiet, time_zone
from ippbook.command_name import workable
from ippbook.control_characters import visible, visible_line
from ippbook.declare.docstring import page_in
from ippbook.goodfaith.percent_text import percent_text
from ippbook.languages import Clause, KnownWord, say, say_number, say_series
from ippbook.languages.names import YES_NO, answer_in
from ippbook.languages.run_language import localized, localized_text, run_language
from ippbook.number_words import counted, listed
from ippbook.pipeline import STAGE_NAMES
from ippbook.tables.findings import FINDINGS_HEADER, Page, Severity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ippbook import pipeline
    from ippbook.batch.reports import FileReport, FormulaReport
    from ippbook.cases.team import GoodFaith
    from ippbook.declare.platform_rule import Rule
    from ippbook.goodfaith import FilingAdvice
    from ippbook.tables.column_types import AnyColumn

_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}


def screen(*, errors: bool = False) -> "Console":
    """A console with colour on a terminal only; in a pipe it never cuts a line."""
    return console_of(errors=errors)


_ANSWER_STYLES: Final = {"yes": "green", "no": "red", YES_NO["yes"]: "green", YES_NO["no"]: "red"}
_SPARE: Final = (
    "workbook", "unit", "dead", "withdrawn", "counter_of", "takedown_of", "complaint_numbers", "links", "rejected", "pending",
    "withdrawn_rate", "leaves_on", "batch", "platform", "batches", "rate_low", "rate_high",
)  # fmt: skip
"""Columns that a narrow window drops, the first ones first, where a table does not say it."""


def tell(console: "Console", *lines: str) -> None:
    """Print *lines*, each on one line. Text from a workbook is never read as markup, a terminal command or a new line."""
    for each in lines:
        line = visible(workable(localized_text(each))).replace("\n", "\\u000a")
        if console.is_terminal:
            soft = _has_long_word(line)  # else a line ends between words
            console.print(safe(line), soft_wrap=soft, overflow=None if soft else "fold")
        else:
            console.file.write(f"{line}\n")  # printing would turn the tabs between cells into spaces


def remark_on(console: "Console", *lines: str) -> None:
    """Print *lines* about what was done, as `tell` does; with --quiet nothing."""
    if not quiet.get():
        tell(console, *lines)


def day_text(day: date | None) -> str:
    """The day for which something is judged, with the time zone in which the day of the run is taken."""
    return f"{day} ({time_zone.get()})"


def not_shown(count: int, what: str = "") -> str:
    """The line after a list that leaves out *count* entries. *what* they are: a text with a space in front of it, or ""."""
    return say(
        "… and {count:,} more{what} (--limit 0 shows all, --format json is for programs)", count=count, what=what
    )


def _has_long_word(line: str) -> bool:
    """Whether a line has a word that a window cannot show whole, such as a Chinese sentence or a link."""
    from rich.cells import cell_len  # noqa: PLC0415  # late: only a terminal needs Rich

    from ippbook.cli.render.fitting import LONGEST_WORD  # noqa: PLC0415  # as above

    return any(cell_len(word) > LONGEST_WORD for word in line.split())


def safe(text: str, style: str = "") -> "Text":
    """Text from a workbook for a terminal: control characters are made visible here too, because a table measures its cells."""
    from rich.text import Text  # noqa: PLC0415  # late: only a terminal needs Rich

    from ippbook.cli.render.terminal_links import link_items  # noqa: PLC0415  # as above

    return link_items(Text(visible(localized_text(text)), style=style))


def show_findings(console: "Console", report: "FileReport", most: int) -> None:
    """The findings: a table on a terminal, one line for each in a pipe. At most *most* of them (0: all)."""
    shown = report.findings[: most or None]
    more = sum(report.counts.values()) - len(shown)
    if console.is_terminal:
        from ippbook.cli.render.fitting import FittingColumn, print_table  # noqa: PLC0415  # late: only a terminal needs Rich

        columns = (
            FittingColumn("Where", [safe(finding.place) for finding in shown]),
            FittingColumn("Code", [safe(finding.code, style=_COLOURS[finding.severity]) for finding in shown]),
            FittingColumn("What", [safe(finding.message) for finding in shown]),
        )
        if shown:
            print_table(console, "", columns)
    else:
        for finding in shown:
            tell(console, finding.line)
    for note in report.notes:
        remark_on(console, say("note: {note}", note=note))
    if more:
        tell(console, not_shown(more, say(" finding") if more == 1 else say(" findings")))


def show_check(console: "Console", report: "FileReport", limit: int, *, heading: bool = False) -> None:
    """The findings of a workbook, and its rows, its counts and its day in a line: below them, or above them as a *heading*."""
    _show_examined(console, report, limit, heading=heading)
    show_stale(console, report.stale_inputs, limit)


def show_failure(console: "Console", report: "FileReport") -> None:
    """The line of a workbook among others that could not be read, checked or written."""
    why = report.error.removeprefix(f"{report.file}: ")
    tell(console, say("{file}: failed: {why}", file=report.file, why=why))


def _show_examined(console: "Console", report: "FileReport", limit: int, *, heading: bool) -> None:
    if heading:
        tell(console, _examined(report))
    show_findings(console, report, limit)
    if not heading:
        remark_on(console, _examined(report))


def _examined(report: "FileReport") -> str:
    rows = say_series(
        say("{n:,} {table}", n=count, table=Clause(KnownWord(name, "table"), name.lower()))
        for name, count in report.rows.items()
    )
    phrase = counts_phrase(report.counts, report.waived_count, report.switched_off)
    return say(
        "{file}: {rows}; {phrase}; as of {day_text}",
        file=report.file,
        rows=(rows or say("no table of ippbook")),
        phrase=phrase,
        day_text=day_text(report.as_of),
    )


def show_recalculation(
    console: "Console", report: "FileReport", limit: int, *, checked_only: bool, heading: bool = False
) -> None:
    """What `show_check` shows, then the result of its recalculation in a few lines."""
    _show_examined(console, report, limit, heading=heading)
    changed = report.changed_cells or 0
    if checked_only:
        stale = sum(part.cells for part in report.stale)
        state = (
            say("is up to date")
            if report.up_to_date
            else say("is not up to date: {cells} would change; run ippbook recalc", cells=counted(changed, "cell"))
            if changed
            else say("is not up to date: {formulas} may show an old value", formulas=counted(stale, "formula"))
        )
        tell(console, say("{file} {state}", file=report.file, state=state))
    elif not changed:
        remark_on(
            console,
            say("{out}: written, nothing changed", out=report.out)
            if report.out != report.file
            else say("{out}: nothing changed", out=report.out),
        )
    else:
        remark_on(console, say("{out}: written, {cells} changed", out=report.out, cells=counted(changed, "cell")))
    if report.formulas:
        remark_on(console, *_formulas(report.formulas, report.as_of))
    if report.stale_policy != "ignore":
        show_stale(console, [part.sentence for part in report.stale], limit)
    for table, headers in report.own_columns.items():
        remark_on(
            console, say("your own columns in {table}, unchanged: {headers}", table=table, headers=say_series(headers))
        )
    for warning in report.warnings:
        tell(console, say("note: {warning}", warning=warning))
    if without := report.without_findings:
        remark_on(
            console,
            say_number(
                len(without),
                "note: {tables} has no column {header}; to see what would be added, run: ippbook adopt {out}",
                "note: {tables} have no column {header}; to see what would be added, run: ippbook adopt {out}",
                tables=listed([KnownWord(name, "table") for name in without]),
                header=KnownWord(FINDINGS_HEADER, "header"),
                out=report.out,
            ),
        )


def _formulas(done: "FormulaReport", day: date | None) -> Iterator[str]:
    """Which formulas were calculated, and for which day."""
    if not (done.native or done.ippbook or done.random):
        return
    parts = [
        say("{ippbook:,} with IPP_ functions", ippbook=done.ippbook) if done.ippbook else "",
        say("{native:,} with Excel's own functions", native=done.native) if done.native else "",
    ]
    line = say(
        "formulas calculated: {filter}; TODAY() is {day}",
        filter=(say_series(filter(None, parts), " and ") or say("none")),
        day=day,
    )
    yield line + (say("; {random:,} with random numbers unchanged", random=done.random) if done.random else "")


def show_stale(console: "Console", sentences: Sequence[str], limit: int) -> None:
    """The formulas that keep an old value, at most *limit* lines of them (0: all), and what to do."""
    shown = sentences[: limit or None]
    for sentence in shown:
        tell(console, say("STALE {sentence}", sentence=sentence))
    if len(sentences) > len(shown):
        tell(console, not_shown(len(sentences) - len(shown)))
    if sentences:
        tell(console, say("Stale formulas keep their old value. In Excel, Ctrl+Alt+F9 calculates them."))


def show_frame(
    console: "Console",
    title: str,
    frame: pd.DataFrame,
    limits: Mapping[str, Decimal] = MappingProxyType({}),
    spare: Sequence[str] = _SPARE,
) -> None:
    """A frame as a table (terminal) or as lines of cells separated by tabs (pipe).

    *limits* has the limit of each rate, by column: a rate is never rounded to the other side of it. *spare*: the columns to
    drop first in a narrow window.
    """
    headers = [heading_in_words(str(name)) for name in frame.columns]
    rows = [
        [
            in_words(value, str(name)) or shown(value, str(name), limits.get(str(name)))
            for name, value in zip(frame.columns, row, strict=True)
        ]
        for row in frame.itertuples(index=False)
    ]
    if not console.is_terminal:
        tell(console, localized(title), "\t".join(headers), *("\t".join(row) for row in rows))
        return
    from ippbook.cli.render.fitting import FittingColumn, print_table  # noqa: PLC0415  # late: only a terminal needs Rich

    columns = []
    for place, (name, header) in enumerate(zip(frame.columns, headers, strict=True)):
        cells = [safe(row[place], style=_ANSWER_STYLES.get(row[place], "")) for row in rows]
        numeric = len(frame) > 0 and not isinstance(frame.iloc[0, place], str)
        dropped = spare.index(str(name)) + 1 if str(name) in spare else 0
        columns.append(FittingColumn(header, cells, numeric, dropped))
    print_table(console, localized(title), columns)


_STANDING: Final = (
    "account", "portal", "complaints", "pending", "decided", "taken_down", "takedown_rate", "counter_upheld", "counter_rate",
    "qualifies", "locked_until",
)  # fmt: skip
_BY_REASON: Final = (
    "account",
    "portal",
    "reason",
    "complaints",
    "decided",
    "taken_down",
    "takedown_rate",
    "counter_upheld",
    "counter_rate",
    "fails",
)


def show_good_faith(console: "Console", found: "GoodFaith") -> None:
    """The figures that decide for each account, the criteria that fail, and the figures by reason. JSON has every figure."""
    limits = found.terms.limits
    standing, spare = _chosen(found.accounts, _STANDING), ("counter_upheld", "pending", "portal")
    show_frame(console, say("Good-Faith as of {day_text}", day_text=day_text(found.as_of)), standing, limits, spare)
    tell(console, *found.verdicts())
    tell(console, "")
    show_frame(console, say("By reason"), _chosen(found.reasons, _BY_REASON), limits, spare)
    tell(console, *(say("note: {note}", note=note) for note in found.notes))


def show_plan(console: "Console", plan: "FilingAdvice") -> None:
    """What each account should file, hold back and fix first, with its curve; then every row. JSON has every figure."""
    accounts = plan.accounts.assign(takedowns=plan.accounts["takedowns"].round(1))
    show_frame(console, say("Plan"), accounts.drop(columns=["way", "pending", "month_end"]))
    tell(console, *plan.sentences(), "")
    show_frame(console, say("Plan rows"), plan.rows)
    tell(console, "")


def _chosen(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The columns *names* of *frame*, without those that are blank in every row."""
    kept = [
        name
        for name in names
        if name in frame and not ((frame[name].dtype == object and (frame[name] == "").all()) or _undated(frame[name]))
    ]
    return frame[kept]


def _undated(column: "AnyColumn") -> bool:
    return column.dtype.kind == "M" and bool(column.isna().all())


def shown(value: object, name: str = "", limit: Decimal | None = None) -> str:
    """A value as people read it: rates in percent (`percent_text`), dates as 2026-01-31, "" for a blank."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return "–" if "rate" in name else ""
    if isinstance(value, float) and ("rate" in name or "chance" in name):
        return percent_text(value, limit)
    if isinstance(value, pd.Timestamp | date):
        return f"{value:%Y-%m-%d}"
    return f"{value:,}" if isinstance(value, int) else answer_in(localized_text(str(value)), run_language())


def show_rules(console: "Console", rules: Iterable["Rule"]) -> None:
    """The rules: a table on a terminal, one line for each in a pipe."""
    from rich.text import Text  # noqa: PLC0415  # late: a check in a pipe needs no Rich

    if console.is_terminal:
        from ippbook.cli.render.fitting import FittingColumn, print_table  # noqa: PLC0415  # as above

        known = list(rules)
        columns = (
            FittingColumn("Code", [Text(each.code, style=_COLOURS[each.severity]) for each in known]),
            FittingColumn("Severity", [safe(each.severity.word) for each in known]),
            FittingColumn("Table", [Text(each.table) for each in known]),
            FittingColumn("What", [Text(localized(each.page.summary)) for each in known]),
        )
        print_table(console, "", columns)
        return
    for rule in rules:
        console.print(
            Text.assemble(
                (rule.code, _COLOURS[rule.severity]),
                f"  {localized(rule.severity.word):<8} {rule.table:<11} {localized(rule.page.summary)}",
            )
        )


def show_page(console: "Console", code: str, kind: str, page: Page) -> None:
    """The page of a rule, problem or function as plain lines, for a pipe."""
    page = page_in(page, run_language())
    tell(console, f"{code}  {page.summary}", kind)
    for part in (
        page.why,
        localized(say("Fix: {fix}", fix=page.fix)) if page.fix else "",
        localized(say("Source: {source}", source=page.source)) if page.source else "",
        localized(say("Certainty: {certainty}", certainty=page.certainty)) if page.certainty else "",
    ):
        if part:
            tell(console, "", *part.splitlines())
    for heading, text in page.sections:
        tell(console, "", localized(f"{heading}:"), *(f"    {line}" for line in text.splitlines()))


@contextmanager
def progress(name: str, stages: Sequence[str] = STAGE_NAMES) -> Iterator["pipeline.Progress"]:
    """A progress bar over the *stages* of a command, by default of a recalculation, on a terminal only; silent in a pipe."""
    console = screen(errors=True)
    if not console.is_terminal or quiet.get():
        yield lambda _stage: None
        return
    from rich.markup import escape  # noqa: PLC0415  # late: only a terminal needs Rich
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415  # as above

    shown_name = visible_line(name)
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task(escape(shown_name), total=len(stages))

        def show_stage(stage: str) -> None:
            bar.update(task, completed=stages.index(stage), description=f"{escape(shown_name)}: {stage}")

        yield show_stage
