"""A workbook that a real LibreOffice has open waits."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress

import pytest

SOFFICE = shutil.which("soffice")


@pytest.mark.hosts
@pytest.mark.slow("starts LibreOffice")
@pytest.mark.skipif(SOFFICE is None or os.name == "nt", reason="needs LibreOffice on Linux or macOS")
def test_a_workbook_that_libreoffice_has_open_is_not_written(folder, ippbook, fresh_bytes, tmp_path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--norestore", "--nologo", str(folder / "a.xlsx")]
    office = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 50
        while not (folder / ".~lock.a.xlsx#").exists() and time.monotonic() < until:
            time.sleep(0.1)
        ran = ippbook("watch", str(folder), "--once", "--settle", "0", "--as-of", "2026-11-30")
        assert (ran.code, "a.xlsx: open in LibreOffice; close it there" in ran.out) == (1, True)
        assert (folder / "a.xlsx").read_bytes() == fresh_bytes
    finally:
        with suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)
        office.wait(10)
