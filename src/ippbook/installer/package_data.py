"""Files inside the package: the add-in, the pinned versions, and the package itself, packed as a wheel again."""

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
from ippbook.installer.layout import ADDIN_NAME
from ippbook.languages import say
from ippbook.version import __version__

_PACKAGE: Final = Path(str(files("ippbook")))
_TREE: Final = _PACKAGE.parents[1]
"""The root of the source tree, if the package runs from one."""
_DATA: Final = "ippbook/installer/data"
_FIXED_TIME: Final = (2020, 1, 1, 0, 0, 0)


def shipped(name: str) -> Path:
    """The data file *name*: in the package if it is installed, at its own place in a source tree."""
    inside = f"{_DATA}/{name}"
    packed = _PACKAGE.parent / inside
    if packed.is_file():
        return packed
    if found := _tree_files().get(inside):
        return found
    raise UserError(
        say(
            "{name} is missing in this installation of ippbook ({package}); install ippbook again from its wheel",
            name=name,
            package=_PACKAGE,
        )
        + (", or pass the add-in with --addin" if name == ADDIN_NAME else "")
    )


def _tree_files() -> dict[str, Path]:
    """Files that a wheel contains and a source tree has outside the package: name in the wheel -> path, from pyproject.toml.

    Empty in an installed package.
    """
    project = _TREE / "pyproject.toml"
    if _PACKAGE.parent.name != "src" or not project.is_file():
        return {}
    target = tomllib.loads(project.read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    forced = target.get("force-include", {})
    return {inside: _TREE / source for source, inside in sorted(forced.items()) if (_TREE / source).is_file()}


def wheel(folder: Path) -> Path:
    """Pack the running package as a wheel in *folder*, so that exactly this version is installed, not one from a package index."""
    about = metadata.distribution("ippbook")
    if about.version != __version__:
        raise UserError(
            "the metadata of ippbook has version {version}, but its code has {version_2}; install ippbook again",
            version=about.version,
            version_2=__version__,
        )
    if "excel" not in (
        about.metadata.get_all("Provides-Extra") or ()
    ):  # a source tree that changed after it was installed
        raise UserError("the metadata of ippbook is older than its code; install ippbook again")
    name = f"ippbook-{about.version}"
    path = folder / f"{name}-py3-none-any.whl"
    record: list[str] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside, content in _content(about, f"{name}.dist-info"):
            packed.writestr(zipfile.ZipInfo(inside, _FIXED_TIME), content, zipfile.ZIP_DEFLATED)
            mark = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{inside},sha256={mark},{len(content)}\n")
        inside = f"{name}.dist-info/RECORD"
        packed.writestr(zipfile.ZipInfo(inside, _FIXED_TIME), "".join([*record, f"{inside},,\n"]))
    return path


def _content(about: metadata.Distribution, folder: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the wheel: its name and its bytes."""
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"ippbook/{path.relative_to(_PACKAGE).as_posix()}", path.read_bytes()
    for inside, path in _tree_files().items():
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
