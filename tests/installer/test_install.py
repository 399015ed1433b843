"""Install and status, on a simulated computer."""

import json
import re
import shutil
import sys
from pathlib import Path, PureWindowsPath

import pytest
from simulated_host import SimulatedHost

import ippbook
from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.installer import conf, environment, manifest
from ippbook.installer.doctor.check import OK, PROBLEM, run_checks
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.host import Ran
from ippbook.installer.install import install
from ippbook.installer.package_data import shipped
from ippbook.installer.status import status

MAC = {"system": "macos"}


INSTALLING = sys.modules["ippbook.installer.install"]


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


def test_scripts_of_pip_that_contain_the_temporary_path_are_deleted(computer, addin):
    host = computer()
    install(host, addin)
    beside = host.at(host.layout.python(host.layout.environment)).parent
    assert [path.name for path in beside.iterdir()] == ["python.exe"]


@pytest.mark.parametrize("machine", [{}, MAC])
def test_installing_twice_changes_nothing_and_only_starts_the_installed_python(computer, addin, tree, machine):
    host = computer(**machine)
    install(host, addin)
    before, ran = tree(host), commands(host)
    assert not install(host, addin).changed
    assert tree(host) == before
    (looked,) = commands(host)[len(ran) :]
    assert looked[:3] == [str(host.layout.python(host.layout.environment)), "-I", "-c"]


def test_the_packages_are_pinned_and_ippbook_itself_never_comes_from_an_index(computer, addin):
    host = computer()
    install(host, addin)
    (pip,) = [each for each in commands(host) if "pip" in each]
    assert pip[pip.index("--constraint") + 1].endswith("constraints.txt")
    assert pip[pip.index("--only-binary") + 1] == ":all:"
    names = [re.split(r"[\\/]", each)[-1] for each in pip]
    assert [name for name in names[1:-1] if "ippbook" in name and not name.startswith("-")] == []
    assert pip[-1].endswith(f"ippbook-{ippbook.__version__}-py3-none-any.whl[excel]")
    assert "--no-index" not in pip


def test_with_a_folder_of_wheels_pip_does_not_use_the_network(computer, addin):
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


def test_the_next_installation_repairs_an_interrupted_one(computer, addin):
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


def test_the_configuration_of_an_earlier_version_is_not_damage_and_installing_updates_it(computer, addin):
    """Versions before 0.2 wrote ippbook.faces.excel.udfs, which still works."""
    host = computer()
    install(host, addin)
    earlier = {"UDF MODULES": "ippbook.faces.excel.udfs"}
    path, listed = host.at(host.layout.conf), host.at(host.layout.installed)
    path.write_bytes(conf.with_settings(path.read_bytes(), earlier))
    record = json.loads(listed.read_text("utf-8"))
    listed.write_text(json.dumps({**record, "settings": record["settings"] | earlier}), "utf-8")
    assert (status(host).state, status(host).notes) == ("installed", ())
    assert {each.state for each in run_checks(Subject(host)) if each.check == "configuration"} == {OK}
    assert any("UDF MODULES (was 'ippbook.faces.excel.udfs')" in note for note in install(host, addin).notes)
    assert conf.read_conf(path.read_bytes())["UDF MODULES"] == "ippbook.udfs"


def test_a_damaged_environment_is_made_again(computer, addin):
    host = computer()
    install(host, addin)
    library = host.at(host.layout.environment) / "Lib/site-packages/ippbook/normalize.py"
    library.write_text("raise SystemExit", "utf-8")
    assert "normalize.py" in status(host).notes[0]
    assert install(host, addin).changed
    assert status(host).state == "installed"


def test_a_python_that_no_longer_starts_is_damage_even_if_every_file_is_complete(computer, addin, monkeypatch):
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
    assert [each for each in commands(host)[-4:] if "venv" in each]


def test_an_interpreter_that_is_a_broken_link_is_a_problem(computer, addin):
    host = computer()
    install(host, addin)
    python = host.at(INSTALLED)
    python.unlink()
    python.symlink_to(host.folder / "gone")
    (said,) = [each for each in run_checks(Subject(host)) if each.check == "configuration"]
    assert (said.state, "does not exist" in said.found) == (PROBLEM, True)


def test_a_newer_ippbook_in_excel_is_reported_and_replacing_it_gives_a_note(computer, addin):
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


def test_an_add_in_that_ippbook_did_not_install_is_kept(computer, addin):
    host = computer()
    host.at(host.layout.startup).mkdir(parents=True)
    host.at(host.layout.addin).write_bytes(b"PK another one")
    done = install(host, addin)
    (kept,) = (host.at(host.layout.local) / "kept").iterdir()
    assert kept.read_bytes() == b"PK another one"
    assert host.at(host.layout.addin).read_bytes() == addin.read_bytes()
    assert any("that ippbook did not install" in note for note in done.notes)


def older_pip(host, python, _wheels):
    """What pip leaves behind, of an ippbook 0.0.9."""
    packages = host.packages_folder(python.parent.parent)
    for about in ("xlwings-0.37.8", "ippbook-0.0.9"):
        (packages / f"{about}.dist-info").mkdir()
    for dll in host.layout.dlls(python.parent.parent):
        host.at(dll).write_bytes(b"dll")
    return Ran(0, "")


def test_a_new_version_replaces_the_old_one_completely(computer, addin, monkeypatch):
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


def test_installing_again_keeps_the_chosen_add_in_and_a_new_version_replaces_it(computer, addin, monkeypatch):
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


def test_replaced_values_of_the_configuration_are_reported(computer, addin):
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


def test_windows_paths_of_the_simulation_come_back(computer):
    host = computer()
    place = PureWindowsPath(r"C:\Users\Anna\x.txt")
    assert host.named(host.at(place)) == str(place)


def test_the_real_add_in_is_what_is_installed(computer):
    host = computer()
    install(host)
    assert host.at(host.layout.addin).read_bytes() == shipped("ippbook.xlam").read_bytes()
    with pytest.raises(ooxml.FormatError, match="add-in"):
        ooxml.open(host.at(host.layout.addin))
