"""Commands on a workbook through the Excel face, without Excel: run."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ippbook import buttons, ooxml
from ippbook.cli.options import AsOf, Format, Out, Output, app, leave, print_json, today
from ippbook.declare.button import Spot
from ippbook.faces import terminal
from ippbook.refusal import Refusal

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True)
class Outcome:
    """What a macro came to. `saved`: the file that was written; None where nothing was."""

    text: str
    changed: int | None = None
    grave: bool = False
    failed: bool = False
    saved: Path | None = None
    warnings: tuple[str, ...] = ()


@app.command(short_help="Press a button of the Excel face without Excel.")
def run(
    macro: Annotated[
        str,
        typer.Argument(
            help="The button (ippbook run --list), or a macro of your own: MODULE:FUNCTION.", show_default=False
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
        raise Refusal(
            "name a button and a workbook, as in: ippbook run check team.xlsx; ippbook run --list lists the buttons"
        )
    with _open(path, out, at) as book:
        done = _own(macro, book) if ":" in macro else _press(macro, book, as_of, chosen)
        if not done.failed:
            done = _saved(done, book, path, out)
    _tell(macro, path, done, output)
    leave(2 if done.failed else 1 if done.grave else 0)


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

        from ippbook.faces.excel import headless  # noqa: PLC0415  # as above
    except ModuleNotFoundError as missing:
        raise Refusal(
            f"the library {missing.name} is not installed, and macros need it; install it with: pip install 'ippbook[excel]'"
        ) from None
    with headless.excel() as excel:
        book = xw.Book(impl=excel.impl.books.open(str(path)))
        if out is not None:
            book.impl.save_elsewhere()
        if at:
            _select(book, path, at)
        book.set_mock_caller()
        yield book


def _select(book: "xw.Book", path: Path, at: str) -> None:
    """Make the cell that *at* names the active one. Raises `Refusal` where it cannot be selected."""
    from ippbook.faces.excel import desk  # noqa: PLC0415  # needs xlwings

    sheet, row, column = ooxml.open(path).place(at, book.sheets.active.name)
    desk.select(book, path, Spot(sheet.name, row, column))


def _press(macro: str, book: "xw.Book", as_of: date | None, chosen: Path | None) -> Outcome:
    """Press a button of ours, as Excel's VBA does."""
    from ippbook.faces.excel import pressing  # noqa: PLC0415  # needs xlwings

    done = pressing.press(macro, book, as_of=as_of, chosen=chosen, today=today())
    return Outcome(done.text, done.changed, done.grave, done.failed)


def _own(macro: str, book: "xw.Book") -> Outcome:
    """Call a macro of the team's own, which starts from `xw.Book.caller()`. What it told by alerts is its message."""
    from ippbook.faces.excel import headless  # noqa: PLC0415  # needs xlwings

    module, _, name = macro.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        function: Any = importlib.import_module(module)
        for part in name.split("."):
            function = getattr(function, part)
    except (ImportError, AttributeError, ValueError) as failure:
        raise Refusal(
            f"there is no macro {macro!r} ({failure}); write MODULE:FUNCTION, start in the folder of the module, or install it"
        ) from None
    finally:
        sys.path.pop(0)
    try:
        function()
    except (Refusal, ooxml.WorkbookError):
        raise
    except NotImplementedError as refusal:
        return Outcome(f"the macro {macro} asks for more than works without Excel: {refusal}", failed=True)
    except headless.ComError as refusal:
        reason = refusal.excepinfo[2] if refusal.excepinfo else refusal.strerror
        return Outcome(f"the macro {macro} was refused, as Excel would refuse it: {reason}", failed=True)
    except Exception as failure:  # noqa: BLE001  # the border of a button: the fault of a macro that is none of ours
        what = f"{type(failure).__name__}: {failure}"
        return Outcome(
            f"the macro {macro} failed ({what}), so nothing was saved; mend it, or ask who wrote it", failed=True
        )
    told = [text for _, text in book.app.impl.alerts]
    return Outcome("\n".join(told))


def _saved(done: Outcome, book: "xw.Book", path: Path, out: Path | None) -> Outcome:
    """Save, and say where; nowhere when nothing changed and no other place was asked for."""
    saved: ooxml.Saved | None = book.impl.save_and_tell(out)
    if saved is None or (out is None and not saved.changed_parts):
        return done
    return replace(done, saved=out or path, warnings=saved.warnings)


def _tell(macro: str, path: Path, done: Outcome, output: Format) -> None:
    if output is Format.JSON:
        print_json(
            {
                "macro": macro, "file": str(path), "text": done.text, "changed": done.changed, "grave": done.grave,
                "failed": done.failed, "saved": None if done.saved is None else str(done.saved), "warnings": list(done.warnings),
            }
        )  # fmt: skip
    elif done.failed:
        typer.echo(f"ippbook: {done.text}", err=True)
    elif done.text:
        terminal.say(terminal.screen(), *done.text.splitlines())
    if done.saved is not None:
        typer.echo(f"{done.saved}: written", err=True)
    for warning in done.warnings:
        typer.echo(warning, err=True)
