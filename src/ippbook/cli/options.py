"""What the commands share: the application, common options, and output."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from ippbook.cli.declared import Option, Positional
from ippbook.cli.formats import format_names
from ippbook.cli.run_state import document_printed, time_zone, today
from ippbook.cli.visible_stream import print_text
from ippbook.errors import UserError
from ippbook.formulas.engines.names import DEFAULT_ENGINE, ENGINE_NAMES
from ippbook.languages import say

if TYPE_CHECKING:
    from ippbook.tables.findings import Severity


class Format(StrEnum):
    """Who reads the output."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """From which severity on findings make the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
    NEVER = "never"

    @property
    def severity(self) -> "Severity | None":
        """The least severe finding that fails; None: none does."""
        from ippbook.tables.findings import Severity  # noqa: PLC0415  # late: most commands print no report

        return None if self is FailOn.NEVER else Severity[self.name]

    def met_by(self, found: Mapping[str, int]) -> bool:
        """Whether findings, counted by severity, reach the threshold."""
        from ippbook.tables.findings import Severity  # noqa: PLC0415  # late: commands without findings start without it

        return self is not FailOn.NEVER and any(
            number and Severity[word.upper()].reaches(Severity[self.name]) for word, number in found.items()
        )


EngineName = StrEnum("EngineName", {name.upper(): name for name in ENGINE_NAMES})  # type: ignore[misc]  # members by name


class Stale(StrEnum):
    """What a formula that keeps an old value means for the exit code."""

    ERROR = "error"
    WARN = "warn"
    IGNORE = "ignore"


def stale_policy(chosen: Stale | None, setting: str, otherwise: Stale) -> Stale:
    """The policy: that of the command line, else that of the workbook's setting, else the command's own."""
    if chosen is not None:
        return chosen
    return Stale(setting) if setting in {each.value for each in Stale} else otherwise


def day(text: str) -> date:
    """Read a day as people write it."""
    from ippbook.tables.values import Unreadable, date_from_text  # noqa: PLC0415  # late: most calls name no day

    try:
        return date_from_text(text)
    except Unreadable as refusal:
        from typer import BadParameter  # noqa: PLC0415  # late: the parser, which says it

        raise BadParameter(say("{text!r}: {why}", text=text, why=refusal.why)) from None


def target(text: str) -> Path:
    """Read the place to write to."""
    if not text.strip():  # an unset variable in a script; Path("") would be the current folder
        raise UserError("-o is empty. Name a file or a folder to write to.")
    return Path(text)


File = Annotated[
    Path,
    Positional(help="The workbook (.xlsx, .xlsm, .xltx, .xltm).", show_default=False),
]
Files = Annotated[
    list[str] | None,
    Positional(
        help="The workbooks (.xlsx, .xlsm, .xltx, .xltm): files, folders with their sub-folders, patterns such as 'team-*.xlsx', or - for standard input.",
        show_default=False,
    ),
]
AsOf = Annotated[
    date | None,
    Option(
        "--as-of",
        parser=day,
        metavar="DATE",
        help="Judge everything for this day. Default: the setting As of, else today in the time zone (--timezone; Asia/Shanghai).",
    ),
]
Out = Annotated[
    Path | None,
    Option(
        "-o",
        "--out",
        parser=target,
        metavar="PATH",
        help="Write here instead of back into the file.",
        show_default=False,
    ),
]
StaleOption = Annotated[
    Stale | None,
    Option(
        "--stale",
        help="What a formula that keeps an old value means: exit code 1 (error), a line of output (warn), or nothing (ignore). Default: the setting Stale formulas, else error with --check and warn without it.",
        show_default=False,
    ),
]
EngineOption = Annotated[
    EngineName,
    Option("--engine", help="The program that calculates Excel's own functions."),
]
AllFormulas = Annotated[
    bool,
    Option(
        "--all-formulas",
        help="Calculate every formula, not only those that depend on a changed cell or on the day, or have no value.",
    ),
]
ReportFormat = StrEnum("ReportFormat", {name.upper(): name for name in format_names()})  # type: ignore[misc]  # by module
DEFAULT_REPORT: Final = ReportFormat(format_names()[0])
"""The format for people."""
ReportOutput = Annotated[
    ReportFormat,
    Option("--format", help="text for people; the others for programs (docs/ci.md)."),
]
MoreReports = Annotated[
    list[str] | None,
    Option(
        "--report",
        metavar="FORMAT=FILE",
        help="Also write this format into a file, such as sarif=ippbook.sarif. You can repeat it.",
        show_default=False,
    ),
]
Output = Annotated[Format, Option("--format", help="text for people, json for programs.")]
Limit = Annotated[int, Option("--limit", min=0, help="Show at most this many findings; 0 shows all.")]
Fail = Annotated[
    FailOn, Option("--fail-on", help="Exit with 1 if there are findings of this severity or a more severe one.")
]


Texts = Annotated[
    Path | None,
    Option(
        "--texts",
        help="A folder with your own takedown texts: one folder for each language, one file for each reason (de/keyword abuse.txt).",
        show_default=False,
    ),
]
EvidenceFolder = Annotated[
    Path | None,
    Option(
        "--evidence",
        help="The folder with the evidence files that Listings names; ippbook checks that they are there.",
        show_default=False,
    ),
]


DEFAULT: Final = EngineName(DEFAULT_ENGINE)
"""The engine where none is named."""


def refuse_missing_engine(engine: EngineName) -> None:
    """Raise `UserError` before any work where an engine was chosen that cannot be used here."""
    if engine is not DEFAULT:
        from ippbook.formulas.engines.named import engine_named  # noqa: PLC0415  # late: most calls name no engine

        engine_named(engine.value)


def workbook_day(file: Path, as_of: date | None) -> date:
    """The day for which *file* is judged: *as_of*, else its setting *As of*, else the day of the run."""
    if as_of is not None:
        return as_of
    from ippbook import ooxml  # noqa: PLC0415  # only where the result does not say its day
    from ippbook.saving import day_of_workbook  # noqa: PLC0415  # likewise

    return day_of_workbook(ooxml.open(file), None, today())


def print_json(command: str, payload: Mapping[str, object], day: date | None = None) -> None:
    """Print the JSON document of *command*: its version, day and time zone, then *payload*; a missing number is null, never NaN.

    *day*: the day for which it is judged; None: the field *as_of* of the payload, else the day of the run.
    """
    from ippbook.cli.command_schema import json_head  # noqa: PLC0415  # imported late: start-up stays quick
    from ippbook.cli.json_text import json_text  # noqa: PLC0415  # likewise
    from ippbook.cli.schemas import command_schemas  # noqa: PLC0415  # likewise

    head = json_head(command, command_schemas()[command].version, day or today(), time_zone.get(), None)
    print_text(json_text(head | dict(payload)))
    document_printed.set(True)


def leave(code: int) -> None:
    """End the command with *code*."""
    if code:
        raise SystemExit(code)
