"""The parts of the extension for the menu, made from the declarations of the buttons: the menu in Calc, and what answers it."""

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from ippbook.buttons import buttons
from ippbook.declare.button import Button
from ippbook.languages import in_language
from ippbook.libreoffice.parts import CONFIGURATION_DATA, PYTHON_COMPONENT, Part, component_file

MENU_PROTOCOL: Final = "org.ippbook:"
"""The commands of the menu: `org.ippbook:check`."""
MENU_SERVICE: Final = "org.ippbook.calc.Menu"
_LANGUAGES: Final = (("en-US", "en"), ("zh-CN", "zh"))
"""LibreOffice's languages of the menu, and ours."""
_CALC: Final = "com.sun.star.sheet.SpreadsheetDocument"
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{name}" oor:package="org.openoffice.Office">\n'
)


def menu_parts() -> Iterable[Part]:
    """The parts of the menu."""
    yield Part("Addons.xcu", _menu(buttons()).encode(), CONFIGURATION_DATA)
    yield Part("ProtocolHandler.xcu", _handler().encode(), CONFIGURATION_DATA)
    for name in ("ippbook_cells.py", "ippbook_undo.py", "ippbook_requests.py"):
        yield component_file(name, f"pythonpath/{name}")
    yield component_file("ippbook_menu.py", "ippbook_menu.py", PYTHON_COMPONENT)


def _menu(found: Sequence[Button]) -> str:
    """The menu: the buttons of the ribbon in their order, with a line between two groups."""
    entries: list[str] = []
    group = ""
    for button in found:
        if group and button.group != group:
            entries.append(_entry(len(entries), '<prop oor:name="URL"><value>private:separator</value></prop>'))
        group = button.group
        entries.append(_entry(len(entries), f"{_command(button.name)}{_title(button.label)}{_CONTEXT}"))
    body = (
        f' <node oor:name="AddonUI"><node oor:name="OfficeMenuBar"><node oor:name="org.ippbook.calc.menubar" oor:op="replace">\n'
        f"  {_title('ippbook')}{_CONTEXT}\n"
        f'  <node oor:name="Submenu">\n{"".join(entries)}  </node>\n </node></node></node>\n'
    )
    return f"{_HEAD.format(name='Addons')}{body}</oor:component-data>\n"


_CONTEXT: Final = f'<prop oor:name="Context"><value>{_CALC}</value></prop>'


def _entry(place: int, content: str) -> str:
    """An entry of the menu; LibreOffice sorts them by the names of their nodes."""
    return f'   <node oor:name="m{place:03}" oor:op="replace">{content}</node>\n'


def _command(name: str) -> str:
    return f'<prop oor:name="URL"><value>{MENU_PROTOCOL}{name}</value></prop><prop oor:name="Target"><value>_self</value></prop>'


def _title(label: str) -> str:
    """A label in each language."""
    values = "".join(
        f'<value xml:lang="{language}">{escape(in_language(label, ours))}</value>' for language, ours in _LANGUAGES
    )
    return f'<prop oor:name="Title">{values}</prop>'


def _handler() -> str:
    """Says which component answers the commands."""
    return (
        f"{_HEAD.format(name='ProtocolHandler')}"
        f' <node oor:name="HandlerSet"><node oor:name="{MENU_SERVICE}" oor:op="replace">'
        f'<prop oor:name="Protocols"><value>{MENU_PROTOCOL}*</value></prop></node></node>\n</oor:component-data>\n'
    )


__all__ = ["MENU_PROTOCOL", "MENU_SERVICE", "menu_parts"]
