"""A workbook on a server of SFTP: read, listed, replaced at once; only where the server's key is known."""

import os
import time
from pathlib import Path

import pytest
from tests.cluster.test_remote_files import RECALC

from ippbook.cluster.naming import remote_workbooks
from ippbook.cluster.remote_file import RemoteTask, report_remote_file
from ippbook.cluster.storage.contract import NO_FILE, ChangedMeanwhileError
from ippbook.cluster.storage.kinds import storage_of
from ippbook.errors import UserError

pytestmark = [pytest.mark.hosts, pytest.mark.filterwarnings("default")]


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A server with a folder; its key is in ~/.ssh/known_hosts."""
    paramiko = pytest.importorskip("paramiko", reason="make hosts installs it")
    from tests.cluster import sftp_server

    root, home = tmp_path / "root", tmp_path / "home"
    (root / "team").mkdir(parents=True)
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    host_key, user_key = paramiko.ECDSAKey.generate(), paramiko.ECDSAKey.generate()
    user_key.write_private_key_file(str(home / ".ssh" / "id_ecdsa"))
    port = sftp_server.serve(root, host_key, user_key)
    (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key.get_name()} {host_key.get_base64()}\n")
    return f"sftp://ana@127.0.0.1:{port}", root


def test_a_workbook_is_recalculated_where_it_is(server, small_bytes, recalculated_bytes):
    address, root = server
    file = root / "team" / "品牌 a.xlsx"
    file.write_bytes(small_bytes)
    file.chmod(0o640)
    assert [each.name for each in remote_workbooks(f"{address}/team").workbooks] == [f"{address}/team/品牌 a.xlsx"]
    assert [each.name for each in remote_workbooks(f"{address}/*/*.xlsx").workbooks] == [f"{address}/team/品牌 a.xlsx"]
    task = RemoteTask("a", f"{address}/team/品牌 a.xlsx")
    report = report_remote_file(task, RECALC)
    assert (report.error, report.changed_cells) == ("", 1)
    assert file.read_bytes() == recalculated_bytes
    assert file.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in file.parent.iterdir()] == [file.name], "no temporary file stays"


def test_a_file_that_changed_meanwhile_stays(server, small_bytes):
    address, root = server
    file = root / "team" / "a.xlsx"
    file.write_bytes(small_bytes)
    storage = storage_of(address)
    before = storage.read(f"{address}/team/a.xlsx", 10**9)
    file.write_bytes(b"of somebody else")
    os.utime(file, (time.time(), time.time() + 10))
    with pytest.raises(ChangedMeanwhileError):
        storage.write(f"{address}/team/a.xlsx", b"ours", before)
    assert file.read_bytes() == b"of somebody else"
    storage.write(f"{address}/team/new.xlsx", b"ours", NO_FILE)
    with pytest.raises(ChangedMeanwhileError):
        storage.write(f"{address}/team/new.xlsx", b"again", NO_FILE)
    assert sorted(each.name for each in file.parent.iterdir()) == ["a.xlsx", "new.xlsx"]


def test_a_server_whose_key_is_unknown_is_refused(server):
    address, _ = server
    (Path(os.environ["HOME"]) / ".ssh" / "known_hosts").write_text("")
    with pytest.raises(UserError, match="not found in known_hosts"):
        storage_of(f"{address}/other.xlsx")
