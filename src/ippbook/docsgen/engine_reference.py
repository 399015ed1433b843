"""docs/engines.md: the engines of native formulas, what the oracles showed of them, the guards, and what STALE means."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ippbook.docsgen.markdown import table_row
from ippbook.formulas.engines.guards import GUARDS, NO_TABLE, WORD_GUARDS
from ippbook.formulas.engines.protocol import CODES
from ippbook.formulas.engines.rewrites import REWRITES
from ippbook.quick_dataclasses import dataclass

_LICENCES: Final = {
    "cellrune": (
        "MIT or Apache-2.0",
        "the default; a wheel for Python 3.11 to 3.14 on Linux, Windows and macOS. Runs in a process of its own",
    ),
    "libreoffice": ("MPL-2.0", "`--engine libreoffice`, with a profile of its own; LibreOffice must be installed"),
    "formualizer": ("MIT or Apache-2.0", "in the tests only: the way out, should the first be abandoned"),
    "formulon": (
        "Apache-2.0",
        "`--engine formulon`: the way out, should the first be abandoned; formulon must be installed",
    ),
}


@dataclass(frozen=True)
class _Difference:
    formula: str
    excel: str
    answer: str
    why: str

    @classmethod
    def read(cls, facts: dict[str, str]) -> "_Difference":
        return cls(facts["formula"], facts["excel"], facts.get("answer", ""), facts.get("why", ""))


@dataclass(frozen=True)
class _Answers:
    """What one engine answers otherwise than Excel, of the conformance suite."""

    name: str
    version: str
    bare: bool
    """Without ippbook's guards and rewrites."""
    differences: tuple[_Difference, ...]

    @property
    def wrong(self) -> list[_Difference]:
        """Those with another value."""
        return [each for each in self.differences if not each.why]


MeasuredFacts = Any
"""JSON that the scripts in benchmarks/ write."""


def _results(name: str) -> MeasuredFacts:
    return json.loads(files("ippbook.docsgen").joinpath(f"engine_{name}.json").read_text(encoding="utf-8"))


@lru_cache
def _suite() -> tuple[int, tuple[_Answers, ...]]:
    facts = _results("conformance")
    answers = [
        _Answers(each["name"], each["version"], each["bare"], tuple(map(_Difference.read, each["differences"])))
        for each in facts["engines"]
    ]
    return facts["formulas"], tuple(sorted(answers, key=lambda each: (list(_LICENCES).index(each.name), each.bare)))


def engine_lines() -> Iterator[str]:
    """The page behind its heading."""
    yield "ippbook calculates its own columns and `IPP_` functions itself. Every other formula is native: Excel calculates it when the workbook is open, and without Excel an engine does. This page says which engines there are, how they are proved, what they get wrong, and what happens then.\n"
    yield from _engines()
    yield from _conformance()
    yield from _guards()
    yield from _rewrites()
    yield from _saved()
    yield from _stale()
    yield from _opening()


def _engines() -> Iterator[str]:
    count, answers = _suite()
    yield "## Engines\n"
    yield table_row("Engine", "Version", "Licence", "Use", "Formulas as in Excel", "Not calculated", "Wrong")
    yield table_row(*["---"] * 7)
    for each in answers:
        licence, use = _LICENCES[each.name]
        wrong, missing = len(each.wrong), len(each.differences) - len(each.wrong)
        use = "the same without the guards and rewrites below" if each.bare else use
        yield table_row(
            each.name, each.version, licence, use, str(count - len(each.differences)), str(missing), str(wrong)
        )
    yield f"\nThe last three columns count the {count} formulas of the conformance suite. `make test` runs it through the default engine, `make test-hosts` and `make test-deep` through the others. An engine has no clock, no network and no macros: TODAY() is the as-of day, NOW() its midnight."
    yield "\n## Costs\n"
    yield "A job is one process: about 0.1 s for a small workbook with cellrune, 3 to 5 s with LibreOffice. A hundred thousand formulas of one column cost cellrune 3 to 5 s of processor time and 0.5 to 0.75 GB, so a large column is a job of its own, two at a time. `make bench` measures it.\n"


def _conformance() -> Iterator[str]:
    _, answers = _suite()
    yield "## Where engines differ from Excel\n"
    yield "The suite is in `tests/formulas/conformance`: the value of each formula is the one that Microsoft's page of the function states, over a small workbook with tables like *Listings* and *Rights*. In each line below Excel is right and the engine is not. Where the engine is the default, a guard or a rewrite of the next sections deals with it.\n"
    for each in answers:
        if each.name == _suite()[1][0].name and not each.bare:
            continue
        yield f"### {each.name} {each.version}\n"
        unknown = Counter(
            found[1] for line in each.differences if (found := re.search(r"not know the function ([\w.]+)", line.why))
        )
        if unknown:
            yield f"It does not know {', '.join(sorted(unknown))}.\n"
        yield table_row("Formula", "Excel", each.name)
        yield table_row(*["---"] * 3)
        for line in each.differences:
            if "not know the function" not in line.why:
                yield table_row(
                    f"`={line.formula}`", _code(line.excel), _code(line.answer) if line.answer else line.why
                )
        yield ""


def _guards() -> Iterator[str]:
    yield "## Guards: what is stale although the engine has a value\n"
    yield "A formula with such a call keeps its value and is listed as stale, because the default engine gets it wrong.\n"
    yield table_row("Call", "Reason", "Evidence")
    yield table_row(*["---"] * 3)
    for entry in GUARDS:
        yield table_row(", ".join(entry.functions), entry.why, entry.evidence)
    for reference in WORD_GUARDS:
        yield table_row("a reference", reference.why, reference.evidence)
    yield table_row(
        "a reference",
        NO_TABLE,
        "=SUBTOTAL(109,[Fee]), as Excel 2007 saves it, gave #VALUE!",
    )
    yield ""


def _rewrites() -> Iterator[str]:
    yield "## Rewrites: formulas that the engine gets in another spelling\n"
    yield "The workbook keeps its formulas; the copy for the default engine has these calls in another spelling with the same meaning.\n"
    yield table_row("Call", "What the engine does with it as it is")
    yield table_row(*["---"] * 2)
    for rewrite in REWRITES:
        yield table_row(", ".join(rewrite.functions), rewrite.wrong)
    yield table_row("ROW, COLUMN of a range", "in an array they give the first row or column only")
    yield table_row("the name of a table alone, `VLOOKUP(x,Rights,3,0)`", "the engine does not know the name")
    yield table_row(
        "a range where one value belongs, `SUM(A1:A6*2)`, in a formula that is not an array",
        "the engine calculates all cells; Excel takes the one in the formula's row or column",
    )
    yield ""


def _saved() -> Iterator[str]:
    facts = _results("excel_saved")
    yield "## Workbooks that Excel saved\n"
    yield f"The second oracle: {facts['workbooks']} workbooks from {facts['sources']} public repositories with the marks of Excel's own writer, none made by the authors of an engine above. Each cached value is replaced by a marker; then the workbook is calculated, and each value compared with the one that Excel had saved (at most {facts['most']} cells of a workbook; measured on {facts['date']} with {facts['engine']} {facts['version']}). A distinct formula is one text after its references are made relative; it is equal if all its cells are. Formulas that depend on the clock, on chance or on the machine are excluded.\n"
    yield table_row("", "Judged", "Equal", "Stale, named", "Different", "Need something outside the workbook")
    yield table_row(*["---"] * 6)
    for label, key in (("Cells", "cells"), ("Distinct formulas", "formulas")):
        counts: dict[str, int] = defaultdict(int, facts[key])
        total = counts["equal"] + counts["stale"] + counts["different"]
        shares = [f"{counts[word]:,} ({counts[word] / total:.1%})" for word in ("equal", "stale", "different")]
        yield table_row(label, f"{total:,}", *shares, f"{counts['outside']:,}")
    yield "\nThe last column has links to other workbooks, CUBE functions, pivot tables, add-ins and macros: they are named stale too. The commonest reasons for *stale*:\n"
    for why, count in list(facts["reasons"].items())[:12]:
        yield f"- {count:,} cells: {why}"
    yield "\n`python benchmarks/excel_saved.py FOLDER` repeats it on a folder of your own; the workbooks are not in the repository.\n"


def _stale() -> Iterator[str]:
    yield "## What STALE means\n"
    yield "`STALE Sheet!A1: reason` says that this cell, and each cell that depends on it, keeps the value that it had: nothing was guessed. `--stale error|warn|ignore` decides whether that is an error.\n"
    yield table_row("Code", "Meaning")
    yield table_row(*["---"] * 2)
    for code, meaning in CODES.items():
        yield table_row(f"`{code}`", meaning)
    yield ""


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _opening() -> Iterator[str]:
    yield "\n## When Excel opens the file\n"
    yield "ippbook never changes whether Excel calculates on opening (`fullCalcOnLoad` in `xl/workbook.xml`): that part of the file keeps its bytes. What that means for each kind of result:\n"
    yield table_row("Result", "What Excel shows when it opens the file")
    yield table_row(*["---"] * 2)
    for result, shown in (
        (
            "every formula is current",
            "the values in the file, which are what Excel would calculate; volatile formulas (TODAY, NOW, RAND, OFFSET, INDIRECT) are calculated again, as always",
        ),
        (
            "some formulas are stale",
            "their old values, until Ctrl+Alt+F9 calculates everything; the message of ippbook says so. A file that already has `fullCalcOnLoad`, as openpyxl writes it, is calculated on opening",
        ),
        (
            "the workbook calculates manually",
            "the values in the file; ippbook has calculated them, whatever this option says",
        ),
        ("iterative calculation is on", "circular formulas keep the values that Excel had; they are stale"),
        (
            "precision as displayed is on",
            "all native formulas keep the values that Excel had; they are stale, because no engine here rounds as cells are displayed",
        ),
    ):
        yield table_row(result, shown)
    yield "\nA spill whose answer has another size gets its new range, and the cells that it fills get its values. Caches of charts and pivot tables stay as they are: Excel refreshes charts on opening, and a pivot table when you refresh it. "
    yield "Buttons in Excel leave native formulas to Excel. A macro without Excel (`ippbook run`) gets current formulas at `app.calculate()` and at the save; reading a cell before that shows the old value, and a note says so."
