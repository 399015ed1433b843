"""Drives a real LibreOffice for the tests of the menu: starts it, does the steps of a JSON list, prints what it saw, ends it.

Runs in the Python that has UNO: `python3 menu_driver.py PROFILE EXTENSIONS SECONDS < steps.json`. Nothing here waits without a limit.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid

SECONDS = 40


def value(**names):
    from com.sun.star.beans import PropertyValue

    return tuple(PropertyValue(name, 0, content, 0) for name, content in names.items())


def connected(pipe):
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


class Office:
    def __init__(self, context):
        self.context = context
        self.desktop = self.made("com.sun.star.frame.Desktop")
        self.documents = {}

    def made(self, service):
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def open(self, name, path, **options):
        import uno

        address = path if ":" in path else uno.systemPathToFileUrl(path)
        self.documents[name] = self.desktop.loadComponentFromURL(address, "_blank", 0, value(Hidden=True, **options))

    def open_read_only(self, name, path):
        self.open(name, path, ReadOnly=True)

    def calculate(self, name):
        """Calculate every formula, so that results of an earlier program do not count as changes."""
        self.documents[name].calculateAll()

    def press(self, name, button, path=""):
        began = time.monotonic()
        frame = self.documents[name].getCurrentController().getFrame()
        given = value(Path=path) if path else ()
        event = self.made("com.sun.star.frame.DispatchHelper").executeDispatch(
            frame, f"org.ippbook:{button}", "_self", 0, given
        )
        return {"text": event.Result, "done": event.State == 1, "seconds": round(time.monotonic() - began, 2)}

    def digest(self, name):
        """A short sign of what `cells` gives."""
        return hashlib.sha256(repr(sorted(self.cells(name).items())).encode()).hexdigest()

    def steps(self, name):
        manager = self.documents[name].getUndoManager()
        return [list(manager.getAllUndoActionTitles()), list(manager.getAllRedoActionTitles())]

    def undo(self, name):
        self.documents[name].getUndoManager().undo()

    def redo(self, name):
        self.documents[name].getUndoManager().redo()

    def cells(self, name):
        """For each sheet: values, formulas, number formats of its used block, and the blocks of all tables."""
        document, found = self.documents[name], {}
        for sheet in document.getSheets():
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            end = cursor.getRangeAddress()
            block = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
            found[sheet.getName()] = {"values": block.getDataArray(), "formulas": block.getFormulaArray()}
        ranges = document.DatabaseRanges
        areas = {each: ranges.getByName(each).getDataArea() for each in ranges.getElementNames()}
        tables = {each: [area.StartRow, area.EndRow] for each, area in areas.items()}
        return {"sheets": found, "tables": tables}

    def formats(self, name, sheet, block):
        cells = self.documents[name].getSheets().getByName(sheet).getCellRangeByName(block)
        return [cells.getCellByPosition(0, row).NumberFormat for row in range(cells.getRows().getCount())]

    def run(self, name, sheet, block, what, *arguments):
        """Call a method of a block of cells, or of the sheet where *block* is ""."""
        target = self.documents[name].getSheets().getByName(sheet)
        target = target.getCellRangeByName(block) if block else target
        arguments = [tuple(map(tuple, each)) if isinstance(each, list) else each for each in arguments]
        return bool(getattr(target, what)(*arguments))

    def show_rows(self, name, sheet, block, visible):
        self.documents[name].getSheets().getByName(sheet).getCellRangeByName(block).getRows().IsVisible = visible

    def select(self, name, sheet, block):
        document = self.documents[name]
        view, target = document.getCurrentController(), document.getSheets().getByName(sheet)
        view.setActiveSheet(target)
        view.select(target.getCellRangeByName(block))

    def selected(self, name):
        return self.documents[name].getCurrentSelection().AbsoluteName

    def store(self, name, path):
        import uno

        self.documents[name].storeToURL(uno.systemPathToFileUrl(path), value(FilterName="Calc MS Excel 2007 XML"))

    def close(self, name):
        self.documents.pop(name).close(True)


def timed(seen, step, arguments):
    """What a step saw; on the error stream how long it took."""
    began = time.monotonic()
    found = getattr(seen, step)(*arguments)
    print(f"{time.monotonic() - began:6.2f} s {step} {arguments}", file=sys.stderr)
    return found


def main(profile, extensions, limit):
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"LibreOffice was not ready within {limit} seconds"))
    signal.alarm(int(limit))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that LibreOffice ends too
    steps, pipe = json.load(sys.stdin), f"ippbook{uuid.uuid4().hex}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            f"-env:BUNDLED_EXTENSIONS=file://{extensions}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        seen = Office(connected(pipe))
        print(json.dumps([timed(seen, step, arguments) for step, *arguments in steps]))
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait(10)


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # what UNO has made is not freed: without its LibreOffice that ends Python by a signal at times
