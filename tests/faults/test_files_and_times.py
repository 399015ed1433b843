"""Two runs at once, a file that changes meanwhile, a clock that jumps, leftovers of killed runs, and what a file has besides its content."""

import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.excel import sheet_info
from ippbook.formulas import calls
from ippbook.ooxml.package import temporary_files
from ippbook.ooxml.package.temporary_files import new_file, remove_leftovers, temporary_folder

posix = pytest.mark.skipif(os.name != "posix", reason="rights, links and locks as POSIX has them")


@pytest.fixture
def team(small_team: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_team, tmp_path / "team.xlsx"))


def edits(cell_row: int, value: object) -> ooxml.Edits:
    found = ooxml.Edits()
    found.put("Listings", cell_row, 5, value)
    return found


# ---- two at once, changes, clocks


@posix
def test_of_two_runs_at_once_none_overwrites_the_other_unseen(team):
    """Each reads the file, adds its cell and saves; a save that would lose the other's cell is refused."""
    outcomes: dict[int, str] = {}

    def save(number: int) -> None:
        for _ in range(50):
            try:
                ooxml.save(ooxml.open(team), edits(number, f"run {number}"))
            except ooxml.LockedError:
                continue
            outcomes[number] = "saved"
            return

    threads = [threading.Thread(target=save, args=(number,)) for number in range(2, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    book = ooxml.open(team)
    for number in outcomes:
        assert book.cell(f"Listings!E{number}").value == f"run {number}"
    assert len(outcomes) == len(threads)
    assert [path.name for path in team.parent.iterdir()] == ["team.xlsx"]


def test_a_file_that_changed_is_not_overwritten_even_where_size_and_time_are_the_same(team):
    book = ooxml.open(team)
    before = team.stat()
    other = bytearray(team.read_bytes())
    at = other.rindex(b"PK\x01\x02") + 16  # the check sum of the last part
    other[at] ^= 1
    team.write_bytes(other)
    os.utime(team, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (team.stat().st_size, team.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    with pytest.raises(ooxml.WorkbookError):
        ooxml.save(book, edits(2, "x"))
    assert team.read_bytes() == other


@pytest.mark.parametrize("jump", [-(10**18), 10**18])
def test_a_clock_that_jumps_changes_nothing(team, jump):
    book = ooxml.open(team)
    os.utime(team, ns=(0, max(team.stat().st_mtime_ns + jump, 0)))  # the same content
    assert ooxml.save(book, edits(2, "x")).changed_cells == 1
    assert ooxml.open(team).cell("Listings!E2").value == "x"


# ---- leftovers


@posix
def test_leftovers_go_and_files_that_are_written_or_belong_to_others_stay(tmp_path):
    target = tmp_path / "team.xlsx"
    with new_file(target) as dead:
        shutil.copy(dead.path, tmp_path / "kept")
        name = dead.path.name
    (tmp_path / "kept").rename(tmp_path / name)  # as after kill -9
    others = [
        ".team.xlsx.1234.tmp",
        "ippbook-notes",
        ".team.xlsx.ippbook-zzzzzz-12345678.tmp",
        "team.ippbook-abcdef-12345678.xlsx",
    ]
    for each in others:
        (tmp_path / each).touch()
    elsewhere = tmp_path / f".team.xlsx.ippbook-{'0' * 6}-12345678.tmp"  # of another computer, just written
    elsewhere.touch()
    with new_file(target) as alive:
        temporary_files._SEARCHED.clear()
        remove_leftovers(tmp_path)
        assert alive.path.exists()
        assert not (tmp_path / name).exists()
        assert all((tmp_path / each).exists() for each in [*others, elsewhere.name])
        os.utime(elsewhere, (time.time() - 2 * 86_400,) * 2)
        temporary_files._SEARCHED.clear()
        remove_leftovers(tmp_path)
        assert not elsewhere.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)


@posix
def test_temporary_folders_are_for_their_user_only_and_a_planted_place_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with temporary_folder() as folder:
        assert folder.parent.parent == tmp_path
        assert folder.stat().st_mode & 0o077 == folder.parent.stat().st_mode & 0o077 == 0
        (folder / "x").touch()
    assert not folder.exists()
    folder.parent.rmdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / f"ippbook-{os.geteuid()}").symlink_to(tmp_path / "mine")
    with temporary_folder() as folder:
        assert folder.parent == tmp_path
    assert list((tmp_path / "mine").iterdir()) == []


# ---- properties


@posix
def test_rights_owner_and_attributes_are_kept_and_another_name_is_named(team):
    team.chmod(0o640)
    try:
        os.setxattr(team, "user.origin", "上海".encode())
    except OSError:
        pytest.skip("this disk has no extended attributes")
    saved = ooxml.save(ooxml.open(team), edits(2, "x"))
    assert saved.warnings == ()
    assert team.stat().st_mode & 0o777 == 0o640
    assert os.getxattr(team, "user.origin") == "上海".encode()
    os.link(team, team.with_name("second name.xlsx"))
    (warning,) = ooxml.save(ooxml.open(team), edits(2, "y")).warnings
    assert "1 other name" in warning


@posix
def test_a_property_that_cannot_be_kept_is_named(team, monkeypatch):
    def refused(*_arguments):
        raise PermissionError(1, "Operation not permitted")

    status = team.stat()
    monkeypatch.setattr(os, "listxattr", lambda _path: ["user.origin", "system.posix_acl_access", "security.selinux"])
    monkeypatch.setattr(os, "getxattr", lambda *_arguments: b"x")
    monkeypatch.setattr(os, "setxattr", refused)
    monkeypatch.setattr(os, "chown", refused)
    monkeypatch.setattr(os, "fchown", refused, raising=False)
    (warning,) = ooxml.save(ooxml.open(team), edits(2, "x")).warnings
    assert "the attribute user.origin" in warning
    assert "the access list" in warning
    assert "security" not in warning
    assert team.stat().st_mode == status.st_mode


@posix
def test_a_link_stays_a_link_and_the_file_behind_it_is_written(team):
    link = team.with_name("link.xlsx")
    link.symlink_to(team)
    ooxml.save(ooxml.open(link), edits(2, "through the link"))
    assert link.is_symlink()
    assert ooxml.open(team).cell("Listings!E2").value == "through the link"


# ---- faults of the disk


def test_a_sheet_that_cannot_be_read_is_not_taken_for_one_without_cells():
    class Unreadable:
        @property
        def used_range(self):
            raise ooxml.WorkbookError("team.xlsx: the file cannot be read.")

    with pytest.raises(ooxml.WorkbookError, match="cannot be read"):
        sheet_info.has_cells(Unreadable())


def test_a_file_that_cannot_be_read_is_not_the_failure_of_a_function():
    class Unreadable:
        def call(self, _arguments):
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        calls._called(Unreadable(), [])
