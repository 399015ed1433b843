"""Macros of the team's own: found by MODULE:FUNCTION or FOLDER/FILE.py:FUNCTION, loaded, and called."""

import importlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from ippbook import ooxml
from ippbook.cli.render import text
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.normalize import near_names

if TYPE_CHECKING:
    import xlwings as xw

_HOW: Final = "write MODULE:FUNCTION, as in team_macros:tidy, or FILE.py:FUNCTION"
MacroFunction = Callable[..., Any]
"""A function of the team: it may take and return anything."""


class MacroError(Exception):
    """A macro that could not be loaded, or failed: one sentence. The exception of the macro is the cause."""


def call(macro: str, book: "xw.Book") -> None:
    """Call *macro* with *book*, or without where it takes no argument and starts from `xw.Book.caller()`.

    Raises `UserError` where there is no such macro, `MacroError`, and `UserError` or `ooxml.WorkbookError` that the macro did not catch.
    """
    where, _, name = macro.rpartition(":")
    file = Path(where) if where.endswith(".py") or "/" in where or "\\" in where else None
    folder = Path.cwd() if file is None else file.absolute().parent
    with _on_path(folder):  # while it runs too: a macro may import within its function
        module = _loaded(macro, where, folder) if file is None else _loaded_file(macro, file)
        function = _function(macro, module, name)
        arguments = (book,) if _takes_the_book(macro, function) else ()
        _call(macro, function, arguments, folder)


@contextmanager
def _on_path(folder: Path) -> Iterator[None]:
    """Modules of *folder* can be imported, as if Python had been started there."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        with suppress(ValueError):  # the macro took it out itself
            sys.path.remove(str(folder))


# found


def _missing(macro: str, why: str) -> UserError:
    return UserError("there is no macro {macro!r}: {why}", macro=macro, why=why)


def _loaded(macro: str, where: str, folder: Path) -> ModuleType:
    """The module *where*: of *folder*, or installed."""
    if not all(part.isidentifier() for part in where.split(".")):
        raise _missing(macro, say("{where!r} is not the name of a module; {how}", where=where, how=_HOW))
    top = where.partition(".")[0]
    here = next((path for path in (folder / f"{top}.py", folder / top / "__init__.py") if path.exists()), None)
    if top in sys.stdlib_module_names or (here and not _is_of(sys.modules.get(top), here)):
        instead = say("; to use the file in this folder, write ./{top}.py:…", top=top) if here else ""
        raise _missing(
            macro, say("Python or ippbook has a module named {top} already{instead}", top=top, instead=instead)
        )
    with _loading(macro, where, folder):
        try:
            importlib.invalidate_caches()
            return importlib.import_module(where)
        except ModuleNotFoundError as missing:
            if missing.name and f"{where}.".startswith(f"{missing.name}."):
                raise _missing(
                    macro,
                    say(
                        "there is no module {missing_name} in {folder}, and none is installed; {how}",
                        missing_name=missing.name,
                        folder=folder,
                        how=_HOW,
                    ),
                ) from None
            raise


def _is_of(module: ModuleType | None, here: Path) -> bool:
    """Whether a module comes from the file *here*; one that is not loaded yet will, because its folder is searched first."""
    if module is None:
        return True
    return Path(getattr(module, "__file__", None) or "").resolve() == here.resolve()


def _loaded_file(macro: str, file: Path) -> ModuleType:
    """The module in *file*."""
    if file.suffix != ".py" or not file.is_file():
        raise _missing(macro, say("there is no Python file {file!r}; {how}", file=str(file), how=_HOW))
    taken = file.stem in sys.modules or file.stem in sys.stdlib_module_names
    name = f"macros_in_{file.stem}" if taken else file.stem  # a file json.py must not replace Python's own
    spec = importlib.util.spec_from_file_location(name, file.absolute())
    if spec is None or spec.loader is None:
        raise _missing(macro, say("{file!r} cannot be loaded as Python; {how}", file=str(file), how=_HOW))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with _loading(macro, str(file), file.absolute().parent):
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
    return module


@contextmanager
def _loading(macro: str, where: str, folder: Path) -> Iterator[None]:
    """An error in a module while it is loaded: the message names the macro, because its author must fix it."""
    try:
        yield
    except UserError:
        raise
    except (Exception, SystemExit) as failure:  # the border of a macro: code of the team runs here
        raise MacroError(
            say(
                "the macro {macro} cannot be started, because the module {where} cannot be loaded: {description}",
                macro=macro,
                where=where,
                description=_description(failure, folder),
            )
        ) from failure


def _function(macro: str, module: ModuleType, name: str) -> MacroFunction:
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            known = [
                each
                for each, value in vars(module).items()
                if inspect.isfunction(value) and not each.startswith("_") and value.__module__ == module.__name__
            ]
            near = near_names(name, known) or known[:10]
            hint = say("it has {near}", near=say_series(near)) if near else say("it has no functions")
            raise _missing(
                macro,
                say(
                    "the module {name} has no function {name_2!r}; {hint}", name=module.__name__, name_2=name, hint=hint
                ),
            )
        found = getattr(found, part)
    if not callable(found) or inspect.isclass(found):
        raise _missing(macro, say("{name} is not a function; name a function", name=name))
    if inspect.iscoroutinefunction(found) or inspect.isgeneratorfunction(found) or inspect.isasyncgenfunction(found):
        raise UserError(
            "the macro {macro} is an asynchronous function or a generator, so calling it would do nothing; write a plain function",
            macro=macro,
        )
    return found  # type: ignore[no-any-return]  # looked at above


def _takes_the_book(macro: str, function: MacroFunction) -> bool:
    """Whether the macro wants the book as its one argument."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # written in C, without a signature
        return False
    needed = [each for each in parameters if each.default is each.empty and each.kind not in (2, 4)]  # not *a, **k
    if not needed:
        return False
    of_a_class = needed[0].name in ("self", "cls")
    if len(needed) > 1 or needed[0].kind == needed[0].KEYWORD_ONLY or of_a_class or not _may_be_a_book(needed[0]):
        names = ", ".join(each.name for each in needed)
        raise UserError(
            "the macro {macro} needs {names}, but a macro gets only the workbook: give it no parameter, or one, the book",
            macro=macro,
            names=names,
        )
    return True


def _may_be_a_book(parameter: inspect.Parameter) -> bool:
    """Whether its annotation, if there is one, is xlwings' book: a worksheet function of numbers is not a macro."""
    wanted = parameter.annotation
    name = wanted if isinstance(wanted, str) else getattr(wanted, "__name__", "")
    return wanted is parameter.empty or wanted is Any or name.rpartition(".")[2] == "Book"


# called


def _call(macro: str, function: MacroFunction, arguments: tuple["xw.Book", ...], folder: Path) -> None:
    from ippbook.headless import ComError  # noqa: PLC0415  # needs xlwings

    try:
        function(*arguments)
    except (UserError, ooxml.WorkbookError):
        raise
    except NotImplementedError as refusal:
        raise MacroError(
            say(
                "the macro {macro} needs something that does not work without Excel: {line}",
                macro=macro,
                line=_line(refusal),
            )
        ) from refusal
    except ComError as refusal:
        reason = refusal.excepinfo[2] if refusal.excepinfo else refusal.strerror
        raise MacroError(
            say("Excel would refuse what the macro {macro} does: {line}", macro=macro, line=_line(reason))
        ) from refusal
    except SystemExit as stop:
        if stop.code in (None, 0):  # it ended without an error
            return
        raise MacroError(
            say("the macro {macro} ended itself with sys.exit({stop_code!r})", macro=macro, stop_code=stop.code)
        ) from stop
    except Exception as failure:  # the border of a macro: code of the team runs here
        raise MacroError(
            say(
                "the macro {macro} failed ({description}). Fix it, or contact its author; ippbook --debug run shows more",
                macro=macro,
                description=_description(failure, folder),
            )
        ) from failure


# described


def _line(words: object) -> str:
    """A foreign text for a sentence of ippbook: one line, without terminal commands and without a full stop."""
    return text.safe(" ".join(str(words).split())).plain.rstrip(".")


def _description(failure: BaseException, folder: Path) -> str:
    """The exception of a macro, and where it was raised."""
    if isinstance(failure, SyntaxError) and failure.lineno:
        return say(
            "{line}, {path_name} line {lineno}",
            line=_line(failure.msg),
            path_name=Path(failure.filename or "").name,
            lineno=failure.lineno,
        )
    own = [frame for frame in traceback.extract_tb(failure.__traceback__) if _within(frame.filename, folder)]
    place = (
        say(", {path_name} line {lineno}", path_name=Path(own[-1].filename).name, lineno=own[-1].lineno) if own else ""
    )
    text = _line(failure)
    return f"{type(failure).__name__}{': ' if text else ''}{text}{place}"


def _within(filename: str, folder: Path) -> bool:
    return (
        Path(filename).is_relative_to(folder) and "site-packages" not in filename
    )  # the folder may contain an environment


def story(failure: BaseException) -> str:
    """The traceback of a macro's exception, from the macro on, without the frames of ippbook before it."""
    found = failure.__traceback__
    frames_before = (
        __file__,
        importlib.__file__,
        "<frozen importlib._bootstrap>",
        "<frozen importlib._bootstrap_external>",
    )
    while found is not None and found.tb_frame.f_code.co_filename in frames_before:
        found = found.tb_next
    return "".join(traceback.format_exception(type(failure), failure, found))
