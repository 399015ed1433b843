"""What travels with the package: the add-in, the pinned versions, and the package itself, packed again as the wheel it came from."""

import base64
import hashlib
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.installer.layout import ADDIN
from ippbook.version import __version__

_PACKAGE: Final = Path(str(files("ippbook")))
_TREE: Final = _PACKAGE.parents[1]
"""The top of the source tree, where the package runs out of one."""
_DATA: Final = "ippbook/installer/data"
_LONG_AGO: Final = (2020, 1, 1, 0, 0, 0)


def shipped(name: str) -> Path:
    """The file *name* of the data: beside this module in an installed package, at its own place in a source tree."""
    inside = f"{_DATA}/{name}"
    packed = _PACKAGE.parent / inside
    if packed.is_file():
        return packed
    if found := _beside().get(inside):
        return found
    raise UserError(
        f"{name} is not in this installation of ippbook ({_PACKAGE}); install ippbook again from its wheel"
        + (", or name the add-in with --addin" if name == ADDIN else "")
    )


def _beside() -> dict[str, Path]:
    """What a wheel holds that a source tree keeps outside the package: name inside, and path, as pyproject.toml tells the builder.

    Empty in an installed package.
    """
    project = _TREE / "pyproject.toml"
    if _PACKAGE.parent.name != "src" or not project.is_file():
        return {}
    told = tomllib.loads(project.read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    forced = told.get("force-include", {})
    return {inside: _TREE / source for source, inside in sorted(forced.items()) if (_TREE / source).is_file()}


def wheel(folder: Path) -> Path:
    """Pack the running package as a wheel in *folder*: this very version, whatever an index would give under its name."""
    about = metadata.distribution("ippbook")
    if about.version != __version__:
        raise UserError(
            f"the installed description of ippbook says version {about.version} and its code {__version__}; install ippbook again"
        )
    if "excel" not in (
        about.metadata.get_all("Provides-Extra") or ()
    ):  # a source tree that went on since it was installed
        raise UserError("the installed description of ippbook is older than its code; install ippbook again")
    name = f"ippbook-{about.version}"
    path = folder / f"{name}-py3-none-any.whl"
    record: list[str] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside, content in _content(about, f"{name}.dist-info"):
            packed.writestr(zipfile.ZipInfo(inside, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
            mark = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{inside},sha256={mark},{len(content)}\n")
        inside = f"{name}.dist-info/RECORD"
        packed.writestr(zipfile.ZipInfo(inside, _LONG_AGO), "".join([*record, f"{inside},,\n"]))
    return path


def _content(about: metadata.Distribution, folder: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the wheel: its name inside, and its bytes."""
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"ippbook/{path.relative_to(_PACKAGE).as_posix()}", path.read_bytes()
    for inside, path in _beside().items():
        yield inside, path.read_bytes()
    for name in ("METADATA", "entry_points.txt"):
        text = about.read_text(name)
        if text:
            yield f"{folder}/{name}", text.encode()
    for name in about.metadata.get_all("License-File") or ():
        text = about.read_text(f"licenses/{name}")
        if text:
            yield f"{folder}/licenses/{name}", text.encode()
    yield f"{folder}/WHEEL", b"Wheel-Version: 1.0\nGenerator: ippbook\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
