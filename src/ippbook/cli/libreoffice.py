"""Commands for LibreOffice Calc on this computer: libreoffice install, uninstall, status."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from ippbook.cli.declared import Option, app
from ippbook.cli.options import Format, Output, leave, print_json
from ippbook.cli.render import text
from ippbook.languages import say

# The commands import the room late, so that the command line starts fast.

libreoffice = app.group("libreoffice", "Install ippbook into LibreOffice Calc, remove it, or report what is installed.")
_STATES = {"absent": "not installed"}
Profile = Annotated[
    Path | None,
    Option(
        "--profile",
        help="The folder of a LibreOffice profile, where there are several.",
        show_default=False,
    ),
]


@libreoffice.command("install", short_help="Install into LibreOffice Calc.")
def install_libreoffice(profile: Profile = None, output: Output = Format.TEXT) -> None:
    """Install ippbook into LibreOffice Calc for the current user: the worksheet functions with their help texts.

    Running it again repairs a damaged installation and updates it to this version. If it fails, nothing has changed.

    Examples:
        ippbook libreoffice install
    """
    from ippbook.libreoffice.setup import install_in_calc  # noqa: PLC0415  # late, see above

    done = install_in_calc(profile)
    _tell(
        "libreoffice install", done.changed, done.notes, "installed", "already installed; nothing was changed", output
    )


@libreoffice.command("uninstall", short_help="Remove from LibreOffice Calc.")
def uninstall_libreoffice(profile: Profile = None, output: Output = Format.TEXT) -> None:
    """Remove ippbook from LibreOffice Calc. Other extensions, your settings and your macros stay.

    Examples:
        ippbook libreoffice uninstall
    """
    from ippbook.libreoffice.setup import uninstall_from_calc  # noqa: PLC0415  # late, see above

    done = uninstall_from_calc(profile)
    _tell("libreoffice uninstall", done.changed, done.notes, "uninstalled", "nothing is installed", output)


def _tell(
    command: str, changed: bool, notes: tuple[str, ...], changed_words: str, same_words: str, output: Format
) -> None:
    if output is Format.JSON:
        print_json(command, {"changed": changed, "notes": list(notes)})
        return
    text.tell(text.screen(), changed_words if changed else same_words, *notes)


@libreoffice.command("status", short_help="Report what is installed.")
def status_libreoffice(profile: Profile = None, output: Output = Format.TEXT) -> None:
    """Report what is installed in LibreOffice Calc, in which version, and whether it answers. Exit code 1: nothing, or something is damaged.

    Examples:
        ippbook libreoffice status
    """
    from ippbook.libreoffice.office import one_profile, profile_places  # noqa: PLC0415  # late, see above
    from ippbook.libreoffice.state import calc_state  # noqa: PLC0415  # late, see above
    from ippbook.version import __version__  # noqa: PLC0415  # late, see above

    places = [one_profile(profile)] if profile else profile_places()
    states = [calc_state(place) for place in places]
    if output is Format.JSON:
        print_json("libreoffice status", {"running": __version__, "profiles": [asdict(each) for each in states]})
    else:
        for each in states:
            text.tell(
                text.screen(),
                say(
                    "{state}{version} (this is ippbook {running})",
                    state=_STATES.get(each.state, each.state),
                    version=f": ippbook {each.version}" if each.version else "",
                    running=__version__,
                ),
                *([each.office] if each.office else []),
                say("profile: {profile}", profile=each.profile),
                *(say("note: {note}", note=note) for note in each.notes),
            )
    leave(0 if all(each.state == "installed" for each in states) else 1)
