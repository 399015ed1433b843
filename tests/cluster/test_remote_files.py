"""A workbook in remote storage is recalculated as a file is, and replaced only while it is the one that was read."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.batch.one_file import FileOptions, FileTask
from ippbook.batch.sources import NamedWorkbook
from ippbook.cluster.naming import remote_targets, remote_task, remote_workbooks
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
    assert [each.inside.as_posix() for each in remote_workbooks("memory://team")] == ["a.xlsm", "b.xlsx", "sub/c.XLSX"]
    assert [each.name for each in remote_workbooks("memory://team/*.xls?")] == [
        "memory://team/a.xlsm",
        "memory://team/b.xlsx",
    ]
    with pytest.raises(UserError, match="no workbook is there"):
        remote_workbooks("memory://team/none/")


def test_outputs_keep_the_sub_folders_and_never_overwrite_each_other():
    named = [NamedWorkbook(Path(each), each, Path(each)) for each in ("a.xlsx", "sub/a.xlsx")]
    assert remote_targets(named, "s3://bucket/out/") == ["s3://bucket/out/a.xlsx", "s3://bucket/out/sub/a.xlsx"]
    with pytest.raises(UserError, match="same name"):
        remote_targets([named[0], named[0]], "s3://bucket/out")
    with pytest.raises(UserError, match="one file"):
        remote_targets(named, "s3://bucket/out.xlsx")


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
