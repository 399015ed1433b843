"""Opens a workbook: the parts that list what it is made of, read and checked."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.errors import DamagedError, FormatError, WorkbookError
from ippbook.ooxml.package import container
from ippbook.ooxml.package.container import Container
from ippbook.ooxml.package.limits import Limits, allowed
from ippbook.ooxml.package.package import Relation, relations, rels_of
from ippbook.ooxml.package.prolog import refuse_document_types
from ippbook.ooxml.read.book import REPAIR, Book
from ippbook.ooxml.read.records import Sheet, TableArea
from ippbook.ooxml.read.scanned_ahead import SCANNING
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml import escapes, xmltree
from ippbook.ooxml.xml.xmltree import RELATION_NAMESPACE, XmlNode

_WORKBOOK: Final = late_pattern(
    r"application/vnd\.(?:openxmlformats-officedocument\.spreadsheetml|ms-excel)\.(?:sheet|template)(?:\.macroEnabled)?\.main\+xml",
    re.IGNORECASE,
)


def open_book(path: str | Path, limits: Limits | None = None) -> Book:
    """Open a workbook: check the container, read what it is made of. No cell is read yet.

    *limits* default to those of `allowing`, else to `Limits()`.
    Raises `WorkbookError`, one sentence, for anything that is not an .xlsx, .xlsm, .xltx or .xltm in good order.
    """
    source = Path(path)
    box = container.read_container(source, limits or allowed())
    return _Opener(box).book()


def ending_of(kind: str) -> str:
    """The ending that belongs to the content type of a workbook's main part."""
    macros = "macroenabled" in kind.lower()
    if ".template." in kind.lower():
        return ".xltm" if macros else ".xltx"
    return ".xlsm" if macros else ".xlsx"


class _Opener:
    """Reads the parts that say what the workbook is made of."""

    def __init__(self, box: Container) -> None:
        self.box = box
        self.members = box.by_name()
        self.warnings: list[str] = []

    def book(self) -> Book:
        """The open book."""
        path = self.box.path
        types = self._types()
        package = self._relations("")
        workbook = next((target for kind, target, _ in package.values() if kind.endswith("/officeDocument")), "")
        if workbook.lower() not in self.members:
            raise self._no_workbook()
        kind = types.get("/" + workbook.lower(), "")
        if not _WORKBOOK.fullmatch(kind):
            raise self._wrong_kind(kind)
        refuse_document_types(self.box)
        root = self._tree(workbook)
        if rels_of(workbook).lower() not in self.members and root.under("sheets", "sheet"):
            raise DamagedError(
                "{path}: the part that says where the sheets are ({rels_of}) is missing; take the last good copy.",
                path=path,
                rels_of=rels_of(workbook),
            )
        relations = self._relations(workbook)
        sheets = self._sheets(root, relations)
        properties = root.first("workbookPr")
        date1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
        signed = any(name.startswith("_xmlsignatures/") for name in self.members)
        if signed:
            self.warnings.append(
                f"{path}: the workbook has a digital signature. After a change it is no longer valid; sign it again."
            )

        def part(kind: str) -> str:
            return next(
                (
                    target
                    for found, target, _ in relations.values()
                    if found.endswith("/" + kind) and target.lower() in self.members
                ),
                "",
            )

        tables = self._tables(sheets)
        return Book(
            self.box, sheets, tables, self._names(root, sheets), date1904, signed, tuple(self.warnings), workbook, self.members,
            part("sharedStrings"), part("styles"), part("calcChain"), ending_of(kind), SCANNING.get(),
        )  # fmt: skip

    def _no_workbook(self) -> WorkbookError:
        path = self.box.path
        if "mimetype" in self.members and "content.xml" in self.members:
            return FormatError(
                "{path}: this is an OpenDocument file (.ods); open it in LibreOffice or Excel and save it as .xlsx.",
                path=path,
            )
        if any(name.startswith(("word/", "ppt/")) for name in self.members):
            return FormatError(
                "{path}: this is a Word or PowerPoint file, not a workbook; choose the workbook.", path=path
            )
        if {"[content_types].xml", "_rels/.rels"} & self.members.keys():
            needed = {"[Content_Types].xml": "says what each part is", "_rels/.rels": "says where the workbook begins"}
            part = next((part for part in needed if part.lower() not in self.members), "xl/workbook.xml")
            what = needed.get(part, "lists the sheets")
            return DamagedError(
                "{path}: the part that {what} ({part}) is missing; take the last good copy.",
                path=path,
                what=what,
                part=part,
            )
        return FormatError(
            "{path}: this is a zip file but not an Excel workbook; save it from Excel as .xlsx or .xlsm.", path=path
        )

    def _wrong_kind(self, kind: str) -> WorkbookError:
        path = self.box.path
        if "binary" in kind.lower():
            return FormatError(
                "{path}: this is a binary workbook (.xlsb); open it in Excel and save it as .xlsx or .xlsm.", path=path
            )
        if "addin" in kind.lower():
            return FormatError(
                "{path}: this is an Excel add-in (.xlam), not a workbook; open the workbook that uses it.", path=path
            )
        return FormatError(
            "{path}: its main part is {kind!r}, which is not a workbook; save it from Excel as .xlsx or .xlsm.",
            path=path,
            kind=(kind or say("of no stated kind")),
        )

    def _tree(self, part: str) -> XmlNode:
        member = self.members.get(part.lower())
        if member is None:
            raise DamagedError(
                "{box_path}: the part {part!r} is missing; {repair}.", box_path=self.box.path, part=part, repair=REPAIR
            )
        return xmltree.parse_xml(container.whole(self.box, member), f"{self.box.path}: the part {part!r}")

    def _types(self) -> dict[str, str]:
        """Content type by `/part name` in lower case."""
        if "[content_types].xml" not in self.members:
            raise self._no_workbook()
        root = self._tree("[Content_Types].xml")
        out: dict[str, str] = {}
        defaults: dict[str, str] = {}
        for node in root.children:
            name = node.tag.rpartition("}")[2]
            if name == "Default":
                defaults[node.get("Extension").lower()] = node.get("ContentType")
            elif name == "Override":
                out[unquote(node.get("PartName")).lower()] = node.get("ContentType")
        for name in self.members:
            out.setdefault("/" + name, defaults.get(name.rpartition(".")[2], ""))
        return out

    def _relations(self, part: str) -> dict[str, Relation]:
        """The relationships of *part* by id; those of the package for ""."""
        rels = rels_of(part)
        if rels.lower() not in self.members:
            if part:
                return {}
            raise self._no_workbook()
        return relations(self._tree(rels), part, self.members)

    def _sheets(self, root: XmlNode, relations: dict[str, Relation]) -> tuple[Sheet, ...]:
        path = self.box.path
        out: list[Sheet] = []
        for index, node in enumerate(root.under("sheets", "sheet")):
            name = node.get("name")
            kind, part, _ = relations.get(node.get(f"{{{RELATION_NAMESPACE}}}id"), Relation("", ""))
            if part.lower() not in self.members and (part or kind):
                raise DamagedError(
                    "{path}: the part {part!r} of sheet {name!r} is missing; {repair}.",
                    path=path,
                    part=part,
                    name=name,
                    repair=REPAIR,
                )
            if any(sheet.name.casefold() == name.casefold() for sheet in out):
                raise DamagedError(
                    "{path}: two sheets are called {name!r}; {repair}.", path=path, name=name, repair=REPAIR
                )
            number = node.get("sheetId")
            out.append(
                Sheet(
                    name,
                    part,
                    node.get("state", "visible"),
                    index,
                    kind.rpartition("/")[2],
                    whole_number(number),
                )
            )
        return tuple(out)

    def _names(self, root: XmlNode, sheets: tuple[Sheet, ...]) -> dict[str, str]:
        """Defined names; one of a sheet's own is called `Sheet1!name`."""
        out = {}
        for node in root.under("definedNames", "definedName"):
            scope = node.get("localSheetId")
            place = whole_number(scope, len(sheets))
            owner = sheets[place].name + "!" if place < len(sheets) else ""
            out[owner + node.get("name")] = node.text
        return out

    def _tables(self, sheets: tuple[Sheet, ...]) -> dict[str, TableArea]:
        out: dict[str, TableArea] = {}
        seen: dict[str, str] = {}
        for sheet in sheets:
            relations = self._relations(sheet.part).values()
            # a part that two relations of a sheet name is one table
            for part in dict.fromkeys(
                part for kind, part, external in relations if kind.endswith("/table") and not external
            ):
                table = self._table(sheet, part)
                if table.name.casefold() in seen:
                    raise DamagedError(
                        "{box_path}: two tables are called {table_name!r} (sheets {seen!r} and {sheet_name!r}); rename one in Excel.",
                        box_path=self.box.path,
                        table_name=table.name,
                        seen=seen[table.name.casefold()],
                        sheet_name=sheet.name,
                    )
                seen[table.name.casefold()] = sheet.name
                out[table.name] = table
        return out

    def _table(self, sheet: Sheet, part: str) -> TableArea:
        root = self._tree(part)
        name = escapes.decoded_text(root.get("displayName") or root.get("name"))
        area = refs.area(root.get("ref"))
        if area is None:
            raise DamagedError(
                "{box_path}: the table {name!r} on sheet {sheet_name!r} has no range ({root!r}); {repair}.",
                box_path=self.box.path,
                name=name,
                sheet_name=sheet.name,
                root=root.get("ref"),
                repair=REPAIR,
            )
        header, totals = root.get("headerRowCount", "1"), root.get("totalsRowCount", "0")
        columns = tuple(escapes.decoded_text(node.get("name")) for node in root.under("tableColumns", "tableColumn"))
        return TableArea(
            name,
            sheet.name,
            *area,
            whole_number(header, 1),
            whole_number(totals),
            columns,
            part,
        )
