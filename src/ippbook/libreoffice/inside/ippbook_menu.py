"""The menu of ippbook in Calc: a UNO component that presses a button of ippbook over the document in whose window it was chosen.

ippbook's own process thinks and asks; this component reads and writes the cells, and shows the one message at the end. The functions in
cells have a process of their own, so that a press may change cells that they read.

A macro can press a button, too: `org.ippbook:check` with a `DispatchHelper`. Then no message is shown: the result is the message. The argument
`Path` names the file or folder for which the button would ask.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence  # LibreOffice 7.4 has Python 3.8

import ippbook_channel as channel
import uno
import unohelper
from com.sun.star.frame import DispatchResultEvent, XDispatchProvider, XNotifyingDispatch
from com.sun.star.lang import XInitialization, XServiceInfo
from ippbook_requests import CalcRefusedError, DocumentRequests

UnoComponent = Any
MenuMessage = Dict[str, Any]
COMMAND_PROTOCOL = "org.ippbook:"
MENU_HANDLER = "org.ippbook.calc.Menu"
MENU_SECONDS = 600.0
"""How long ippbook may think between two requests."""
_SUCCESS, _FAILURE = 1, 0
"""com.sun.star.frame.DispatchResultState."""


def command_of_menu() -> List[str]:  # Python 3.8
    """The program that thinks: the one of the functions, with another module."""
    return [
        part.replace("ippbook.libreoffice.server", "ippbook.libreoffice.menu_server")
        for part in channel.command_of_installation()
    ]


MENU_CHANNEL = channel.Channel(command_of_menu)


class Dialogs:
    """Lets a person choose a file or a folder; *chosen*: it was named in advance, then no dialog is shown."""

    def __init__(self, context: UnoComponent, chosen: str, silent: bool) -> None:
        self._context, self._chosen, self._silent = context, chosen, silent

    def file(self, title: str, endings: Sequence[str]) -> Optional[str]:  # Python 3.8
        """The path of a file; None where none is chosen."""
        if self._chosen or self._silent:
            return self._chosen or None
        picker = self._made("com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle(title)
        shown = ";".join("*" + ending for ending in endings)
        picker.appendFilter(shown, shown)
        picker.setCurrentFilter(shown)
        files = picker.getSelectedFiles() if picker.execute() else ()
        return uno.fileUrlToSystemPath(files[0]) if files else None

    def folder(self, title: str, start: str) -> Optional[str]:  # Python 3.8
        """The path of a folder; None where none is chosen."""
        if self._chosen or self._silent:
            return self._chosen or None
        picker = self._made("com.sun.star.ui.dialogs.FolderPicker")
        picker.setTitle(title)
        picker.setDisplayDirectory(uno.systemPathToFileUrl(start))
        return uno.fileUrlToSystemPath(picker.getDirectory()) if picker.execute() else None

    def _made(self, service: str) -> UnoComponent:
        return self._context.ServiceManager.createInstanceWithContext(service, self._context)


def press_button_in(
    context: UnoComponent, document: UnoComponent, button: str, chosen: str, silent: bool
) -> MenuMessage:  # Python 3.8
    """Press a button over *document*. The result has `text`, `failed` and `severe`. Never raises."""
    language = channel.speak_like_office(context)
    if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        return {
            "text": channel.say_inside(
                "ippbook works on spreadsheets. Open the workbook in Calc, and press the button there."
            ),
            "failed": True,
        }
    requests = DocumentRequests(document, Dialogs(context, chosen, silent))

    def help_with(message: MenuMessage) -> MenuMessage:  # Python 3.8
        try:
            return {"answer": requests.answer(message["please"])}
        except CalcRefusedError as refusal:
            return {"refused": refusal.why, "name": refusal.name}
        except Exception as failure:  # noqa: BLE001  # UNO has its own errors; ippbook restores the cells and says what happened
            return {"broken": type(failure).__name__ + ": " + str(failure)[:300]}

    question = {"press": button, "language": language, "with": chosen}
    keeps = False
    try:
        done = dict(MENU_CHANNEL.ask(question, help_with, MENU_SECONDS)["done"])
        keeps = bool(done["changed"]) or not done["failed"]
    except channel.NoAnswerError as failure:
        why = str(failure)
        text = channel.say_inside("{why}. Nothing was changed.", why=why[:1].upper() + why[1:])
        done = {"text": text, "failed": True}
    except KeyError:
        text = channel.say_inside(
            "The extension in LibreOffice has another version than ippbook, and nothing was changed. Run: ippbook libreoffice install, and restart LibreOffice."
        )
        done = {"text": text, "failed": True}
    finally:
        requests.finish(keeps)
    return done


def _show(frame: UnoComponent, done: MenuMessage) -> None:  # Python 3.8
    """Show the one message in a box."""
    window = frame.getContainerWindow()
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX" if done.get("failed") else "INFOBOX")
    box = window.getToolkit().createMessageBox(window, kind, 1, "ippbook", done["text"])  # 1: the button OK
    box.execute()
    box.dispose()


class MenuHandler(unohelper.Base, XInitialization, XServiceInfo, XDispatchProvider, XNotifyingDispatch):  # type: ignore[misc]  # UNO has no types
    """Presses the buttons of the menu."""

    def __init__(self, context: UnoComponent, *_more: UnoComponent) -> None:
        self._context = context
        self._frame: UnoComponent = None

    def initialize(self, arguments: Sequence[UnoComponent]) -> None:
        """Called by LibreOffice with the window."""
        if arguments:
            self._frame = arguments[0]
            MENU_CHANNEL.start()

    def getImplementationName(self) -> str:  # noqa: N802  # UNO's own name
        """The name of the component."""
        return MENU_HANDLER

    def supportsService(self, name: str) -> bool:  # noqa: N802  # UNO's own name
        """Whether it has that service."""
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> Sequence[str]:  # noqa: N802  # UNO's own name
        """The services."""
        return (MENU_HANDLER, "com.sun.star.frame.ProtocolHandler")

    def queryDispatch(self, url: UnoComponent, _target: str, _flags: int) -> UnoComponent:  # noqa: N802  # UNO's own name
        """The object that answers a command of the menu."""
        return self if url.Protocol == COMMAND_PROTOCOL else None

    def queryDispatches(self, wanted: Sequence[UnoComponent]) -> Sequence[UnoComponent]:  # noqa: N802  # UNO's own name
        """The objects that answer commands."""
        return tuple(self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags) for each in wanted)

    def dispatch(self, url: UnoComponent, arguments: Sequence[UnoComponent]) -> None:
        """A person chose a button in the menu."""
        done = self._press(url, arguments, silent=False)
        _show(self._frame, done)

    def dispatchWithNotification(  # noqa: N802  # UNO's own name
        self, url: UnoComponent, arguments: Sequence[UnoComponent], listener: UnoComponent
    ) -> None:
        """A macro pressed a button: the message goes to *listener*; without one it is shown."""
        done = self._press(url, arguments, silent=listener is not None)
        if listener is None:
            _show(self._frame, done)
            return
        event = DispatchResultEvent()
        event.Source, event.State, event.Result = self, _FAILURE if done.get("failed") else _SUCCESS, done["text"]
        listener.dispatchFinished(event)

    def addStatusListener(self, _listener: UnoComponent, _url: UnoComponent) -> None:  # noqa: N802  # UNO's own name
        """The buttons are always there."""

    def removeStatusListener(self, _listener: UnoComponent, _url: UnoComponent) -> None:  # noqa: N802  # UNO's own name
        """As above."""

    def _press(self, url: UnoComponent, arguments: Sequence[UnoComponent], silent: bool) -> MenuMessage:  # Python 3.8
        chosen = next((str(each.Value) for each in arguments if each.Name == "Path"), "")
        controller = self._frame.getController() if self._frame is not None else None
        document = controller.getModel() if controller is not None else None
        return press_button_in(self._context, document, str(url.Path), chosen, silent)


_helper = unohelper.ImplementationHelper()
_helper.addImplementation(MenuHandler, MENU_HANDLER, (MENU_HANDLER, "com.sun.star.frame.ProtocolHandler"))
vars()["g_ImplementationHelper"] = _helper  # the name for which LibreOffice looks; the functions have theirs
