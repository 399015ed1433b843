"""`make release`: what people download, in dist/. docs/windows-release.md says how to try it.

    python release/build.py [--pythons 3.13] [--wheels FOLDER] [--addin signed.xlam] [NAME ...]

*NAME*: some of the artefacts below; without one, all. *--wheels*: a folder of wheels to take instead of the package index.
"""

import argparse
import hashlib
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

sys.path.insert(0, str(Path(__file__).parent))

import start_here
import wheels
from ippbook.installer import package_data
from ippbook.libreoffice.extension import extension
from ippbook.version import __version__
from wheels import MACOS, PYTHONS, TREE, WINDOWS, ReleaseError, System

_TIME: Final = (2020, 1, 1, 0, 0, 0)
_ROOM: Final = Path(__file__).parent
_BOM: Final = b"\xef\xbb\xbf"
"""Windows PowerShell 5.1 reads a script without it in the code page of the computer, which need not have Chinese letters."""
_EXECUTABLE: Final = 0o100755 << 16
_PLAIN: Final = 0o100644 << 16


@dataclass(frozen=True)
class Choice:
    """What a release is built from."""

    pythons: tuple[str, ...] = PYTHONS
    source: Path | None = None
    """A folder of wheels; None for the package index."""
    addin: Path = TREE / "workbook" / "ippbook.xlam"
    cache: Path = TREE / "build" / "wheels"
    dist: Path = TREE / "dist"


def windows_zip(choice: Choice) -> Path:
    """The zip for Excel for Windows."""
    scripts = {
        "install.cmd": _crlf("windows/install.cmd"),
        "uninstall.cmd": _crlf("windows/uninstall.cmd"),
        "install.ps1": _BOM + _crlf("windows/install.ps1"),
    }
    return assemble(choice, WINDOWS, scripts, "uv.exe")


def macos_zip(choice: Choice) -> Path:
    """The zip for Excel for Mac: buttons."""
    scripts = {name: (_ROOM / "macos" / name).read_bytes() for name in ("install.command", "uninstall.command")}
    return assemble(choice, MACOS, scripts, "uv")


def libreoffice_oxt(choice: Choice) -> Path:
    """The extension for LibreOffice Calc, which any user can add in its Extension Manager."""
    choice.dist.mkdir(parents=True, exist_ok=True)
    out = choice.dist / f"ippbook-{__version__}-libreoffice.oxt"
    out.write_bytes(extension())
    return out


ARTEFACTS: Final[dict[str, Callable[[Choice], Path]]] = {
    "windows": windows_zip,
    "macos": macos_zip,
    "libreoffice": libreoffice_oxt,
}
"""What `make release` builds, by name. To add one, add its function here."""


def _crlf(name: str) -> bytes:
    return (_ROOM / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def assemble(
    choice: Choice, system: System, scripts: dict[str, bytes], fetcher: str, packages: Sequence[Path] = ()
) -> Path:
    """Write the zip of a system: scripts, add-in, sample and Start here on top, everything else in setup.

    *packages*: the wheels; without them, the locked ones are fetched.
    """
    choice.dist.mkdir(parents=True, exist_ok=True)
    out = choice.dist / f"ippbook-{__version__}-{system.name}.zip"
    with TemporaryDirectory(dir=choice.dist) as temporary:
        folder = Path(temporary)
        packages = packages or wheels.fetch(system, choice.cache, choice.pythons, choice.source)
        ours = [wheels.without_pro(path, folder) for path in packages if path.name.startswith("xlwings-")]
        others = [path for path in packages if not path.name.startswith(("xlwings-", "uv-"))]
        inside = {f"wheels/{path.name}": path for path in (*others, *ours, package_data.wheel(folder))}
        texts = {
            "start.py": (_ROOM / "setup" / "start.py").read_bytes(),
            "pythons.txt": "".join(f"{each}\n" for each in choice.pythons).encode(),
            "platforms.txt": "".join(f"{each}\n" for each in system.shown).encode(),
            "LICENSE": (TREE / "LICENSE").read_bytes(),
            "NOTICE": (TREE / "NOTICE").read_bytes(),
            **{
                name: content
                for path in packages
                if path.name.startswith("uv-")
                for name, content in _fetcher(path, fetcher)
            },
        }
        sums = {name: wheels.digest(path) for name, path in inside.items()} | {
            name: hashlib.sha256(content).hexdigest() for name, content in texts.items()
        }
        draft = folder / out.name
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in {**scripts, **_top(choice, system)}.items():
                _add(packed, name, content)
            for name, content in texts.items():
                _add(packed, f"setup/{name}", content)
            _add(packed, "setup/SHA256SUMS", "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode())
            for name, path in sorted(inside.items()):
                _add(packed, f"setup/{name}", path.read_bytes(), zipfile.ZIP_STORED)  # wheels are compressed already
        draft.replace(out)
    return out


def _top(choice: Choice, system: System) -> dict[str, bytes]:
    """What a person opens: the page Start here, the add-in, the sample."""
    return {
        "Start here.html": start_here.page(system.name, __version__, choice.pythons).encode(),
        "ippbook.xlam": choice.addin.read_bytes(),
        "ippbook.xlsx": (TREE / "workbook" / "ippbook.xlsx").read_bytes(),
    }


def _fetcher(uv: Path, program: str) -> Iterator[tuple[str, bytes]]:
    """The program uv and its licences, from its wheel."""
    with zipfile.ZipFile(uv) as packed:
        for name in packed.namelist():
            last = name.rpartition("/")[2]
            if f"scripts/{program}" in name and last == program:
                yield program, packed.read(name)
            elif last.startswith("LICENSE"):
                yield f"uv-{last}", packed.read(name)


def _add(packed: zipfile.ZipFile, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system = 3  # Unix, so that the Mac sees which files are programs
    entry.external_attr = _EXECUTABLE if name.endswith((".command", "/uv")) else _PLAIN
    packed.writestr(entry, content, how)


def main() -> int:
    """Build what the command line names; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ARTEFACTS))
    parser.add_argument("--pythons", default=" ".join(PYTHONS), help="such as 3.13, or '3.13 3.12'; default: all")
    parser.add_argument("--wheels", type=Path, help="a folder of wheels to take instead of the package index")
    parser.add_argument("--addin", type=Path, default=Choice.addin, help="the signed add-in")
    chosen = parser.parse_args()
    unknown = [each for each in chosen.names if each not in ARTEFACTS]
    if unknown:
        parser.error(f"no artefact {unknown[0]}; there are: {', '.join(ARTEFACTS)}")
    choice = Choice(tuple(chosen.pythons.split()), chosen.wheels, chosen.addin)
    for name in chosen.names or ARTEFACTS:
        begin = time.monotonic()
        try:
            out = ARTEFACTS[name](choice)
        except ReleaseError as failure:
            print(failure, file=sys.stderr)  # noqa: T201  # a program that says what it did
            return 2
        size, seconds = out.stat().st_size / 1e6, time.monotonic() - begin
        print(f"{out.relative_to(TREE)}: {size:,.0f} megabytes, {seconds:.0f} seconds")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
