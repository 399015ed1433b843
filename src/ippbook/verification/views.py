"""What the checks look at: the workbook, its styles, sheets, tables, comments and drawings.

A view reads nothing that no check asks for. Every element is found by its local name, so that strict and transitional files read alike.
"""

import re
from functools import cached_property
from typing import Final, NamedTuple

from lxml import etree

from ippbook.ooxml import WorkbookError, refs
from ippbook.ooxml.read.strings import read_strings
from ippbook.ooxml.xml.escapes import decoded_text, unescaped
from ippbook.verification.elements import below, formula_texts, number_of, ranges_of, relation_id
from ippbook.verification.formula_texts import FormulaText
from ippbook.verification.parts import PackageView, RelationEntry, XmlPart
from ippbook.verification.sheet_cells import CellFacts, CellFormula

_ROW_END: Final = b"</row>"


class DefinedName(NamedTuple):
    """A defined name: its place in the list, name, sheet index (None: the workbook), and formula."""

    name: str
    scope: int | None
    text: str


class PartView:
    """A part of the package. *called*: what people call it."""

    def __init__(self, package: PackageView, key: str, called: str = "") -> None:
        self.package = package
        self.key = key
        self._called = called
        self.part = package.spelled(key)

    @property
    def where(self) -> str:
        """The part, as a person finds it."""
        return self._called or f"part {self.part!r}"

    @cached_property
    def xml(self) -> XmlPart:
        """Its XML."""
        return self.package.xml(self.key)

    @property
    def root(self) -> etree._Element | None:
        """Its outermost element; None where it is not well-formed."""
        return self.xml.root


class StylesView(PartView):
    """The styles of the workbook. A workbook may have none."""

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many cellXfs, cellStyleXfs, fonts, fills, borders and dxfs there are."""
        lists = {
            "cellXfs": "xf",
            "cellStyleXfs": "xf",
            "fonts": "font",
            "fills": "fill",
            "borders": "border",
            "dxfs": "dxf",
        }
        return {name: len(below(self.root, name, item)) for name, item in lists.items()}

    @cached_property
    def number_formats(self) -> list[tuple[int, str]]:
        """Id and code of each number format of the workbook's own."""
        return [
            (number_of(each.get("numFmtId"), -1), str(each.get("formatCode", "")))
            for each in below(self.root, "numFmts", "numFmt")
        ]


class TableView(PartView):
    """A table, on the sheet that names it."""

    def __init__(self, package: PackageView, key: str, sheet: "SheetView") -> None:
        super().__init__(package, key)
        self.sheet = sheet

    @property
    def where(self) -> str:
        """The table by its name."""
        return f"table {self.name!r}"

    @cached_property
    def name(self) -> str:
        """The name in formulas."""
        return decoded_text(str(self.root.get("displayName", ""))) if self.root is not None else ""

    @cached_property
    def area(self) -> refs.Area | None:
        """Its range, headers and totals included."""
        return refs.area(str(self.root.get("ref", ""))) if self.root is not None else None

    @cached_property
    def header_rows(self) -> int:
        """Rows of headers: one or none."""
        return number_of(self.root.get("headerRowCount"), 1) if self.root is not None else 0

    @cached_property
    def totals_rows(self) -> int:
        """Rows of totals: one or none."""
        return number_of(self.root.get("totalsRowCount")) if self.root is not None else 0

    @cached_property
    def columns(self) -> list[etree._Element]:
        """The elements of its columns."""
        return below(self.root, "tableColumns", "tableColumn")

    @cached_property
    def column_names(self) -> list[str]:
        """The names of its columns."""
        return [decoded_text(str(each.get("name", ""))) for each in self.columns]


class SheetView(PartView):
    """A worksheet."""

    def __init__(self, package: PackageView, key: str, name: str, book: "BookView") -> None:
        super().__init__(package, key)
        self.name = name
        self.book = book

    @property
    def where(self) -> str:
        """The sheet by its name."""
        return f"sheet {self.name!r}"

    @property
    def cells(self) -> CellFacts:
        """The facts of its rows."""
        return self.xml.cells or CellFacts()

    @cached_property
    def merges(self) -> list[tuple[str, refs.Area]]:
        """The merged ranges that can be read."""
        found = [str(each.get("ref", "")) for each in below(self.root, "mergeCells", "mergeCell")]
        return [(text, area) for text in found if (area := refs.area(text))]

    @cached_property
    def tables(self) -> list[TableView]:
        """The tables that the sheet names."""
        found = [
            self.package.related(self.key, relation_id(each)) for each in below(self.root, "tableParts", "tablePart")
        ]
        return [
            TableView(self.package, each.target, self)
            for each in found
            if each is not None and each.target in self.package.members
        ]

    @cached_property
    def validations(self) -> list[etree._Element]:
        """The data validations, those of Excel 2010's extension among them."""
        return self._with_extended("dataValidations", "dataValidation")

    @cached_property
    def rules(self) -> list[tuple[str, etree._Element]]:
        """Range and rule of each conditional format, those of Excel 2010's extension among them."""
        formats = below(self.root, "conditionalFormatting")
        formats += below(self.root, "extLst", "ext", "conditionalFormattings", "conditionalFormatting")
        return [(ranges_of(each), rule) for each in formats for rule in below(each, "cfRule")]

    @cached_property
    def sparklines(self) -> list[etree._Element]:
        """The small charts in cells."""
        return below(self.root, "extLst", "ext", "sparklineGroups", "sparklineGroup", "sparklines", "sparkline")

    def _with_extended(self, *names: str) -> list[etree._Element]:
        return [*below(self.root, *names), *below(self.root, "extLst", "ext", *names)]

    @property
    def extended_places(self) -> list[tuple[str, str]]:
        """What is in the extension of Excel 2010, and the ranges that it names."""
        ways = {
            "validation": ("dataValidations", "dataValidation"),
            "conditional format": ("conditionalFormattings", "conditionalFormatting"),
        }
        found = {name: below(self.root, "extLst", "ext", *way) for name, way in ways.items()}
        return [
            (name, ranges_of(each))
            for name, nodes in (*found.items(), ("sparkline", self.sparklines))
            for each in nodes
        ]

    @cached_property
    def rule_formulas(self) -> list[FormulaText]:
        """The formulas of conditional formats, validations and sparklines, with their places."""
        found = [
            FormulaText(area, "conditional format", formula.text or "")
            for area, rule in self.rules
            for formula in (*below(rule, "formula"), *below(rule, "f"))
        ]
        for each in self.validations:
            for name in ("formula1", "formula2"):
                found += [FormulaText(ranges_of(each), "validation", text) for text in formula_texts(each, name)]
        for each in self.sparklines:
            found += [FormulaText(ranges_of(each), "sparkline", node.text or "") for node in below(each, "f")]
        return found

    def formula_at(self, row: int, col: int) -> CellFormula | None:
        """The formula of a cell."""
        return self._formulas.get((row, col))

    @cached_property
    def _formulas(self) -> dict[tuple[int, int], CellFormula]:
        return {(each.row, each.col): each for each in self.cells.formulas}

    def text_at(self, row: int, col: int) -> tuple[str, str] | None:
        """Type and text of a cell; a blank cell has the type "". None where it cannot be found out."""
        rows = self.xml.rows
        start = rows.find(b'<row r="%d"' % row)
        if start < 0:
            start = next((found.start() for found in re.finditer(rb'<row\b[^>]*\br="%d"' % row, rows)), -1)
        if start < 0:
            return "", ""
        end = rows.find(_ROW_END, start)
        line = rows[start : end if end >= 0 else len(rows)]
        found = re.search(rb'<c r="%s"([^>]*?)(?:/>|>(.*?)</c>)' % refs.cell_name(row, col).encode(), line, re.DOTALL)
        if found is None or not found[2]:
            return "", ""
        kind = re.search(rb'\bt="(\w+)"', found[1])
        return self._shown((kind[1] if kind else b"n").decode(), found[2])

    def _shown(self, kind: str, inner: bytes) -> tuple[str, str] | None:
        if kind == "inlineStr":
            parts = re.findall(rb"<t(?:\s[^>]*)?>(.*?)</t>", inner, re.DOTALL)
        else:
            parts = re.findall(rb"<v(?:\s[^>]*)?>(.*?)</v>", inner, re.DOTALL)
        if not parts and b"<f" not in inner:
            return "", ""
        text = unescaped(b"".join(parts).decode("utf-8", "replace"))
        if kind == "s":
            shared = self.book.shared_text(number_of(text, -1))
            return None if shared is None else (kind, shared)
        return kind, decoded_text(text)


class BookView:
    """The workbook."""

    def __init__(self, package: PackageView) -> None:
        self.package = package
        self.key = package.workbook
        self.part = package.spelled(self.key)
        self.where = "workbook"

    @cached_property
    def root(self) -> etree._Element | None:
        """The outermost element of the workbook part."""
        return self.package.xml(self.key).root if self.key in self.package.members else None

    def _related(self, kind: str) -> RelationEntry | None:
        return next(
            (
                each
                for each in self.package.relations(self.key)
                if each.kind == kind and each.target in self.package.members
            ),
            None,
        )

    @cached_property
    def sheet_elements(self) -> list[etree._Element]:
        """The `sheet` elements in order."""
        return below(self.root, "sheets", "sheet")

    @cached_property
    def sheet_names(self) -> list[str]:
        """The names of all sheets, charts included, in order."""
        return [decoded_text(str(each.get("name", ""))) for each in self.sheet_elements]

    @cached_property
    def sheets(self) -> list[SheetView]:
        """The worksheets that the package has."""
        found = []
        for element, name in zip(self.sheet_elements, self.sheet_names, strict=True):
            relation = self.package.related(self.key, relation_id(element))
            if relation and relation.target in self.package.members and self.package.kind(relation.target) == "sheet":
                found.append(SheetView(self.package, relation.target, name, self))
        return found

    @cached_property
    def by_sheet_id(self) -> dict[int, SheetView]:
        """The worksheets by sheetId."""
        by_name = {sheet.name: sheet for sheet in self.sheets}
        return {
            number_of(element.get("sheetId"), -1): by_name[name]
            for element, name in zip(self.sheet_elements, self.sheet_names, strict=True)
            if name in by_name
        }

    @cached_property
    def tables(self) -> list[TableView]:
        """All tables."""
        return [table for sheet in self.sheets for table in sheet.tables]

    @cached_property
    def names(self) -> list[DefinedName]:
        """The defined names."""
        return [
            DefinedName(
                decoded_text(str(each.get("name", ""))),
                number_of(each.get("localSheetId"), -1) if each.get("localSheetId") is not None else None,
                each.text or "",
            )
            for each in below(self.root, "definedNames", "definedName")
        ]

    @cached_property
    def styles(self) -> StylesView | None:
        """The styles; None where the workbook has none."""
        found = self._related("styles")
        return StylesView(self.package, found.target, "styles") if found else None

    @cached_property
    def strings(self) -> PartView | None:
        """The shared strings; None where the workbook has none."""
        found = self._related("sharedStrings")
        return PartView(self.package, found.target, "strings") if found else None

    @cached_property
    def string_count(self) -> int:
        """How many shared strings there are."""
        return self.strings.xml.items + len(below(self.strings.root, "si")) if self.strings else 0

    @cached_property
    def _texts(self) -> list[str] | None:
        if self.strings is None:
            return []
        try:
            found: list[str] = read_strings([self.package.data(self.strings.key)], self.strings.where).tolist()
        except WorkbookError:
            return None
        return found

    def shared_text(self, index: int) -> str | None:
        """A shared string; None where it does not exist."""
        return self._texts[index] if self._texts is not None and 0 <= index < len(self._texts) else None

    @cached_property
    def external_books(self) -> int:
        """How many other workbooks the formulas may name."""
        return len(below(self.root, "externalReferences", "externalReference"))

    @cached_property
    def calc_chain(self) -> PartView | None:
        """The calculation chain."""
        found = self._related("calcChain")
        return PartView(self.package, found.target) if found else None


def views_of(package: PackageView) -> dict[str, list[object]]:
    """Every subject of the checks."""
    book = BookView(package)
    by_type: dict[str, list[object]] = {"comments": [], "drawing": []}
    for key in package.xml_parts:
        kind = package.content_type(key).lower()
        if kind.endswith("spreadsheetml.comments+xml"):
            by_type["comments"].append(PartView(package, key))
        elif kind.endswith(("drawing+xml", "drawingml.chart+xml")):
            by_type["drawing"].append(PartView(package, key))
    return {
        "package": [book],
        "part": [PartView(package, key) for key in package.xml_parts],
        "workbook": [book],
        "styles": [book.styles] if book.styles else [],
        "strings": [book.strings] if book.strings else [],
        "sheet": list(book.sheets),
        "table": list(book.tables),
        **by_type,
    }
