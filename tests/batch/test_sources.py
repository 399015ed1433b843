"""Which workbooks a command line names."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.batch.sources import STDIN, find_workbooks, names_of_list
from ippbook.errors import UserError

NOT_ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every folder")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of empty files with workbooks' names, below the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "team/b.xlsx", "team/a.XLSM", "team/2026/c.xltx", "team/2026/deep/d.xltm", "team/notes.txt", "team/old.xls", "team/2026/add.xlam",
        "team/~$b.xlsx", "team/.hidden.xlsx", "team/.git/x.xlsx", "team/~temporary.xlsx", "team/2026/[1] e.xlsx",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def names(found):
    return [Path(each.name).as_posix() for each in found.workbooks]


WALK = ["team/2026/[1] e.xlsx", "team/2026/c.xltx", "team/2026/deep/d.xltm", "team/a.XLSM", "team/b.xlsx"]


def test_a_folder_gives_its_workbooks_and_those_of_its_sub_folders_in_the_order_of_names(folder):
    assert names(find_workbooks(["team"])) == WALK
    assert names(find_workbooks([str(folder / "team")])) == [(folder / each).as_posix() for each in WALK]


@pytest.mark.usefixtures("folder")
def test_what_a_folder_skips_is_said_with_its_cause():
    notes = find_workbooks(["team"]).notes
    assert [note.partition(": ")[0] for note in notes] == [
        "1 name skipped (Excel's lock file of an open workbook)",
        "1 name skipped (a format that ippbook does not read; save it as .xlsx)",
        "1 name skipped (an Excel add-in, not a workbook)",
        "3 names skipped (hidden or temporary)",
    ]
    assert all(each in "".join(notes) for each in ("~$b.xlsx", ".hidden.xlsx", ".git", "~temporary.xlsx"))
    assert "notes.txt" not in "".join(notes)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("team/*.xlsx", ["team/b.xlsx"]),
        ("team/**/*.*", WALK),
        ("team/**", WALK),
        ("te?m", WALK),
        ("team/2026/[1] e.xlsx", ["team/2026/[1] e.xlsx"]),  # a file of this name, not a pattern
        ("team/*/c.*", ["team/2026/c.xltx"]),
    ],
)
def test_a_pattern_that_the_shell_left_is_replaced(folder, pattern, expected):
    assert folder.is_dir()
    found = names(find_workbooks([pattern]))
    assert sorted(found) == sorted(expected)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("team", "2026/deep/d.xltm"),
        ("team/**/*.xltm", "2026/deep/d.xltm"),
        ("team/2026/d*", "deep/d.xltm"),
        ("team/2026/deep/d.xltm", "d.xltm"),
    ],
)
def test_the_path_below_an_output_is_that_below_the_named_folder_or_pattern(folder, name, inside):
    assert folder.is_dir()
    (found,) = [each for each in find_workbooks([name]).workbooks if each.name.endswith("d.xltm")]
    assert found.inside.as_posix() == inside


@pytest.mark.parametrize(
    ("line", "inside"), [("team/b.xlsx", "team/b.xlsx"), ("../x/b.xlsx", "b.xlsx"), ("/x/b.xlsx", "b.xlsx")]
)
def test_a_line_of_a_list_keeps_its_relative_path_below_an_output(folder, line, inside):
    assert folder.is_dir()
    (found,) = find_workbooks([], [line]).workbooks
    assert found.inside.as_posix() == inside


@pytest.mark.parametrize("name", ["empty", "team/*.ods", "team/*.txt", "nothing-*.xlsx"])
def test_a_name_that_leads_to_no_workbook_is_an_error_of_its_own_and_the_others_are_found(folder, name):
    (folder / "empty").mkdir()
    empty, good = find_workbooks([name, "team/b.xlsx"]).workbooks
    assert name in empty.error
    assert ".xlsx" in empty.error
    assert good.error == ""


def test_a_file_that_does_not_exist_is_left_to_the_reader_that_says_so(folder):
    assert folder.is_dir()
    (missing,) = find_workbooks(["missing.xlsx"]).workbooks
    assert (missing.name, missing.error) == ("missing.xlsx", "")


def test_a_workbook_is_found_once_however_often_and_by_whatever_link_it_is_named(folder):
    link = folder / "link.xlsx"
    link.symlink_to(folder / "team" / "b.xlsx")
    found = find_workbooks(
        ["team/b.xlsx", "./team/b.xlsx", str(folder / "team" / "b.xlsx"), "link.xlsx"], ["team/b.xlsx"]
    )
    assert names(found) == ["team/b.xlsx"]
    assert "4 names skipped" in found.notes[0]


def test_two_hard_links_are_two_workbooks_because_a_save_gives_each_its_own_bytes(folder):
    os.link(folder / "team" / "b.xlsx", folder / "other.xlsx")
    assert len(find_workbooks(["team/b.xlsx", "other.xlsx"]).workbooks) == 2


def test_links_to_folders_are_not_followed_so_a_loop_ends(folder):
    (folder / "team" / "loop").symlink_to(folder / "team", target_is_directory=True)
    found = find_workbooks(["team"])
    assert names(found) == WALK
    assert any("a link to a folder" in note and "loop" in note for note in found.notes)


def test_a_link_to_nothing_is_an_error_that_says_what_to_do_with_the_link(folder):
    (folder / "team" / "lost.xlsx").symlink_to(folder / "nowhere.xlsx")
    (folder / "team" / "turn.xlsx").symlink_to(folder / "team" / "turn.xlsx")
    errors = {Path(each.name).name: each.error for each in find_workbooks(["team"]).workbooks if each.error}
    assert set(errors) == {"lost.xlsx", "turn.xlsx"}
    assert all("Correct the link, or remove it." in error for error in errors.values())


def test_the_folder_of_the_results_is_not_searched(folder):
    (folder / "team" / "out").mkdir()
    (folder / "team" / "out" / "b.xlsx").touch()
    found = find_workbooks(["team"], without=folder / "team" / "out")
    assert names(found) == WALK
    assert any("the folder of the output" in note for note in found.notes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_with_the_name_of_a_workbook_is_skipped_and_said(folder):
    os.mkfifo(folder / "team" / "pipe.xlsx")
    found = find_workbooks(["team"])
    assert names(found) == WALK
    assert any("neither a file nor a folder" in note for note in found.notes)


@NOT_ROOT
def test_a_folder_that_cannot_be_read_is_an_error_and_not_silence(folder):
    (folder / "team" / "2026").chmod(0)
    try:
        found = find_workbooks(["team"]).workbooks
    finally:
        (folder / "team" / "2026").chmod(0o700)
    assert any("2026: cannot be read" in each.error for each in found)


@NOT_ROOT
def test_a_folder_that_may_be_listed_and_not_entered_hides_no_other_workbook(folder):
    (folder / "team" / "2026").chmod(0o400)
    try:
        found = find_workbooks(["team"]).workbooks
    finally:
        (folder / "team" / "2026").chmod(0o700)
    assert any("2026" in each.name and "cannot be read" in each.error for each in found)
    assert any(not each.error for each in found)


@pytest.mark.usefixtures("folder")
def test_a_name_that_no_file_can_have_hides_no_other_workbook():
    impossible = "x" * 300 + ".xlsx"
    known = find_workbooks(["team"]).workbooks
    for found in (find_workbooks([impossible, "team"]), find_workbooks([], [impossible, "team"])):
        assert [each.name for each in found.workbooks] == [impossible, *(each.name for each in known)]


def test_standard_input_is_a_workbook_of_its_own():
    (only,) = find_workbooks([STDIN]).workbooks
    assert only.name == STDIN


@pytest.mark.parametrize("named", [[], [""], [" "]])
def test_no_name_and_an_empty_name_are_refused(named):
    with pytest.raises(UserError, match="Name a file"):
        find_workbooks(named)


# ---- lists

PRINTED = st.text(st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(st.lists(PRINTED))
def test_a_list_with_one_name_a_line_gives_these_names(found):
    expected = [name.encode() for name in found]
    content = b"\n".join(expected)
    for text in (
        content,
        content + b"\n",
        b"\xef\xbb\xbf" + content,
        content.replace(b"\n", b"\r\n") + b"\r\n",
        b"\n\n" + content,
    ):
        assert [os.fsencode(name) for name in names_of_list(text)] == expected


WORKBOOK = (b"PK", b"\xd0\xcf")
"""How a workbook begins, which is refused as a list."""


@given(
    st.lists(
        st.binary(min_size=1).filter(lambda name: b"\0" not in name and name.strip() and not name.startswith(WORKBOOK)),
        min_size=1,
    )
)
def test_a_list_separated_by_nul_gives_every_name_with_its_line_ends_and_bytes(found):
    content = b"".join(name + b"\0" for name in found)
    expected = [name for name in content.removeprefix(b"\xef\xbb\xbf").split(b"\0") if name.strip()]
    assert [os.fsencode(name) for name in names_of_list(content)] == expected


@given(st.binary())
def test_no_bytes_of_a_list_stop_the_reader(content):
    try:
        names = names_of_list(content)
    except UserError:
        assert content.startswith(WORKBOOK)
        return
    assert all(os.fsencode(name).strip() for name in names)


SAFE = st.text(st.sampled_from("ab-[]*?. ~$#é中"), min_size=1, max_size=5).filter(lambda text: text.strip(". ") == text)


@given(
    st.sets(
        st.tuples(st.lists(SAFE, max_size=2), SAFE).map(lambda parts: "/".join([*parts[0], f"{parts[1]}.xlsx"])),
        max_size=5,
    )
)
def test_every_workbook_below_a_folder_is_found_once_or_skipped_and_said(paths):
    import tempfile

    with tempfile.TemporaryDirectory() as top:
        made = []
        for path in sorted(paths):
            file = Path(top, path)
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.touch(exist_ok=False)
            except OSError:
                continue  # one of the drawn names is a folder of another
            made.append(file)
        found = find_workbooks([top])
        good = {Path(each.name) for each in found.workbooks if not each.error}
        skipped = {Path(each.path) for each in found.skipped}
        assert len(found.workbooks) == max(len(good), 1)
        for file in made:
            reached = [file, *file.relative_to(top).parents]
            above = any(Path(top, part) in skipped for part in reached if isinstance(part, Path))
            assert (file in good) != (file in skipped or above)


@pytest.mark.parametrize("form", ["utf-16-le", "utf-16-be"])
def test_a_list_that_powershell_wrote_names_its_files_and_not_the_current_folder(form):
    assert names_of_list("\ufeffgood.xlsx\r\n队 1.xlsx\r\n".encode(form)) == ["good.xlsx", "队 1.xlsx"]


def test_a_dash_in_a_list_is_a_file_of_this_name():
    (only,) = find_workbooks([], [STDIN]).workbooks
    assert (only.name, only.path) == ("./-", Path("-"))


@pytest.mark.parametrize("start", [b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_in_place_of_a_list_is_one_sentence(start):
    with pytest.raises(UserError, match="the list of files is a workbook"):
        names_of_list(start + b"\0\0\n")
