"""Run by the system's Python, which has LibreOffice's bridge (package python3-uno): modules and calls on stdin, answers on stdout, as JSON.

Arguments: the folder of the profile, the program soffice.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def main(profile, office):
    import uno  # of the system's Python alone

    task = json.load(sys.stdin)
    pipe = f"ippbook{os.getpid()}"
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
    command = [office, f"-env:UserInstallation={Path(profile).as_uri()}", *options, f"--accept=pipe,name={pipe};urp;"]
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        desktop = _desktop(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        answers = _formulas(desktop, task) if "workbook" in task else _answers(desktop, task)
        json.dump(answers, sys.stdout)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(timeout=10)


def _open(desktop, url):
    import uno

    options = []
    for name, value in (("Hidden", True), ("MacroExecutionMode", 4)):  # 4: always, without a question
        option = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        option.Name, option.Value = name, value
        options.append(option)
    return desktop.loadComponentFromURL(url, "_blank", 0, tuple(options))


def _answers(desktop, task):
    book = _open(desktop, "private:factory/scalc")
    book.BasicLibraries.VBACompatibilityMode = True
    library = book.BasicLibraries.createLibrary("Cases")
    for name, text in task["modules"].items():
        library.insertByName(name, "Option VBASupport 1\n" + text)
    scripts = book.getScriptProvider()
    return [_call(scripts, name) for name in task["calls"]]


def _formulas(desktop, task):
    sheet = _open(desktop, task["workbook"]).Sheets.getByIndex(1)
    found = []
    for row, formula in enumerate(task["formulas"]):
        cell = sheet.getCellByPosition(30, row)
        cell.Formula = formula
        found.append(cell.String)
    return found


def _desktop(resolver, url):
    for _ in range(100):
        try:
            context = resolver.resolve(url)
        except Exception:  # noqa: BLE001  # the program has not opened its pipe yet
            time.sleep(0.2)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("LibreOffice did not start in 20 seconds")


def _call(scripts, name):
    try:
        script = scripts.getScript(f"vnd.sun.star.script:Cases.{name}?language=Basic&location=document")
        return str(script.invoke((), (), ())[0])
    except Exception as failure:  # noqa: BLE001  # whatever it is, it is the answer
        return f"ERROR {failure}"[:200]


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # what UNO has made is not freed: without its LibreOffice that ends Python by a signal at times
