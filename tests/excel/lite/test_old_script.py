"""A workbook whose script for xlwings Lite was made by a version before 0.2 works with this version of the package."""

import asyncio
import types

from ippbook import headless
from ippbook.declare import registry
from ippbook.excel.lite import program

ADDRESS = "https://files.example.com/ippbook-0.1.0-py3-none-any.whl"
OLD = """    from ippbook.faces.excel.lite import running

    return running
"""
"""The lines by which scripts of earlier versions load the package that requirements.txt installs."""


def old_script():
    """main.py as an earlier version wrote it: it is this version's, but for the module that it calls."""
    code = program.source(ADDRESS)
    new = "    from ippbook import lite\n\n    return lite\n"
    assert code.count(new) == 1
    module = types.ModuleType("main")
    exec(compile(code.replace(new, OLD), "main.py", "exec"), module.__dict__)  # noqa: S102  # as the add-in runs it
    return module


def test_the_functions_of_an_old_script_answer(recorded):  # noqa: ARG001  # a fixture that is there for what it does
    main = old_script()
    assert main.IPP_PLATFORM([["https://item.taobao.com/item.htm?id=1"]]) == "taobao"
    assert {name for name, value in vars(main).items() if getattr(value, "is_func", False)} == set(registry().functions)


def test_the_buttons_of_an_old_script_end_with_their_message(recorded, sample_path, tmp_path, monkeypatch):  # noqa: ARG001  # as above
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    async def get_formula(self):
        return [list(row) for row in self.formula]

    async def flush(_self):
        return None

    main = old_script()
    with headless.excel() as app:
        book = app.books.open(str(sample_path))
        monkeypatch.setattr(type(book.sheets[0]["A1"].impl), "get_formula", get_formula, raising=False)
        monkeypatch.setattr(type(book.impl), "flush", flush, raising=False)
        asyncio.run(main.press_go_to_finding(book))
        assert [title for title, _ in app.impl.alerts] == ["ippbook"]
        assert "cells with findings" in app.impl.alerts[0][1]
