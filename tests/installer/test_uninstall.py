"""Uninstall removes what ippbook wrote, and nothing else."""

import json
import sys
from pathlib import Path, PureWindowsPath

import pytest

from ippbook.installer import manifest
from ippbook.installer.install import install
from ippbook.installer.status import status
from ippbook.installer.uninstall import uninstall

MAC = {"system": "macos"}


INSTALLING = sys.modules["ippbook.installer.install"]


INSTALLED = PureWindowsPath(r"C:\Users\Anna\AppData\Local\ippbook\env\Scripts\python.exe")


def commands(host) -> list[list[str]]:
    log = host.folder / "ran.jsonl"
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


@pytest.mark.parametrize("machine", [{}, MAC])
@pytest.mark.parametrize("lost", [("installed",), ("inside",), ("installed", "inside")])
def test_without_its_lists_an_installation_is_damaged_and_uninstall_names_what_it_removed(computer, machine, lost):
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


@pytest.mark.parametrize("name", ["Lib/site-packages/ippbook/normalize.py", "Lib/__pycache__/x.pyc"])
def test_files_in_use_are_named_and_the_next_uninstall_removes_them(computer, addin, monkeypatch, name):
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


@pytest.mark.parametrize("machine", [{}, MAC])
def test_uninstall_removes_what_was_installed_and_nothing_else(computer, addin, tree, machine):
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


def test_files_that_the_user_added_or_changed_stay_and_are_named(computer, addin):
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


def test_the_same_add_in_that_the_user_put_there_before_is_not_removed(computer, addin):
    host = computer()
    host.at(host.layout.startup).mkdir(parents=True)
    host.at(host.layout.addin).write_bytes(addin.read_bytes())
    install(host, addin)
    uninstall(host)
    assert host.at(host.layout.addin).read_bytes() == addin.read_bytes()


def test_a_forged_list_does_not_remove_files_of_others(computer, addin):
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
def test_a_damaged_list_counts_as_missing(tmp_path, content):
    path = tmp_path / "list.json"
    path.write_bytes(content)
    assert manifest.read_record(path) is None


def test_a_list_with_an_impossible_file_name_is_damage(computer, addin):
    host = computer()
    install(host, addin)
    for place in (host.layout.installed, host.layout.environment / manifest.LIST):
        told = json.loads(host.at(place).read_text("utf-8"))
        told["files"]["a\0b"] = "0"
        host.at(place).write_text(json.dumps(told), "utf-8")
    assert status(host).state == "damaged"
    install(host, addin)
    assert status(host).state == "installed"


def test_files_that_the_user_changed_in_the_environment_are_kept_and_never_restored_as_the_environment(computer, addin):
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


def test_our_folder_may_be_a_link_to_another_drive(computer, addin):
    host = computer()
    host.at(host.layout.local).parent.mkdir(parents=True)
    drive = host.folder / "D" / "local"
    drive.mkdir(parents=True)
    host.at(host.layout.local).symlink_to(drive)
    install(host, addin)
    assert uninstall(host).changed
    assert not list(drive.iterdir())
