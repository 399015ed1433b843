"""An environment for Excel, made with the real packages: what pip leaves behind is seen only there."""

from pathlib import Path

import pytest
from real_mac import Mac

from ippbook.installer import environment
from ippbook.installer.install import install
from ippbook.installer.status import status
from ippbook.installer.uninstall import uninstall

pytestmark = pytest.mark.hosts


def test_the_real_packages_are_installed_found_whole_run_and_taken_out_again(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)  # how the tests themselves may be run is not to reach the launcher
    host = Mac(tmp_path)
    assert install(host).changed
    assert (status(host).state, status(host).notes) == ("installed", ())
    assert environment.packages(host, host.layout.environment)["pandas"]
    sample = Path(__file__).parents[2] / "workbook" / "ippbook.xlsx"
    ran = host.run([str(host.layout.launcher), "goodfaith", str(sample)])  # the environment was moved, and still runs
    assert (ran.code, "Good-Faith" in ran.output) == (0, True), ran.output
    assert not install(host).changed
    assert uninstall(host).changed
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
