"""Google Cloud Storage and Azure Blob Storage, each behind a server of this machine: what one process gives, and nothing lost."""

import dataclasses
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from importlib.util import find_spec

import fsspec
import pytest
from tests.cluster.dask_processes import dask_processes
from tests.cluster.test_remote_files import DAY, RECALC

from ippbook.cluster.naming import remote_workbooks
from ippbook.cluster.remote_file import RemoteTask, report_remote_file
from ippbook.cluster.storage.contract import NO_FILE, ChangedMeanwhileError
from ippbook.cluster.storage.kinds import storage_of

pytestmark = [
    pytest.mark.hosts,
    pytest.mark.filterwarnings("default"),
    pytest.mark.slow("starts a server of the storage and, for the command line, a scheduler and workers"),
]
NAME = "in/品牌 a#1 %41.xlsx"


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """One server of each kind, by its protocol."""
    from tests.cluster import object_stores

    # gcsfs reads its environment when it is imported, so nothing is imported to look for it
    if not (find_spec("adlfs") and find_spec("gcsfs") and object_stores.AZURITE.exists()):
        pytest.skip("make hosts installs adlfs, gcsfs and the two servers")

    folder = tmp_path_factory.mktemp("stores")
    with ExitStack() as stack:
        found = {}
        for kind in object_stores.SERVERS:
            server = found[kind.protocol] = kind()
            stack.enter_context(server.serving(folder / f"{kind.protocol}.log"))
        yield found


@pytest.fixture(params=["gs", "abfs"])
def store(request, servers, monkeypatch):
    """One of them, which the storage's own library finds by its environment."""
    server = servers[request.param]
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(fsspec.config.conf, "gs", {"token": "anon"})  # fsspec has read the environment already
    yield server
    for each in ("gs", "abfs"):
        fsspec.get_filesystem_class(each).clear_instance_cache()


def recalculated(address: str, **options: object):
    return report_remote_file(RemoteTask(address, address), dataclasses.replace(RECALC, **options))


def test_a_workbook_is_recalculated_where_it_is_and_keeps_what_the_storage_knows_of_it(
    store, small_bytes, recalculated_bytes
):
    store.put(NAME, small_bytes)
    report = recalculated(store.address(NAME))
    assert (report.error, report.changed_cells) == ("", 1)
    assert store.seen(NAME) == (recalculated_bytes, "application/x-team", "ana")
    before = store.version(NAME)
    assert recalculated(store.address(NAME)).up_to_date
    assert store.version(NAME) == before, "what is up to date is not written again"


def test_a_check_writes_nothing(store, small_bytes):
    store.put(NAME, small_bytes)
    before = store.version(NAME)
    assert recalculated(store.address(NAME), recalculates=False).error == ""
    assert store.version(NAME) == before


def test_a_folder_and_a_pattern_name_the_workbooks(store, small_bytes):
    for name in ("list/a.xlsx", "list/sub/b.xlsm", "list/.c.xlsx", "list/note.txt"):
        store.put(name, small_bytes)
    wanted = [store.address(name) for name in ("list/a.xlsx", "list/sub/b.xlsm")]
    assert [each.name for each in remote_workbooks(store.address("list/")).workbooks] == wanted
    assert [each.name for each in remote_workbooks(store.address("li*/*.xlsx")).workbooks] == wanted[:1]


def test_what_somebody_else_saved_meanwhile_stays(store, small_bytes):
    store.put(NAME, small_bytes)
    address = store.address(NAME)
    storage = storage_of(address)
    read = storage.read(address, 10**9)
    store.put(NAME, b"of somebody else")
    for expected in (read, NO_FILE):
        with pytest.raises(ChangedMeanwhileError):
            storage.write(address, b"ours", expected)
    assert store.seen(NAME)[0] == b"of somebody else"


def test_a_file_that_is_not_there_and_a_bucket_that_is_not_there_are_one_sentence(store):
    for address in (store.address("none.xlsx"), f"{store.protocol}://nowhere/a.xlsx"):
        error = recalculated(address).error
        assert error.startswith(f"{address}: ")
        assert error.count("\n") == 0


def test_workers_of_a_cluster_write_what_one_process_writes(tmp_path, servers, small_bytes, recalculated_bytes):
    from tests.cluster.object_stores import whole_environment

    environment = whole_environment(list(servers.values()))
    names = ["run/a.xlsx", "run/品牌/b.xlsx", "run/bad.xlsx"]
    for server in servers.values():
        for name in names:
            server.put(name, b"not a workbook" if "bad" in name else small_bytes)
    with dask_processes(tmp_path / "dask", 2, environment=environment) as cluster:
        command = ["recalc", "gs://team/run/", "abfs://team/run/", "--scheduler", cluster.address]
        command += ["--as-of", str(DAY), "--format", "json", "--resume", str(tmp_path / "journal")]
        runs = [
            subprocess.run(
                [sys.executable, "-m", "ippbook", *command],
                capture_output=True,
                text=True,
                check=False,
                env=os.environ | environment,
                timeout=300,
            )
            for _ in range(2)
        ]
    assert [ran.returncode for ran in runs] == [2, 2], runs[0].stderr + cluster.log()
    for ran, resumed in zip(runs, (False, True), strict=True):
        entries = json.loads(ran.stdout)["files"]
        assert {entry["file"] for entry in entries if entry["error"]} == {
            "gs://team/run/bad.xlsx",
            "abfs://team/run/bad.xlsx",
        }
        assert {entry["resumed"] for entry in entries if not entry["error"]} == {resumed}
    for server in servers.values():
        assert [server.seen(name)[0] for name in names[:2]] == [recalculated_bytes] * 2
        assert server.seen(names[2])[0] == b"not a workbook"
