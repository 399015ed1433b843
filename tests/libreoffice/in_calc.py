"""Drives a real LibreOffice. It runs in a Python that has pyuno: in_calc.py ORDERS.json ANSWERS.json; the orders are in `_DO`."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

FORMULA_RESULT_TEXT = 2


@contextlib.contextmanager
def office(soffice, profile):
    """A running LibreOffice of *profile*; it is ended at the end, whatever happens."""
    import uno

    name = "test" + uuid.uuid4().hex
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
    started = subprocess.Popen(
        [soffice, "-env:UserInstallation=" + profile, *options, "--accept=pipe,name=" + name + ";urp"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + 40
        while True:
            try:
                context = resolver.resolve("uno:pipe,name=" + name + ";urp;StarOffice.ComponentContext")
                break
            except Exception:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        yield desktop
        with contextlib.suppress(Exception):
            desktop.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(30)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait(10)


def _properties(**values):
    from com.sun.star.beans import PropertyValue

    made = []
    for name, value in values.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def opened(desktop, order):
    """The values of the formulas of a file after Calc calculated all of them: sheet, row, column, value."""
    document = desktop.loadComponentFromURL(order["file"], "_blank", 0, _properties(Hidden=True))
    started = time.monotonic()
    document.calculateAll()
    seconds = time.monotonic() - started
    cells = []
    for sheet in document.Sheets if order.get("cells", True) else ():
        # 16: formulas
        for area in sheet.queryContentCells(16).RangeAddresses:
            cells += [
                [sheet.Name, row + 1, column + 1, shown(sheet.getCellByPosition(column, row))]
                for row in range(area.StartRow, area.EndRow + 1)
                for column in range(area.StartColumn, area.EndColumn + 1)
            ]
    last = shown(document.Sheets.getByIndex(0).getCellRangeByName(order["last"])) if "last" in order else None
    if "save" in order:
        document.storeToURL(order["save"], _properties(FilterName="Calc MS Excel 2007 XML"))
    document.close(False)
    return {"cells": cells, "seconds": seconds, "last": last}


def shown(cell):
    """A value; an error as its text in a list."""
    if cell.getError():
        return [cell.String]
    return cell.String if cell.FormulaResultType2 == FORMULA_RESULT_TEXT else cell.Value


def typed(desktop, order):
    """The values of formulas that a person types, each in a cell of its own; values first, by name of their cell."""
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, _properties(Hidden=True))
    sheet = document.Sheets.getByIndex(0)
    for place, value in order.get("values", {}).items():
        cell = sheet.getCellRangeByName(place)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value
    answers = []
    started = time.monotonic()
    for row, formula in enumerate(order["formulas"]):
        cell = sheet.getCellByPosition(25, row)
        cell.Formula = formula
        answers.append(shown(cell))
    seconds = time.monotonic() - started
    arrays = []
    for column, (formula, rows) in enumerate(order.get("arrays", ()), 26):
        block = sheet.getCellRangeByPosition(column, 0, column, rows - 1)
        block.setArrayFormula(formula)
        arrays.append([shown(block.getCellByPosition(0, row)) for row in range(rows)])
    if "save" in order:
        document.storeToURL(order["save"], _properties(FilterName="Calc MS Excel 2007 XML"))
    document.close(False)
    return {"answers": answers, "arrays": arrays, "seconds": seconds}


def timed(desktop, order):
    """Seconds for a column of formulas cell by cell, and for one formula over the range; texts differ in each run."""
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, _properties(Hidden=True))
    document.enableAutomaticCalculation(False)
    sheet = document.Sheets.getByIndex(0)
    count = order["count"]
    source = sheet.getCellRangeByPosition(0, 0, 0, count - 1)
    target = sheet.getCellRangeByPosition(2, 0, 2, count - 1)
    seconds = {}
    for run in ("cells", "range"):
        if run == "cells":
            target.setFormulaArray(tuple((order["formula"].format(place=f"A{row + 1}"),) for row in range(count)))
        else:
            target.setArrayFormula(order["formula"].format(place=f"A1:A{count}"))
        best = []
        for turn in range(2):
            source.setDataArray(
                tuple((order["text"].format(number=f"{run[0] == 'c':d}{turn}{row:07d}"),) for row in range(count))
            )
            started = time.monotonic()
            document.calculateAll()
            best.append(time.monotonic() - started)
        seconds[run] = min(best)
        seconds[run + " last"] = sheet.getCellByPosition(2, count - 1).String
        target.clearContents(31)
    document.close(False)
    return seconds


_DO = {"opened": opened, "typed": typed, "timed": timed}

if __name__ == "__main__":
    signal.alarm(180)  # only a hang takes so long, even beside other work; the program is ended on the way out
    signal.signal(signal.SIGALRM, lambda *_: sys.exit("LibreOffice did not answer within 180 seconds"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that LibreOffice ends too
    wanted = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with office(wanted["soffice"], wanted["profile"]) as running:
        answers = [_DO[order["do"]](running, order) for order in wanted["orders"]]
    Path(sys.argv[2]).write_text(json.dumps(answers), encoding="utf-8")
    os._exit(0)  # what UNO has made is not freed: without its LibreOffice that ends Python by a signal at times
