"""A release: what is in its zip, and its steps on a simulated computer."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell
from simulated_host import SimulatedHost

import build
import install_pictures
import start_here
import wheels
from ippbook.errors import UserError
from ippbook.installer import package_data
from ippbook.installer.own_uninstaller import SUMS
from ippbook.installer.release_steps import run_steps
from ippbook.installer.uninstall import uninstall

LOCAL = r"C:\Users\Anna\AppData\Local\ippbook"
NEEDED = ("pydantic-1-py3-none-any.whl",)


def _wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as packed:
        for inside, text in files.items():
            packed.writestr(inside, text)
    return path


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> list[Path]:
    """Small wheels with the names that a release has."""
    folder = tmp_path_factory.mktemp("packages")
    pro = {
        "xlwings/__init__.py": "",
        "xlwings/pro/__init__.py": "no",
        "xlwings-0.37.8.dist-info/licenses/LICENSE_PRO.txt": "no",
    }
    pro |= {"xlwings/xlwingslib.cp313-win_amd64.pyd": "no", "xlwings-0.37.8.dist-info/RECORD": "old"}
    return [
        _wheel(folder, NEEDED[0], {"pydantic/__init__.py": ""}),
        _wheel(folder, "xlwings-0.37.8-cp313-cp313-win_amd64.whl", pro),
        _wheel(
            folder,
            "uv-1-py3-none-win_amd64.whl",
            {"uv-1.data/scripts/uv.exe": "uv", "uv-1.dist-info/licenses/LICENSE-MIT": "MIT"},
        ),
    ]


@pytest.fixture(scope="module")
def zipped(tmp_path_factory, packages, small_wheel) -> Path:
    """The zip for Windows, with small packages."""
    choice = build.Choice(("3.13", "3.12"), dist=tmp_path_factory.mktemp("dist"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package_data, "wheel", lambda folder: Path(shutil.copy(small_wheel, folder / small_wheel.name)))
        patch.setattr(wheels, "fetch", lambda *_: packages)
        return build.windows_zip(choice)


@pytest.fixture
def release(tmp_path, zipped) -> Path:
    """The zip, extracted into a folder with a blank, an umlaut and Chinese letters."""
    folder = tmp_path / "Übung mit 品牌"
    with zipfile.ZipFile(zipped) as packed:
        packed.extractall(folder)
    return folder


@pytest.fixture
def press(release):
    """Run a step on a computer: the exit code and the lines that were shown."""

    def run(host: SimulatedHost, action: str = "install") -> tuple[int, list[str]]:
        lines: list[str] = []
        return run_steps(host, release, action, NEEDED, lines.append), lines

    return run


def test_the_zip_has_on_top_what_a_person_opens_and_the_rest_in_one_folder(zipped):
    with zipfile.ZipFile(zipped) as packed:
        names = packed.namelist()
    top = {name for name in names if "/" not in name}
    assert top == {"Start here.html", "install.cmd", "uninstall.cmd", "install.ps1", "ippbook.xlam", "ippbook.xlsx"}
    assert {name.partition("/")[0] for name in names} - top == {"setup"}
    assert {"setup/uv.exe", "setup/uv-LICENSE-MIT", "setup/start.py", "setup/SHA256SUMS", "setup/NOTICE"} <= set(names)


def test_every_file_of_setup_is_listed_with_its_hash(zipped):
    with zipfile.ZipFile(zipped) as packed:
        listed = dict(reversed(line.split("  ")) for line in packed.read("setup/SHA256SUMS").decode().splitlines())
        setup = [name for name in packed.namelist() if name.startswith("setup/") and not name.endswith("SHA256SUMS")]
        assert listed == {name.removeprefix("setup/"): hashlib.sha256(packed.read(name)).hexdigest() for name in setup}


def test_windows_can_read_the_scripts(zipped):
    with zipfile.ZipFile(zipped) as packed:
        shell = packed.read("install.ps1")
        assert shell.startswith(b"\xef\xbb\xbf")
        for name in ("install.cmd", "uninstall.cmd", "install.ps1"):
            script = packed.read(name)
            assert script.count(b"\n") == script.count(b"\r\n") > 0
        assert all(packed.read(name).isascii() for name in ("install.cmd", "uninstall.cmd"))


CMDLETS = {
    *(
        "ForEach-Object",
        "Get-ChildItem",
        "Get-Command",
        "Get-Content",
        "Get-Item",
        "Join-Path",
        "Out-Null",
        "Read-Host",
    ),
    *("Remove-Item", "Test-Path", "Where-Object", "Write-Host"),
}
"""The cmdlets of Windows PowerShell 5.1 that install.ps1 may use: each was looked up in its documentation."""


def test_the_script_for_powershell_has_no_syntax_error_and_only_known_commands():
    text = (build._ROOM / "windows" / "install.ps1").read_bytes()
    root = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language())).parse(text).root_node
    assert not root.has_error
    waiting, used, made = [root], set(), set()
    while waiting:
        node = waiting.pop()
        waiting += node.children
        words = text[node.start_byte : node.end_byte].decode()
        if node.type == "command_name":
            used.add(words)
        elif node.type == "function_name":
            made.add(words)
    assert used - made == CMDLETS
    assert not re.search("[\u2018-\u201f]", text.decode()), (
        "PowerShell takes a typographic quotation mark for the end of a text"
    )


@pytest.mark.parametrize("name", ["install.command", "uninstall.command"])
def test_the_scripts_for_a_mac_have_no_syntax_error(name):
    done = subprocess.run(
        ["/bin/sh", "-n", str(build._ROOM / "macos" / name)], capture_output=True, timeout=20, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_start_here_is_one_page_in_two_languages_that_loads_nothing_and_counts_four_steps():
    for system in ("windows", "macos"):
        page = start_here.page(system, "1.2.3", ("3.13", "3.9"))
        for each in page.split("<ol>")[1:]:
            assert each.partition("</ol>")[0].count("<li>") == 4
        assert "Python 3.9, 3.13" in page
        assert not re.search(r"\b(src|href)=|url\(|@import", page)
        assert 'lang="zh-CN"' in page


def test_the_pictures_of_the_installation_are_the_drawn_ones():
    kept = {path.name: path.read_text("utf-8") for path in install_pictures.FOLDER.glob("*.svg")}
    assert kept == install_pictures.install_pictures()


def test_the_page_for_analysts_has_four_steps():
    page = (wheels.TREE / "docs" / "install.md").read_text("utf-8")
    windows = page.partition("## Excel on Windows: four steps")[2].partition("\n## ")[0]
    assert re.findall(r"^(\d)\. ", windows, re.MULTILINE) == ["1", "2", "3", "4"]


def test_no_part_of_xlwings_that_may_not_be_passed_on_is_in_the_zip(zipped, tmp_path):
    with zipfile.ZipFile(zipped) as packed:
        packed.extract("setup/wheels/xlwings-0.37.8-1bsd-cp313-cp313-win_amd64.whl", tmp_path)
    with zipfile.ZipFile(tmp_path / "setup/wheels/xlwings-0.37.8-1bsd-cp313-cp313-win_amd64.whl") as packed:
        assert set(packed.namelist()) == {"xlwings/__init__.py", "xlwings-0.37.8.dist-info/RECORD"}
        assert "pro" not in packed.read("xlwings-0.37.8.dist-info/RECORD").decode()


def test_the_same_sources_give_the_same_zip_byte_for_byte(zipped, tmp_path, packages, small_wheel, monkeypatch):
    monkeypatch.setattr(package_data, "wheel", lambda folder: Path(shutil.copy(small_wheel, folder / small_wheel.name)))
    monkeypatch.setattr(wheels, "fetch", lambda *_: packages)
    assert build.windows_zip(build.Choice(("3.13", "3.12"), dist=tmp_path)).read_bytes() == zipped.read_bytes()


def test_every_wheel_of_a_release_is_pinned_to_the_versions_of_constraints_txt():
    pins = {}
    for line in (wheels.TREE / "constraints.txt").read_text("utf-8").splitlines():
        name, _, version = line.partition("==")
        pins[name.replace("-", "_").replace(".", "_").lower()] = version
    for system in wheels.SYSTEMS:
        locked = wheels.locked(system)
        found = {name.split("-")[0].replace(".", "_").lower(): name.split("-")[1] for name in locked}
        assert {name: pins.get(name) for name in found} == found
        for python in wheels.PYTHONS:
            there = {name.split("-")[0] for name in locked if wheels.fits_python(name, (python,))}
            assert {"numpy", "pandas", "pydantic_core", "xlwings", "lxml", "uv"} <= there, (system.name, python)


def test_every_package_that_ippbook_needs_in_excel_is_in_a_release():
    project = tomllib.loads((wheels.TREE / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["excel"]]
    names = {re.match(r"[\w.-]+", each)[0].replace("-", "_").lower() for each in needed}
    for system in wheels.SYSTEMS:
        assert names <= {name.split("-")[0].lower() for name in wheels.locked(system)}, "run make release-lock"


def test_installing_puts_everything_in_place_and_says_so_in_english_and_in_chinese(computer, press, release):
    host = computer(path=r"C:\Tools;%USERPROFILE%\bin")
    code, lines = press(host)
    assert code == 0
    for expected in (
        "ippbook is installed.",
        "ippbook 已安装。",
        rf"to remove ippbook later, start {LOCAL}\uninstall.cmd",
    ):
        assert expected in lines
    assert host.layout
    for place in (host.layout.addin, host.layout.launcher, host.layout.uninstaller, host.layout.conf):
        assert host.at(place).is_file(), place
    assert host.user_path() == r"C:\Tools;%USERPROFILE%\bin;%LOCALAPPDATA%\ippbook"
    log = (host.folder / "ran.jsonl").read_text("utf-8")
    pip = next(each for each in map(json.loads, log.splitlines()) if "pip" in each)
    assert pip[pip.index("--find-links") + 1] == str(release / "setup" / "wheels")
    assert "--no-index" in pip


def test_installing_again_changes_nothing_and_adds_no_second_folder_to_the_path(computer, press, tree):
    host = computer()
    press(host)
    before, path = tree(host), host.user_path()
    code, lines = press(host)
    assert (code, "ippbook was installed already; nothing was changed." in lines) == (0, True)
    assert (tree(host), host.user_path()) == (before, path)


def test_uninstalling_leaves_nothing_of_ippbook_and_the_path_as_it_was(computer, press, tree):
    host = computer(path=r"C:\Tools")
    before = tree(host)
    press(host)
    code, lines = press(host, "uninstall")
    assert (code, tree(host), host.user_path()) == (0, before, r"C:\Tools")
    assert {"ippbook is uninstalled.", "ippbook 已卸载。"} <= set(lines)
    assert press(host, "uninstall")[1][0] == "ippbook is not installed; nothing was removed."


def test_what_uninstalling_needs_is_kept_and_complete_when_the_download_is_gone(computer, press):
    host = computer()
    press(host)
    place = host.at(host.layout.own_setup)
    assert (place / "wheels" / NEEDED[0]).is_file()
    for line in (place / SUMS).read_text("utf-8").splitlines():
        hashed, _, name = line.partition("  ")
        assert hashlib.sha256((place / name).read_bytes()).hexdigest() == hashed
    script = host.at(host.layout.uninstaller).read_bytes()
    assert script.isascii()
    assert script.count(b"\n") == script.count(b"\r\n")


def test_the_mark_of_the_internet_goes_from_the_files_that_a_person_opens(computer, press, release):
    for name in ("ippbook.xlsx", "ippbook.xlam", "setup/start.py"):
        (release / f"{name}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", "utf-8")
    code, lines = press(computer())
    assert (code, [*release.rglob("*:Zone.Identifier")]) == (0, [])
    assert f"Windows no longer blocks the files in {release}" in lines


def test_a_path_that_may_not_be_changed_is_said_with_the_command_that_works_instead(computer, press):
    code, lines = press(computer(path=r"C:\Tools", path_locked=True))
    assert code == 0
    assert any(line.endswith(rf"type the whole path instead: {LOCAL}\ippbook.cmd") for line in lines)


def test_excel_that_runs_is_one_sentence_and_nothing_changes(computer, press, tree):
    host = computer(running=["EXCEL.EXE"])
    before = tree(host)
    code, lines = press(host)
    assert code == 2
    assert any(line.startswith("Excel is running: save your work") for line in lines)
    assert (tree(host), host.user_path()) == (before, "")


def test_a_signed_addin_in_the_folder_is_the_one_that_is_installed(computer, press, release, addin):
    shutil.copy(addin, release / "ippbook.xlam")
    host = computer()
    assert press(host)[0] == 0
    assert host.at(host.layout.addin).read_bytes() == addin.read_bytes()


def _start(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", str(folder / "setup" / "start.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_folder_that_is_not_complete_is_refused_in_both_languages(release, harm):
    path = release / "setup" / "wheels" / NEEDED[0]
    path.unlink() if harm == "missing" else path.write_bytes(b"half")
    done = _start(release, "install")
    english, chinese = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (2, "")
    assert f"wheels/{NEEDED[0]} is missing or changed. Nothing was changed. Extract the whole zip again" in english
    assert "请重新解压整个 zip 文件" in chinese


def test_a_python_without_packages_in_the_folder_does_not_fit_and_is_refused(release):
    assert _start(release, "fits").returncode == 1
    done = _start(release, "install")
    assert (done.returncode, done.stderr) == (2, "")
    assert "ippbook needs one of 3.12, 3.13, 64-bit, from python.org" in done.stdout


def test_the_steps_import_only_the_packages_that_are_unpacked_for_them():
    import start

    code = (
        "import sys, ippbook.installer.release_steps as steps; from ippbook.languages import in_language, say; "
        "in_language(say('the environment'), 'zh'); "
        "print(*sorted({name.partition('.')[0] for name, each in sys.modules.items() if getattr(each, '__file__', None)"
        " and name.partition('.')[0] not in sys.stdlib_module_names}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    found = {
        name
        for name in done.stdout.split()  # without what a Python starts with, such as Debian's sitecustomize
        if not name.startswith(("_distutils", "_virtualenv", "_sysconfigdata", "sitecustomize"))
    }
    assert found <= set(start.NEEDED)


DEEP = rf"C:\Users\{'Anna Müller 品牌 ' * 8}\AppData\Local"


def _deep_computer(computer, **more) -> SimulatedHost:
    environ = {"USERPROFILE": r"C:\Users\Anna", "APPDATA": r"C:\Users\Anna\AppData\Roaming", "LOCALAPPDATA": DEEP}
    return computer(environ=environ, **more)


def test_a_folder_whose_files_windows_could_not_open_is_refused_before_anything_is_written(computer, press, tree):
    host = _deep_computer(computer)
    code, lines = press(host)
    assert (code, tree(host)) == (2, {})
    assert any("Windows opens 259; ask your IT to turn on long paths" in line for line in lines)


def test_where_long_paths_are_on_a_deep_folder_with_blanks_umlauts_and_chinese_letters_works(computer, press):
    registry = {r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem": {"LongPathsEnabled": 1}}
    assert press(_deep_computer(computer, registry=registry))[0] == 0


def test_a_file_that_a_virus_scanner_holds_is_tried_again_and_then_said(computer, press, monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr("ippbook.installer.environment.time.sleep", pauses.append)
    host = computer(
        fails={"pip": "ERROR: Could not install packages: [WinError 32] The process cannot access the file"}
    )
    code, lines = press(host)
    assert (code, len(pauses)) == (2, 2)
    assert any("a virus scanner may hold the file: wait a minute and run this again" in line for line in lines)
    assert not host.at(host.layout.environment).exists()
    host.machine["fails"] = {}
    assert press(host)[0] == 0


def test_a_failure_for_another_reason_is_not_tried_again(computer, press, monkeypatch):
    monkeypatch.setattr("ippbook.installer.environment.time.sleep", pytest.fail)
    code, lines = press(computer(fails={"pip": "ERROR: No matching distribution found for lxml"}))
    assert code == 2
    assert any("put the missing wheels into" in line for line in lines)


def test_half_an_installation_is_repaired_by_the_next_one(computer, press):
    host = computer()
    press(host)
    local = host.at(host.layout.local)
    host.at(host.layout.environment).rename(local / "env.old")  # interrupted between the two moves
    (local / "making-x").mkdir()
    host.at(host.layout.uninstaller).unlink()
    assert press(host)[0] == 0
    assert sorted(path.name for path in local.iterdir()) == [
        "env",
        "installed.json",
        "ippbook.cmd",
        "setup",
        "uninstall.cmd",
    ]


def test_another_version_is_replaced_and_named(computer, press, monkeypatch):
    host = computer()
    with monkeypatch.context() as patch:
        patch.setattr("ippbook.installer.environment.__version__", "99.0")
        patch.setattr("ippbook.installer.environment._verify", lambda *_: None)
        assert press(host)[0] == 0
    place = host.at(host.layout.environment) / "ippbook-installed.json"
    place.write_text(place.read_text("utf-8").replace('"wheel": "', '"wheel": "other'), "utf-8")
    code, lines = press(host)
    assert (code, any(line.startswith("Excel had the newer ippbook 99.0; it now has") for line in lines)) == (0, True)


def test_the_extension_for_libreoffice_is_an_artefact(tmp_path):
    out = build.ARTEFACTS["libreoffice"](build.Choice(dist=tmp_path))
    with zipfile.ZipFile(out) as packed:
        assert "description.xml" in packed.namelist()


def test_the_installed_command_that_should_remove_itself_names_the_file_that_does(computer, press):
    host = computer()
    press(host)
    itself = computer(python={**host.machine["python"], "prefix": rf"{LOCAL}\env"})
    with pytest.raises(UserError, match="to remove it, start ") as refused:
        uninstall(itself)
    assert rf"{LOCAL}\uninstall.cmd" in str(refused.value)
