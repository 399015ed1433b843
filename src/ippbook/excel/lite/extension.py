"""The XML of a web add-in in a workbook ([MS-OWEXML]): its reference to the store, its settings, its task pane.

The settings are the `document.settings` of Office.js: each has a name and a JSON value. xlwings Lite stores its files there,
such as `main.py` and `requirements.txt`. An existing part is changed by cutting and inserting, so that the rest keeps its bytes.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Final

from ippbook.ooxml import DamagedError
from ippbook.ooxml.xml import elements, escapes, xmltree
from ippbook.ooxml.xml.splices import Splice
from ippbook.ooxml.xml.xmltree import RELATION_NAMESPACE, XmlNode
from ippbook.quick_dataclasses import dataclass

STORE_ID: Final = "wa200008175"
"""xlwings Lite in Office's store."""
MAIN_FILE: Final = "main.py"
REQUIREMENTS: Final = "requirements.txt"

EXTENSION_TYPE: Final = "application/vnd.ms-office.webextension+xml"
PANES_TYPE: Final = "application/vnd.ms-office.webextensiontaskpanes+xml"
EXTENSION_RELATION: Final = "http://schemas.microsoft.com/office/2011/relationships/webextension"
PANES_RELATION: Final = "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"

_WEB: Final = "http://schemas.microsoft.com/office/webextensions/webextension/2010/11"
_PANES: Final = "http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Extension:
    """A web add-in's part: its bytes and what they say, its settings by name as texts."""

    part: str
    raw: bytes
    root: XmlNode
    settings: Mapping[str, str]

    @property
    def is_lite(self) -> bool:
        """Whether it is xlwings Lite."""
        parents = [self.root, *self.root.all(_web("alternateReferences"))]
        references = [node for parent in parents for node in parent.all(_web("reference"))]
        return any(node.get("id").casefold() == STORE_ID for node in references)


def _web(name: str) -> str:
    return f"{{{_WEB}}}{name}"


def _pane(name: str) -> str:
    return f"{{{_PANES}}}{name}"


def new_extension(settings: Mapping[str, str]) -> bytes:
    """The part of xlwings Lite with *settings*."""
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, f"ippbook:{STORE_ID}")).upper()
    properties = "".join(_property("we:", name, text) for name, text in settings.items())
    store = f'version="1.0.0.0" store="{STORE_ID.upper()}" storeType="OMEX"'
    return elements.ascii_xml(
        f'{_XML}<we:webextension xmlns:we="{_WEB}" id="{{{identity}}}">'
        f'<we:reference id="{STORE_ID}" version="1.0.0.0" store="en-US" storeType="OMEX"/>'
        f'<we:alternateReferences><we:reference id="{STORE_ID.upper()}" {store}/></we:alternateReferences>'
        f'<we:properties>{properties}</we:properties><we:bindings/><we:snapshot xmlns:r="{RELATION_NAMESPACE}"/></we:webextension>'
    )


def _property(prefix: str, name: str, text: str) -> str:
    """A setting; JSON in ASCII, so that XML cannot change a letter, tab or line end."""
    return f'<{prefix}property name="{escapes.attribute_value(name)}" value="{escapes.attribute_value(json.dumps(text))}"/>'


def read_extension(part: str, raw: bytes, where: str) -> Extension:
    """The web add-in of a part. A setting that is not a JSON text is returned unchanged."""
    root = xmltree.parse_xml(raw, where)
    found = root.under(_web("properties"), _web("property"))
    return Extension(part, raw, root, {node.get("name"): _text(node.get("value")) for node in found})


def _text(value: str) -> str:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):  # the file may have been written by any program
        return value
    return found if isinstance(found, str) else value


def extension_with_settings(extension: Extension, settings: Mapping[str, str], where: str) -> bytes:
    """The part with these *settings* set; its other settings, its identity and its version stay."""
    elements.refuse_utf16(extension.raw, where)
    home = extension.root.first(_web("properties"))
    if home is None:
        raise DamagedError(
            "{where} has no list of settings; open the workbook in Excel and save it, then try again.", where=where
        )
    raw, prefix = extension.raw, elements.prefix(extension.raw, home)
    old = {node.get("name"): node for node in home.all(_web("property"))}
    cuts: list[Splice] = []
    more = ""
    for name, text in settings.items():
        if name in old:
            cuts += elements.attribute_splice(raw, old[name], "value", json.dumps(text))
        else:
            more += _property(prefix, name, text)
    return elements.replaced(
        raw, [*cuts, *([elements.last_child(raw, home, elements.ascii_xml(more))] if more else [])]
    )


def pane_list(identity: str) -> bytes:
    """A list of task panes that has only the one of the relationship *identity*."""
    pane = _taskpane("wetp:", identity, 4)
    return elements.ascii_xml(f'{_XML}<wetp:taskpanes xmlns:wetp="{_PANES}">{pane}</wetp:taskpanes>')


def _taskpane(prefix: str, identity: str, row: int) -> str:
    # Closed at first: a pane that opens by itself asks every reader of the workbook to install the add-in.
    return (
        f'<{prefix}taskpane dockstate="right" visibility="0" width="420" row="{row}">'
        f'<{prefix}webextensionref xmlns:r="{RELATION_NAMESPACE}" r:id="{identity}"/></{prefix}taskpane>'
    )


def with_pane(raw: bytes, identity: str, where: str) -> bytes:
    """A list of task panes with the one of the relationship *identity* added at the end."""
    elements.refuse_utf16(raw, where)
    root = xmltree.parse_xml(raw, where)
    pane = _taskpane(elements.prefix(raw, root), identity, 4 + len(root.all(_pane("taskpane"))))
    return elements.replaced(raw, [elements.last_child(raw, root, elements.ascii_xml(pane))])


def without_pane(raw: bytes, identity: str, where: str) -> bytes:
    """A list of task panes without the one of the relationship *identity*."""
    elements.refuse_utf16(raw, where)
    root = xmltree.parse_xml(raw, where)
    gone = [pane for pane in root.all(_pane("taskpane")) if identity in _names(pane)]
    return elements.replaced(raw, [(pane.at, elements.whole_end(raw, pane), b"") for pane in gone])


def _names(pane: XmlNode) -> list[str]:
    return [node.get(f"{{{RELATION_NAMESPACE}}}id") for node in pane.all(_pane("webextensionref"))]
