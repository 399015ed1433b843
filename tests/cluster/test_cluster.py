"""A real scheduler with real workers on this machine: what one process gives, also where a worker is killed half-way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from tests.cluster.dask_processes import DaskProcesses, dask_processes, free_port, make_certificates

pytestmark = [pytest.mark.hosts, pytest.mark.slow("starts a scheduler, workers and the command line, each a process")]
SAMPLE = Path(__file__).parents[2] / "workbook" / "ippbook.xlsx"
DAY = "2026-10-31"


def ippbook(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "ippbook", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | environment, timeout=300
    )


def recalculated(*arguments: object) -> list[dict]:
    """The reports of a recalculation as JSON, without the names of the outputs."""
    ran = ippbook("recalc", *arguments, "--as-of", DAY, "--fail-on", "never", "--format", "json")
    assert ran.returncode in {0, 2}, ran.stderr
    entries = json.loads(ran.stdout)
    entries = entries if isinstance(entries, list) else entries["files"]
    for entry in entries:
        entry.pop("out", None)
    return entries


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.xlsx"))}


@pytest.fixture(scope="module")
def team(tmp_path_factory, small_bytes) -> Path:
    """A folder with twenty workbooks, some of them larger, and one that is not a workbook."""
    folder = tmp_path_factory.mktemp("team")
    (folder / "品牌").mkdir()
    for at in range(16):
        (folder / f"{at:02} small.xlsx").write_bytes(small_bytes)
    for at in range(4):
        shutil.copy(SAMPLE, folder / "品牌" / f"{at} sample.xlsx")
    (folder / "10 bad.xlsx").write_bytes(b"not a workbook")
    return folder


def test_a_worker_killed_half_way_loses_nothing(tmp_path, team):
    alone, together = tmp_path / "alone", tmp_path / "together"
    expected = recalculated(team, "-o", alone)
    once = {
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"
    }  # each workbook of the killed worker is tried again at the end
    with dask_processes(tmp_path / "dask", 2, environment=once) as cluster:
        command = [sys.executable, "-m", "ippbook", "recalc", team, "-o", together, "--scheduler", cluster.address]
        command += ["--as-of", DAY, "--fail-on", "never", "--format", "json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            _kill_half_way(cluster, together, 6)
            out, err = process.communicate(timeout=240)
        assert [worker.poll() for worker in cluster.workers] == [-signal.SIGKILL, None], cluster.log()
    found = json.loads(out)
    found = found if isinstance(found, list) else found["files"]
    for entry in found:
        entry.pop("out", None)
    assert process.returncode == 2
    assert "1 of 21 files failed" in err
    assert bytes_below(together) == bytes_below(alone)
    assert len(bytes_below(alone)) == 20
    assert [entry["file"] for entry in found] == [entry["file"] for entry in expected]
    assert found == expected
    assert recalculated(together) != [], "the next run removes what the killed worker was writing"
    assert not list(together.rglob(".*")), "no temporary file stays"


def _kill_half_way(cluster: DaskProcesses, folder: Path, done: int) -> None:
    _await_files(cluster, folder, done)
    cluster.workers[0].kill()
    cluster.workers[0].wait(10)


def _await_files(cluster: DaskProcesses, folder: Path, done: int) -> None:
    end = time.monotonic() + 120
    while len(list(folder.rglob("*.xlsx"))) < done:
        assert time.monotonic() < end, cluster.log()
        time.sleep(0.01)


# ---- one cluster for the tests that leave it as it is


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    """A server that speaks the protocol of S3; its environment, and its log."""
    folder = tmp_path_factory.mktemp("s3")
    port = free_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        DaskProcesses.await_port(port)
        yield environment, folder / "log"
    finally:
        process.kill()
        process.wait(10)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, s3):
    with dask_processes(tmp_path_factory.mktemp("cluster"), 2, environment=s3[0]) as found:
        yield found


@pytest.fixture
def bucket(s3, monkeypatch):
    """A client of the storage, with an empty bucket `team`."""
    boto3 = pytest.importorskip("boto3", reason="make hosts installs it")
    for name, value in s3[0].items():
        monkeypatch.setenv(name, value)
    bucket = boto3.resource("s3", endpoint_url=s3[0]["AWS_ENDPOINT_URL"]).Bucket("team")
    bucket.create()
    yield bucket
    bucket.objects.all().delete()


def test_workbooks_in_an_object_store_become_what_one_process_makes_of_them(tmp_path, team, cluster, bucket):
    for path in team.rglob("*.xlsx"):
        bucket.put_object(
            Key=f"in/{path.relative_to(team).as_posix()}",
            Body=path.read_bytes(),
            Metadata={"owner": "ana"},
            ContentType="application/x-team",
        )
    recalculated(team, "-o", tmp_path / "alone")
    found = recalculated("s3://team/in/", "--scheduler", cluster.address)
    assert [entry["file"] for entry in found if entry["error"]] == ["s3://team/in/10 bad.xlsx"]
    objects = {each.key.removeprefix("in/"): each.Object() for each in bucket.objects.all()}
    assert {key: each.get()["Body"].read() for key, each in objects.items() if "bad" not in key} == bytes_below(
        tmp_path / "alone"
    )
    assert {(each.content_type, each.metadata["owner"]) for each in objects.values()} == {("application/x-team", "ana")}
    again = {key: each.e_tag for key, each in objects.items()}
    assert all(
        entry["error"] or not entry["changed_cells"]
        for entry in recalculated("s3://team/in/*.xlsx", "--scheduler", cluster.address)
    )
    assert {key: bucket.Object(f"in/{key}").e_tag for key in objects} == again


def test_a_workbook_that_somebody_saves_meanwhile_is_refused_and_kept(cluster, bucket, s3, small_bytes):
    """Whoever is quicker: what somebody saved is never overwritten. On a busy machine the run may be over first; then it is tried again."""
    log, refusal = s3[1], "the file changed while ippbook was working on it, so nothing was written; run again"
    command = [
        sys.executable,
        "-m",
        "ippbook",
        "recalc",
        "s3://team/a.xlsx",
        "s3://team/b.xlsx",
        "--as-of",
        "2026-11-01",
    ]
    command += ["--fail-on", "never", "--scheduler", cluster.address]
    for _ in range(5):
        bucket.put_object(Key="a.xlsx", Body=SAMPLE.read_bytes())
        bucket.put_object(Key="b.xlsx", Body=small_bytes)
        seen = log.stat().st_size
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            end = time.monotonic() + 120
            while b"GET /team/a.xlsx" not in log.read_bytes()[seen:]:
                assert time.monotonic() < end
                time.sleep(0.01)
            bucket.put_object(Key="a.xlsx", Body=b"saved by somebody else")
            out, err = process.communicate(timeout=120)
        assert bucket.Object("a.xlsx").get()["Body"].read() == b"saved by somebody else"
        assert "s3://team/b.xlsx: written" in out
        assert bucket.Object("b.xlsx").get()["Body"].read() != small_bytes
        if process.returncode:
            break
    assert process.returncode == 2
    assert f"s3://team/a.xlsx: {refusal}" in err


def test_resume_does_again_only_what_changed(tmp_path, cluster, bucket, small_bytes):
    for name in ("a.xlsx", "b.xlsx"):
        bucket.put_object(Key=name, Body=small_bytes)
    command = ("recalc", "s3://team/", "--as-of", DAY, "--resume", tmp_path / "journal", "--scheduler", cluster.address)
    assert ippbook(*command).returncode == 0
    bucket.put_object(Key="b.xlsx", Body=small_bytes)
    again = ippbook(*command).stdout
    assert "s3://team/a.xlsx: done before" in again
    assert "s3://team/b.xlsx: written" in again


def test_good_faith_in_one_computation_is_that_of_one_process(tmp_path, cluster, bucket):
    folder = tmp_path / "split"
    folder.mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        shutil.copy(SAMPLE, folder / name)
    # b.xlsx has another status in one complaint and a complaint of its own: what agrees counts once, what does not is a note
    row = json.loads(ippbook("get", folder / "b.xlsx", "Complaints!A2", "--format", "json").stdout)
    assert row
    ippbook("set", folder / "b.xlsx", "Complaints!A2", "OWN-1")
    files = (folder / "a.xlsx", folder / "b.xlsx")
    for options in ((), ("--forecast", "--plan"), ("--explain", "nordlys-legal", "--on", "2026-06-30")):
        alone = ippbook("goodfaith", *files, "--format", "json", *options)
        there = ippbook("goodfaith", *files, "--format", "json", "--scheduler", cluster.address, *options)
        assert there.stdout == alone.stdout != ""
        assert (there.returncode, there.stderr) == (0, "")
    for path in files:
        bucket.upload_file(str(path), path.name)
    remote = ippbook("goodfaith", "s3://team/", "--format", "json", "--scheduler", cluster.address)
    assert (
        json.loads(remote.stdout)["accounts"]
        == json.loads(ippbook("goodfaith", *files, "--format", "json").stdout)["accounts"]
    )
    nobody = ippbook("goodfaith", *files, "--scheduler", cluster.address, "--explain", "nobody")
    assert (nobody.returncode, nobody.stderr) == (2, ippbook("goodfaith", *files, "--explain", "nobody").stderr)


def test_a_check_gives_the_report_of_one_process(tmp_path, cluster):
    shutil.copy(SAMPLE, tmp_path / "a.xlsx")
    command = ("check", tmp_path / "a.xlsx", "--as-of", DAY, "--format", "json")
    alone, there = ippbook(*command), ippbook(*command, "--scheduler", cluster.address)
    assert (there.stdout, there.returncode) == (alone.stdout, alone.returncode)


def test_a_worker_with_another_version_is_named_in_one_sentence(tmp_path, small_bytes):
    (tmp_path / "a.xlsx").write_bytes(small_bytes)
    other = tmp_path / "other" / "ippbook-9.9.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: ippbook\nVersion: 9.9\n")
    path = os.pathsep.join(filter(None, [str(other.parent), os.environ.get("PYTHONPATH", "")]))
    with dask_processes(tmp_path / "dask", 1, environment={"PYTHONPATH": path}) as cluster:
        ran = ippbook("recalc", tmp_path / "a.xlsx", "--scheduler", cluster.address)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "has other versions than this machine: ippbook 9.9 there" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert (tmp_path / "a.xlsx").read_bytes() == small_bytes


def test_a_scheduler_that_is_not_there_is_one_sentence(tmp_path, small_bytes):
    (tmp_path / "a.xlsx").write_bytes(small_bytes)
    ran = ippbook("check", tmp_path / "a.xlsx", "--scheduler", f"127.0.0.1:{free_port()}")
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1), ran.stderr


def test_a_scheduler_that_dies_half_way_ends_the_command_with_one_sentence(tmp_path, team):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "ippbook", "recalc", team, "-o", out, "--as-of", DAY, "--fail-on", "never"]
    with dask_processes(tmp_path / "dask", 1) as cluster:
        command += ["--scheduler", cluster.address]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            _await_files(cluster, out, 2)
            cluster.scheduler.kill()
            _, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "the connection to the scheduler was lost after" in err
    assert all("ippbook: " in line for line in err.splitlines()), err
    assert all(zipfile.is_zipfile(path) for path in out.rglob("*.xlsx"))


def test_ctrl_c_ends_with_130_and_leaves_the_cluster_as_it_was(tmp_path, team):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "ippbook", "recalc", team, "-o", out, "--as-of", DAY, "--fail-on", "never"]
    with dask_processes(tmp_path / "dask", 1) as cluster:
        command += ["--scheduler", cluster.address]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            _await_files(cluster, out, 2)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=120)
        assert process.returncode == 130
        assert "Traceback" not in err
        assert [each.poll() for each in (cluster.scheduler, *cluster.workers)] == [None, None]
        assert len(list(out.rglob("*.xlsx"))) < 20, "what had not begun is taken back"
        again = ippbook(*command[3:])
        assert again.returncode == 2
        assert "1 of 21 files failed" in again.stderr
    assert len(list(out.rglob("*.xlsx"))) == 20


# ---- TLS


def test_tls_with_certificates_of_ones_own(tmp_path, small_bytes):
    (tmp_path / "a.xlsx").write_bytes(small_bytes)
    ours, others = make_certificates(tmp_path / "pem", "ours"), make_certificates(tmp_path / "pem", "others")
    options = ("--tls-ca-file", str(ours["ca"]), "--tls-cert", str(ours["cert"]), "--tls-key", str(ours["key"]))
    with dask_processes(tmp_path / "dask", 1, options) as cluster:
        command = ("check", tmp_path / "a.xlsx", "--scheduler", cluster.address)
        certificates = ("--tls-ca", ours["ca"], "--tls-cert", ours["cert"], "--tls-key", ours["key"])
        named = ippbook(*command, *certificates)
        assert (named.returncode, named.stderr) == (0, ""), cluster.log()
        prefix = "DASK_DISTRIBUTED__COMM__TLS__"
        configuration = {
            f"{prefix}CA_FILE": str(ours["ca"]),
            f"{prefix}CLIENT__CERT": str(ours["cert"]),
            f"{prefix}CLIENT__KEY": str(ours["key"]),
        }
        configured = ippbook(*command, **configuration)
        assert (configured.stdout, configured.returncode) == (named.stdout, 0)
        without = ippbook(*command)
        assert (without.returncode, without.stderr.count("\n")) == (2, 1)
        assert "TLS needs the certificates" in without.stderr
        foreign = ippbook(*command, "--tls-ca", others["ca"], "--tls-cert", others["cert"], "--tls-key", others["key"])
        assert (foreign.returncode, foreign.stdout, foreign.stderr.count("\n")) == (2, "", 1)
        assert "no connection to this scheduler" in foreign.stderr
        plain = ippbook("check", tmp_path / "a.xlsx", "--scheduler", cluster.address.replace("tls://", "tcp://"))
        assert (plain.returncode, plain.stdout, plain.stderr.count("\n")) == (2, "", 1)
