"""A workbook in remote storage is recalculated as a file is, and replaced only while it is the one that was read."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.batch.journal import ResumeJournal
from ippbook.batch.one_file import FileOptions, FileTask
from ippbook.batch.sources import NamedWorkbook
from ippbook.cluster.naming import remote_mark, remote_task, remote_workbooks, tasks_to_remote
from ippbook.cluster.remote_file import RemoteTask, renamed, report_remote_file
from ippbook.cluster.storage.kinds import storage_of
from ippbook.errors import UserError
from ippbook.pipeline.side_folders import SideFolders

DAY = date(2026, 10, 31)
RECALC = FileOptions(today=DAY, as_of=DAY, recalculates=True)
PLACE = "memory://team/emea/品牌 a.xlsx"


def done(source: str, target: str = "", options: FileOptions = RECALC):
    return report_remote_file(RemoteTask(source, source, target, target), options)


def test_the_new_workbook_has_the_bytes_that_a_single_process_writes(memory, small_bytes, recalculated_bytes):
    memory.pipe_file(PLACE, small_bytes)
    report = done(PLACE)
    assert (report.error, report.file, report.out, report.changed_cells) == ("", PLACE, PLACE, 1)
    assert memory.cat_file(PLACE) == recalculated_bytes != small_bytes


def test_a_task_that_is_done_again_finds_everything_current_and_writes_nothing(memory, small_bytes, before_write):
    memory.pipe_file(PLACE, small_bytes)
    done(PLACE)
    before_write(lambda address: pytest.fail(f"{address} is written again"))
    assert done(PLACE).up_to_date


def test_a_workbook_that_changed_meanwhile_is_refused_and_keeps_its_new_content(memory, small_bytes, before_write):
    memory.pipe_file(PLACE, small_bytes)
    before_write(lambda address: memory.pipe_file(address, b"of somebody else"))
    assert (
        done(PLACE).error
        == f"{PLACE}: the file changed while ippbook was working on it, so nothing was written; run again"
    )
    assert memory.cat_file(PLACE) == b"of somebody else"


def test_a_write_of_an_attempt_whose_answer_was_lost_counts_as_done(
    memory, small_bytes, recalculated_bytes, before_write
):
    memory.pipe_file(PLACE, small_bytes)
    before_write(lambda address: memory.pipe_file(address, recalculated_bytes))
    assert done(PLACE).error == ""


def test_an_output_that_appears_meanwhile_is_not_overwritten(memory, small_bytes, before_write):
    memory.pipe_file(PLACE, small_bytes)
    before_write(lambda address: memory.pipe_file(address, b"of somebody else"))
    assert "changed while ippbook was working" in done(PLACE, "memory://team/out/a.xlsx").error
    assert memory.cat_file("memory://team/out/a.xlsx") == b"of somebody else"


def test_files_and_remote_storage_mix(memory, small_bytes, recalculated_bytes, tmp_path):
    memory.pipe_file(PLACE, small_bytes)
    out = tmp_path / "out.xlsx"
    assert done(PLACE, str(out)).error == ""
    (tmp_path / "in.xlsx").write_bytes(small_bytes)
    assert done(str(tmp_path / "in.xlsx"), "memory://team/b.xlsx").error == ""
    assert out.read_bytes() == memory.cat_file("memory://team/b.xlsx") == recalculated_bytes


def test_a_check_writes_nothing(memory, small_bytes, before_write):
    memory.pipe_file(PLACE, small_bytes)
    before_write(lambda address: pytest.fail(f"{address} is written"))
    for options in (FileOptions(today=DAY), dataclasses.replace(RECALC, writes=False)):
        assert done(PLACE, options=options).error == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "this file does not exist"),
        (b"not a workbook", f"{PLACE}: "),
        (b"", f"{PLACE}: "),
    ],
)
def test_a_bad_workbook_is_an_error_of_its_own_that_names_its_address(memory, content, sentence):
    if content is not None:
        memory.pipe_file(PLACE, content)
    report = done(PLACE)
    assert report.error.startswith(PLACE)
    assert sentence in report.error
    assert "ippbook-" not in report.error, "no name of a temporary folder"


def test_a_file_above_the_limit_is_not_read(memory, small_bytes):
    memory.pipe_file(PLACE, small_bytes)
    report = done(PLACE, options=dataclasses.replace(RECALC, limits=ooxml.Limits(max_total_bytes=100)))
    assert "at most 100 are read" in report.error
    assert "IPPBOOK_MAX_TOTAL_BYTES" in report.error


@pytest.mark.parametrize("name", ["..", "a:b?.xlsx", "x" * 300 + ".xlsx", ".xlsx", "a\\..\\b.xlsx"])
def test_a_hostile_name_stays_in_the_folder_of_its_task(memory, small_bytes, recalculated_bytes, name):
    place = f"memory://team/{name}" if name != ".." else "memory://team/sub/..xlsx"
    memory.pipe_file(place, small_bytes)
    assert done(place).error == ""
    assert memory.cat_file(place) == recalculated_bytes


def test_a_worker_that_does_not_see_a_file_or_the_evidence_says_so(tmp_path):
    report = done(str(tmp_path / "a.xlsx"))
    assert "does not see this file" in report.error
    unseen = dataclasses.replace(RECALC, folders=SideFolders(evidence=tmp_path / "evidence"))
    assert "does not see this evidence folder" in done(PLACE, options=unseen).error


# ---- what a command line names


def test_folders_and_patterns_in_remote_storage_name_their_workbooks(memory, small_bytes):
    for name in ("b.xlsx", "a.xlsm", "sub/c.XLSX", "~$a.xlsm", ".hidden.xlsx", "notes.txt"):
        memory.pipe_file(f"memory://team/{name}", small_bytes)
    below = remote_workbooks("memory://team")
    assert [each.inside.as_posix() for each in below.workbooks] == ["a.xlsm", "b.xlsx", "sub/c.XLSX"]
    assert below.searched
    assert below.notes == ("2 names skipped (hidden or temporary): memory://team/.hidden.xlsx, memory://team/~$a.xlsm",)
    matches = remote_workbooks("memory://team/*.xls?").workbooks
    assert [each.name for each in matches] == ["memory://team/a.xlsm", "memory://team/b.xlsx"]
    only = remote_workbooks("memory:/team/b.xlsx")
    assert ([each.name for each in only.workbooks], only.searched) == (["memory://team/b.xlsx"], False)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("memory://team/none/", "no workbook is there"),
        ("memory://*/a.xlsx", "cannot be a pattern"),
        ("http://host/a/", "cannot read the protocol"),
    ],
)
def test_an_address_without_workbooks_is_an_error_of_its_own(memory, address, why):
    memory.pipe_file("memory://team/a.xlsx", b"")
    (only,) = remote_workbooks(address).workbooks
    assert why in only.error


def test_outputs_keep_the_sub_folders_and_never_overwrite_each_other():
    named = [NamedWorkbook(Path(each), each, Path(each)) for each in ("a.xlsx", "sub/a.xlsx")]
    goals = [task.out.as_posix() for task in tasks_to_remote(named, Path("s3://bucket/out/"))]
    assert goals == ["s3:/bucket/out/a.xlsx", "s3:/bucket/out/sub/a.xlsx"]
    twin = NamedWorkbook(Path("other/a.xlsx"), "other/a.xlsx", Path("a.xlsx"))
    with pytest.raises(UserError, match=r"would be written over a\.xlsx or its result"):
        tasks_to_remote([named[0], twin], Path("s3:/bucket/out"))
    source = NamedWorkbook(Path("s3:/bucket/a.xlsx"), "s3://bucket/a.xlsx", Path("b.xlsx"))
    with pytest.raises(UserError, match="would be written over"):
        tasks_to_remote([source, named[0]], Path("s3:/bucket"))
    with pytest.raises(UserError, match="one file"):
        tasks_to_remote(named, Path("s3:/bucket/out.xlsx"))


def test_a_journal_knows_remote_workbooks_by_the_version_of_their_storage(memory, small_bytes, tmp_path):
    memory.pipe_file(PLACE, small_bytes)
    task = FileTask(NamedWorkbook(Path(PLACE), PLACE, Path("a.xlsx")), Path(PLACE))
    with ResumeJournal(tmp_path / "journal", RECALC, mark=remote_mark) as journal:
        assert journal.known(task) is None
        journal.record(task, report_remote_file(remote_task(task), RECALC))
    with ResumeJournal(tmp_path / "journal", RECALC, mark=remote_mark) as journal:
        assert journal.known(task).resumed
        memory.pipe_file(PLACE, small_bytes)
        assert journal.known(task) is None, "somebody has put the old workbook back"


def test_paths_travel_from_the_root_because_a_worker_runs_elsewhere():
    task = remote_task(FileTask(NamedWorkbook(Path("a.xlsx"), "a.xlsx", Path("a.xlsx")), Path("s3:/bucket/out/a.xlsx")))
    assert task == RemoteTask(
        "a.xlsx", str(Path("a.xlsx").absolute()), "s3://bucket/out/a.xlsx", "s3://bucket/out/a.xlsx"
    )


@pytest.mark.parametrize(
    ("address", "package"),
    [
        ("gs://bucket/a.xlsx", "gcsfs"),
        ("abfs://box/a.xlsx", "adlfs"),
        ("s3://bucket/a.xlsx", "s3fs"),
        ("sftp://host/a.xlsx", "paramiko"),
    ],
)
def test_a_missing_package_is_named(address, package, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, package, None)
    for module in ("gcsfs", "adlfs", "s3fs", "fsspec.implementations.sftp"):
        monkeypatch.delitem(__import__("sys").modules, module, raising=False)
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(UserError, match=f"pip install {package}"):
        storage_of(address)


@pytest.mark.parametrize(
    "address", ["http://host/a.xlsx", "zip://a.xlsx::s3://b/c.zip", "file:///etc/passwd", "python://x/a.xlsx"]
)
def test_other_protocols_are_refused(address):
    with pytest.raises(UserError, match="cannot read the protocol"):
        storage_of(address)


def test_texts_are_renamed_wherever_they_are():
    assert renamed({"notes": ("in /tmp/x/a.xlsx", 3)}, {"/tmp/x/a.xlsx": "A"}) == {"notes": ("in A", 3)}


def test_a_password_in_an_address_is_refused_and_not_repeated():
    (only,) = remote_workbooks("sftp://ana:secret@host/team/").workbooks
    assert "has a password" in only.error
    assert "secret" not in only.error


# ---- without a scheduler


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("recalc", "s3://bucket/a.xlsx"), "s3://bucket/a.xlsx: workbooks in remote storage are read by the workers"),
        (("recalc", "a.xlsx", "-o", "s3://bucket/out/"), "s3://bucket/out: remote storage is written by the workers"),
        (("check", "a.xlsx", "--tls-ca", "ca.pem"), "Add: --scheduler ADDRESS"),
        (("recalc", "-", "--scheduler", "host:1"), "cannot go to a cluster"),
        (("recalc", "a.xlsx", "-o", "-", "--scheduler", "host:1"), "standard output"),
        (("check", "a.xlsx", "--scheduler", "no such address"), "'no such address' is not the address of a scheduler"),
        (("check", "a.xlsx", "--scheduler", "missing.json"), "there is no such scheduler file"),
        (("recalc", "a.xlsx", "--jobs", "2", "--scheduler", "host:1"), "--jobs is for this machine"),
    ],
)
def test_what_needs_a_scheduler_or_cannot_have_one_is_refused(ippbook, arguments, why):
    ran = ippbook(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err
    assert ran.err.count("\n") == 1


def test_an_internal_error_is_the_error_of_its_own_workbook_with_debug_too(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ippbook.cluster.remote_file.report_file", broken)
    quiet, debugged = (
        report_remote_file(RemoteTask("a.xlsx", str(path)), dataclasses.replace(RECALC, debug=debug))
        for debug in (False, True)
    )
    assert quiet.error == debugged.error
    assert debugged.error.startswith("a.xlsx: Internal error (ZeroDivisionError")
    assert not quiet.traceback
    assert "in broken" in debugged.traceback
