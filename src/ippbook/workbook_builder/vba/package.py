"""Turns a drawn workbook into a file with macros: file type, ribbon, VBA project. The same input gives the same bytes."""

import zipfile
from io import BytesIO
from typing import Final

from lxml import etree

from ippbook.buttons import buttons
from ippbook.workbook_builder.finished_package import fixed_zip
from ippbook.workbook_builder.vba.hosts import MacroFile
from ippbook.workbook_builder.vba.project import with_project
from ippbook.workbook_builder.vba.ribbon import PART, RELATIONSHIP, ribbon

_TYPES: Final = "[Content_Types].xml"
_ROOT: Final = "_rels/.rels"
_PLAIN: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def with_macros(package: bytes, host: MacroFile) -> bytes:
    """*package*, the bytes of a drawn .xlsx that has the settings sheet, as the file of *host*. Raises `UserError`."""
    with zipfile.ZipFile(BytesIO(package)) as source:
        members = {entry.filename: source.read(entry) for entry in source.infolist()}
    members[_TYPES] = members[_TYPES].replace(_PLAIN.encode(), host.content_type.encode())
    members[_ROOT] = _related(members[_ROOT])
    members[PART] = ribbon(buttons(), host)
    return with_project(fixed_zip(list(members.items())), host)


def _related(part: bytes) -> bytes:
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    taken = {element.get("Id") for element in root}
    number = next(number for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
    etree.SubElement(
        root, f"{{{etree.QName(root).namespace}}}Relationship", Id=f"rId{number}", Type=RELATIONSHIP, Target=PART
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
