"""The page of the integrity checks, made from their declarations."""

from collections.abc import Iterator
from typing import Final

from ippbook.verification import REPAIRS, IntegrityCheck, integrity_checks

_SUBJECTS: Final = {
    "package": "The package",
    "part": "Every part that is XML",
    "workbook": "The workbook",
    "styles": "Styles",
    "strings": "Shared strings",
    "sheet": "Sheets",
    "table": "Tables",
    "comments": "Comments",
    "drawing": "Drawings and charts",
}

_HEAD: Final = """\
`ippbook verify FILE…` says what Excel would repair or refuse in a workbook. It looks at any workbook, whoever wrote it: its parts, the links between
them, the order of elements, cells, formulas, formats, tables, names, validations and charts. Nothing is written, and nothing is calculated. It takes
folders, patterns, `-` and `--files-from`, as `ippbook check` does.

```console
$ ippbook verify team.xlsx
XV151 table 'Listings', B1: the header cell says 'Link', the column is called 'URL'. Fix: write the column's name into the header cell, or rename the column in Excel.
team.xlsx: 1 fault that Excel repairs or refuses
```

Exit code: 0 if no check finds anything that Excel repairs or refuses, 1 if one does, 2 if a file cannot be read at all. With `--strict`, what Excel
tolerates counts too. `--format json` gives for each file its `error` and its `faults` with `code`, `severity`, `part`, `place`, `sentence` and `remedy`.
Large files cost about as much as `ippbook check`.

What is compared with what: the order of elements, attributes and their values with the schemas of ECMA-376, with the departures that Excel itself
writes (`verification/schema/tolerated.txt`); limits and grammars with [MS-OI29500], [MS-XLSX], [MS-XLS] and Microsoft's page of limits; the rest
with reports of what Excel repaired. The checks were run on 2,344 workbooks that Excel saved (of 29 public collections): the only one that a check
of the first kind names has the ending of another format, and Excel refuses it too. No check can promise that Excel opens a file: only Excel can.

The tests verify every workbook that ippbook writes in them. Each check has a fault of its own, planted in a good workbook, in `tests/verification`.
"""


def verification_lines() -> Iterator[str]:
    """The lines of the page."""
    yield _HEAD
    for subject, title in _SUBJECTS.items():
        found = [check for check in integrity_checks() if check.on == subject]
        if found:
            yield f"## {title}\n"
        for check in found:
            yield from _entry(check)


def _entry(check: IntegrityCheck) -> Iterator[str]:
    yield f"### {check.code} {check.page.summary.rstrip('.')}\n"
    yield ("Excel repairs or refuses the file." if check.severity == REPAIRS else "Excel tolerates it.") + "\n"
    if check.page.why:
        yield f"{check.page.why}\n"
    yield f"**Fix:** {check.page.fix}\n"
    yield f"**Source:** {check.page.source}\n"
