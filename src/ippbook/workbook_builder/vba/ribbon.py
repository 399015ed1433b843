"""The ribbon: a tab with the declared buttons in their groups, in the form for Office 2010 and later (namespace 2009/07).

The older part (2006/01) is only for Excel 2007, which cannot run the Python that ippbook needs. It is not written.
"""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from ippbook.declare.button import Button
from ippbook.languages import in_language
from ippbook.workbook_builder.vba.button_module import BUTTONS
from ippbook.workbook_builder.vba.hosts import BOOK, MacroFile

NS: Final = "http://schemas.microsoft.com/office/2009/07/customui"
PART: Final = "customUI/customUI14.xml"
RELATIONSHIP: Final = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
CALLBACK: Final = "IppBook.IppBookPress"
"""The Sub of macros/IppBook.bas that every button calls. The name includes the module: a team may have a macro of the same name."""
VISIBLE: Final = "IppBook.IppBookTabVisible"
"""The Sub that decides whether the workbook's own tab is shown: not together with that of the add-in, which has the same buttons."""
LABEL_LIMIT: Final = 1024
"""The most characters of a label, a tip or an id in Office ([MS-CUSTOMUI2])."""


def ribbon(buttons: Sequence[Button], host: MacroFile = BOOK) -> bytes:
    """The part customUI14.xml of *host*. Raises `ValueError` if Office would refuse it."""
    root = etree.fromstring(f'<customUI xmlns="{NS}"/>')
    tabs = etree.SubElement(etree.SubElement(root, f"{{{NS}}}ribbon"), f"{{{NS}}}tabs")
    tab = etree.SubElement(tabs, f"{{{NS}}}tab", id="ippTab", label="ippbook")
    if host.steps_aside:
        tab.set("getVisible", VISIBLE)
    for place, (name, found) in enumerate(_groups(buttons), start=1):
        label = in_language(name, host.language)
        group = etree.SubElement(tab, f"{{{NS}}}group", id=f"ippGroup{place}", label=label)
        for button in found:
            etree.SubElement(group, f"{{{NS}}}button", _attributes(button, host.language))
    for element in root.iter():
        for key, value in sorted((str(key), str(value)) for key, value in element.attrib.items()):
            if len(value) > LABEL_LIMIT:
                raise ValueError(
                    f"ribbon: {key} of {element.get('id')} has {len(value)} characters; Office allows {LABEL_LIMIT}"
                )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True, pretty_print=True)


def _groups(buttons: Sequence[Button]) -> list[tuple[str, list[Button]]]:
    """Group name and its buttons, in the order in which the groups first appear."""
    found: dict[str, list[Button]] = {}
    for button in buttons:
        found.setdefault(button.group, []).append(button)
    return list(found.items())


def _attributes(button: Button, language: str) -> dict[str, str]:
    texts = (in_language(text, language) for text in (button.page.why, button.page.fix) if text)
    more = _plain(" ".join(texts))
    if len(more) > LABEL_LIMIT:
        more = more[: more.rfind(". ", 0, LABEL_LIMIT) + 1]
    attributes = {
        "id": f"ippButton_{button.name}",
        "tag": f"{BUTTONS}.{button.macro}",
        "label": in_language(button.label, language),
        "screentip": _plain(in_language(button.page.summary, language)),
        "supertip": more,
        "imageMso": button.image,
        "size": "large" if button.large else "normal",
        "onAction": CALLBACK,
    }
    return {key: value for key, value in attributes.items() if value}


def _plain(text: str) -> str:
    """The text on one line, without backticks."""
    return " ".join(text.replace("`", "").split())
