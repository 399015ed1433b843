"""Workbooks, add-ins and settings that were made by versions before 0.2 work with this version: their module paths still exist."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

xw = pytest.importorskip(
    "xlwings", reason="xlwings is not installed: the old paths of the Excel modules are not tested"
)

from ippbook import headless  # noqa: E402  # after importorskip
from ippbook.declare import registry  # noqa: E402  # as above
from ippbook.excel.udfs import excel_functions  # noqa: E402  # as above
from ippbook.headless import windows  # noqa: E402  # as above


def test_the_old_module_of_the_functions_has_every_function():
    import ippbook.faces.excel.udfs as old
    import ippbook.udfs as new

    functions = registry().functions
    assert functions
    for name in functions:
        assert getattr(old, name) is getattr(new, name)
    assert {name for name in vars(old) if name.startswith("IPP_")} == set(functions)


def test_excel_calls_a_function_by_the_module_that_old_vba_and_old_settings_name():
    """The setting UDF MODULES = ippbook.faces.excel.udfs, and `CallUDF("ippbook.faces.excel.udfs", "IPP_PLATFORM", …)` in VBA."""
    import ippbook.faces.excel.udfs as old

    module = type(old)("ippbook.faces.excel.udfs")
    with headless.excel() as app, windows.xlwings_udfs(module) as udfs:
        vars(module).update(excel_functions(SimpleNamespace(func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret)))
        assert {name for name in vars(module) if name.startswith("IPP_")} <= set(vars(old))
        here = app.books.add().sheets[0]["B1"].impl
        link = "https://item.taobao.com/item.htm?id=1"
        assert udfs.call_udf(module.__name__, "IPP_PLATFORM", (link,), None, here) == [["taobao"]]


def test_a_button_of_an_old_add_in_or_workbook_is_pressed(sample_path, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    with headless.excel() as app:
        book = app.books.open(str(sample_path))
        book.set_mock_caller()
        exec("from ippbook.faces.excel.pressing import press; press('go_to_finding')", {})  # noqa: S102  # as RunPython runs the text of the Sub
        ((title, message),) = app.impl.alerts
    assert title == "ippbook"
    assert "cells with findings" in message


def test_the_old_modules_say_that_they_are_old_paths_and_are_the_new_ones():
    import ippbook.faces.excel.lite.running as old_lite
    import ippbook.faces.excel.pressing as old_press
    import ippbook.faces.excel.udfs as old_udfs
    from ippbook import lite, press

    assert old_press.press is press.press
    assert (old_lite.answer, old_lite.press, old_lite.NotDoneError) == (lite.answer, lite.press, lite.NotDoneError)
    for module in (old_lite, old_press, old_udfs):
        assert module.__doc__.startswith("Old path of `ippbook.")


def test_the_old_paths_load_in_a_new_process():
    code = (
        "import ippbook.faces.excel.udfs as u, ippbook.faces.excel.pressing as p, ippbook.faces.excel.lite.running as r; "
        "print(callable(u.IPP_PLATFORM), callable(p.press), callable(r.answer), callable(r.press))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["True"] * 4, ran.stderr
