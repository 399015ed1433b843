"""What a release leaves in ippbook's folder, so that ippbook can be removed when the download is gone.

The installed environment cannot delete itself. So `uninstall.cmd` asks it which Python it was built on, and starts the steps there.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ippbook import ooxml
from ippbook.installer import manifest
from ippbook.installer.host import Host
from ippbook.installer.layout import Layout
from ippbook.installer.manifest import LIST, InstallRecord
from ippbook.languages import say
from ippbook.version import __version__

SUMS: Final = "SHA256SUMS"
_BASE: Final = "import sys; print(sys._base_executable)"
_NO_PYTHON: Final = "无法启动 ippbook 的 Python。没有做任何更改。请双击下载文件夹中的 install.cmd，然后双击旁边的 uninstall.cmd。".encode(
    "ascii", "backslashreplace"
).decode()
"""What the script says in Chinese. cmd.exe would read other letters in the code page of the computer."""
_SCRIPTS: Final = {
    # The program is named without its folder: a name in quotes, with quotes behind it, would open the rest of the line to cmd.exe.
    # The last block is read whole before it runs: the file deletes itself in the middle of it. The current folder cannot be removed.
    "windows": (
        "@echo off\r\nrem Removes ippbook from Excel. Your own files stay.\r\nsetlocal DisableDelayedExpansion\r\nchcp 65001 >nul\r\n"
        'set "python="\r\ncd /d "%~dp0"\r\n'
        f'for /f "delims=" %%p in (\'env\\Scripts\\python.exe -X utf8 -I -c "{_BASE}"\') do set "python=%%p"\r\n'
        'cd /d "%TEMP%"\r\nif not defined python goto missing\r\n'
        '(\r\n"%python%" -I "%~dp0setup\\start.py" uninstall\r\n'
        'if not exist "%~dp0env" if exist "%~dp0python" rmdir /s /q "%~dp0python"\r\n'
        'rmdir "%~dp0." 2>nul\r\npause\r\nexit /b\r\n)\r\n'
        ":missing\r\necho The Python of ippbook does not start. Nothing was changed. Double-click install.cmd of the download, "
        "then uninstall.cmd next to it.\r\n"
        f"powershell.exe -NoLogo -NoProfile -Command \"Write-Host ([regex]::Unescape('{_NO_PYTHON}'))\"\r\npause\r\nexit /b 2\r\n"
    ),
    "macos": (
        '#!/bin/sh\n# Removes ippbook from Excel. Your own files stay.\nhere=$(cd "$(dirname "$0")" && pwd) || exit 2\n'
        f'python=$("$here/env/bin/python" -I -c "{_BASE}") || exit 2\n'
        '{\n"$python" -I "$here/setup/start.py" uninstall\ncode=$?\n'
        '[ -e "$here/env" ] || rm -rf "$here/python"\nrmdir "$here" 2>/dev/null\nexit $code\n}\n'
    ),
}


def put_uninstaller(host: Host, layout: Layout, setup: Path, needed: tuple[str, ...]) -> Iterator[str]:
    """Copy from the folder *setup* of a release what removing needs, with the wheels *needed*; a note where it is."""
    place = host.at(layout.own_setup)
    remove_uninstaller(host, layout)
    (place / "wheels").mkdir(parents=True, exist_ok=True)
    sources = [setup / name for name in ("start.py", "pythons.txt", "platforms.txt")]
    sources += [setup / "wheels" / name for name in needed]
    for source in sources:
        shutil.copyfile(source, place / source.relative_to(setup))
    sums = {path: manifest.digest(place / path.relative_to(setup)) for path in sources}
    text = "".join(f"{hashed}  {path.relative_to(setup).as_posix()}\n" for path, hashed in sums.items())
    (place / SUMS).write_bytes(text.encode())
    manifest.write_record(place / LIST, InstallRecord(__version__, files=manifest.listing(place)))
    script = host.at(layout.uninstaller)
    ooxml.write_whole(script, _script(layout))
    if layout.system == "macos":
        script.chmod(0o755)
    yield say("to remove ippbook later, start {uninstaller}", uninstaller=layout.uninstaller)


def remove_uninstaller(host: Host, layout: Layout) -> None:
    """Delete what `put_uninstaller` wrote, as far as it was not changed since."""
    place, script = host.at(layout.own_setup), host.at(layout.uninstaller)
    if record := manifest.read_record(place / LIST):
        manifest.remove_files(place, record)
    if manifest.digest(script) == hashlib.sha256(_script(layout)).hexdigest():
        script.unlink()


def _script(layout: Layout) -> bytes:
    return _SCRIPTS[layout.system].encode()
