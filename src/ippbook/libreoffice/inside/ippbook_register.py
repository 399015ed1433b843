"""Adds or removes the extension through a running LibreOffice: for the user root, for whom its program unopkg refuses to work.

A Python that has pyuno runs it: ippbook_register.py SOFFICE PROFILE-URL add|remove FILE-URL|IDENTIFIER.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid

import uno
import unohelper
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment

_SECONDS = 60


class _Approval(unohelper.Base, XInteractionHandler):
    """Says yes where LibreOffice asks whether another version is replaced."""

    def handle(self, request) -> None:
        for choice in request.getContinuations():
            if choice.queryInterface(uno.getTypeByName("com.sun.star.task.XInteractionApprove")):
                choice.select()
                return


class _Environment(unohelper.Base, XCommandEnvironment):
    def getInteractionHandler(self):  # noqa: N802
        return _Approval()

    def getProgressHandler(self):  # noqa: N802
        return None


def _context(name, office):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + _SECONDS
    while True:
        try:
            return resolver.resolve("uno:pipe,name=" + name + ";urp;StarOffice.ComponentContext")
        except Exception:  # whatever UNO raises while the office starts
            if time.monotonic() > until or office.poll() is not None:
                raise
            time.sleep(0.1)


def _change(soffice, profile, action, what) -> None:
    name = "ippbook" + uuid.uuid4().hex
    options = ("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck")
    office = subprocess.Popen(
        [soffice, "-env:UserInstallation=" + profile, *options, "--accept=pipe,name=" + name + ";urp"],
        start_new_session=True,
    )
    try:
        context = _context(name, office)
        manager = context.getByName("/singletons/com.sun.star.deployment.ExtensionManager")
        if action == "add":
            manager.addExtension(what, (), "user", None, _Environment())
        else:
            manager.removeExtension(what, "ippbook.oxt", "user", None, _Environment())
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        try:
            desktop.terminate()
        except Exception:  # noqa: BLE001  # as above
            pass  # it ends before it answers
        office.wait(_SECONDS)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)  # soffice is a script that starts the program


if __name__ == "__main__":
    _change(*sys.argv[1:5])
