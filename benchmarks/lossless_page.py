"""Writes docs/lossless.md from the journals of `lossless_corpus.py`.

    python benchmarks/lossless_page.py JOURNAL…

The figures go into lossless.json, next to this script; the page is made from them, and a test compares both.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
FIGURES: Final = HERE / "lossless.json"
PAGE: Final = HERE.parent / "docs" / "lossless.md"

TRIED: Final = ("Collection", "Workbooks", "Cells written", "Calculated", "Unintended changes", "Refused")
"""The columns of the first table."""
SAVED: Final = ("Collection", "Workbooks", "Parts")
"""The first columns of the second table; a column for each editor follows."""
KINDS: Final = ("Content", "Workbooks that have it")
"""The first columns of the third table; a column for each editor follows."""
EDITORS: Final = ("ippbook", "openpyxl", "LibreOffice", "ExcelJS")
REASONS: Final = {
    "encrypted with a password": ("encrypted",),
    "not an Excel workbook": ("not an Excel workbook", "old Excel 97-2003", "OpenDocument"),
    "cut off or damaged": (
        "cut off",
        "is damaged",
        "is empty",
        "larger than the file says",
        "not where the list",
        "too many bytes",
    ),
    "not well-formed XML, or with a document type": ("well-formed", "document type"),
    "a part is missing or there twice": ("missing", "in the file twice"),
    "cells that cannot be where they say": ("a cell at", "not in order", "a row numbered"),
    "no sheet with cells": ("no sheet with cells", "no place for cells"),
}
"""Why a workbook is refused, in short, and what its sentence has."""
DAYS: Final = "29 and 30 November 2026"
OTHER: Final = "other reasons"


def figures_of(lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of the page: counts by collection, reasons, editors, kinds of content; versions."""
    tried: dict[str, Counter[str]] = {}
    saved: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    reasons, late, found = Counter[str](), 0, 0
    versions: dict[str, str] = {}
    for line in lines:
        name = str(line.get("collection", "")).replace("+", "/", 1)
        if line["task"] == "versions":
            versions |= line["versions"]
            found = found if line["only"] == "editors" else line["found"]
        elif line.get("late"):
            late += 1
        elif line["task"] == "ippbook":
            refused = not line["calculated"] and not line["edits"]
            tried.setdefault(name, Counter()).update(
                files=1, cells=line["edits"], calculated=line["calculated"], faults=len(line["faults"]), refused=refused
            )
            if refused:
                reasons[reason_of(line["refused"] or line["not_calculated"])] += 1
        elif "editors" in line:
            _count_editors(line, saved.setdefault(name, Counter()), kinds)
    ordered = {kind: dict(counts) for kind, counts in sorted(kinds.items())}
    return {
        "versions": versions, "late": late, "found": found, "tried": {name: dict(tried[name]) for name in sorted(tried, key=str.casefold)},
        "reasons": dict(reasons.most_common()), "saved": {name: dict(saved[name]) for name in sorted(saved, key=str.casefold)},
        "kinds": ordered,
    }  # fmt: skip


def _count_editors(line: Mapping[str, Any], counts: Counter[str], kinds: dict[str, Counter[str]]) -> None:
    counts.update(files=1, parts=line["parts"])
    for kind in line["kinds"]:
        kinds.setdefault(kind, Counter())["files"] += 1
    for editor, found in line["editors"].items():
        if "failed" in found:
            counts[f"{editor} failed"] += 1
            continue
        counts.update({f"{editor} lost": found["lost"], f"{editor} changed": found["changed"]})
        for kind in found["gone"]:
            kinds[kind][editor] += 1
        for kind in line["kinds"]:
            kinds[kind][f"{editor} tried"] += 1


def reason_of(sentence: str) -> str:
    """The reason in short."""
    return next((short for short, signs in REASONS.items() if any(sign in sentence for sign in signs)), OTHER)


def total(rows: Iterable[Mapping[str, int]]) -> Counter[str]:
    """The sum of counts."""
    found = Counter[str]()
    for each in rows:
        found.update(each)
    return found


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of Markdown; its columns after the first are numbers."""
    yield f"| {' | '.join(headers)} |"
    yield f"|{'---|' + '---:|' * (len(headers) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def page(figures: Mapping[str, Any]) -> str:
    """The whole page."""
    return "\n".join(_page(figures)) + "\n"


def _page(figures: Mapping[str, Any]) -> Iterator[str]:
    tried, saved, kinds, versions = (figures[name] for name in ("tried", "saved", "kinds", "versions"))
    every, drawn = total(tried.values()), total(saved.values())
    editors = [each for each in EDITORS if each in versions]
    yield "# What ippbook leaves as it was"
    yield ""
    yield f"ippbook changes the cells that it must change, and no other byte of a workbook. To see whether that holds, {every['files']:,} distinct workbooks"
    yield f"of {len(tried)} public collections were changed and calculated. Other programs wrote them: Excel, LibreOffice, Google Sheets, and many libraries."
    yield f"**{every['faults'] or 'None'}** of them changed where it should not. The days of the runs: {DAYS}."
    yield ""
    yield "## Changed and calculated"
    yield ""
    yield "In each workbook cells were written one after the other: a cell that exists, a new cell, a new row. After each of them every part of the file was"
    yield "compared byte for byte by programs that share no code with ippbook (zipfile, lxml): only that cell may differ. Then an IPP_ formula was added, and"
    yield "all formulas were calculated, as `ippbook recalc` does: only the values of formulas, the ranges of spills and the values that charts keep may differ."
    yield ""
    rows = [*tried.items(), ("**all**", every)]
    yield from table(
        TRIED,
        (
            (name, *(f"{each.get(key, 0):,}" for key in ("files", "cells", "calculated", "faults", "refused")))
            for name, each in rows
        ),
    )
    yield ""
    yield "A workbook that is neither calculated nor refused has no place for the formula, such as a sheet of dialogs, or the added row is beyond the last one."
    yield f"A workbook is refused as a whole, with one sentence, and nothing is written. The reasons of the {every['refused']:,} refused workbooks:"
    yield ""
    yield from table(("Reason", "Workbooks"), ((why, f"{count:,}") for why, count in figures["reasons"].items()))
    yield ""
    if rest := max(figures["found"] - every["files"], 0):
        yield f"{rest:,} more workbooks of the collections are not counted: they took longer than the limit of the run."
        yield ""
    yield "## Next to other editors"
    yield ""
    yield f"{drawn['files']:,} of the workbooks were drawn by lot. ippbook wrote one cell into each; the other editors only opened and saved it. A part (a file inside"
    yield "the workbook, such as a sheet, a chart, a theme) is *lost* if no part has its name afterwards, and *changed* if its bytes differ. Of the changed parts"
    yield "of ippbook, each is the sheet with the cell or what must follow it, such as the list of formulas. A changed part of another editor need not be a loss:"
    yield "the next table says what is gone. *Not saved*: workbooks that the editor could not open or save."
    yield ""
    headers = [*SAVED, *(f"{each}: lost, changed, not saved" for each in editors)]
    yield from table(headers, (_saved_row(name, each, editors) for name, each in [*saved.items(), ("**all**", drawn)]))
    yield ""
    yield "In how many of the workbooks a kind of content is gone after opening and saving:"
    yield ""
    yield from table(
        [*KINDS, *editors],
        (
            (kind, f"{each['files']:,}", *(f"{each.get(editor, 0):,}" for editor in editors))
            for kind, each in kinds.items()
        ),
    )
    yield ""
    yield "LibreOffice and ExcelJS may give a part another name; then it counts as lost in the first of the two tables, and in the second only if no such content is"
    yield "there. The calculation chain is not a loss for people: Excel makes it again."
    yield from _again(versions, drawn["files"])


def _again(versions: Mapping[str, str], drawn: int) -> Iterator[str]:
    yield ""
    yield "## Do it again"
    yield ""
    yield "The workbooks have licences of their own and are not in this repository. Put each collection into a folder of its own, below one folder, and run:"
    yield ""
    yield f"    python benchmarks/lossless_corpus.py FOLDER --journal journal.jsonl --editors {drawn} --node FOLDER-WITH-EXCELJS"
    yield "    python benchmarks/lossless_page.py journal.jsonl"
    yield ""
    yield f"Versions of this run: {', '.join(f'{name} {version}' for name, version in versions.items())}."


def _saved_row(name: str, each: Mapping[str, int], editors: Sequence[str]) -> tuple[str, ...]:
    cells = [
        f"{each.get(f'{editor} lost', 0):,}, {each.get(f'{editor} changed', 0):,}, {each.get(f'{editor} failed', 0):,}"
        for editor in editors
    ]
    return name, f"{each['files']:,}", f"{each['parts']:,}", *cells


def main(journals: Sequence[str]) -> int:
    """Read the journals, write the figures and the page."""
    lines = [json.loads(line) for path in journals for line in Path(path).read_text("utf-8").splitlines()]
    figures = figures_of(lines)
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
