"""What every object of the engine has: while a cell is being edited, Excel answers no call."""

from typing import Any, Protocol

from ippbook.faces.excel.headless.errors import busy


class Program(Protocol):
    """What an object needs to know of its app."""

    _editing: bool


class Hosted:
    """An object of the engine. Every public name fails as in Excel while `app.editing` is true; `app` itself answers."""

    _program: Program | None = None

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_"):
            program = object.__getattribute__(self, "_program")
            if program is not None and program._editing and name not in ("app", "editing", "options"):
                raise busy(setting=False)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_"):
            program = object.__getattribute__(self, "_program")
            if program is not None and program._editing and name not in ("editing", "options"):
                raise busy(setting=True)
        object.__setattr__(self, name, value)
