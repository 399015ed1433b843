"""Checks of the computer."""

from typing import Final

from ippbook.installer.doctor.check import Found, Look, check, right, unknown, wrong

_BREAKING: Final = {
    "XLWINGS_LICENSE_KEY": "a licence key is set, which ippbook neither needs nor may use",
    "XLWINGS_ON_SERVER": "xlwings then takes itself for its paid server and does not start",
    "PYTHONHOME": "Python then looks for its own library in another place",
}
_UNSURE: Final = {"PYTHONPATH": "code in the folders named there goes before that of the packages"}


@check("Operating system", on="any")
def operating_system(look: Look) -> Found:
    """Buttons and worksheet functions need Excel for Windows; Excel for the Mac has the buttons only.

    Source: docs.xlwings.org, "User Defined Functions (UDFs)": Windows only.
    """
    match look.host.system:
        case "windows":
            return right("Windows: buttons and worksheet functions")
        case "macos":
            return right("macOS: buttons; for worksheet functions use xlwings Lite (ippbook lite FILE)")
        case other:
            return unknown(f"{other}: no Excel here; ippbook recalc and ippbook run do the same work on the file")


@check("Environment variables", on="any")
def variables(look: Look) -> Found:
    """Variables that keep xlwings or Python from starting as Excel expects.

    Source: the import of xlwings 0.37.8; docs.python.org/3/using/cmdline.html, "Environment variables".
    """
    set_here = {name.upper(): value for name, value in look.host.environ.items() if value}
    if set_here.get("XLWINGS_ON_SERVER") not in (None, "true"):  # xlwings heeds that word alone
        del set_here["XLWINGS_ON_SERVER"]
    breaking = [name for name in _BREAKING if name in set_here]
    if breaking:
        said = "; ".join(f"{name} is set: {_BREAKING[name]}" for name in breaking)
        return wrong(said, f"unset {' and '.join(breaking)}, then start Excel again")
    for name, why in _UNSURE.items():
        if name in set_here:
            return unknown(f"{name} is set: {why}", f"unset {name} if a button behaves oddly")
    return right("none that is in the way")


@check("Folder names", on="excel")
def letters(look: Look) -> Found:
    """VBA can only speak paths in the letters of Windows' code page; on a Mac a path must not have a blank.

    Source: GetAttr and LoadLibraryA in the VBA of xlwings 0.37.8; the limit of 260 characters,
    learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation.
    """
    python = str(look.layout.python(look.layout.environment))
    if not look.host.spells(python):
        return unknown(
            f"{python} has letters that VBA may not be able to write",
            "if the buttons do not find Python, have an account whose folder has Latin letters only",
        )
    if look.layout.system == "windows" and len(python) > 150:
        return unknown(
            f"{python} is long: {len(python)} characters", "files deep in the environment may pass the limit of 260"
        )
    return right(str(look.layout.local))


@check("Log folder", on="excel")
def log_folder(look: Look) -> Found:
    """Where the buttons write what went wrong."""
    logs = look.layout.logs
    path = look.host.at(logs)
    if not path.exists():
        return right(f"{logs}: nothing was logged yet")
    if not path.is_dir():
        return wrong(f"{logs} is a file", "move it away: the buttons want a folder there")
    return right(f"{logs}: {sum(1 for each in path.iterdir() if each.is_file()):,} files")
