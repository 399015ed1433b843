"""The commands ippbook excel install, uninstall and status."""

import importlib
import json
import subprocess
import sys
from pathlib import PureWindowsPath

import pytest

MAC = {"system": "macos"}


INSTALLING = importlib.import_module("ippbook.installer.install")


INSTALLED = PureWindowsPath(r"C:\Users\Anna\AppData\Local\ippbook\env\Scripts\python.exe")


def commands(host) -> list[list[str]]:
    log = host.folder / "ran.jsonl"
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


def test_each_command_reports_what_it_did_for_people_and_for_programs(computer, addin, on, ippbook):
    host = computer()
    on(host)
    ran = ippbook("excel", "status")
    assert (ran.code, ran.out.partition(" (")[0]) == (1, "not installed")
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
def test_on_a_system_without_excel_each_command_says_so_in_one_sentence(ippbook, command, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    ran = ippbook("excel", command)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "Excel does not run on this system (linux)" in ran.err


def test_the_command_line_starts_without_the_modules_for_excel():
    code = "import sys, ippbook.cli; print([name for name in sys.modules if name.startswith(('ippbook.excel', 'xlwings', 'openpyxl', 'pyopenvba'))])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
