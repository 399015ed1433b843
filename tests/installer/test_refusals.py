"""What stops an installation changes nothing: Excel runs, a file is locked, a step fails."""

import json
import os
import sys
import tempfile
from pathlib import Path, PureWindowsPath

import pytest

from ippbook.errors import UserError
from ippbook.installer import place_files
from ippbook.installer.host import Ran, ThisMachine
from ippbook.installer.install import install
from ippbook.installer.package_data import shipped
from ippbook.installer.uninstall import uninstall

MAC = {"system": "macos"}


INSTALLING = sys.modules["ippbook.installer.install"]


INSTALLED = PureWindowsPath(r"C:\Users\Anna\AppData\Local\ippbook\env\Scripts\python.exe")


def commands(host) -> list[list[str]]:
    log = host.folder / "ran.jsonl"
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


@pytest.mark.parametrize(
    ("fails", "said"),
    [
        ({"venv": "Error: ensurepip is not available"}, "could not be created: Error: ensurepip is not available"),
        (
            {"pip": "ERROR: No matching distribution found for numpy==2.4.6\n\n[notice] x"},
            "No matching distribution found for numpy==2.4.6",
        ),
        ({"-c": "ImportError: DLL load failed"}, "does not work: ImportError: DLL load failed"),
    ],
)
def test_a_failed_installation_leaves_the_old_one_working(computer, addin, tree, fails, said):
    host = computer()
    install(host, addin)
    host.at(host.layout.dlls(host.layout.environment)[0]).write_bytes(b"damaged, so that it is made again")
    before = tree(host)
    broken = computer(fails=fails)
    with pytest.raises(UserError, match=said):
        install(broken, addin)
    assert tree(broken) == before


@pytest.mark.parametrize("step", ["_applescript", "_configure", "_put_list"])
def test_a_failure_at_the_very_end_puts_everything_back(computer, addin, tree, monkeypatch, step):
    host = computer(**MAC)
    host.at(host.layout.conf).parent.mkdir(parents=True)
    host.at(host.layout.conf).write_bytes(b'"SHOW CONSOLE","True"\r\n')
    install(host, addin)
    host.at(host.layout.python(host.layout.environment)).unlink()
    host.at(host.layout.conf).write_bytes(b'"INTERPRETER_MAC","elsewhere"\r\n')
    before = tree(host)
    addin.write_bytes(shipped("ippbook.xlam").read_bytes())

    def fail(*_: object) -> None:
        raise UserError("the disk is full")

    monkeypatch.setattr(place_files.Placement, step, fail)
    with pytest.raises(UserError, match="disk is full"):
        install(host, addin)
    assert tree(host) == before


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        ({"running": ["Excel.exe"]}, "Excel is running"),
        (
            {"locked": [r"C:\Users\Anna\AppData\Roaming\Microsoft\Excel\XLSTART\ippbook.xlam"]},
            "another program uses",
        ),
        ({"locked": [r"C:\Users\Anna\AppData\Local\ippbook\env\Scripts\python.exe"]}, "is in use"),
    ],
)
def test_while_excel_runs_or_locks_a_file_nothing_is_changed(computer, addin, tree, machine, said):
    host = computer()
    install(host, addin)
    host.at(host.layout.dlls(host.layout.environment)[0]).write_bytes(b"damaged, so that it is made again")
    before = tree(host)
    held = computer(**machine)
    with pytest.raises(UserError, match=said):
        install(held, addin)
    with pytest.raises(UserError, match=said):
        uninstall(held)
    assert tree(held) == before


class Listing(ThisMachine):
    """A computer whose list of programs a test writes."""

    def __init__(self, system: str, code: int, said: str) -> None:
        self.said, self.asked = Ran(code, said), []
        self._system = system

    @property
    def system(self) -> str:
        return self._system

    def run(self, arguments):
        self.asked.append(list(arguments))
        return self.said


@pytest.mark.parametrize(
    ("session", "excel", "code", "runs"),
    [("1", "1", 0, True), ("1", "2", 0, False), ("1", None, 0, False), ("1", "1", 1, None)],
)
def test_on_windows_the_excel_of_another_signed_in_user_does_not_count(session, excel, code, runs):
    said = f'"python.exe","{os.getpid()}","Console","{session}","10.000 K"\n'
    said += f'"EXCEL.EXE","77","RDP-Tcp#1","{excel}","90.000 K"\n' if excel else ""
    assert Listing("windows", code, said).running("EXCEL.EXE") is runs


@pytest.mark.parametrize(("code", "runs"), [(0, True), (1, False), (3, None)])
def test_on_a_mac_only_programs_of_the_user_count(code, runs):
    host = Listing("macos", code, "")
    assert host.running("Microsoft Excel") is runs
    assert host.asked == [["pgrep", "-U", str(os.getuid()), "-x", "Microsoft Excel"]]


def test_the_next_installation_deletes_an_old_environment_that_was_in_use(computer, addin, monkeypatch):
    host = computer()
    install(host, addin)
    host.at(host.layout.dlls(host.layout.environment)[0]).write_bytes(b"damaged, so that it is made again")
    unlink = Path.unlink

    def held(self, missing_ok=False):
        if "env.old" in self.parts and self.name == "normalize.py":
            raise PermissionError(13, "Access is denied", str(self))
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as holding:
        holding.setattr(Path, "unlink", held)
        assert any("a program still uses" in note for note in install(host, addin).notes)
    retired = host.at(host.layout.local) / "env.old"
    assert retired.is_dir()
    assert not install(host, addin).changed
    assert [path.name for path in retired.rglob("*") if path.is_file()] == [
        host.layout.dlls(host.layout.environment)[0].name
    ]


def test_a_folder_in_the_place_of_the_add_in_must_be_moved_away(computer, addin, tree):
    host = computer()
    host.at(host.layout.addin).mkdir(parents=True)
    with pytest.raises(UserError, match=r"ippbook\.xlam is a folder.* move the folder away"):
        install(host, addin)
    assert tree(host) == {}


@pytest.mark.parametrize("place", ["startup", "conf"])
def test_for_a_read_only_folder_the_remedy_does_not_name_an_option_that_the_command_lacks(
    computer, addin, tree, monkeypatch, place
):
    host = computer()
    folder = host.at(host.layout.startup if place == "startup" else host.layout.conf.parent)
    folder.mkdir(parents=True)
    making = tempfile.mkstemp

    def denied(*arguments, **named):
        if named.get("dir") == folder:
            raise PermissionError(13, "Permission denied", str(folder))
        return making(*arguments, **named)

    monkeypatch.setattr("ippbook.ooxml.package.temporary_files.tempfile.mkstemp", denied)
    with pytest.raises(UserError, match=r"you may not write into the folder .* ask your IT") as refused:
        install(host, addin)
    assert "-o" not in str(refused.value).split("; ")[-1]
    assert tree(host) == {}


@pytest.mark.parametrize(("times", "moved"), [(2, True), (99, False)])
def test_a_folder_that_a_virus_scanner_locks_is_tried_again_and_otherwise_left_unchanged(
    computer, addin, tree, monkeypatch, times, moved
):
    host = computer()
    install(host, addin)
    host.at(host.layout.dlls(host.layout.environment)[0]).write_bytes(b"damaged, so that it is made again")
    before = tree(host)
    rename, waits = Path.rename, []

    def held(self, target):
        if self.parent.name.startswith("making-") and len(waits) < times:
            raise PermissionError(13, "Access is denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    monkeypatch.setattr("time.sleep", waits.append)
    if moved:
        assert install(host, addin).changed
    else:
        with pytest.raises(UserError, match="cannot be moved"):
            install(host, addin)
        assert tree(host) == before
    assert len(waits) == min(times, len(place_files._PAUSES))


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ({"executable": r"C:\P\python.exe", "version": "3.10.9"}, "Python 3.11 or newer"),
        ({"executable": r"C:\P\python.exe", "version": "3.12.1", "bits": 32}, "32-bit"),
        (
            {"executable": r"C:\Users\Anna\AppData\Local\Microsoft\WindowsApps\python.exe", "version": "3.12.1"},
            "Microsoft Store",
        ),
        (
            {
                "executable": r"C:\P\python.exe",
                "version": "3.12.1",
                "prefix": r"C:\Users\Anna\AppData\Local\ippbook\env",
            },
            "cannot replace or remove itself",
        ),
    ],
)
def test_a_python_that_cannot_build_the_environment_is_refused(computer, addin, tree, python, said):
    host = computer(python=python)
    with pytest.raises(UserError, match=said):
        install(host, addin)
    assert tree(host) == {}


def test_a_place_that_cannot_be_written_is_named_with_a_remedy_and_nothing_changes(computer, addin, tree):
    host = computer()
    host.at(host.layout.startup).parent.mkdir(parents=True)
    host.at(host.layout.startup).write_text("a file where a folder must be", "utf-8")
    before = tree(host)
    with pytest.raises(UserError, match=r"XLSTART cannot be written .* ask your IT"):
        install(host, addin)
    assert tree(host) == before
