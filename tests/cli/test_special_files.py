"""Pipes, devices, circles of links and endless files are refused in one sentence: nothing waits, and no memory fills."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from ippbook import ooxml
from ippbook.catalog import platforms
from ippbook.evidence.attachments import gather_attachments
from ippbook.evidence.files import find
from ippbook.foreign_files import digest_of, read_foreign
from ippbook.notices import LANGUAGES
from ippbook.notices.folder import read_text_folder

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and devices as POSIX has them")
LIMITS = platforms.complaint_limits("taobao")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "team.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Listings")
        for column, texts in enumerate(
            (("Listing", "L1"), ("URL", "https://item.taobao.com/item.htm?id=710000000001"))
        ):
            sheet.write_column(0, column, texts)
    return path


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to(path.with_name("pipe"))


def an_endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_circle(path: Path) -> None:
    path.symlink_to(path)


def a_folder(path: Path) -> None:
    path.mkdir()


SPECIAL = [a_pipe, a_link_to_a_pipe, an_endless_device, a_circle, a_folder]


@pytest.mark.parametrize("make", SPECIAL)
def test_a_special_file_in_place_of_any_file_is_refused_in_one_sentence(make, book, ippbook, tmp_path):
    special = tmp_path / "special.xlsx"
    make(special)
    before = book.read_bytes()
    for arguments in (
        ["get", special, "A1"],
        ["set", special, "A1", "x"],
        ["set", book, "Listings!C2", "x", "-o", special],
        ["import", book, "--listings", special, "-o", tmp_path / "o.xlsx"],
        ["check", book, "--texts", special],
        ["due", book, "--ics", special],
        ["pack", book, "-o", special],
    ):
        if (make is a_folder and arguments[0] in {"check", "pack", "due"}) or (make is a_folder and "-o" in arguments):
            continue  # a folder is right there, or is another test's
        done = ippbook(*arguments)
        assert done.code == 2, (arguments, done)
        assert done.err.count("\n") == 1, (arguments, done.err)
        assert "Internal error" not in done.err, (arguments, done.err)
    assert book.read_bytes() == before
    assert os.path.lexists(special)
    assert not special.is_file()


def test_evidence_is_found_and_measured_but_never_waited_for(tmp_path):
    for name, make in zip("abcd", SPECIAL, strict=False):
        folder = tmp_path / name
        folder.mkdir()
        make(folder / "e.jpg")
        assert find(folder, "e.jpg") is None
    (tmp_path / "good.jpg").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "sparse.jpg").touch()
    os.truncate(tmp_path / "sparse.jpg", 10 << 30)
    tracemalloc.start()
    found = gather_attachments(tmp_path, ["loop/x.jpg", "loop", "sparse.jpg", "x" * 300, "a\0b", "GOOD.JPG"], LIMITS)
    assert digest_of(tmp_path / "sparse.jpg", 1 << 20)[0] == ""
    assert tracemalloc.get_traced_memory()[1] < 5 << 20
    tracemalloc.stop()
    assert [file.name for file in found.files] == ["good.jpg"]
    assert len(found.problems) == 5


def test_an_unreadable_evidence_file_is_a_problem_of_its_own(tmp_path, monkeypatch):
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(b"x")
    refuse_to_open(monkeypatch, "a.jpg")
    found = gather_attachments(tmp_path, ["a.jpg", "b.jpg"], LIMITS)
    assert [file.name for file in found.files] == ["b.jpg"]
    assert found.problems == ("a.jpg: the file cannot be read (Permission denied)",)


def refuse_to_open(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """As the system does; the tests may be run by root, who may read everything."""
    original: Callable[..., int] = os.open

    def refused(path: "str | Path", *arguments: int) -> int:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return original(path, *arguments)

    monkeypatch.setattr(os, "open", refused)


def test_texts_behind_circles_deep_folders_and_many_files_are_read_in_bounds(tmp_path, monkeypatch):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "keyword abuse.txt").write_text("Own text.", "utf-8")
    (tmp_path / "en" / "test buy.txt").symlink_to(tmp_path / "en" / "test buy.txt")
    (tmp_path / "en" / "again").symlink_to(tmp_path)
    deep = tmp_path / "deep"
    for _ in range(60):
        deep /= "d" * 20
    deep.mkdir(parents=True)
    texts, problems = read_text_folder(tmp_path, dict(LANGUAGES))
    assert [text.reason for text in texts] == ["keyword abuse"]
    assert len([each for each in problems if "test buy" in each]) == 1
    assert len([each for each in problems if "levels deep" in each]) == 1

    monkeypatch.setattr("ippbook.notices.folder._MOST_FILES", 2)
    assert any("more than 2 files" in each for each in read_text_folder(tmp_path, dict(LANGUAGES))[1])


def test_a_folder_at_the_deepest_level_and_one_beside_it_are_read_in_silence(tmp_path):
    deepest = tmp_path.joinpath(*"1234567", "en")
    for place in (deepest, deepest.with_name("de"), tmp_path / "fr"):
        place.mkdir(parents=True)
        (place / "keyword abuse.txt").write_text("Own text.", "utf-8")
    texts, problems = read_text_folder(tmp_path, dict(LANGUAGES))
    assert len(texts) == 3
    assert [each for each in problems if "levels deep" in each] == []


def test_a_folder_of_many_files_is_listed_once_for_all_missing_names(tmp_path, monkeypatch):
    for number in range(50):
        (tmp_path / f"file {number}.jpg").touch()
    os.utime(tmp_path, (1_700_000_000, 1_700_000_000))
    listings = []
    original = os.scandir
    monkeypatch.setattr(os, "scandir", lambda place: listings.append(place) or original(place))
    assert [find(tmp_path, f"missing {number}") for number in range(100)] == [None] * 100
    assert find(tmp_path, "FILE 7.jpg") == (tmp_path / "file 7.jpg").resolve()
    assert len(listings) == 1


def test_a_file_that_grows_while_it_is_read_is_not_read_to_an_end_that_may_never_come(tmp_path, monkeypatch):
    path = tmp_path / "growing"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(os, "fstat", lambda handle, original=os.fstat: smaller(original(handle)))
    with pytest.raises(OSError, match="grew while"):
        read_foreign(path, 1000)


def smaller(status: os.stat_result) -> os.stat_result:
    return os.stat_result([*status[:6], 1, *status[7:10]])


def test_a_workbook_behind_a_circle_of_links_is_refused(tmp_path):
    circle = tmp_path / "team.xlsx"
    circle.symlink_to(circle)
    with pytest.raises(ooxml.WorkbookError, match="circle"):
        ooxml.write_whole(circle, b"")


@pytest.mark.skipif(not os.path.exists("/proc/self/environ"), reason="a file without a size, as Linux has them")  # noqa: PTH110
def test_a_file_that_has_no_size_is_an_empty_file_and_never_read_to_its_end(ippbook, tmp_path, book):
    """As /proc/kmsg, which gives the next message of the system to who waits for it, and is a regular file."""
    special = tmp_path / "special.xlsx"
    special.symlink_to("/proc/self/environ")
    for arguments in (["get", special, "A1"], ["verify", "--files-from", special], ["import", book, "--listings", special]):  # fmt: skip
        done = ippbook(*arguments)
        assert (done.code, done.err.count("\n")) == (2, 1), done
        assert "empty" in done.err or "names no workbook" in done.err or "grew" in done.err


def test_a_file_that_may_not_be_read_is_one_sentence_with_its_remedy_wherever_it_is_named(book, ippbook, tmp_path, monkeypatch):  # fmt: skip
    """Not the parser's three lines without a remedy; `os.access` answers as for an ordinary user."""
    secret = tmp_path / "secret.csv"
    secret.write_text("URL\n")
    refuse_to_open(monkeypatch, "secret.csv")
    monkeypatch.setattr(os, "access", lambda path, _mode, **_more: Path(path).name != "secret.csv")
    for arguments in (["import", book, "--listings", secret], ["import", book, "--listings", secret, "--check"]):
        done = ippbook(*arguments)
        assert (done.code, done.err.count("\n")) == (2, 1), done
        assert "secret.csv" in done.err
        assert "Usage" not in done.err
