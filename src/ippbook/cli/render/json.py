"""JSON for programs: plain dictionaries; and values typed on a command line."""

import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import pandas as pd

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.formulas.native.request import FormulaRequest, FormulaScope
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import dates, refs
from ippbook.ooxml.read.cells import FILLING
from ippbook.saving import CurrentSave, save_current
from ippbook.tables.values import Unreadable, date_from_text
from ippbook.today.urgency import TaskKind, how_late, urgency_of

if TYPE_CHECKING:
    from ippbook.batch.reports import FileReport
    from ippbook.cases.team import GoodFaith
    from ippbook.cli.json_text import OutputObject, OutputValue
    from ippbook.declare.platform_rule import Rule
    from ippbook.imports import MergeResult
    from ippbook.pipeline import Agenda
    from ippbook.tables.findings import Page
    from ippbook.today.task_list import TaskList

TypedContent: TypeAlias = str | float | bool | date | None
"""What `set` puts into a cell."""

_BROKEN: Final = late_pattern("[\ud800-\udfff]")
"""Bytes on a command line that are not text in its encoding."""


def file_report(report: "FileReport") -> "OutputObject":
    """A workbook's entry: its file and error; where there is no error, what was found, and after a recalculation what changed."""
    if report.failed:
        return {"file": report.file, "error": report.error}
    return {
        "file": report.file,
        "error": None,
        "resumed": report.resumed,
        **_recalculation(report),
        **_findings(report),
    }


def _findings(report: "FileReport") -> "OutputObject":
    return {
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "timezone": report.timezone,
        "rows": dict(report.rows),
        "counts": dict(report.counts),
        "findings": [finding.as_dict() for finding in report.findings],
        "waived": [finding.as_dict() for finding in report.waived],
        "stale_inputs": list(report.stale_inputs),
        "switched_off": list(report.switched_off),
        "notes": list(report.notes),
    }


def _recalculation(report: "FileReport") -> "OutputObject":
    if report.formulas is None:
        return {}
    return {
        "out": report.out,
        "up_to_date": report.up_to_date,
        "changed_cells": report.changed_cells,
        "formulas": {
            "ours": report.formulas.ippbook,
            "native": report.formulas.native,
            "random": report.formulas.random,
            "engine": report.formulas.engine,
            "today": report.as_of.isoformat() if report.as_of else None,
            "stale": [vars(part) for part in report.stale],
            "stale_policy": report.stale_policy,
            "not_calculated": [part.sentence for part in report.stale],
        },
        "columns_left_alone": {name: list(headers) for name, headers in report.own_columns.items()},
        "warnings": list(report.warnings),
    }


def good_faith(found: "GoodFaith") -> "OutputObject":
    """The Good-Faith figures per account and per reason."""
    return {
        "as_of": found.as_of.isoformat(),
        "accounts": records(found.accounts),
        "reasons": records(found.reasons),
        "notes": list(found.notes),
    }


def agenda(found: "Agenda") -> "OutputObject":
    """What is due, the most urgent first."""
    return {
        "as_of": found.as_of.isoformat(),
        "due": [
            {name: plain(value) for name, value in vars(due).items()}
            | {
                "days_left": (left := due.left(found.as_of)),
                "urgency": urgency_of(TaskKind(due.kind), left).value,
                "when": how_late(left),
            }
            for due in found.by_urgency
        ],
    }


def tasks(found: "TaskList") -> "OutputObject":
    """What to do, the most urgent first, and the standing of each account."""
    return {
        "as_of": found.as_of.isoformat(),
        "days": found.days,
        "accounts": [
            {name: plain(getattr(each, name)) for name in _STANDING}
            | {"takedown_limit": float(each.takedown_limit), "counter_limit": float(each.counter_limit)}
            for each in found.standings
        ],
        "tasks": [{name: plain(getattr(task, name)) for name in _TASK} for task in found.tasks],
    }


_STANDING: Final = (
    "account", "portal", "verdict", "qualifies", "locked_until", "takedown_rate", "counter_rate", "headroom", "runs_out", "binds", "fails",
)  # fmt: skip
_TASK: Final = (
    "urgency", "kind", "account", "what", "why", "day", "days", "when", "seller", "url", "table", "place", "count", "code",
)  # fmt: skip


def merge(found: "MergeResult") -> "OutputObject":
    """The result of an import."""
    counts = {name: getattr(found, name) for name in ("added", "updated", "unchanged", "kept", "cells")}
    return {
        "file": str(found.path),
        "out": str(found.out) if found.written else None,
        "export": str(found.source.path),
        "table": found.table,
        **counts,
        "refused": [{found.source.unit: row.place, "because": row.why} for row in found.refused],
        "refused_rows_file": str(found.rejects) if found.rejects else None,
        "columns_left_out": [*found.unknown_headers, *found.unused_headers],
        "notes": found.notes,
        "stale": list(found.stale),
        "warnings": list(found.warnings),
    }


def records(frame: pd.DataFrame) -> list["OutputObject"]:
    """A frame as records; a missing number is null."""
    return [{str(name): plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def plain(value: "OutputValue") -> "OutputValue":
    """A value that JSON can hold."""
    if value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def rule(found: "Rule") -> "OutputObject":
    """A rule with its page."""
    return {
        "code": found.code,
        "severity": found.severity.word,
        "table": found.table,
        "column": found.at,
        "says": found.says,
        **page(found.code, found.name, found.page),
    }


def page(code: str, kind: str, found: "Page") -> "OutputObject":
    """A page."""
    return {
        "code": code,
        "name": kind,
        "summary": found.summary,
        "why": found.why,
        "fix": found.fix,
        "source": found.source,
        "certainty": found.certainty,
        **{heading.lower(): text for heading, text in found.sections},
    }


def typed(text: str, kind: str) -> str | float | bool | date | None:
    """A value typed on the command line, as *kind*: auto, text, number, boolean, date or blank.

    On auto, digits that a number would lose stay text: a leading zero, more than fifteen digits.

    >>> typed("12.5", "auto"), typed("007", "auto"), typed("1005005968714360", "auto"), typed("TRUE", "auto"), typed("", "auto")
    (12.5, '007', '1005005968714360', True, '')
    """
    match kind:
        case "blank":
            return None
        case "number" | "boolean" | "date":
            readers: dict[str, Callable[[str], float | bool | date]] = {
                "number": _number,
                "boolean": _truth,
                "date": _day,
            }
            return readers[kind](text)
        case "auto" if text.upper() in {"TRUE", "FALSE"}:
            return text.upper() == "TRUE"
        case "auto" if re.fullmatch(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?", text):
            return float(text)
        case _ if _BROKEN.search(text):
            raise UserError(
                "{text!r} is not UTF-8 text, so it cannot be stored as typed. Use a terminal with UTF-8 language settings.",
                text=text,
            )
        case _:
            return text


def _day(text: str) -> date:
    try:
        return date_from_text(text)
    except Unreadable as refusal:
        raise UserError("{text!r} is not a date: {why}", text=text, why=refusal.why) from None


def _number(text: str) -> float:
    try:
        number = float(text.strip().replace(",", ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UserError("{text!r} is not a number. Write it as 1234.5.", text=text)
    return number


def _truth(text: str) -> bool:
    found = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}.get(text.strip().casefold())
    if found is None:
        raise UserError("{text!r} is not TRUE or FALSE.", text=text)
    return found


def set_cell(
    book: ooxml.Book,
    reference: str,
    value: TypedContent,
    out: Path,
    day: date,
    *,
    replace_formula: bool,
    all_formulas: bool = False,
) -> CurrentSave:
    """Put *value* into the one cell, calculate the formulas that depend on it (*all_formulas*: all) for *day*, and save to *out*."""
    sheet, row, column = book.place(reference)
    edits = ooxml.Edits()
    edits.put(sheet.name, row, column, value, replace_formula=replace_formula)
    scope = FormulaScope.EVERYTHING if all_formulas else FormulaScope.CHANGED
    return save_current(book, edits, out, day=day, request=FormulaRequest(scope=scope))


def set_notes(book: ooxml.Book, reference: str, value: TypedContent, *, replace_formula: bool) -> Iterator[str]:
    """What may surprise a person about *value* in the cell of *book* (before the change): one sentence for each."""
    cell = book.cell(reference)
    name = f"{cell.sheet}!{cell.ref}"
    array = _filled_by(book, reference)
    if cell.formula and not array and not replace_formula:
        yield (
            say(
                "{name} keeps its formula {formula} and shows this value until Excel calculates it again. To remove the formula, add --replace-formula.",
                name=name,
                formula=cell.formula,
            )
        )
    if isinstance(value, date) and not dates.is_date_format(cell.number_format):
        number = dates.serial(value, date1904=book.date1904)
        yield (
            say(
                "{name} has the format {number_format}, so the date shows as the number {number:.0f}. Give the cell a date format in Excel.",
                name=name,
                number_format=cell.number_format,
                number=number,
            )
        )
    if array:
        yield (
            say(
                "{name} belongs to the array formula in {cell_name}, which fills {ref}. Excel overwrites this value when it calculates.",
                name=name,
                cell_name=refs.cell_name(array.row, array.col),
                ref=array.ref,
            )
        )


def _filled_by(book: ooxml.Book, reference: str) -> ooxml.FormulaCell | None:
    """The formula in another cell that fills this one; it is in the top left cell of the area that it fills."""
    sheet, row, column = book.place(reference)
    for each in book.read(sheet.name, range(1, column + 1), 1, row).formulas():
        area = refs.area(each.ref) if each.kind in FILLING else None
        if area is not None and area.holds(row, column) and (each.row, each.col) != (row, column):
            return each
    return None
