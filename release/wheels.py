"""The wheels of a release: which ones, with which SHA-256 (`*.lock`), and how they come into a folder.

    python release/wheels.py     resolve the pins of constraints.txt for every system and Python again, and write the lock files

A lock file has one wheel a line: SHA-256, two blanks, its name. Only these bytes get into a release.
"""

import base64
import hashlib
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOM: Final = Path(__file__).parent
TREE: Final = ROOM.parent
PYTHONS: Final = ("3.13", "3.12", "3.11", "3.14")
"""The versions of Python that a release has wheels for. The first one is fetched where a computer has none."""
_TIME: Final = (2020, 1, 1, 0, 0, 0)
_LIMIT: Final = 900.0
"""Seconds that one program may run; a slow network fetches two hundred megabytes in less."""


class ReleaseError(Exception):
    """A release cannot be built: one sentence."""


@dataclass(frozen=True)
class System:
    """A system that a release is for."""

    name: str
    resolver: str
    """How uv names it."""
    tags: tuple[str, ...]
    """How pip names it: the wheels for each of them are taken."""
    shown: tuple[str, ...]
    """What `sysconfig.get_platform()` is there, with one * for what differs."""

    @property
    def lock(self) -> Path:
        """The list of its wheels."""
        return ROOM / f"{self.name}.lock"


WINDOWS: Final = System("windows", "x86_64-pc-windows-msvc", ("win_amd64",), ("win-amd64",))
MACOS: Final = System(
    "macos",
    "aarch64-apple-darwin",
    ("macosx_14_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64", "macosx_11_0_universal2", "macosx_10_9_universal2"),
    ("macosx-*-arm64", "macosx-*-universal2"),
)
SYSTEMS: Final = (WINDOWS, MACOS)


def run_program(arguments: list[str]) -> str:
    """Run a program and return its output; a failure is one sentence with its last line."""
    try:
        done = subprocess.run(arguments, cwd=TREE, capture_output=True, text=True, timeout=_LIMIT, check=False)
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise ReleaseError(f"{arguments[0]} did not run: {failure}") from None
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()] or ["no message"]
        raise ReleaseError(f"{' '.join(arguments[:4])} … failed: {lines[-1]}")
    return done.stdout


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def locked(system: System) -> dict[str, str]:
    """The wheels of a system: name to SHA-256."""
    lines = system.lock.read_text("utf-8").splitlines()
    return {name: hashed for hashed, _, name in (line.partition("  ") for line in lines if line and line[0] != "#")}


def _requirement(wheel: str) -> tuple[str, str]:
    """What to ask pip for, and the version of Python to ask for it: "" for a wheel that fits every one."""
    name, version, python = wheel.split("-")[:3]
    return f"{name}=={version}", f"3.{python[3:]}" if python.startswith("cp3") else ""


def fits_python(wheel: str, pythons: tuple[str, ...]) -> bool:
    """Whether a wheel is for one of these versions of Python.

    >>> fits_python("lxml-6.1.3-cp312-cp312-win_amd64.whl", ("3.13",)), fits_python("six-1.17.0-py2.py3-none-any.whl", ("3.13",))
    (False, True)
    """
    return _requirement(wheel)[1] in ("", *pythons)


def fetch(system: System, folder: Path, pythons: tuple[str, ...], source: Path | None = None) -> list[Path]:
    """The locked wheels of a system in *folder*: those that are there, the others from *source* or else from the package index.

    Raises `ReleaseError` for a wheel that is missing or has other bytes than the lock says.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {name: hashed for name, hashed in locked(system).items() if fits_python(name, pythons)}
    missing: dict[str, list[str]] = {}
    for name, hashed in wanted.items():
        path = folder / name
        if path.is_file() and digest(path) == hashed:
            continue
        path.unlink(missing_ok=True)
        requirement, python = _requirement(name)
        missing.setdefault(python, []).append(requirement)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: _download(system, folder, each[0], each[1], source), missing.items()))
    for name, hashed in wanted.items():
        path = folder / name
        if not path.is_file():
            raise ReleaseError(f"{name} did not come: look at the package index, or resolve again: make release-lock")
        if digest(path) != hashed:
            path.unlink()
            raise ReleaseError(f"{name} has other bytes than {system.lock.name} says; it was deleted")
    return [folder / name for name in sorted(wanted)]


def _download(system: System, folder: Path, python: str, requirements: list[str], source: Path | None) -> None:
    run_program(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
            *(part for tag in system.tags for part in ("--platform", tag)),
            *("--implementation", "cp", "--only-binary=:all:", "--python-version", python or PYTHONS[0]),
            *(["--no-index", "--find-links", str(source)] if source else []),
            *("--dest", str(folder), *sorted(set(requirements))),
        ]
    )


def without_pro(wheel: Path, folder: Path) -> Path:
    """The wheel of xlwings without the parts that are not under the BSD licence: those may not be passed on.

    LICENSE.txt of xlwings: everything but the folder pro is BSD. `xlwingslib` serves pro alone, so it goes too. xlwings works
    without them: it looks for them in a `try`.
    """
    name, version, rest = wheel.name.split("-", 2)
    out = folder / f"{name}-{version}-1bsd-{rest}"
    record: list[str] = []
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside in source.namelist():
            if inside.startswith(("xlwings/pro/", "xlwings/xlwingslib.")) or inside.endswith(
                ("/LICENSE_PRO.txt", "/RECORD")
            ):
                continue
            content = source.read(inside)
            packed.writestr(zipfile.ZipInfo(inside, _TIME), content, zipfile.ZIP_DEFLATED)
            mark = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{inside},sha256={mark},{len(content)}\n")
        inside = f"{name}-{version}.dist-info/RECORD"
        packed.writestr(zipfile.ZipInfo(inside, _TIME), "".join([*record, f"{inside},,\n"]), zipfile.ZIP_DEFLATED)
    return out


def write_lock(system: System) -> None:
    """Resolve the pins for every Python, download what they name, and write the lock file."""
    names: dict[str, str] = {}
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for python in PYTHONS:
            pins = run_program(
                [
                    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--extra", "excel", "--quiet"),
                    *("--python-platform", system.resolver, "--python-version", python, "-c", "constraints.txt"),
                    *("--only-binary", ":all:", "--no-header", "--no-annotate"),
                ]
            )
            _download(system, folder, python, [*pins.split(), _uv_pin()], None)
        names = {path.name: digest(path) for path in sorted(folder.glob("*.whl"))}
    head = f"# The wheels of the {system.name} release, made by `make release-lock` from constraints.txt.\n"
    system.lock.write_text(
        head + "".join(f"{hashed}  {name}\n" for name, hashed in names.items()), "utf-8", newline="\n"
    )


def _uv_pin() -> str:
    pins = (TREE / "constraints.txt").read_text("utf-8").splitlines()
    return next(line for line in pins if line.startswith("uv=="))


if __name__ == "__main__":
    for each in SYSTEMS:
        write_lock(each)
        print(f"{each.lock.name}: {len(locked(each))} wheels")  # noqa: T201  # a program that says what it did
