"""ippbook excel install, uninstall, status: over a simulated computer, and once for real."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from simulated_host import SimulatedHost

import ippbook
from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.installer import conf, environment, manifest, place_files
from ippbook.installer import layout as layouts
from ippbook.installer.doctor.check import PROBLEM, run_checks
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.host import Ran, ThisMachine
from ippbook.installer.install import install
from ippbook.installer.package_data import shipped, wheel
from ippbook.installer.status import status
from ippbook.installer.uninstall import uninstall

MAC = {"system": "macos"}
INSTALLING = sys.modules["ippbook.installer.install"]
TOP = Path(__file__).parents[2]
INSTALLED = PureWindowsPath(r"C:\Users\Anna\AppData\Local\ippbook\env\Scripts\python.exe")


def commands(host) -> list[list[str]]:
    log = host.folder / "ran.jsonl"
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


@pytest.mark.parametrize("machine", [{}, MAC])
def test_after_installing_everything_is_where_excel_looks(computer, addin, machine):
    host = computer(**machine)
    assert install(host, addin).changed
    layout = host.layout
    assert host.at(layout.addin).read_bytes() == addin.read_bytes()
    assert conf.read_conf(host.at(layout.conf).read_bytes()) == layout.settings
    assert host.at(layout.python(layout.environment)).is_file()
    assert all(host.at(dll).is_file() for dll in layout.dlls(layout.environment))
    assert environment.packages(host, layout.environment)["xlwings"] == "0.37.8"
    assert status(host).state == "installed"
    if layout.system == "macos":
        assert host.at(layout.applescript).is_file()


def test_what_pip_left_beside_the_interpreter_and_names_the_place_where_it_was_made_is_gone(computer, addin):
    host = computer()
    install(host, addin)
    beside = host.at(host.layout.python(host.layout.environment)).parent
    assert [path.name for path in beside.iterdir()] == ["python.exe"]


@pytest.mark.parametrize("machine", [{}, MAC])
def test_installing_twice_changes_nothing_and_runs_nothing_but_the_python_that_is_there(computer, addin, tree, machine):
    host = computer(**machine)
    install(host, addin)
    before, ran = tree(host), commands(host)
    assert not install(host, addin).changed
    assert tree(host) == before
    (looked,) = commands(host)[len(ran) :]
    assert looked[:3] == [str(host.layout.python(host.layout.environment)), "-I", "-c"]


def test_the_packages_are_pinned_and_nothing_of_an_index_is_asked_for_under_our_name(computer, addin):
    host = computer()
    install(host, addin)
    (pip,) = [each for each in commands(host) if "pip" in each]
    assert pip[pip.index("--constraint") + 1].endswith("constraints.txt")
    assert pip[pip.index("--only-binary") + 1] == ":all:"
    names = [re.split(r"[\\/]", each)[-1] for each in pip]
    assert [name for name in names[1:-1] if "ippbook" in name and not name.startswith("-")] == []
    assert pip[-1].endswith(f"ippbook-{ippbook.__version__}-py3-none-any.whl[excel]")
    assert "--no-index" not in pip


def test_from_a_folder_of_wheels_the_network_is_not_asked(computer, addin):
    host = computer()
    wheels = host.folder / "C" / "wheels"
    wheels.mkdir(parents=True)
    with pytest.raises(UserError, match="no wheels in this folder"):
        install(host, addin, wheels)
    (wheels / "xlwings-0.37.8-py3-none-any.whl").write_bytes(b"")
    install(host, addin, wheels)
    (pip,) = [each for each in commands(host) if "pip" in each]
    assert pip[pip.index("--find-links") + 1] == r"C:\wheels"
    assert "--no-index" in pip


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
def test_what_fails_leaves_the_old_installation_working(computer, addin, tree, fails, said):
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


def test_an_installation_that_was_cut_off_between_two_steps_is_mended_by_the_next(computer, addin):
    host = computer()
    install(host, addin)
    local = host.at(host.layout.local)
    (local / "env").rename(local / "env.old")
    (local / "making-x").mkdir()
    (local / "making-x" / "half").write_bytes(b"")
    assert status(host).state == "damaged"
    ran = len(commands(host))
    install(host, addin)
    assert status(host).state == "installed"
    assert not [
        each for each in commands(host)[ran:] if "venv" in each
    ]  # the old environment is whole: it is taken back, not made again
    assert {path.name for path in local.iterdir()} == {"env", "ippbook.cmd", "installed.json"}


def test_a_damaged_environment_is_made_again(computer, addin):
    host = computer()
    install(host, addin)
    library = host.at(host.layout.environment) / "Lib/site-packages/ippbook/normalize.py"
    library.write_text("raise SystemExit", "utf-8")
    assert "normalize.py" in status(host).notes[0]
    assert install(host, addin).changed
    assert status(host).state == "installed"


def test_a_python_that_no_longer_starts_is_damage_though_every_file_is_whole(computer, addin, monkeypatch):
    host = computer()
    install(host, addin)
    gone = r"No Python at 'C:\Program Files\Python312\python.exe'"
    host = computer(fails={"-c": gone})
    found = status(host)
    assert found.state == "damaged"
    assert gone in found.notes[0]
    (said,) = [each for each in run_checks(Subject(host)) if each.check == "environment_there"]
    assert (said.state, gone in said.found) == (PROBLEM, True)
    with pytest.raises(UserError, match="the new environment does not work"):
        install(host, addin)  # it is made again; the message has the reason why that one does not start either
    started = SimulatedHost.run
    monkeypatch.setattr(
        SimulatedHost,
        "run",
        lambda self, arguments: (
            Ran(103, gone) if arguments[0] == str(INSTALLED) and "-c" in arguments else started(self, arguments)
        ),
    )
    host = computer()
    assert install(host, addin).changed
    assert [each for each in commands(host)[-3:] if "venv" in each]


def test_a_configuration_that_names_an_interpreter_which_is_a_link_to_nowhere_is_not_called_right(computer, addin):
    host = computer()
    install(host, addin)
    python = host.at(INSTALLED)
    python.unlink()
    python.symlink_to(host.folder / "gone")
    (said,) = [each for each in run_checks(Subject(host)) if each.check == "configuration"]
    assert (said.state, "does not exist" in said.found) == (PROBLEM, True)


def test_a_newer_ippbook_in_excel_is_named_as_such_and_is_not_replaced_without_a_word(computer, addin):
    host = computer()
    install(host, addin)
    path = host.at(host.layout.environment) / manifest.LIST
    path.write_text(
        json.dumps({**json.loads(path.read_text("utf-8")), "version": "99.0.1", "wheel": "another"}), "utf-8"
    )
    assert status(host).notes[-1].endswith("update this ippbook to 99.0.1")
    (said,) = [each for each in run_checks(Subject(host)) if each.check == "environment_there"]
    assert (said.state, said.remedy) == (PROBLEM, "update this ippbook to 99.0.1")
    assert any("Excel had the newer ippbook 99.0.1" in note for note in install(host, addin).notes)
    assert not any("newer" in note for note in (*install(host, addin).notes, *status(host).notes))


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
def test_while_excel_runs_or_holds_a_file_nothing_is_changed(computer, addin, tree, machine, said):
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
def test_on_windows_an_excel_of_somebody_else_who_is_signed_in_is_not_ours_to_close(session, excel, code, runs):
    said = f'"python.exe","{os.getpid()}","Console","{session}","10.000 K"\n'
    said += f'"EXCEL.EXE","77","RDP-Tcp#1","{excel}","90.000 K"\n' if excel else ""
    assert Listing("windows", code, said).running("EXCEL.EXE") is runs


@pytest.mark.parametrize(("code", "runs"), [(0, True), (1, False), (3, None)])
def test_on_a_mac_only_programs_of_the_person_are_asked_for(code, runs):
    host = Listing("macos", code, "")
    assert host.running("Microsoft Excel") is runs
    assert host.asked == [["pgrep", "-U", str(os.getuid()), "-x", "Microsoft Excel"]]


@pytest.mark.parametrize("machine", [{}, MAC])
@pytest.mark.parametrize("lost", [("installed",), ("inside",), ("installed", "inside")])
def test_without_its_lists_an_installation_is_damaged_and_uninstall_says_what_it_really_took_out(
    computer, machine, lost
):
    host = computer(**machine)
    install(host)
    for each in lost:
        host.at(host.layout.installed if each == "installed" else host.layout.environment / manifest.LIST).unlink()
    assert status(host).state == "damaged"
    done = uninstall(host)
    taken = next(note for note in done.notes if note.startswith("removed: "))
    assert done.changed
    assert "the add-in" in taken
    assert ("the environment" in taken) == ("inside" not in lost)
    assert not host.at(host.layout.addin).exists()
    assert not host.at(host.layout.conf).exists()
    if "inside" in lost:
        assert any(str(host.layout.environment) in note and "stays" in note for note in done.notes)
        assert status(host).state == "damaged"
        again = uninstall(host)
        assert (again.changed, len(again.notes)) == (False, 1)


def test_an_add_in_without_a_list_that_is_not_the_shipped_one_stays_and_is_named(computer, addin, on, ippbook):
    host = computer()
    host.at(host.layout.startup).mkdir(parents=True)
    host.at(host.layout.addin).write_bytes(addin.read_bytes())
    on(host)
    ran = ippbook("excel", "uninstall")
    assert ran.out.splitlines()[0] == "nothing was removed"
    assert f"{host.layout.addin} stays" in ran.out.replace("\n", " ")
    assert host.at(host.layout.addin).read_bytes() == addin.read_bytes()


def test_status_sees_a_configuration_that_is_gone_or_changed(computer, addin):
    host = computer()
    install(host, addin)
    path = host.at(host.layout.conf)
    path.write_bytes(path.read_bytes().replace(b"ippbook.udfs", b"hers"))
    assert (status(host).state, "UDF MODULES" in status(host).notes[0]) == ("damaged", True)
    path.unlink()
    assert (status(host).state, "is missing" in status(host).notes[0]) == ("damaged", True)
    install(host, addin)
    assert status(host).state == "installed"


@pytest.mark.parametrize("name", ["Lib/site-packages/ippbook/normalize.py", "Lib/__pycache__/x.pyc"])
def test_files_that_a_program_holds_are_named_as_held_and_the_next_uninstall_takes_them_out(
    computer, addin, monkeypatch, name
):
    host = computer()
    install(host, addin)
    place = host.at(host.layout.environment) / name
    place.parent.mkdir(exist_ok=True)
    place.touch()
    unlink = Path.unlink

    def held(self, missing_ok=False):
        if self == place:
            raise PermissionError(13, "Access is denied", str(self))
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as holding:
        holding.setattr(Path, "unlink", held)
        done = uninstall(host)
    said = "\n".join(done.notes)
    assert f"another program uses {name}" in said
    assert "did not" not in said
    assert "environment" not in done.notes[0]
    stays = {path for path in host.at(host.layout.environment).rglob("*") if path.is_file()}
    assert stays == {place, host.at(host.layout.environment) / manifest.LIST}
    done = uninstall(host)
    assert done.notes == ("removed: the environment",)
    assert not host.at(host.layout.local).exists()


def test_an_environment_before_that_a_program_held_is_cleared_away_by_the_next_installation(
    computer, addin, monkeypatch
):
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


def test_a_folder_where_the_add_in_must_be_is_to_be_moved_away(computer, addin, tree):
    host = computer()
    host.at(host.layout.addin).mkdir(parents=True)
    with pytest.raises(UserError, match=r"ippbook\.xlam is a folder.* move the folder away"):
        install(host, addin)
    assert tree(host) == {}


@pytest.mark.parametrize("place", ["startup", "conf"])
def test_where_the_folder_is_read_only_the_remedy_is_not_an_option_that_the_command_lacks(
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

    monkeypatch.setattr("ippbook.ooxml.write.save.tempfile.mkstemp", denied)
    with pytest.raises(UserError, match=r"you may not write into the folder .* ask your IT") as refused:
        install(host, addin)
    assert "-o" not in str(refused.value).split("; ")[-1]
    assert tree(host) == {}


@pytest.mark.parametrize(("times", "moved"), [(2, True), (99, False)])
def test_a_folder_that_a_virus_scanner_holds_is_tried_again_and_in_the_end_left_as_it_was(
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
def test_a_python_on_which_it_could_not_stand_is_refused(computer, addin, tree, python, said):
    host = computer(python=python)
    with pytest.raises(UserError, match=said):
        install(host, addin)
    assert tree(host) == {}


@pytest.mark.parametrize("machine", [{}, MAC])
def test_uninstalling_takes_out_what_was_installed_and_nothing_else(computer, addin, tree, machine):
    host = computer(**machine)
    mine = {
        host.layout.startup / "PERSONAL.XLSB": b"mine",
        host.layout.conf: b'"SHOW CONSOLE","True"\r\n',
        host.layout.xlwings_conf: b'"INTERPRETER_WIN","mine"\r\n',
        host.layout.logs / "excel.log": b"logged",
    }
    for place, content in mine.items():
        host.at(place).parent.mkdir(parents=True, exist_ok=True)
        host.at(place).write_bytes(content)
    before = tree(host)
    install(host, addin)
    done = uninstall(host)
    assert done.changed
    assert tree(host) == before
    assert status(host).state == "absent"
    assert not uninstall(host).changed


def test_what_a_person_put_or_changed_since_stays_and_is_named(computer, addin):
    host = computer()
    install(host, addin)
    extra = host.at(host.layout.environment) / "Lib/site-packages/mine.py"
    extra.write_text("mine", "utf-8")
    host.at(host.layout.addin).write_bytes(b"PK signed")
    done = uninstall(host)
    said = "\n".join(done.notes)
    assert extra.read_text("utf-8") == "mine"
    assert host.at(host.layout.addin).read_bytes() == b"PK signed"
    assert "mine.py" in said
    assert "ippbook.xlam stays: it was changed" in said
    assert [path.name for path in host.at(host.layout.environment).rglob("*") if path.is_file()] == ["mine.py"]


def test_an_add_in_that_no_installation_wrote_is_kept_beside(computer, addin):
    host = computer()
    host.at(host.layout.startup).mkdir(parents=True)
    host.at(host.layout.addin).write_bytes(b"PK another one")
    done = install(host, addin)
    (kept,) = (host.at(host.layout.local) / "kept").iterdir()
    assert kept.read_bytes() == b"PK another one"
    assert host.at(host.layout.addin).read_bytes() == addin.read_bytes()
    assert any("that ippbook did not install" in note for note in done.notes)


def test_the_same_add_in_put_there_by_hand_before_is_not_ours_to_take_away(computer, addin):
    host = computer()
    host.at(host.layout.startup).mkdir(parents=True)
    host.at(host.layout.addin).write_bytes(addin.read_bytes())
    install(host, addin)
    uninstall(host)
    assert host.at(host.layout.addin).read_bytes() == addin.read_bytes()


def older_pip(host, python, _wheels):
    """What pip leaves behind, of an ippbook 0.0.9."""
    packages = host.packages_folder(python.parent.parent)
    for about in ("xlwings-0.37.8", "ippbook-0.0.9"):
        (packages / f"{about}.dist-info").mkdir()
    for dll in host.layout.dlls(python.parent.parent):
        host.at(dll).write_bytes(b"dll")
    return Ran(0, "")


def test_a_new_version_takes_the_place_of_the_old_and_leaves_no_rest(computer, addin, monkeypatch):
    host = computer()
    with monkeypatch.context() as older:
        older.setattr(environment, "__version__", "0.0.9")
        older.setattr(SimulatedHost, "_pip", older_pip)
        older.setattr(INSTALLING, "wheel", lambda folder: Path(shutil.copy(addin, folder / "older.whl")))
        install(host, addin)
    assert status(host).version == "0.0.9"
    assert "to update Excel to it" in status(host).notes[-1]
    install(host, addin)
    found = status(host)
    assert (found.state, found.version, found.notes) == ("installed", ippbook.__version__, ())
    assert not (host.at(host.layout.local) / "env.old").exists()


def test_a_list_that_somebody_wrote_takes_no_file_of_others_away(computer, addin):
    host = computer()
    install(host, addin)
    other = host.folder / "C" / "precious.txt"
    other.write_bytes(b"precious")
    path = host.at(host.layout.installed)
    told = json.loads(path.read_text("utf-8"))
    told["files"][r"C:\precious.txt"] = manifest.digest(other)
    path.write_text(json.dumps(told), "utf-8")
    inside = host.at(host.layout.environment) / manifest.LIST
    told = json.loads(inside.read_text("utf-8"))
    told["files"]["../../../../../../precious.txt"] = manifest.digest(other)
    inside.write_text(json.dumps(told), "utf-8")
    uninstall(host)
    assert other.read_bytes() == b"precious"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"files": 3}',
        b'{"files": {}}',
        b'{"version": "1", "files": {}, "unknown": 1}',
        b'{"version": "1", "files": {"a": 5}}',
        b'{"version": "1", "files": {}, "settings": []}',
    ],
)
def test_a_damaged_list_is_no_list(tmp_path, content):
    path = tmp_path / "list.json"
    path.write_bytes(content)
    assert manifest.read_record(path) is None


def test_a_list_that_names_what_no_file_can_be_called_is_answered_as_any_damage(computer, addin):
    host = computer()
    install(host, addin)
    for place in (host.layout.installed, host.layout.environment / manifest.LIST):
        told = json.loads(host.at(place).read_text("utf-8"))
        told["files"]["a\0b"] = "0"
        host.at(place).write_text(json.dumps(told), "utf-8")
    assert status(host).state == "damaged"
    install(host, addin)
    assert status(host).state == "installed"


def test_what_a_person_changed_in_the_environment_is_kept_apart_and_never_comes_back_as_the_environment(
    computer, addin
):
    host = computer()
    install(host, addin)
    hers = host.at(host.layout.environment) / "Lib/site-packages/mine.py"
    hers.write_text("mine", "utf-8")
    host.at(host.layout.python(host.layout.environment)).unlink()
    assert "mine.py" in "\n".join(install(host, addin).notes)
    uninstall(host)
    found = status(host)
    assert (found.state, found.notes) == ("absent", ())
    assert (host.at(host.layout.kept) / "env/Lib/site-packages/mine.py").read_text("utf-8") == "mine"
    install(host, addin)
    assert status(host).state == "installed"
    assert not hers.exists()


def test_installing_again_keeps_the_add_in_that_was_named_and_a_new_version_does_not(computer, addin, monkeypatch):
    host = computer()
    install(host, addin)
    assert not install(host).changed
    assert host.at(host.layout.addin).read_bytes() == addin.read_bytes()
    monkeypatch.setattr(INSTALLING, "__version__", "9.9.9")
    install(host)
    assert host.at(host.layout.addin).read_bytes() == shipped("ippbook.xlam").read_bytes()


def test_a_workbook_is_not_installed_as_the_add_in(computer, tmp_path):
    path = Path(shutil.copy(shipped("ippbook.xlam").with_name("ippbook.xlsx"), tmp_path / "named.xlam"))
    with pytest.raises(UserError, match="not an Excel add-in"):
        install(computer(), path)
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(UserError, match="not an Excel add-in"):
        install(computer(), path)


def test_a_place_in_which_nothing_can_be_written_is_named_with_what_to_do_and_all_is_as_before(computer, addin, tree):
    host = computer()
    host.at(host.layout.startup).parent.mkdir(parents=True)
    host.at(host.layout.startup).write_text("a file where a folder must be", "utf-8")
    before = tree(host)
    with pytest.raises(UserError, match=r"XLSTART cannot be written .* ask your IT"):
        install(host, addin)
    assert tree(host) == before


def test_our_folder_may_be_a_link_to_another_drive(computer, addin):
    host = computer()
    host.at(host.layout.local).parent.mkdir(parents=True)
    drive = host.folder / "D" / "local"
    drive.mkdir(parents=True)
    host.at(host.layout.local).symlink_to(drive)
    install(host, addin)
    assert uninstall(host).changed
    assert not list(drive.iterdir())


def test_what_the_configuration_said_before_is_told(computer, addin):
    host = computer()
    host.at(host.layout.conf).parent.mkdir(parents=True)
    host.at(host.layout.conf).write_bytes(b'"INTERPRETER_WIN","C:\\hers\\python.exe"\r\n')
    assert any("INTERPRETER_WIN (was 'C:\\\\hers" in note for note in install(host, addin).notes)


def test_the_add_in_must_be_one(computer, tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        install(computer(), tmp_path / "missing.xlam")
    (tmp_path / "text.xlam").write_text("text", "utf-8")
    with pytest.raises(UserError, match="not an Excel add-in"):
        install(computer(), tmp_path / "text.xlam")


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


def test_a_real_environment_is_made_from_a_folder_of_wheels_without_the_network(tmp_path, addin, monkeypatch):
    """The real venv and pip, on wheels made here: the simulated computer imitates them. Slow: venv installs pip, and pip runs twice."""
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


def test_windows_paths_of_the_simulation_come_back(computer):
    host = computer()
    place = PureWindowsPath(r"C:\Users\Anna\x.txt")
    assert host.named(host.at(place)) == str(place)


def test_each_command_reports_what_it_did_for_people_and_for_programs(computer, addin, on, ippbook):
    host = computer()
    on(host)
    assert ippbook("excel", "status").code == 1
    ran = ippbook("excel", "install", "--addin", addin)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "installed")
    assert "already installed" in ippbook("excel", "install", "--addin", addin).out
    found = json.loads(ippbook("excel", "status", "--format", "json").out)
    assert (found["state"], found["packages"]["xlwings"]) == ("installed", "0.37.8")
    assert (found["places"]["logs"], found["missing"]) == (str(host.layout.logs), ["logs"])
    done = json.loads(ippbook("excel", "uninstall", "--format", "json").out)
    assert done["changed"]
    assert ippbook("excel", "status").code == 1
    assert ippbook("excel", "uninstall").out.splitlines() == ["nothing is installed"]


@pytest.mark.parametrize("command", ["install", "uninstall", "status"])
def test_where_excel_does_not_run_each_command_says_so_in_one_sentence(ippbook, command, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    ran = ippbook("excel", command)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "Excel does not run on this system (linux)" in ran.err


def test_the_real_add_in_is_what_is_installed(computer):
    host = computer()
    install(host)
    assert host.at(host.layout.addin).read_bytes() == shipped("ippbook.xlam").read_bytes()
    with pytest.raises(ooxml.FormatError, match="add-in"):
        ooxml.open(host.at(host.layout.addin))


def test_starting_the_command_line_pays_for_no_room_of_excel():
    code = "import sys, ippbook.cli; print([name for name in sys.modules if name.startswith(('ippbook.excel', 'xlwings', 'openpyxl', 'pyopenvba'))])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
