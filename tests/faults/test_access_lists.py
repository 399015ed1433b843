"""Access lists (POSIX ACLs): a workbook keeps its own, a new file has that of its folder, and nobody gets rights that nobody gave."""

import os
import shutil
import stat
import struct
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.ooxml.package.access_lists import OF_FILE, OF_NEW_FILES, limited_list

pytestmark = pytest.mark.skipif(not hasattr(os, "setxattr"), reason="access lists as Linux has them")
SOMEONE = 4_294_000
NOBODY_NAMED = 0xFFFFFFFF


def access_list(owner: int, someone: int, group: int, mask: int, others: int) -> bytes:
    """A list with rights for one more user."""
    entries = [(1, owner, NOBODY_NAMED), (2, someone, SOMEONE), (4, group, NOBODY_NAMED), (16, mask, NOBODY_NAMED), (32, others, NOBODY_NAMED)]  # fmt: skip
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


@pytest.fixture
def team(small_team: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_team, tmp_path / "team.xlsx"))


def give(path: Path, kind: str, rights: bytes) -> None:
    try:
        os.setxattr(path, kind, rights)
    except OSError:
        pytest.skip("this disk has no access lists")


def saved(team: Path, out: Path | None = None) -> ooxml.Saved:
    edits = ooxml.Edits()
    edits.put("Listings", 2, 5, "x")
    return ooxml.save(ooxml.open(team), edits, out)


def has_list(path: Path) -> bool:
    return OF_FILE in os.listxattr(path)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_workbook_keeps_its_access_list(team):
    rights = access_list(6, 6, 0, 6, 0)
    give(team, OF_FILE, rights)
    assert saved(team).warnings == ()
    assert os.getxattr(team, OF_FILE) == rights


def test_a_workbook_without_a_list_gets_none_from_its_folder(team):
    """Else the users of the folder's list could read what the workbook's rights kept from them."""
    give(team.parent, OF_NEW_FILES, access_list(7, 7, 7, 7, 0))
    team.chmod(0o644)
    assert saved(team).warnings == ()
    assert not has_list(team)
    assert mode(team) == 0o644


@pytest.mark.parametrize("make", ["write_whole", "write_new"])
def test_a_new_file_has_the_list_of_its_folder_as_any_new_file_has(tmp_path, make):
    give(tmp_path, OF_NEW_FILES, access_list(7, 7, 5, 7, 0))
    (tmp_path / "plain").touch()
    if make == "write_whole":
        ooxml.write_whole(tmp_path / "new", b"text")
    else:
        ooxml.write_new(tmp_path / "new", b"text")
    assert os.getxattr(tmp_path / "new", OF_FILE) == os.getxattr(tmp_path / "plain", OF_FILE)
    assert mode(tmp_path / "new") == mode(tmp_path / "plain") == 0o660


def test_a_copy_of_a_private_workbook_stays_private_in_a_folder_with_a_list(team, tmp_path):
    team.chmod(0o600)
    (tmp_path / "shared").mkdir()
    give(tmp_path / "shared", OF_NEW_FILES, access_list(7, 7, 7, 7, 7))
    saved(team, tmp_path / "shared" / "out.xlsx")
    assert mode(tmp_path / "shared" / "out.xlsx") == 0o600


def test_the_group_gets_no_rights_in_a_copy_because_the_workbook_had_a_list(team, tmp_path):
    """The mode of a file with a list shows the mask of the list, not the rights of the group."""
    give(team, OF_FILE, access_list(6, 6, 0, 6, 0))
    assert mode(team) == 0o660
    saved(team, tmp_path / "out.xlsx")
    assert mode(tmp_path / "out.xlsx") == 0o600


def test_where_the_list_cannot_be_kept_a_warning_names_it_and_the_group_gets_no_rights(team, monkeypatch):
    give(team, OF_FILE, access_list(6, 6, 0, 6, 0))

    def refused(*_arguments):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "setxattr", refused)
    (warning,) = saved(team).warnings
    assert "the access list" in warning
    assert mode(team) == 0o600


@pytest.mark.parametrize(
    "found",
    [b"", b"\2\0\0\0", b"\2\0\0\0" + b"x" * 9, access_list(7, 7, 7, 7, 7)[:-8], b"\3" + access_list(7, 7, 7, 7, 7)[1:]],
)
def test_what_is_not_a_list_gives_no_rights(found):
    assert limited_list(found, 0o666) is None
