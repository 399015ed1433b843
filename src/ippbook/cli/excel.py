"""Commands for Excel on this computer: excel install, uninstall, status; doctor."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd

from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.options import Format, Output, leave, print_json
from ippbook.cli.render import text
from ippbook.command_name import workable
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.languages.run_language import localized
from ippbook.number_words import counted

if TYPE_CHECKING:
    from ippbook.installer.doctor.check import CheckRow
    from ippbook.installer.doctor.subject import Subject
    from ippbook.installer.host import Host
    from ippbook.installer.uninstall import SetupResult

# The commands import the installer late, so that the command line starts fast.

excel = app.group("excel", "Install ippbook into Excel, remove it, or report what is installed.")
_STATUS_WORDS = {"absent": "not installed"}
"""The states of an installation as a person reads them, where they differ from the JSON output."""


def _this_computer() -> "Host":
    from ippbook.installer import host  # noqa: PLC0415  # late, see above

    return host.ThisMachine()


@excel.command(short_help="Install into Excel.")
def install(
    addin: Annotated[
        Path | None,
        Option("--addin", help="Install this add-in file, such as the one that your team signed.", show_default=False),
    ] = None,
    wheels: Annotated[
        Path | None,
        Option("--from", help="Install the packages from this folder of wheels (offline).", show_default=False),
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """Install ippbook into Excel for the current user: a Python environment with pinned versions, the add-in, the configuration.

    Running it again repairs a damaged installation and updates Excel to this version. If it fails, the old installation still works.

    Examples:
        ippbook excel install
        ippbook excel install --from wheels  # without a network
    """
    from ippbook.installer import install  # noqa: PLC0415  # late, see above

    console = text.screen(errors=True)
    result = install.install(
        _this_computer(),
        addin,
        wheels,
        lambda stage: text.tell(console, f"{stage} …") if console.is_terminal else None,
    )
    _report("excel install", result, "installed", "already installed; nothing was changed", output)


@excel.command(short_help="Remove from Excel.")
def uninstall(output: Output = Format.TEXT) -> None:
    """Remove ippbook from Excel. Files that you changed and files of your own stay.

    Examples:
        ippbook excel uninstall
    """
    from ippbook.installer import uninstall  # noqa: PLC0415  # late, see above

    result = uninstall.uninstall(_this_computer())
    _report(
        "excel uninstall",
        result,
        "uninstalled",
        "nothing was removed" if result.notes else "nothing is installed",
        output,
    )


def _report(command: str, result: "SetupResult", changed: str, unchanged: str, output: Format) -> None:
    if output is Format.JSON:
        print_json(command, {"changed": result.changed, "notes": list(result.notes)})
        return
    text.tell(text.screen(), changed if result.changed else unchanged, *result.notes)


@excel.command(short_help="Report what is installed.")
def status(output: Output = Format.TEXT) -> None:
    """Report what is installed in Excel, in which version, and where. Exit code 1: nothing is installed, or something is damaged.

    Examples:
        ippbook excel status
    """
    from ippbook.installer import status  # noqa: PLC0415  # late, see above

    found = status.status(_this_computer())
    if output is Format.JSON:
        print_json("excel status", asdict(found))
    else:
        versions = [f"{name} {version}" for name, version in found.packages.items() if name in ("ippbook", "xlwings")]
        text.tell(
            text.screen(),
            say(
                "{status_words}{part}{versions} (this is ippbook {running})",
                status_words=_STATUS_WORDS.get(found.state, found.state),
                part=(": " if versions else ""),
                versions=say_series(versions),
                running=found.running,
            ),
            *(
                f"{name}: {place}{' (missing)' if name in found.missing else ''}"
                for name, place in found.places.items()
            ),
            *(say("note: {note}", note=note) for note in found.notes),
        )
    leave(0 if found.state == "installed" else 1)


@app.command("doctor")
def doctor(
    file: Annotated[
        Path | None, Positional(help="A workbook to check too (.xlsx, .xlsm, .xltx, .xltm).", show_default=False)
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """Check Excel, the add-in, Python and, if you name one, a workbook. Problems come first, each with its fix.

    Changes nothing. Exit code 1: there is a problem.

    Examples:
        ippbook doctor
        ippbook doctor team.xlsx  # and a workbook
    """
    from ippbook.installer.doctor import check, web_address  # noqa: PLC0415  # late, see above
    from ippbook.installer.doctor.subject import Subject  # noqa: PLC0415  # late, see above

    subject = Subject(_this_computer(), file, _current_modules)
    if file and web_address.is_web_address(str(file)):
        subject.file = web_address.synchronised_file(subject, str(file))
    elif file and not file.is_file():
        raise UserError("{file}: no such file; check the name and the folder", file=file)
    rows = check.run_checks(subject)
    problems = sum(row.state == check.PROBLEM for row in rows)
    if output is Format.JSON:
        print_json("doctor", {"wrong": problems, "checks": [row._asdict() for row in rows]})
    else:
        _show(rows, _not_run(subject, check.skipped(subject)))
    leave(1 if problems else 0)


def _current_modules(language: str) -> Mapping[str, str]:
    """The VBA modules that this version writes into a workbook of *language*."""
    from ippbook.workbook_builder.vba import hosts, modules  # noqa: PLC0415  # late, see above

    return modules.modules(replace(hosts.BOOK, language=language))


def _not_run(subject: "Subject", skipped: int) -> str:
    """What the last line says of the checks that did not run."""
    if not skipped:
        return ""
    if subject.without_places:
        return say("; {skipped:,} more checks need folders that this account does not have", skipped=skipped)
    return say("; {skipped:,} more checks run only on Windows or a Mac", skipped=skipped)


def _show(rows: list["CheckRow"], more: str) -> None:
    from ippbook.installer.doctor.check import PROBLEM, STATE_WORDS, UNCERTAIN  # noqa: PLC0415  # late, see above

    urgency = list(STATE_WORDS)
    ordered = sorted(rows, key=lambda row: urgency.index(row.state))
    frame = pd.DataFrame(
        {
            "check": [localized(row.title) for row in ordered],
            "state": [localized(STATE_WORDS[row.state]) for row in ordered],
            "found": [row.found for row in ordered],
            "fix": [workable(localized(row.remedy)) for row in ordered],
        }
    )
    console = text.screen()
    text.show_frame(console, "Checks", frame)
    problems, uncertain = (sum(row.state == state for row in rows) for state in (PROBLEM, UNCERTAIN))
    text.tell(
        console,
        say(
            "{rows_count:,} checks: {problems}, {uncertain:,} uncertain{more}",
            rows_count=len(rows),
            problems=counted(problems, "problem"),
            uncertain=uncertain,
            more=more,
        ),
    )
