"""The command diff: what differs between two workbooks, for people, programs, git and pull requests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from ippbook import comparison, ooxml
from ippbook.batch.failures import failure_sentence, is_foreseen
from ippbook.batch.sources import STDIN
from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.exit_codes import RunFailure, failure_of
from ippbook.cli.many import standard_input
from ippbook.cli.options import AsOf, Texts, leave, print_json
from ippbook.cli.render import text
from ippbook.cli.render.comparison import as_html, as_json, as_markdown, as_text, outline, shown_values
from ippbook.cli.report_output import print_failure
from ippbook.cli.run_state import debugging, today
from ippbook.cli.visible_stream import print_text
from ippbook.comparison.content import read_content
from ippbook.errors import UserError
from ippbook.interruptions import Interrupted
from ippbook.languages import say
from ippbook.ooxml.package.temporary_files import temporary_folder
from ippbook.pipeline.side_folders import SideFolders, read_side_folders
from ippbook.quick_dataclasses import dataclass

_NOTHING: Final = "/dev/null"
"""How git names the side of a file that was added or removed; on Windows too."""
_OF_GIT: Final = (7, 9)
"""How many arguments git passes: path, old file, old hash, old mode, new file, new hash, new mode; after a rename two more."""


class DiffFormat(StrEnum):
    """Who reads the output."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True)
class _Named:
    """A workbook of the command line: where it is, and what messages call it."""

    path: Path
    name: str

    @property
    def exists(self) -> bool:
        return str(self.path) not in {_NOTHING, os.devnull}


Workbooks = Annotated[
    list[str],
    Positional(
        metavar="OLD NEW",
        help="The two workbooks. - is the standard input, /dev/null means that there is none. git passes seven arguments of its own.",
        show_default=False,
    ),
]


@app.command("diff")
def diff(  # noqa: PLR0913, PLR0917  # one parameter for each option
    workbooks: Workbooks,
    as_of: AsOf = None,
    limit: Annotated[
        int,
        Option("--limit", min=0, help="Show at most this many entries of each list; 0 shows all. JSON is never cut."),
    ] = 20,
    computed: Annotated[
        bool,
        Option("--computed", help="Show the changed cells of computed columns too, not only how many there are."),
    ] = False,
    texts: Texts = None,
    exit_code: Annotated[bool, Option("--exit-code", help="Exit with 1 if the content differs. Default: 0.")] = False,
    quiet: Annotated[bool, Option("-q", "--quiet", help="Print nothing; implies --exit-code.")] = False,
    textconv: Annotated[
        bool, Option("--textconv", help="Print one workbook as lines, a line for each cell, for git's textconv.")
    ] = False,
    output: Annotated[
        DiffFormat,
        Option("--format", help="text or html for people, json for programs, markdown for a pull request."),
    ] = DiffFormat.TEXT,
) -> None:
    """Show what differs between two workbooks: rows, settings, findings, Good-Faith, takedown texts.

    Rows are compared by their names (complaints by number and listing), not by their place. Nothing is written.

    Examples:
        ippbook diff old.xlsx team.xlsx
        ippbook diff old.xlsx team.xlsx --format json  # for programs
    """
    if textconv:
        _print_lines(workbooks)
        return
    with _failure_on_a_page(output, as_of, wanted=not quiet):
        folders = read_side_folders(texts)
        if len(workbooks) in _OF_GIT:
            differs = _for_git(workbooks, as_of, folders, limit, output, computed=computed)
        elif len(workbooks) == 1 and os.environ.get("GIT_DIFF_PATH_COUNTER"):
            differs = False
            _print_failure(say("{workbooks}: unmerged; choose a version first", workbooks=workbooks[0]), output, as_of)
        else:
            differs = _of_two(workbooks, as_of, folders, limit, output, computed=computed, quiet=quiet)
    leave(1 if differs and (exit_code or quiet) else 0)


def _of_two(
    workbooks: list[str],
    as_of: date | None,
    folders: SideFolders,
    limit: int,
    output: DiffFormat,
    *,
    computed: bool,
    quiet: bool,
) -> bool:
    """Compare the two workbooks of the command line; whether the content differs."""
    if len(workbooks) != 2:
        raise UserError("name two workbooks, as in: ippbook diff old.xlsx new.xlsx")
    if workbooks.count(STDIN) == 2:
        raise UserError("only one of the two workbooks can come from the standard input. Name a file for the other one")
    with _on_disk(workbooks[0]) as old, _on_disk(workbooks[1]) as new:
        return _compare(old, new, as_of, folders, limit, output, computed=computed, quiet=quiet)


@contextmanager
def _failure_on_a_page(output: DiffFormat, as_of: date | None, *, wanted: bool) -> Iterator[None]:
    """With HTML, what stops the block is also a whole page: a browser shows why. The other formats have a border of their own."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt, Interrupted) as failure:
        if wanted and output is DiffFormat.HTML:
            _print_failure(failure_of(failure).sentence, output, as_of)
        raise


def _for_git(
    arguments: list[str],
    as_of: date | None,
    folders: SideFolders,
    limit: int,
    output: DiffFormat,
    *,
    computed: bool,
) -> bool:
    """Compare the two versions that git names. A workbook that cannot be read gets its sentence; git stops at any other exit code than 0."""
    path, old, old_hash, _, new, new_hash, _ = arguments[:7]
    renamed = arguments[7] if len(arguments) > 7 else path
    sides = _Named(Path(old), _version(path, old, old_hash)), _Named(Path(new), _version(renamed, new, new_hash))
    try:
        return _compare(*sides, as_of, folders, limit, output, computed=computed, quiet=False)
    except Exception as failure:  # the border of a file: git would show no other file after it
        if debugging.get() and not is_foreseen(failure):
            raise
        _print_failure(
            say(
                "{path}: cannot be compared: {failure_sentence}", path=path, failure_sentence=failure_sentence(failure)
            ),
            output,
            as_of,
        )
    return True


def _print_failure(sentence: str, output: DiffFormat, as_of: date | None) -> None:
    match output:
        case DiffFormat.JSON:
            print_failure("diff", "json", None, RunFailure(sentence, "input", 0))
        case DiffFormat.MARKDOWN:
            print_text(as_markdown.code(shown_values.inert(sentence)))
        case DiffFormat.HTML:
            print_text(as_html.failure_html(sentence, text.day_text(as_of or today())), end="")
        case DiffFormat.TEXT:
            text.tell(text.screen(), sentence)


def _version(path: str, file: str, code: str) -> str:
    """What messages call one version of a file in git: its path, and the beginning of its hash if it has one."""
    if file == _NOTHING:
        return _NOTHING
    return path if not code.strip("0.") else f"{path}@{code[:7]}"


@contextmanager
def _on_disk(name: str) -> Iterator[_Named]:
    """The workbook as a file: the standard input goes into a temporary one."""
    if name != STDIN:
        yield _Named(Path(name), name)
        return
    with temporary_folder() as folder:
        place = folder / "workbook.xlsx"
        place.write_bytes(standard_input())
        yield _Named(place, "standard input")


def _compare(
    old: _Named,
    new: _Named,
    as_of: date | None,
    folders: SideFolders,
    limit: int,
    output: DiffFormat,
    *,
    computed: bool,
    quiet: bool,
) -> bool:
    """Compare and print; whether the content differs."""
    if not (old.exists or new.exists):
        raise UserError(
            "both workbooks are {nothing}, so there is nothing to compare. Name a workbook", nothing=_NOTHING
        )
    read = {each: _read(each, as_of, folders) for each in (old, new) if each.exists}
    day = next(iter(read.values())).as_of
    sides = [read.get(each) or comparison.absent_side(_NOTHING, day) for each in (old, new)]
    found = comparison.compare_workbooks(*sides)
    if not quiet:
        _print(found, limit, output, computed=computed)
    return found.differs


def _read(named: _Named, as_of: date | None, folders: SideFolders) -> comparison.Side:
    try:
        with text.progress(named.path.name) as progress:
            return comparison.read_side(
                named.path, named.name, as_of, today=today(), folders=folders, progress=progress
            )
    except (UserError, ooxml.WorkbookError) as failure:
        raise UserError(_as_named(failure, named)) from None


def _as_named(failure: Exception, named: _Named) -> str:
    """The sentence about *failure* with the name that the user knows."""
    return failure_sentence(failure).replace(str(named.path), named.name)


def _print(found: comparison.Comparison, limit: int, output: DiffFormat, *, computed: bool) -> None:
    def outline_with(most: int) -> outline.Outline:
        return outline.outline_of(found, most, computed=computed)

    match output:
        case DiffFormat.JSON:
            print_json("diff", as_json.comparison_json(found, computed=computed), found.new.as_of)
        case DiffFormat.MARKDOWN:
            print_text(as_markdown.comparison_markdown(outline_with, limit), end="")
        case DiffFormat.HTML:
            print_text(as_html.comparison_html(outline_with(limit)), end="")
        case DiffFormat.TEXT:
            as_text.show_comparison(text.screen(), outline_with(limit))


def _print_lines(workbooks: list[str]) -> None:
    """The content of one workbook, a line for each cell, for git's textconv.

    A file that cannot be read gives its sentence: git would show no other file after another exit code than 0.
    """
    if len(workbooks) != 1:
        raise UserError("--textconv takes one workbook, as in: ippbook diff --textconv team.xlsx")
    with _on_disk(workbooks[0]) as named:
        try:
            lines = [shown_values.value_line(*each) for each in read_content(named.path)]
        except (UserError, ooxml.WorkbookError) as failure:
            if workbooks[0] == STDIN or not named.path.is_file():
                raise UserError(_as_named(failure, named)) from None
            lines = [_as_named(failure, _Named(named.path, named.path.name))]
    text.tell(text.screen(), *lines)
