"""The steps of a release with real packages: this computer, told to be a Mac. What Windows does differently is in docs/windows-release.md."""

import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import start
from real_mac import Mac

import build
import wheels
from ippbook.installer.release_steps import run_steps
from ippbook.installer.status import status

pytestmark = [pytest.mark.hosts, pytest.mark.slow("real packages are fetched, installed and compiled")]
_LONGEST = 60
"""Seconds of processor time from the zip to the working command. One core alone then keeps the limit of a minute; two are faster."""


def _processor_time() -> float:
    """Seconds that this process and the programs it started have computed; unlike the clock, other work does not change it much."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> tuple[Path, float]:
    """A release for this computer, extracted, and the seconds that this took."""
    place = tmp_path_factory.mktemp("release")
    pins = [line for line in (wheels.TREE / "constraints.txt").read_text("utf-8").splitlines() if "==" in line]
    wanted = {name.split("-")[0].lower() for name in wheels.locked(wheels.WINDOWS)} - {"pywin32", "colorama", "uv"}
    names = [pin for pin in pins if re.sub("[-.]", "_", pin.partition("==")[0]).lower() in wanted]
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
            *("--only-binary=:all:", "--dest", str(place / "wheels"), *names),
        ],
        check=True,
        timeout=300,
    )
    here = wheels.System("linux", "", (), ("linux-*", "macosx-*"))
    python = "{}.{}".format(*sys.version_info[:2])
    choice = build.Choice((python,), dist=place)
    out = build.assemble(choice, here, {}, "uv", sorted((place / "wheels").glob("*.whl")))
    begin = time.monotonic()
    with zipfile.ZipFile(out) as packed:
        packed.extractall(place / "Übung mit 品牌")
    return place / "Übung mit 品牌", time.monotonic() - begin


def test_from_the_zip_to_a_working_command_and_back(extracted, tmp_path, monkeypatch, capsys):
    folder, unzipping = extracted
    for name in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start, "HERE", str(folder / "setup"))
    host, lines = Mac(tmp_path), []
    begin, before = time.monotonic(), _processor_time()
    start.check_files()
    assert start.fits()
    needed = tuple(Path(each).name for each in start.wheels_for_steps())
    assert {each.split("-")[0] for each in needed} == set(start.NEEDED)
    assert run_steps(host, folder, "install", needed, lines.append) == 0, lines
    took, wall = unzipping + _processor_time() - before, unzipping + time.monotonic() - begin
    with capsys.disabled():
        sys.stdout.write(f"\nfrom the zip to the command: {wall:.0f} seconds, {took:.0f} of a processor\n")
    assert took < _LONGEST
    assert status(host).state == "installed"
    assert host.layout
    ran = host.run([str(host.layout.launcher), "--version"])
    assert (ran.code, ran.output.split()[0]) == (0, "ippbook")
    removed = subprocess.run(
        [sys.executable, "-I", str(host.layout.own_setup / "start.py"), "fits"], timeout=60, check=False
    )
    assert removed.returncode == 0
    assert run_steps(host, folder, "uninstall", needed, lines.append) == 0, lines
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_bootstrap_starts_the_steps_with_the_unpacked_packages_alone(extracted):
    """On a system without Excel the steps themselves refuse, in both languages: so they were reached."""
    folder, _ = extracted
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", str(folder / "setup" / "start.py"), "install"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "")
    assert "Excel does not run on this system" in done.stdout
    assert "Excel 不能在此系统上运行" in done.stdout
