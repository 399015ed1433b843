"""The package as a wheel, and a real environment made from it."""

import json
import shutil
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

import ippbook
from ippbook.errors import UserError
from ippbook.installer import layout as layouts
from ippbook.installer.host import Ran, ThisMachine
from ippbook.installer.install import install
from ippbook.installer.package_data import wheel
from ippbook.installer.status import status
from ippbook.installer.uninstall import uninstall

MAC = {"system": "macos"}


INSTALLING = sys.modules["ippbook.installer.install"]


INSTALLED = PureWindowsPath(r"C:\Users\Anna\AppData\Local\ippbook\env\Scripts\python.exe")


def commands(host) -> list[list[str]]:
    log = host.folder / "ran.jsonl"
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


TOP = Path(__file__).parents[2]


def test_the_wheel_is_the_running_package_file_for_file(tmp_path):
    path = wheel(tmp_path)
    home = Path(ippbook.__file__).parent
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            source = home.parent / name
            if source.is_file():
                assert packed.read(name) == source.read_bytes()
        inside = set(packed.namelist())
        about = f"ippbook-{ippbook.__version__}.dist-info"
        for name in ("LICENSE", "NOTICE"):
            assert (
                packed.read(f"{about}/licenses/{name}").decode().split()
                == TOP.joinpath(name).read_text("utf-8").split()
            )
        metadata = packed.read(f"ippbook-{ippbook.__version__}.dist-info/METADATA").decode()
    assert {path.relative_to(home.parent).as_posix() for path in home.rglob("*.py")} <= inside
    assert 'extra == "excel"' in metadata.replace("'", '"')
    assert {"ippbook/installer/data/ippbook.xlam", "ippbook/workbook_builder/vba/macros/IppBook.bas"} <= inside
    again = tmp_path / "again"
    again.mkdir()
    assert wheel(again).read_bytes() == path.read_bytes()


def test_the_builder_of_wheels_packs_what_the_installation_needs():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    forced = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for source in ("workbook/ippbook.xlam", "constraints.txt"):
        assert forced.get(source) == f"ippbook/installer/data/{Path(source).name}"


class Mac(ThisMachine):
    """This computer as a Mac whose home is a test's folder. Programs really run, but only the first environment is made by venv."""

    system = "macos"

    def __init__(self, home: Path) -> None:
        self.layout = layouts.macos(str(home))
        self.pristine = home.parent / "pristine"

    def run(self, arguments):
        if "venv" not in arguments:
            return super().run(arguments)
        if not self.pristine.exists():
            made = super().run([*arguments[:-1], str(self.pristine)])
            assert made.code == 0, made.output
        shutil.copytree(self.pristine, arguments[-1], symlinks=True)
        return Ran(0, "")

    def running(self, program: str) -> bool:
        return program == "Finder"


def _wheel(folder: Path, name: str, version: str, files: dict[str, str], requires: tuple[str, ...] = ()) -> None:
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as packed:
        for inside, text in files.items():
            packed.writestr(inside, text)
        packed.writestr(
            f"{about}/METADATA",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: excel\n"
            + "".join(f"Requires-Dist: {each}\n" for each in requires),
        )
        packed.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr(f"{about}/RECORD", "")


@pytest.mark.deep
@pytest.mark.slow("venv installs pip, and pip runs twice")
def test_a_real_environment_is_made_from_a_folder_of_wheels_without_the_network(tmp_path, addin, monkeypatch):
    """The real venv and pip, on wheels made here: the simulated computer imitates them."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    home = tmp_path / "home"
    home.mkdir()
    _wheel(
        wheels,
        "xlwings",
        "0.37.8",
        {
            "xlwings/__init__.py": "__version__ = '0.37.8'\n__pro__ = False\n",
            "xlwings/xlwings-0.37.8.applescript": "-- script\n",
            "xlwings-0.37.8.data/scripts/vba_extract.py": "#!python\n",  # compiled by pip, into a folder beside it
        },
    )

    def ours(folder: Path) -> Path:
        code = f"__version__ = {ippbook.__version__!r}\n"
        main = "import sys\nprint('ran', *sys.argv[1:])\n"
        _wheel(
            folder,
            "ippbook",
            ippbook.__version__,
            {
                "ippbook/__init__.py": code,
                "ippbook/__main__.py": main,
                "ippbook/normalize.py": "",
                "ippbook/pipeline.py": "",
            },
            ('xlwings==0.37.8; extra == "excel"',),
        )
        return folder / f"ippbook-{ippbook.__version__}-py3-none-any.whl"

    monkeypatch.setattr(INSTALLING, "wheel", ours)
    monkeypatch.delenv("PYTHONPATH", raising=False)  # how the tests themselves may be run is not to reach the launcher
    host = Mac(home)
    install(host, addin, wheels)
    assert status(host).state == "installed"
    assert status(host).packages["xlwings"] == "0.37.8"
    ran = host.run([str(host.layout.launcher), "doctor"])
    assert ran.output.strip() == "ran doctor"  # the environment was moved, and still runs
    assert host.run(
        [str(host.layout.python(host.layout.environment)), "-c", "import xlwings; print(xlwings.__file__)"]
    ).output.startswith(str(PurePosixPath(home / ".ippbook" / "env")))
    (wheels / "xlwings-0.37.8-py3-none-any.whl").rename(wheels / "other-1-py3-none-any.whl")
    module = next((home / ".ippbook" / "env").rglob("ippbook/normalize.py"))
    module.write_text("damaged = True\n", "utf-8")
    with pytest.raises(UserError, match=r"could not be installed: not found: .*xlwings.*; nothing was changed"):
        install(host, addin, wheels)
    assert module.read_text("utf-8") == "damaged = True\n"
    module.write_text("", "utf-8")
    uninstall(host)
    assert [path for path in home.rglob("*") if path.is_file()] == []
