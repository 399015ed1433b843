"""A simulated computer in the test's own folder, and the package of the installer, made once."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from simulated_host import SimulatedHost

from ippbook import workbook_builder
from ippbook.installer import package_data
from ippbook.workbook_builder import vba

ADDIN_TYPE = '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"/></Types>'


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The add-in of these tests is only its list of types; Excel would repair the installed copy."""
    for item in items:
        if "addin" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.excel_repairs("the add-in of these tests is only its list of types"))


@pytest.fixture
def addin(tmp_path: Path) -> Path:
    """A file with the type of an add-in."""
    path = tmp_path / "given.xlam"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", ADDIN_TYPE)
    return path


@pytest.fixture
def computer(tmp_path: Path) -> Callable[..., SimulatedHost]:
    """Make the simulated computer, or change its facts; its files stay."""

    def make(**machine: Any) -> SimulatedHost:
        folder = tmp_path / "computer"
        folder.mkdir(exist_ok=True)
        return SimulatedHost(folder, machine)

    return make


@pytest.fixture
def tree() -> Callable[[SimulatedHost], dict[str, bytes]]:
    """Every file of a simulated computer with its bytes, without the computer's own log."""

    def read(host: SimulatedHost) -> dict[str, bytes]:
        return {
            path.relative_to(host.folder).as_posix(): path.read_bytes()
            for path in host.folder.rglob("*")
            if path.is_file() and path.name != "ran.jsonl"
        }

    return read


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[SimulatedHost], None]:
    """Let the command line run on a simulated computer."""

    def use(host: SimulatedHost) -> None:
        monkeypatch.setattr("ippbook.installer.host.ThisMachine", lambda: host)

    return use


@pytest.fixture(scope="session")
def blank(once_a_run: Callable[..., Path]) -> dict[str, Path]:
    """Ending -> a workbook without rows. Not to be written to."""
    return {".xlsx": once_a_run("new.xlsx", workbook_builder.draw), ".xlsm": once_a_run("new.xlsm", vba.workbook)}


@pytest.fixture(scope="session")
def small_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel with the names and metadata of ippbook's own, but with few of its modules: it is quick to unpack and to hash."""
    folder = tmp_path_factory.mktemp("wheel")
    whole = package_data.wheel(folder)
    kept = ("ippbook/__init__.py", "ippbook/normalize.py", "ippbook/installer/data/", "ippbook-")
    small = folder / "small" / whole.name
    small.parent.mkdir()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(small, "w", zipfile.ZIP_STORED) as out:
        for name in source.namelist():
            if name.startswith(kept):
                out.writestr(zipfile.ZipInfo(name), source.read(name))
    return small


@pytest.fixture(autouse=True)
def _quick_wheel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, small_wheel: Path) -> None:
    """Install the small wheel, except in tests with the real packages."""
    if request.node.get_closest_marker("hosts"):
        return
    monkeypatch.setattr(
        "ippbook.installer.install.wheel", lambda folder: Path(shutil.copy(small_wheel, folder / small_wheel.name))
    )


@pytest.fixture
def team(tmp_path, blank):
    """Copy a workbook without rows to a place where a test may change it."""

    def copy(ending: str, name: str = "team") -> Path:
        return Path(shutil.copy(blank[ending], tmp_path / f"{name}{ending}"))

    return copy
