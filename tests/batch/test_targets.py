"""Where the results of several workbooks go."""

from pathlib import Path

import pytest

from ippbook.batch.sources import find_workbooks
from ippbook.batch.targets import recalc_tasks, stdout_task
from ippbook.errors import UserError


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("in/a.xlsx", "in/sub/a.xlsx", "in/sub/b.xlsx"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    Path("out").mkdir()
    return tmp_path


def tasks(named, out, listed=()):
    found = find_workbooks(named, listed)
    return recalc_tasks(found.workbooks, None if out is None else Path(out), searched=found.searched)


def goals(*arguments):
    return [task.out.as_posix() for task in tasks(*arguments)]


@pytest.mark.usefixtures("here")
def test_without_an_output_each_workbook_is_written_back():
    assert goals(["in"], None) == ["in/a.xlsx", "in/sub/a.xlsx", "in/sub/b.xlsx"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("out", ["out", "new", "new/deeper"])
def test_a_folder_of_results_has_the_sub_folders_of_the_sources(out):
    assert goals(["in"], out) == [f"{out}/a.xlsx", f"{out}/sub/a.xlsx", f"{out}/sub/b.xlsx"]
    assert not Path("new").exists()  # made when the first workbook is written


@pytest.mark.usefixtures("here")
def test_a_folder_with_one_workbook_has_a_folder_of_results_too():
    Path("one").mkdir()
    Path("one/x.xlsx").touch()
    assert goals(["one"], "new") == ["new/x.xlsx"]


@pytest.mark.usefixtures("here")
def test_a_list_keeps_its_relative_paths_so_equal_names_do_not_collide():
    assert goals([], "out", ["in/a.xlsx", "in/sub/a.xlsx"]) == ["out/in/a.xlsx", "out/in/sub/a.xlsx"]


@pytest.mark.usefixtures("here")
def test_two_results_of_one_name_are_refused_before_anything_is_written():
    with pytest.raises(UserError, match="both be written to"):
        tasks(["in/a.xlsx", "in/sub/a.xlsx"], "out")


@pytest.mark.usefixtures("here")
def test_a_result_over_another_source_is_refused_before_anything_is_written():
    Path("in/b.xlsx").touch()
    with pytest.raises(UserError, match="would be written over"):
        tasks(["in/sub/b.xlsx", "in/b.xlsx"], "in")  # in/sub/b.xlsx would become in/b.xlsx


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("named", "out"), [(["in"], "all.xlsx"), (["in/a.xlsx", "in/sub/b.xlsx"], "all.xlsx")])
def test_several_workbooks_are_not_written_to_one_file(named, out):
    with pytest.raises(UserError, match="not a folder"):
        tasks(named, out)


@pytest.mark.usefixtures("here")
def test_several_workbooks_do_not_go_to_standard_output():
    with pytest.raises(UserError, match="Name one"):
        stdout_task(find_workbooks(["in"]).workbooks, Path("out"))
