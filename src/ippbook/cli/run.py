"""Commands on a workbook through the Excel face, without Excel: run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ippbook import buttons, ooxml
from ippbook.buttons import phrases
from ippbook.cli import macros
from ippbook.cli.options import AsOf, Format, Out, Output, app, debugging, leave, print_json, today
from ippbook.cli.render import text
from ippbook.declare.button import Spot
from ippbook.errors import UserError

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True)
class Outcome:
    """What a macro came to.

    `saved`: where the workbook was written; None where it was not. `written`: all files, those too that the macro saved
    itself. `where`: what a macro of the team's own changed, in words. `fault`: what it raised.
    """

    text: str
    changed: int | None = None
    grave: bool = False
    failed: bool = False
    saved: Path | None = None
    written: tuple[Path, ...] = ()
    where: str = ""
    fault: BaseException | None = None
    warnings: tuple[str, ...] = ()


@app.command(short_help="Press a button of the Excel face without Excel.")
def run(
    macro: Annotated[
        str,
        typer.Argument(
            help="The button (ippbook run --list), or a macro of your own: MODULE:FUNCTION or FILE.py:FUNCTION.",
            show_default=False,
        ),
    ] = "",
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The workbook (.xlsx, .xlsm, .xltx, .xltm).", show_default=False),
    ] = None,
    out: Out = None,
    as_of: AsOf = None,
    at: Annotated[
        str,
        typer.Option("--at", metavar="CELL", help="The active cell, as in Listings!A5. Default: the one of the file."),
    ] = "",
    chosen: Annotated[
        Path | None,
        typer.Option("--with", metavar="PATH", help="The file or folder that the button asks for.", show_default=False),
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="List the buttons.")] = False,
    output: Output = Format.TEXT,
) -> None:
    """Press a button of the Excel face over a workbook, without Excel: the same code that the ribbon starts.

    Everything that the button did not write keeps its bytes. Exit 1: something is wrong in the workbook that you must see to.
    """
    if show:
        _list(output)
        return
    if not macro or path is None:
        raise UserError(
            "name a button and a workbook, as in: ippbook run check team.xlsx; ippbook run --list lists the buttons"
        )
    own = ":" in macro
    _refuse_unused(macro, as_of, chosen, own=own)
    with _open(path, out, at) as book:
        _refuse_misnamed(book, out)
        place = None if out is None else out.absolute()  # a macro may go to another folder
        typed = {path.resolve(): path} if place is None or out is None else {place: out}
        try:
            done = _own(macro, book, output) if own else _press(macro, book, as_of, chosen)
            if not done.failed:
                done = _finished(done, book, place, own=own)
        except (UserError, ooxml.WorkbookError) as refusal:
            if not book.impl.state.program.ledger.written:
                raise
            done = Outcome(str(refusal).rstrip("."), failed=True)
        done = _told(done, book, typed, own=own)
    _tell(macro, path, done, output)
    if done.fault is not None and debugging.get():
        typer.echo(macros.story(done.fault), err=True)
    leave(2 if done.failed else 1 if done.grave else 0)


def _refuse_unused(macro: str, as_of: date | None, chosen: Path | None, *, own: bool) -> None:
    """What nobody would look at is refused, so that nobody believes that it counted."""
    if own and (as_of or chosen):
        raise UserError(
            "--as-of and --with are for the buttons, and a macro of your own does not get them; leave them out"
        )
    asking = [button.name for button in buttons.buttons() if button.asks]
    known = [button for button in buttons.buttons() if macro.strip().casefold() == button.name]
    if chosen is not None and known and not known[0].asks:
        raise UserError(
            f"the button {macro} asks for no file or folder; leave --with out, or choose one that does: {', '.join(asking)}"
        )


def _refuse_misnamed(book: "xw.Book", out: Path | None) -> None:
    """Refuse to write a workbook under an ending under which Excel does not open it, before anything is done."""
    said = None if out is None else ooxml.misnamed(book.impl.state.source, out)
    if said:
        raise UserError(said)


def _list(output: Format) -> None:
    known = buttons.buttons()
    if output is Format.JSON:
        print_json(
            [
                {
                    "name": each.name,
                    "macro": each.macro,
                    "label": each.label,
                    "group": each.group,
                    "tip": each.page.summary,
                }
                for each in known
            ]
        )
        return
    width = max((len(each.name) for each in known), default=0)
    for each in known:
        typer.echo(f"{each.name:<{width}}  {each.page.summary}")


@contextmanager
def _open(path: Path, out: Path | None, at: str) -> Iterator["xw.Book"]:
    """The workbook in an app without Excel: active, with its active cell, and the caller of macros."""
    try:
        import xlwings as xw  # noqa: PLC0415  # an extra: the other commands work without it

        from ippbook import headless  # noqa: PLC0415  # imported late: start-up stays quick
    except ModuleNotFoundError as missing:
        raise UserError(
            f"the library {missing.name} is not installed, and macros need it; install it with: pip install 'ippbook[excel]'"
        ) from None
    with headless.excel() as excel:
        book = xw.Book(impl=excel.impl.books.open(str(path)))
        if out is not None:
            book.impl.save_elsewhere()
        if at:
            _select(book, path, at)
        book.impl.state.program.ledger.keep_back(path)
        book.set_mock_caller()
        yield book


def _select(book: "xw.Book", path: Path, at: str) -> None:
    """Make the cell that *at* names the active one. Raises `UserError` where it cannot be selected."""
    from ippbook.excel import desk  # noqa: PLC0415  # imported late: start-up stays quick

    sheet, row, column = ooxml.open(path).place(at, book.sheets.active.name)
    desk.select(book, path, Spot(sheet.name, row, column))


def _press(macro: str, book: "xw.Book", as_of: date | None, chosen: Path | None) -> Outcome:
    """Press a button of ours, as Excel's VBA does."""
    from ippbook.excel import press_button  # noqa: PLC0415  # imported late: start-up stays quick

    done = press_button.press(macro, book, as_of=as_of, chosen=chosen, today=today())
    return Outcome(done.text, done.changed, done.grave, done.failed)


def _own(macro: str, book: "xw.Book", output: Format) -> Outcome:
    """Call a macro of the team's own. What it told by alerts is its message; what it prints never stands among our JSON."""
    with redirect_stdout(sys.stderr) if output is Format.JSON else nullcontext():
        try:
            macros.call(macro, book)
        except macros.MacroError as failure:
            return Outcome(str(failure), failed=True, fault=failure.__cause__)
    return Outcome("\n".join(text for program in _programs(book) for _, text in program.alerts))


def _programs(book: "xw.Book") -> list[Any]:
    """The app that *book* is open in, and those that a macro started."""
    mine = book.impl.state.program
    return [mine, *(program for program in mine.among if program is not mine)]


def _finished(done: Outcome, book: "xw.Book", out: Path | None, *, own: bool) -> Outcome:
    """Write what is to stay; nothing when nothing changed and no other place was asked for."""
    from ippbook.headless import deferred_saves  # noqa: PLC0415  # imported late: start-up stays quick

    state = book.impl.state
    source, lost, before = state.source, tuple(deferred_saves.lost(state)), list(state.program.ledger.written)
    written = deferred_saves.finish(state, out)
    saves = [each.saved for each in written if each.saved]
    changed, where = sum(each.changed_cells for each in saves), ""
    if own:
        parts = {part.lower() for each in saves for part in each.changed_parts}
        sheets = [sheet.name for sheet in source.sheets if sheet.part.lower() in parts]
        where = f"{phrases.number(changed, 'cell')} changed{f' on {phrases.some(sheets)}' if sheets else ''}"
    return replace(
        done,
        changed=changed if own else done.changed,
        saved=written[-1].path if written else source.path if source.path in before else None,
        where=where,
        warnings=(*lost, *(warning for each in saves for warning in each.warnings)),
    )


def _told(done: Outcome, book: "xw.Book", typed: dict[Path, Path], *, own: bool) -> Outcome:
    """With every file that was written, as it was *typed* where it was, and what the engine noted for the macro's author.

    A failure says whether something went to disk before it.
    """
    written = tuple(dict.fromkeys(typed.get(file, file) for file in book.impl.state.program.ledger.written))
    saved = None if done.saved is None else typed.get(done.saved, done.saved)
    text = done.text
    if done.failed and (own or written):
        before = ", ".join(map(str, written))
        text = f"{text}; {f'before that it wrote {before}' if written else 'nothing was saved'}"
    notes = tuple(note for program in _programs(book) for note in program.notes) if own else ()
    return replace(done, text=text, saved=saved, written=written, warnings=(*done.warnings, *notes))


def _tell(macro: str, path: Path, done: Outcome, output: Format) -> None:
    if output is Format.JSON:
        print_json(
            {
                "macro": macro, "file": str(path), "text": done.text, "changed": done.changed, "grave": done.grave,
                "failed": done.failed, "saved": None if done.saved is None else str(done.saved),
                "written": [str(file) for file in done.written], "warnings": list(done.warnings),
            }
        )  # fmt: skip
    elif done.failed:
        typer.echo(f"ippbook: {done.text}", err=True)
    elif done.text:
        text.say(text.screen(), *done.text.splitlines())
    if not done.failed:
        for file in done.written:
            typer.echo(f"{file}: written{f', {done.where}' if file == done.saved and done.where else ''}", err=True)
    for warning in done.warnings:
        typer.echo(warning, err=True)
