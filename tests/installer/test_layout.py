"""Where things lie."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.errors import UserError
from ippbook.excel import log
from ippbook.installer import layout as layouts
from ippbook.installer.host import Python, ThisMachine
from ippbook.installer.layout import INTERPRETERS, XLWINGS

NAMES = st.text(st.characters(exclude_characters='<>:"/\\|?*%', exclude_categories=["C", "Z"]), min_size=1, max_size=20)
WINDOWS = {
    "USERPROFILE": r"C:\Users\Anna",
    "LOCALAPPDATA": r"C:\Users\Anna\AppData\Local",
    "APPDATA": r"C:\Users\Anna\AppData\Roaming",
}


@given(NAMES)
def test_what_the_configuration_names_is_where_the_interpreter_is_whatever_the_person_is_called(name):
    home = rf"C:\Users\{name}"
    found = layouts.windows(
        {"UserProfile": home, "LocalAppData": rf"{home}\AppData\Local", "AppData": rf"{home}\AppData\Roaming"}
    )
    said = found.settings["INTERPRETER_WIN"].replace("%LOCALAPPDATA%", rf"{home}\AppData\Local")
    assert PureWindowsPath(said) == found.python(found.environment)


def test_on_a_mac_too():
    found = layouts.macos("/Users/anna")
    assert PurePosixPath(found.settings["INTERPRETER_MAC"].replace("$HOME", "/Users/anna")) == found.python(
        found.environment
    )
    assert " " not in str(found.python(found.environment))  # the script of xlwings quotes nothing


@pytest.mark.parametrize("home", ["/Users/anna b", "/Users/an'na"])
def test_a_home_folder_that_a_shell_would_cut_is_refused(home):
    with pytest.raises(UserError, match="blank or a quotation mark"):
        layouts.macos(home)


@pytest.mark.parametrize("missing", sorted(WINDOWS))
def test_a_windows_without_folders_is_refused_and_the_variable_is_named(missing):
    with pytest.raises(UserError, match=missing):
        layouts.windows({**WINDOWS, missing: ""})


def test_the_paths_are_those_that_the_workbooks_name():
    from ippbook.workbook_builder.vba.hosts import SETTINGS

    assert {key: SETTINGS[key] for key in layouts.CONFIGURATION} == layouts.CONFIGURATION
    assert INTERPRETERS.items() <= SETTINGS.items()


def test_the_version_of_xlwings_is_the_pinned_one():
    import xlwings

    assert xlwings.__version__ == XLWINGS
    constraints = (Path(__file__).parents[2] / "constraints.txt").read_text("utf-8").splitlines()
    assert f"xlwings=={XLWINGS}" in constraints


def test_the_configuration_file_is_the_one_that_the_vba_of_xlwings_looks_for():
    import xlwings

    vba = (Path(xlwings.__file__).parent / "xlwings_custom_addin.bas").read_text("utf-8")
    assert r'Environ("USERPROFILE") & "\." & PROJECT_NAME & "\" & PROJECT_NAME & ".conf"' in vba
    assert layouts.windows(WINDOWS).conf == PureWindowsPath(r"C:\Users\Anna\.ippbook\ippbook.conf")


def test_the_dll_is_where_the_vba_of_xlwings_searches_it():
    """In the folder of the interpreter, or in the one above."""
    found = layouts.windows(WINDOWS)
    python = found.python(found.environment)
    assert {dll.parent for dll in found.dlls(found.environment)} <= {python.parent, python.parent.parent}
    assert [dll.name for dll in found.dlls(found.environment)] == ["xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll"]


def test_the_log_is_where_the_buttons_write_it(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "darwin")
    assert log.state_folder() == Path(layouts.macos(str(tmp_path)).logs)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    windows = layouts.windows({**WINDOWS, "LOCALAPPDATA": "/local"})
    assert log.state_folder().parts == ("/", *windows.logs.parts[1:])


@pytest.mark.parametrize(
    ("executable", "store"),
    [
        (r"C:\Users\Anna\AppData\Local\Microsoft\WindowsApps\PythonSoftwareFoundation.Python.3.12_x\python.exe", True),
        (r"C:\Users\Anna\AppData\Local\Programs\Python\Python312\python.exe", False),
    ],
)
def test_the_python_of_the_store_is_known_by_its_folder(executable, store):
    assert Python(PureWindowsPath(executable), "3.12.4", 64, PureWindowsPath()).from_store is store


def test_this_machine_answers_for_itself(tmp_path):
    host = ThisMachine()
    assert host.run([str(host.python.executable), "-c", "print(6 * 7)"]).output.strip() == "42"
    assert host.run(["no-such-program-of-ippbook"]).code == 127
    assert host.registry(r"HKCU\Software") is None
    assert not host.locked(tmp_path / "nothing")


def test_the_files_of_xlwings_are_paths_on_both_systems():
    mac, windows = layouts.macos("/Users/x"), layouts.windows(WINDOWS)
    assert mac.applescript.name.startswith("xlwings-")
    assert [each.suffix for each in windows.dlls(windows.environment)] == [".dll", ".dll"]
