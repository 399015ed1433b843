"""What every output format gets: the command, its day, and one report for each workbook."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Final

from ippbook.batch.reports import FileReport
from ippbook.buttons.phrases import counts_phrase
from ippbook.cli.exit_codes import RunFailure
from ippbook.control_characters import visible
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.number_words import counted
from ippbook.ooxml.refs import cell_place
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Finding, Severity

_LINE_ENDS: Final = late_pattern(r"[\r\n\t\x0b\x0c\x85\u2028\u2029]+")


@dataclass
class ReportRun:
    """A command over workbooks, as its formats state it."""

    command: str
    day: date
    """The day of the run: --as-of, else today in the time zone. A workbook's setting *As of* overrides today in its own report."""
    timezone: str
    fail_on: Severity | None = Severity.ERROR
    """From which severity on a finding fails the run; None: never."""
    limit: int = 0
    """How many findings of a workbook a format for people shows; 0: all."""
    checks_only: bool = False
    """Whether a recalculation wrote nothing and a workbook that is not up to date fails the run."""
    brief: bool = False
    """Whether people get one line for each workbook, because there are many."""
    several: bool = False
    """Whether there is more than one workbook, so that each needs a heading."""
    failure: RunFailure | None = None
    """Why the command stopped; it is known only after the last report."""

    def totals(self, files: int, failed: int, counts: Mapping[str, int]) -> str:
        """How many workbooks there are, how many of them failed, and the findings of the others."""
        not_done = say(
            "{workbooks} could not be {part}",
            workbooks=counted(failed, "workbook"),
            part=(say("checked") if self.command == "check" else say("done")),
        )
        if failed == files > 0:
            return not_done
        return f"{counted(files, 'workbook')}: {counts_phrase(counts, 0, ())}{f'; {not_done}' if failed else ''}"

    def fails(self, finding: Finding) -> bool:
        """Whether *finding* makes the exit code 1."""
        return self.fail_on is not None and finding.severity.reaches(self.fail_on)

    def other_failures(self, report: FileReport) -> Iterator[tuple[str, str]]:
        """What makes the exit code 1 besides the findings: a name and a sentence."""
        if self.checks_only and report.changed_cells:
            yield (
                say("up to date"),
                say("{changed_cells:,} cells would change; run ippbook recalc", changed_cells=report.changed_cells),
            )
        if report.stale and report.stale_policy == "error":
            yield from ((say("stale formula"), part.sentence) for part in report.stale)


@dataclass(frozen=True)
class OutputFormat:
    """A format of `check` and `recalc`. The name of its module is the word after --format."""

    about: str
    """What it is for, in a few words."""
    report: Callable[[ReportRun, Iterable[FileReport]], Iterator[str]]
    """The parts of the output, for a command's run and the reports of its workbooks, in their order. Reads each report once."""
    streams: bool = False
    """Whether it prints while the command works, because a person waits. Others print nothing until they are complete."""


@dataclass
class FindingNames:
    """A name for each finding of a workbook that stays when rows are inserted: it is made of its code, key and column, not of its row."""

    seen: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def name(self, finding: Finding) -> tuple[str, ...]:
        """Code, table, column, key and the number among equal ones; the sentence is the key of a row without one."""
        key = finding.key or finding.message
        named = (finding.code, finding.table, finding.header, key)
        self.seen[named] += 1
        return (*named, str(self.seen[named]))


def repository_path(file: str) -> str:
    """*file* as CI servers name it: relative to the folder of the repository (or to the current one) and with slashes.

    A file elsewhere keeps its full path; standard input is `stdin.xlsx`, because CI servers need a path.
    """
    if file == "-":
        return "stdin.xlsx"
    path = Path(os.path.abspath(file))  # noqa: PTH100  # without following links: the repository has the link
    for root in (os.environ.get("GITHUB_WORKSPACE"), os.environ.get("CI_PROJECT_DIR"), os.getcwd()):  # noqa: PTH109
        if root and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.as_posix()


def position(cell: str) -> tuple[int, int]:
    """Row and column of the address *cell*, from 1; (1, 1) where a finding has no cell.

    >>> position("AB12"), position("")
    ((12, 28), (1, 1))
    """
    return cell_place(cell) or (1, 1)


def fingerprint(name: Iterable[str]) -> str:
    """A hash of a finding's *name*, by which a CI server knows the finding again; half characters count too."""
    return hashlib.sha256("\0".join(name).encode("utf-8", "surrogatepass")).hexdigest()


def printable(text: str) -> str:
    r"""*text* as one line without control characters, signs that turn the direction of writing, and broken characters.

    >>> print(printable("a\nb\x1b[2Jc"))
    a b\u001b[2Jc
    """
    line = _LINE_ENDS.sub(" ", text)
    return visible(line).replace("\ufffe", "\N{REPLACEMENT CHARACTER}").replace("\uffff", "\N{REPLACEMENT CHARACTER}")


def cut(text: str, most: int) -> str:
    """*text* with at most *most* characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
