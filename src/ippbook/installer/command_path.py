"""The command `ippbook` in an ordinary window: ippbook's folder in the user's own Path on Windows."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Final

from ippbook.installer.host import Host
from ippbook.installer.layout import Layout
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_PORTABLE: Final = r"%LOCALAPPDATA%\ippbook"
_NAME: Final = late_pattern("%([^%]+)%")


def add_to_path(host: Host, layout: Layout) -> Iterator[str]:
    """Add ippbook's folder to the end of the user's Path, once; a note that says how to call the command."""
    folders = host.user_path()
    ready = say("in a new command window the command ippbook works; it is {launcher}", launcher=layout.launcher)
    if folders is None:
        yield say("the command line is {launcher}", launcher=layout.launcher)
        return
    present = [each for each in folders.split(";") if each.strip()]
    if not any(_is_ours(each, host.environ, layout.local) for each in present):
        try:
            host.set_user_path(";".join([*present, _PORTABLE]))
        except OSError:
            yield say(
                "this computer does not let you change where windows look for commands; type the whole path instead: {launcher}",
                launcher=layout.launcher,
            )
            return
    yield ready


def remove_from_path(host: Host, layout: Layout) -> Iterator[str]:
    """Take ippbook's folder out of the user's Path, once nothing of the installation is in the folder."""
    folders = host.user_path()
    if not folders or host.at(layout.launcher).exists():
        return
    kept = [each for each in folders.split(";") if not _is_ours(each, host.environ, layout.local)]
    if len(kept) < len(folders.split(";")):
        try:
            host.set_user_path(";".join(kept))
        except OSError:
            yield say(
                "{local} stays in your Path, because this computer does not let you change it; it does no harm",
                local=layout.local,
            )
            return
        yield say("{local} was taken out of your Path", local=layout.local)


def _is_ours(entry: str, environ: Mapping[str, str], local: PurePath) -> bool:
    """Whether an entry of a Path is ippbook's folder, with its %NAMES% filled in and without regard to case."""
    names = {name.casefold(): value for name, value in environ.items()}
    whole = _NAME.sub(lambda match: names.get(match[1].casefold(), match[0]), entry.strip().strip('"'))
    return whole.rstrip("\\").casefold() == str(local).casefold()
