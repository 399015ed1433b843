"""What one look at a folder says of each workbook, by names and attributes alone."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.ooxml.package.owner_files import opened_workbooks
from ippbook.watch import look as look_module
from ippbook.watch.look import look_at
from ippbook.watch.names import downloads_of, original_of

CONFLICTS = (
    "team (Anna's conflicted copy 2026-11-30).xlsx",  # Dropbox
    "team (Anna 的冲突副本 2026-11-30).xlsx",
    "team (conflicted copy 2026-11-30 101500).xlsx",  # Nextcloud
    "team_conflict-20261130-101500.xlsx",  # ownCloud
    "team (SFConflict anna@example.com 2026-11-30-10-15-00).xlsx",  # Seafile
    "team.sync-conflict-20261130-101500-ABCDEFG.xlsx",  # Syncthing
    "team-冲突.xlsx",  # Nutstore on Windows
    "team-NSConflict-Anna.xlsx",  # Nutstore on Linux and macOS
    "team-DESKTOP-AB12CD3.xlsx",  # OneDrive
    "team-ANNA-PC.xlsx",  # OneDrive on this computer
)
OTHERS = (
    "team-2.xlsx",
    "team (2).xlsx",
    "team-EU.xlsx",
    "conflicts.xlsx",
    "冲突清单.xlsx",
    "team-desktop-new.xlsx",
    "team.xlsx",
)


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_copy_is_known_where_its_original_is_next_to_it(name) -> None:
    assert original_of(name, ["team.xlsx", name], "anna-pc") == "team.xlsx"
    assert original_of(name, [name], "anna-pc") == ""


@pytest.mark.parametrize("name", OTHERS)
def test_a_workbook_with_a_similar_name_is_a_workbook_of_its_own(name) -> None:
    assert original_of(name, [*OTHERS, *CONFLICTS], "anna-pc") == ""


@pytest.mark.parametrize(
    ("owner", "opened"),
    [
        ("~$team.xlsx", {"team.xlsx"}),
        (".~lock.team.xlsx#", {"team.xlsx"}),
        (".~team.xlsx", {"team.xlsx"}),
        ("~$am.xlsx", {"team.xlsx"}),
        (".~eam.xlsx", {"team.xlsx"}),
        ("~$other.xlsx", set()),
        (".~lock.team.xlsx", set()),
        ("team.xlsx#", set()),
    ],
)
def test_the_file_of_a_program_names_the_workbook_that_it_has_open(owner, opened) -> None:
    assert set(opened_workbooks(["team.xlsx", "b.xlsx", owner])) == opened


@given(st.lists(st.text("~$.#lockteam-冲突 ()(1x", max_size=8).map(lambda name: f"{name}.xlsx"), max_size=5))
def test_whatever_the_names_are_a_file_never_holds_or_copies_itself(names) -> None:
    for name in names:
        assert original_of(name, names, "pc") != name
    opened = opened_workbooks(names)
    assert set(opened) <= set(names)
    assert all(name != elsewhere.owner_file for name, elsewhere in opened.items())


@pytest.mark.parametrize("part", ["team.xlsx.part", "team.xlsx.crdownload", "team.xlsx.baiduyun.p.downloading"])
def test_a_workbook_with_a_partial_download_next_to_it_is_not_complete(part) -> None:
    assert downloads_of(["team.xlsx", "b.xlsx", part]) == {"team.xlsx": part}
    assert downloads_of(["b.xlsx", part]) == {}


def test_hidden_and_temporary_files_linked_folders_and_pipes_are_no_workbooks(tmp_path: Path) -> None:
    for name in ("a.xlsx", ".a.xlsx", "~a.xlsx", "~$b.xlsx", "c.csv", "d.xlsx.tmp", "E.XLSM"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "a.xlsx").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.xlsx")
    assert sorted(Path(path).name for path in look_at([tmp_path, tmp_path]).workbooks) == ["E.XLSM", "a.xlsx"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (SimpleNamespace(st_file_attributes=0x40_0000), "online only"),  # OneDrive on Windows
        (SimpleNamespace(st_file_attributes=0x1000 | 0x20), "online only"),
        (SimpleNamespace(st_flags=0x4000_0000), "online only"),  # macOS
        (SimpleNamespace(st_file_attributes=0x20, st_flags=0), None),
        (SimpleNamespace(), None),
    ],
)
def test_a_file_whose_content_is_only_online_is_known_by_its_attributes(status, kind) -> None:
    waiting = look_module._online(status)
    assert (waiting.kind.value if waiting else None) == kind
