"""Checks of the package: content types, relationships, and what kind of file it is."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ippbook.ooxml.package.container import OLE_START
from ippbook.ooxml.package.package import CONTENT_TYPES, rels_of
from ippbook.verification.declaration import integrity_check
from ippbook.verification.faults import Observation
from ippbook.verification.views import BookView

_MAIN: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroenabled.main+xml",
    ".xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    ".xltm": "application/vnd.ms-excel.template.macroenabled.main+xml",
    ".xlam": "application/vnd.ms-excel.addin.macroenabled.main+xml",
}
"""The content type of the workbook part by the ending of the file, in lower case."""
_TYPES: Final = {
    "worksheet": "worksheet+xml",
    "chartsheet": "chartsheet+xml",
    "styles": "styles+xml",
    "sharedStrings": "sharedstrings+xml",
    "table": "table+xml",
    "calcChain": "calcchain+xml",
    "theme": "theme+xml",
    "comments": "comments+xml",
    "chart": "drawingml.chart+xml",
    "externalLink": "externallink+xml",
    "pivotTable": "pivottable+xml",
    "pivotCacheDefinition": "pivotcachedefinition+xml",
    "pivotCacheRecords": "pivotcacherecords+xml",
    "vbaProject": "vbaproject",
    "vmlDrawing": "vmldrawing",
    "connections": "connections+xml",
    "queryTable": "querytable+xml",
}
"""How the content type of a part ends, by the kind of the relationship that names it."""
_TRASH: Final = "[trash]/"
"""A folder for what a program took out without writing the zip again; it is not part of the package."""


@integrity_check("XV101", on="package")
def no_workbook_part(book: BookView) -> Iterator[Observation]:
    """The package does not name a workbook part, or that part is missing.

    Fix: take the last good copy of the file.
    Source: ECMA-376-1 12.3.23 (a package has one workbook part, the target of its officeDocument relationship).
    """
    found = [each for each in book.package.relations("") if each.kind == "officeDocument"]
    if len(found) > 1:
        yield Observation("", f"the package names {len(found)} workbook parts")
    elif not book.key:
        yield Observation("", "the package names no workbook part that exists")


@integrity_check("XV102", on="package")
def part_without_type(book: BookView) -> Iterator[Observation]:
    """A part has no content type.

    Fix: add its ending or its name to [Content_Types].xml.
    Source: ECMA-376-2 6.2.3 (each part has a media type); Excel refuses the package.
    """
    package = book.package
    named = {each.target for owner in package.owners for each in package.relations(owner) if not each.external}
    for key, member in package.members.items():
        if (key in named or key.endswith(".rels")) and not package.content_type(key):
            yield Observation(member.name, f"the part {member.name!r} has no content type")


@integrity_check("XV103", on="package")
def content_type_twice(book: BookView) -> Iterator[Observation]:
    """[Content_Types].xml gives a part or an ending its type twice.

    Fix: keep one of the two lines.
    Source: ECMA-376-2 6.2.3.3 (a part has one Override, an ending one Default); Excel refuses the package.
    """
    count = Counter((name, which.lower()) for name, which, _ in book.package.type_entries)
    for (name, which), times in count.items():
        if times > 1:
            yield Observation(which, f"{name} {which!r} is there {times} times")


@integrity_check("XV104", on="package")
def relationship_id_twice(book: BookView) -> Iterator[Observation]:
    """Two relationships of a part have the same id.

    Fix: give one of them another id, and change what names it.
    Source: ECMA-376-2 6.5.3.4 (the Id is unique in its part); Excel refuses the package.
    """
    for owner in book.package.owners:
        for identity, times in Counter(each.id for each in book.package.relations(owner)).items():
            if times > 1:
                yield Observation(rels_of(owner), f"the id {identity!r} is there {times} times")


@integrity_check("XV105", on="package")
def target_missing(book: BookView) -> Iterator[Observation]:
    """A relationship names a part that is missing.

    Fix: put the part back, or take out the relationship and what names it.
    Source: ECMA-376-2 6.5.3; Excel repairs or refuses the file (exceljs issue 106: "a part that is named and is not in the zip").
    """
    package = book.package
    for owner in package.owners:
        for each in package.relations(owner):
            if not each.external and each.target and each.target not in package.members and each.kind in _TYPES:
                yield Observation(rels_of(owner), f"{each.id} names the part {each.target!r}, which is missing")


@integrity_check("XV106", on="package")
def wrong_type_of_part(book: BookView) -> Iterator[Observation]:
    """A part has another content type than its relationship says.

    Fix: give the part the content type of its kind in [Content_Types].xml.
    Source: ECMA-376-1 12.3 (each kind of part has its content type and its relationship); Excel refuses the file or drops the part.
    """
    package = book.package
    for owner in package.owners:
        for each in package.relations(owner):
            wanted = _TYPES.get(each.kind)
            kind = package.content_type(each.target).lower()
            if wanted and not each.external and each.target in package.members and kind and not kind.endswith(wanted):
                yield Observation(
                    package.spelled(each.target),
                    f"{rels_of(owner)} calls it a {each.kind}, its content type is {kind!r}",
                )


@integrity_check("XV107", on="package")
def ending_and_type(book: BookView) -> Iterator[Observation]:
    """The ending of the file does not fit the content type of the workbook: .xlsm and .xlsx, for example.

    Fix: give the file the ending that fits, or save it from Excel in the format that you want.
    Source: [MS-OFFMACRO2] 2.2 and ECMA-376-1 12.3.23 (content types); Excel: "the file format or file extension is not valid".
    """
    ending = book.package.path.suffix.lower()
    kind = book.package.content_type(book.key).lower()
    right = next((each for each, main in _MAIN.items() if main == kind), "")
    if book.key and ending in _MAIN and kind != _MAIN[ending]:
        yield Observation(
            "",
            f"the workbook is {f'an {right} workbook' if right else f'of the type {kind!r}'}, but the file ends in {ending}",
        )


@integrity_check("XV108", on="package")
def macros_in_plain_workbook(book: BookView) -> Iterator[Observation]:
    """A workbook without macros has a VBA project, or the VBA project is not an OLE file.

    Fix: save it as .xlsm, with the content type of a workbook with macros; or take the VBA project out.
    Source: [MS-OFFMACRO2] 2.2.1 (a VBA project belongs to a macro-enabled workbook); Excel refuses the file.
    """
    package = book.package
    for each in package.relations(book.key):
        if each.kind == "vbaProject" and each.target in package.members:
            if "macroenabled" not in package.content_type(book.key).lower():
                yield Observation(package.spelled(each.target), "a workbook of a type without macros has a VBA project")
            if not package.data(each.target).startswith(OLE_START):
                yield Observation(package.spelled(each.target), "the VBA project is not an OLE file")


@integrity_check("XV201", on="package")
def type_of_missing_part(book: BookView) -> Iterator[Observation]:
    """[Content_Types].xml gives a type to a part that is missing.

    Fix: take the line out.
    Source: ECMA-376-2 6.2.3 (an Override is for a part); Excel opens the file.
    """
    for name, which, _ in book.package.type_entries:
        if name == "Override" and which.lower().lstrip("/") not in book.package.members:
            yield Observation(which, f"it names the part {which!r}, which is missing")


@integrity_check("XV202", on="package")
def relationships_without_owner(book: BookView) -> Iterator[Observation]:
    """There are relationships of a part that is missing.

    Fix: take the part with the relationships out.
    Source: ECMA-376-2 6.5.2; Excel opens the file and drops them.
    """
    for owner in book.package.owners:
        if owner and owner not in book.package.members:
            yield Observation(rels_of(owner), f"the part {owner!r} is missing")


@integrity_check("XV203", on="package")
def part_that_nothing_names(book: BookView) -> Iterator[Observation]:
    """No relationship names a part, so Excel never reads it and drops it when it saves.

    Fix: take the part out, or name it.
    Source: ECMA-376-2 6.5 (parts are found by relationships).
    """
    package = book.package
    named = {each.target for owner in package.owners for each in package.relations(owner) if not each.external}
    for key, member in package.members.items():
        plain = key != CONTENT_TYPES.lower() and not key.endswith((".rels", "/")) and not key.startswith(_TRASH)
        if plain and key not in named:
            yield Observation(member.name, f"nothing names the part {member.name!r}")


@integrity_check("XV204", on="package")
def other_target_missing(book: BookView) -> Iterator[Observation]:
    """A relationship of a kind that Excel can do without names a part that is missing, such as printer settings or a picture.

    Fix: put the part back, or take out the relationship and what names it.
    Source: ECMA-376-2 6.5.3; Excel opens the file, and shows a red cross in place of a picture.
    """
    package = book.package
    for owner in package.owners:
        for each in package.relations(owner):
            lost = each.kind == "image" and each.target.endswith("/null")  # Excel's own word for a picture that it lost
            if (
                not each.external
                and each.target
                and each.target not in package.members
                and each.kind not in _TYPES
                and not lost
            ):
                yield Observation(rels_of(owner), f"{each.id} names the part {each.target!r}, which is missing")
