"""The command run: a button or a macro over a workbook file, without Excel."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from ippbook import buttons, ooxml
from ippbook.cli import macros
from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.options import AsOf, Format, Out, Output, leave, print_json, workbook_day
from ippbook.cli.render import text
from ippbook.cli.render.fitting import FittingColumn, print_table
from ippbook.cli.run_state import debugging, today
from ippbook.cli.visible_stream import complain, print_line, print_text
from ippbook.declare.button import Spot
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.number_words import counted, listed
from ippbook.quick_dataclasses import dataclass

if TYPE_CHECKING:
    import xlwings as xw

    from ippbook.headless.books import HeadlessBook


@dataclass(frozen=True)
class MacroOutcome:
    """The result of a macro.

    `saved`: where the workbook was written; None where it was not. `written`: all files, those too that the macro saved
    itself. `where`: what a macro of the team's own changed, in words. `fault`: the exception that it raised.
    """

    text: str
    changed: int | None = None
    severe: bool = False
    failed: bool = False
    saved: Path | None = None
    written: tuple[Path, ...] = ()
    where: str = ""
    fault: BaseException | None = None
    warnings: tuple[str, ...] = ()


@app.command("run")
def run(
    macro: Annotated[
        str,
        Positional(
            help="The button (ippbook run --list), or a macro of your own: MODULE:FUNCTION or FILE.py:FUNCTION.",
            show_default=False,
        ),
    ] = "",
    path: Annotated[
        Path | None,
        Positional(metavar="FILE", help="The workbook (.xlsx, .xlsm, .xltx, .xltm).", show_default=False),
    ] = None,
    out: Out = None,
    as_of: AsOf = None,
    at: Annotated[
        str,
        Option(
            "--at", metavar="CELL", help="The active cell, as in Listings!A5. Default: the active cell in the file."
        ),
    ] = "",
    chosen: Annotated[
        Path | None,
        Option("--with", metavar="PATH", help="The file or folder that the button needs.", show_default=False),
    ] = None,
    show: Annotated[bool, Option("--list", help="List the buttons.")] = False,
    output: Output = Format.TEXT,
) -> None:
    """Press a button of the ribbon over a workbook file, without Excel. It runs the same code as in Excel.

    Everything that the button did not write keeps its bytes. Exit 1: the workbook has errors that you must look at.

    Examples:
        ippbook run --list
        ippbook run check team.xlsx             # a button
        ippbook run team_macros:tidy team.xlsx  # a macro of your own
    """
    if show:
        _list(output)
        return
    if not macro or path is None:
        raise UserError(
            "name a button and a workbook, as in: ippbook run check team.xlsx; for all buttons, run: ippbook run --list"
        )
    own = ":" in macro
    _refuse_unused(macro, as_of, chosen, own=own)
    with _open(path, out, at) as book:
        engine: HeadlessBook = book.impl
        _refuse_wrong_ending(engine, out)
        place = None if out is None else out.absolute()  # a macro may go to another folder
        as_typed = {path.resolve(): path} if place is None or out is None else {place: out}
        try:
            done = _own(macro, book, output) if own else _press(macro, book, as_of, chosen)
            if not done.failed:
                done = _finished(done, engine, place, own=own)
        except (UserError, ooxml.WorkbookError) as refusal:
            if not engine.written_files():
                raise
            done = MacroOutcome(str(refusal).rstrip("."), failed=True)
        done = _with_files(done, engine, as_typed, own=own)
    _report(macro, path, done, output, as_of if own else workbook_day(path, as_of))
    if done.fault is not None and debugging.get():
        print_text(macros.story(done.fault), err=True)
    leave(2 if done.failed else 1 if done.severe else 0)


def _refuse_unused(macro: str, as_of: date | None, chosen: Path | None, *, own: bool) -> None:
    """Refuse an option that would be ignored."""
    if own and (as_of or chosen):
        raise UserError(
            "--as-of and --with are options of the buttons; a macro of your own does not get them. Run it without them"
        )
    asking = [button.name for button in buttons.buttons() if button.asks]
    known = [button for button in buttons.buttons() if macro.strip().casefold() == button.name]
    if chosen is not None and known and not known[0].asks:
        raise UserError(
            "the button {macro} needs no file or folder. Run it without --with, or choose a button that needs one: {asking}",
            macro=macro,
            asking=say_series(asking),
        )


def _refuse_wrong_ending(book: "HeadlessBook", out: Path | None) -> None:
    """Refuse a file ending with which Excel does not open the workbook, before anything is done."""
    problem = None if out is None or book.file is None else ooxml.ending_warning(book.file, out)
    if problem:
        raise UserError(problem)


def _list(output: Format) -> None:
    known = buttons.buttons()
    if output is Format.JSON:
        print_json(
            "run",
            {
                "buttons": [
                    {
                        "name": each.name,
                        "macro": each.macro,
                        "label": each.label,
                        "group": each.group,
                        "tip": each.page.summary,
                    }
                    for each in known
                ]
            },
        )
        return
    console = text.screen()
    if console.is_terminal:
        columns = (
            FittingColumn("Button", [text.safe(each.name) for each in known]),
            FittingColumn("What it does", [text.safe(each.page.summary) for each in known]),
        )
        print_table(console, "", columns)
        return
    width = max((len(each.name) for each in known), default=0)
    for each in known:
        print_text(f"{each.name:<{width}}  {each.page.summary}")


@contextmanager
def _open(path: Path, out: Path | None, at: str) -> Iterator["xw.Book"]:
    """The workbook in an app without Excel: active, with its active cell, and the caller of macros."""
    try:
        with _not_as_a_server():
            import xlwings as xw  # noqa: PLC0415  # an extra: the other commands work without it

            from ippbook import headless  # noqa: PLC0415  # imported late: start-up stays quick
    except ModuleNotFoundError as missing:
        raise UserError(
            "macros need the library {missing_name}, which is not installed. Install it with: pip install 'ippbook[excel]'",
            missing_name=missing.name,
        ) from None
    with headless.excel() as excel:
        engine: HeadlessBook = excel.impl.books.open(str(path))
        book = xw.Book(impl=engine)
        if out is not None:
            engine.allow_writing()
        if at:
            _select(book, path, at)
        engine.keep_back(path)
        book.set_mock_caller()
        yield book


@contextmanager
def _not_as_a_server() -> Iterator[None]:
    """Import xlwings as a library even where XLWINGS_ON_SERVER asks for its paid server; the variable stays for other programs."""
    present = os.environ.pop("XLWINGS_ON_SERVER", None)
    try:
        yield
    finally:
        if present is not None:
            os.environ["XLWINGS_ON_SERVER"] = present


def _select(book: "xw.Book", path: Path, at: str) -> None:
    """Make the cell *at* the active one. Raises `UserError` where it cannot be selected."""
    from ippbook.excel import desk  # noqa: PLC0415  # imported late: start-up stays quick

    sheet, row, column = ooxml.open(path).place(at, book.sheets.active.name)
    desk.select(book, path, Spot(sheet.name, row, column))


def _press(macro: str, book: "xw.Book", as_of: date | None, chosen: Path | None) -> MacroOutcome:
    """Press a button of ippbook, as Excel's VBA does."""
    from ippbook.excel import press_button  # noqa: PLC0415  # imported late: start-up stays quick

    engine: HeadlessBook = book.impl
    engine.calculate_inputs(as_of, today())
    done = press_button.press(macro, book, as_of=as_of, chosen=chosen, today=today())
    return MacroOutcome(done.text, done.changed, done.severe, done.failed)


def _own(macro: str, book: "xw.Book", output: Format) -> MacroOutcome:
    """Call a macro of the team's own. Its alerts are the message; with JSON output, what it prints goes to stderr."""
    with redirect_stdout(sys.stderr) if output is Format.JSON else nullcontext():
        try:
            macros.call(macro, book)
        except macros.MacroError as failure:
            return MacroOutcome(str(failure), failed=True, fault=failure.__cause__)
    engine: HeadlessBook = book.impl
    return MacroOutcome("\n".join(engine.all_alerts()))


def _finished(done: MacroOutcome, book: "HeadlessBook", out: Path | None, *, own: bool) -> MacroOutcome:
    """Write what shall remain; nothing where nothing changed and no other place was named."""
    source, lost, before = book.file, book.lost_changes(), book.written_files()
    written = book.write_deferred(out)
    saves = [each.saved for each in written if each.saved]
    changed, where = sum(each.changed_cells for each in saves), ""
    if own:
        parts = {part.lower() for each in saves for part in each.changed_parts}
        sheets = [sheet.name for sheet in source.sheets if sheet.part.lower() in parts] if source else []
        where = say(
            "{cells} changed{part}",
            cells=counted(changed, "cell"),
            part=(say(" on {sheets}", sheets=listed(sheets)) if sheets else ""),
        )
    home = source.path if source else None
    return replace(
        done,
        changed=changed if own else done.changed,
        saved=written[-1].path if written else home if home in before else None,
        where=where,
        warnings=(*lost, *(warning for each in saves for warning in each.warnings)),
    )


def _with_files(done: MacroOutcome, book: "HeadlessBook", as_typed: Mapping[Path, Path], *, own: bool) -> MacroOutcome:
    """*done* with every file that was written, spelled *as_typed*, and with the engine's notes for the author of the macro.

    A failure says whether a file was written before it.
    """
    written = tuple(dict.fromkeys(as_typed.get(file, file) for file in book.written_files()))
    saved = None if done.saved is None else as_typed.get(done.saved, done.saved)
    text = done.text
    if done.failed and (own or written):
        before = ", ".join(map(str, written))
        text = f"{text}; {f'before that it wrote {before}' if written else 'nothing was saved'}"
    notes = book.all_notes() if own else ()
    return replace(done, text=text, saved=saved, written=written, warnings=(*done.warnings, *notes))


def _report(macro: str, path: Path, done: MacroOutcome, output: Format, day: date | None) -> None:
    if output is Format.JSON:
        print_json(
            "run",
            {
                "macro": macro, "file": str(path), "text": done.text, "changed": done.changed, "grave": done.severe,
                "failed": done.failed, "saved": None if done.saved is None else str(done.saved),
                "written": [str(file) for file in done.written], "warnings": list(done.warnings),
            },
            day,
        )  # fmt: skip
    elif done.failed:
        complain(done.text)
    elif done.text:
        text.tell(text.screen(), *done.text.splitlines())
        if day is not None:
            text.tell(text.screen(), f"Day of the run: {text.day_text(day)}")
    if not done.failed:
        for file in done.written:
            print_line(
                say(
                    "{file}: written{part}",
                    file=file,
                    part=(f", {done.where}" if file == done.saved and done.where else ""),
                ),
                err=True,
            )
    for warning in done.warnings:
        print_line(warning, err=True)
