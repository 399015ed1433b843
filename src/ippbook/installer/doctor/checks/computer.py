"""Checks of the computer."""

from typing import Final

from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.subject import Subject
from ippbook.languages import say, say_series

_BREAKING: Final = {
    "XLWINGS_LICENSE_KEY": say("it is a licence key, and ippbook must not use one"),
    "XLWINGS_ON_SERVER": say("xlwings then starts as its paid server and fails"),
    "PYTHONHOME": say("Python then searches its own library in another folder"),
}
_RISKY: Final = {"PYTHONPATH": say("code in the folders named there overrides the installed packages")}


@doctor_check("Operating system", on="any")
def operating_system(subject: Subject) -> CheckResult:
    """Buttons and worksheet functions need Excel for Windows. Excel for Mac has buttons only.

    Source: docs.xlwings.org, "User Defined Functions (UDFs)": Windows only.
    """
    match subject.host.system:
        case "windows":
            return passed("Windows: buttons and worksheet functions")
        case "macos":
            return passed("macOS: buttons; for worksheet functions use xlwings Lite (ippbook lite FILE)")
        case other:
            return uncertain(
                say("{other}: no Excel here; ippbook recalc and ippbook run do the same work on the file", other=other)
            )


@doctor_check("Environment variables", on="any")
def variables(subject: Subject) -> CheckResult:
    """Some environment variables keep xlwings or Python from starting.

    Source: the import of xlwings 0.37.8; docs.python.org/3/using/cmdline.html, "Environment variables".
    """
    present = {name.upper(): value for name, value in subject.host.environ.items() if value}
    if present.get("XLWINGS_ON_SERVER") not in (None, "true"):  # xlwings reacts to exactly this value
        del present["XLWINGS_ON_SERVER"]
    breaking = [name for name in _BREAKING if name in present]
    if breaking:
        what = say_series(
            (say("{name} is set: {breaking}", name=name, breaking=_BREAKING[name]) for name in breaking), "; "
        )
        return failed(what, _how_to_unset(subject, say_series(breaking, " and ")))
    for name, why in _RISKY.items():
        if name in present:
            return uncertain(
                say("{name} is set: {why}", name=name, why=why),
                say("if a button does not work: {steps}", steps=_how_to_unset(subject, name)),
            )
    return passed("no harmful variable is set")


def _how_to_unset(subject: Subject, names: str) -> str:
    """How a person removes variables on this system."""
    match subject.host.system:
        case "windows":
            return say(
                "open Start, type environment variables, choose Edit environment variables for your account, and delete {names}; then start Excel again. If the list does not show it, ask your IT",
                names=names,
            )
        case "macos":
            return say(
                "delete {names} from the settings of your shell, such as the file .zprofile in your home folder; sign out and in again, then start Excel",
                names=names,
            )
        case _:
            return say(
                "delete {names} from the settings of your shell, or type: unset {typed}",
                names=names,
                typed=names.replace(" and ", " "),
            )


@doctor_check("Folder names", on="any")
def folder_names(subject: Subject) -> CheckResult:
    """VBA can use only the letters of Windows' code page in a path. On a Mac a path must not have a blank.

    Source: GetAttr and LoadLibraryA in the VBA of xlwings 0.37.8; the limit of 260 characters,
    learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation.
    """
    if subject.places is None:
        if not subject.without_places:
            return passed("no rules for them on this system")
        what, _, remedy = subject.without_places.rpartition("; ")
        return failed(what or remedy, remedy)
    python = str(subject.layout.python(subject.layout.environment))
    if not subject.host.spells(python):
        return uncertain(
            say("{python} has letters that VBA may not be able to write", python=python),
            "if the buttons do not find Python, use an account whose folder has Latin letters only",
        )
    if subject.layout.system == "windows" and len(python) > 150:
        return uncertain(
            say("{python} is long: {python_count} characters", python=python, python_count=len(python)),
            "files deep in the environment may exceed the limit of 260 characters",
        )
    return passed(str(subject.layout.local))


@doctor_check("Log folder", on="excel")
def log_folder(subject: Subject) -> CheckResult:
    """The buttons write errors into the log folder."""
    logs = subject.layout.logs
    path = subject.host.at(logs)
    if not path.exists():
        return passed(say("{logs}: nothing was logged yet", logs=logs))
    if not path.is_dir():
        return failed(say("{logs} is a file", logs=logs), "move it away: the buttons need a folder there")
    return passed(say("{logs}: {sum:,} files", logs=logs, sum=sum(1 for each in path.iterdir() if each.is_file())))
