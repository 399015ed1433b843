"""What is fuzzed: for each reader, a function that takes any bytes and breaks where a promise does.

A reader may refuse with its own one-line error, never fail in another way, hang, or contradict itself. To add a target, write a
function here with `@target(…)` and a few seeds: `make fuzz` and the replay of kept cases find it.
"""

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.fuzz import shapes, text_shapes
from tests.fuzz.shapes import Shape

if TYPE_CHECKING:
    from ippbook.ooxml import Book


@dataclass(frozen=True)
class Target:
    """One reader, its promise and where a fuzzer starts."""

    name: str
    work: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    words: tuple[bytes, ...] = ()
    """Pieces that a fuzzer puts in: tags, signs, keywords of the format."""
    shape: Shape | None = None
    """Draws other bytes that keep the shape of the format; none: only bytes are changed."""


TARGETS: Final[dict[str, Target]] = {}


def target(
    seeds: Callable[[], list[bytes]], *words: str | bytes, shape: Shape | None = None
) -> Callable[[Callable[[bytes], None]], Callable[[bytes], None]]:
    """Declare a function of bytes as a target."""

    def declared(work: Callable[[bytes], None]) -> Callable[[bytes], None]:
        name = work.__name__
        spelled = tuple(word.encode() if isinstance(word, str) else word for word in words)
        TARGETS[name] = Target(name, work, seeds, spelled, shape)
        return work

    return declared


def as_text(data: bytes) -> str:
    """A text of any characters, broken ones included: hosts hand over lone surrogates."""
    return data.decode("utf-8", "surrogatepass") if _whole(data) else data.decode("utf-8", "replace")


def _whole(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


# ---- workbooks


@lru_cache(maxsize=1)
def parts() -> dict[str, bytes]:
    """The parts of a small workbook with a table, a formula, dates, texts, a validation and a name."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Listings")
        headers = ("Listing", "URL", "Price", "First seen")
        sheet.add_table(0, 0, 3, 3, {"name": "Listings", "columns": [{"header": name} for name in headers]})
        sheet.write_row(1, 0, ["L1", "https://item.taobao.com/item.htm?id=712345678901", 12.5])
        sheet.write_datetime(1, 3, datetime(2026, 10, 1), made.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        sheet.write_formula(4, 0, '=COUNTA(Listings[URL])&"<"', None, "1<")
        sheet.data_validation(1, 2, 3, 2, {"validate": "decimal", "criteria": ">", "value": 0})
        made.add_worksheet("Sheet 2").write_row(0, 0, ["a", 1, True])
        made.define_name("Limit", "='Sheet 2'!$B$1")
    with zipfile.ZipFile(out) as box:
        return {name: box.read(name) for name in box.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of the parts, stored: a fuzzer that changes its bytes changes the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for name, data in members.items():
            box.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


@contextlib.contextmanager
def file_of(data: bytes, name: str = "fuzz.xlsx") -> Iterator[Path]:
    """The bytes as a file, in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        yield path


def read_edit_write(data: bytes) -> None:
    """Any bytes as a workbook: read whole, edited, saved; what was not edited is the same afterwards. Or refused in one line."""
    from ippbook import ooxml

    with file_of(data) as path:
        try:
            before = ooxml.open(path)
            shown = [cells_of(before, sheet.name) for sheet in before.sheets[:3]]
            edits = ooxml.Edits()
            if shown:
                edits.put(before.sheets[0].name, 3, 2, "was <here>")
            out = path.with_name("out" + path.suffix)
            ooxml.save(before, edits, out)
            after = ooxml.open(out)
            for number, cells in enumerate(shown):
                again = cells_of(after, before.sheets[number].name)
                if number == 0:
                    assert again.pop((3, 2))[2] == "was <here>"
                    cells.pop((3, 2), None)
                assert again == cells, f"sheet {number} changed"
        except ooxml.WorkbookError as refusal:
            one_line(refusal)
        assert path.read_bytes() == data


def cells_of(book: "Book", name: str) -> dict[tuple[int, int], tuple[int, str, str, str]]:
    """Kind, number, text and formula of every cell of a sheet that holds something, alike by both readers."""
    found: list[dict[tuple[int, int], tuple[int, str, str, str]]] = []
    for only_exact in (False, True):
        cells = book.read(name, only_exact=only_exact)
        found.append({})
        for number in cells.columns:
            column = cells[number]
            formulas = [""] * len(column.kind) if column.formula is None else column.formula.tolist()
            for row, (kind, value, text, formula) in enumerate(
                zip(column.kind.tolist(), column.number.tolist(), column.text.tolist(), formulas, strict=True),
                cells.first_row,
            ):
                if kind or formula:
                    found[-1][row, number] = (kind, repr(value), text, formula)
    assert found[0] == found[1], "the two readers differ"
    return found[0]


def one_line(refusal: Exception) -> None:
    """A refusal is one sentence without control characters."""
    text = str(refusal)
    assert text, "a refusal without a word"
    assert "\n" not in text, text


@target(lambda: [zipped(parts())], "PK\x03\x04", "PK\x01\x02", "PK\x05\x06", shape=shapes.package)
def package(data: bytes) -> None:
    """The zip layer: any bytes."""
    read_edit_write(data)


def of_part(name: str, *words: str) -> Callable[[Callable[[bytes], None]], Callable[[bytes], None]]:
    """Declare a target whose bytes take the place of one part of a good workbook."""

    def declared(_named: Callable[[bytes], None]) -> Callable[[bytes], None]:
        def work(data: bytes) -> None:
            read_edit_write(zipped(parts() | {name: data}))

        work.__name__ = _named.__name__
        return target(lambda: [parts()[name]], *words, shape=shapes.xml)(work)

    return declared


@of_part("xl/worksheets/sheet1.xml", '<row r="', '<c r="', "<f>", "<v>", ' t="s"', ' t="inlineStr"', "<is><t>", "</c>", ' s="', "<!--", "<![CDATA[", "&#x", '<f t="shared" si="0" ref="A1:B2">', '<f t="array" ref="', '<mergeCell ref="', "x:c")  # fmt: skip
def sheet(data: bytes) -> None:
    """The scanners of a sheet's XML: the quick one and the exact one."""


@of_part("xl/sharedStrings.xml", "<si>", "<t>", "<r>", "<rPh ", 'xml:space="preserve"', "_x000A_", "&amp;", "<!--")
def strings(data: bytes) -> None:
    """The shared strings."""


@of_part("xl/workbook.xml", '<sheet name="', ' sheetId="', ' r:id="', '<definedName name="', ' localSheetId="')
def workbook(data: bytes) -> None:
    """The part that lists the sheets and names."""


@of_part("xl/tables/table1.xml", '<tableColumn id="', ' name="', ' ref="', ' totalsRowCount="1"', ' insertRow="1"')
def table(data: bytes) -> None:
    """A table's part."""


@of_part("xl/styles.xml", "<xf ", ' numFmtId="', "<numFmt ", ' formatCode="', "<cellXfs ")
def styles(data: bytes) -> None:
    """The styles."""


@of_part("[Content_Types].xml", '<Override PartName="', ' ContentType="', '<Default Extension="')
def content_types(data: bytes) -> None:
    """The list of content types."""


# ---- values


@target(lambda: [b"2-Nov-26", b"US $12.99 - 15.99", "2026年11月2日".encode(), b"1.299,00 \xe2\x82\xac", b"yes", b"18, 25"], "¥", "元", "年", "月", "USD", "Rp ", "万", " - ", shape=shapes.text(text_shapes.value))  # fmt: skip
def values(data: bytes) -> None:
    """Dates, prices, numbers, yes and no, classes: read or refused with a reason."""
    from ippbook.catalog.nice_classes import read_classes
    from ippbook.tables.schema import Kind
    from ippbook.tables.values import Unreadable, read_value

    text = as_text(data)
    for kind in (Kind.DATE, Kind.NUMBER, Kind.PERCENT, Kind.COUNT, Kind.YES_NO, Kind.PRICE, Kind.TEXT):
        try:
            read_value(text, kind)
        except Unreadable as refusal:
            one_line(refusal)
    read_classes(text)


@target(lambda: [b"https://item.taobao.com/item.htm?id=712345678901", b"https://www.aliexpress.com/item/1005005968714360.html", b"https://m.1688.com/offer/6123456789.html?redirectUrl=https%3A%2F%2Fdetail.1688.com", b"https://www.lazada.sg/products/x-i12345678-s987.html"], "https://", "taobao.com", "tmall.com", "1688.com", "alibaba.com", "aliexpress.com", "goofish.com", "lazada", "?id=", "%2F", "/item/", "/offer/", "/product-detail/", "@", "#", shape=shapes.text(text_shapes.link))  # fmt: skip
def links(data: bytes) -> None:
    """Links: no text makes the reader fail, and the canonical form is its own canonical form."""
    from ippbook.catalog import platforms

    link = platforms.parse_link(as_text(data))
    assert link.platform in {"", *platforms.PLATFORMS}
    if link.canonical:
        again = platforms.parse_link(link.canonical)
        assert (again.platform, again.item_id) == (link.platform, link.item_id), link.canonical
        assert again.canonical == link.canonical


@target(lambda: [b"ZL201710601862.3", "第12345678号".encode(), b"EUTM 018000000", b"Reg. No. 1,234,567", b"DM/123456"], "ZL", "CN", "第", "号", "Reg. No.", "国作登字-2026-F-00000001", "-", "/", shape=shapes.text(text_shapes.number))  # fmt: skip
def numbers(data: bytes) -> None:
    """Numbers of rights in every format of every office; a printed number is printed again the same."""
    from ippbook.catalog import offices

    text = as_text(data)
    for pair in offices.number_formats():
        sentence = offices.check_number(text, *pair)
        assert "\n" not in sentence
        valid = offices.number_valid(text, *pair)
        assert (valid == "yes") <= (sentence == ""), (pair, text)
        assert (valid == "no") <= (sentence != ""), (pair, text)
        printed = offices.format_number(text, *pair)
        if valid == "yes":
            assert offices.format_number(printed, *pair) == printed, (pair, text)
            assert offices.same_number_key(printed, *pair) == offices.same_number_key(text, *pair)


# ---- texts, exports, formulas


@target(lambda: [b"Own text for {{ right_name }} of {{ right_owner }}.", b"{% for link in links %}{{ link.url }}{% endfor %}", b"{% if right_name and not brand %}x{% endif %}"], "{{", "}}", "{%", "%}", " and ", " not ", "for ", "endfor", "if ", "endif", "{#", "**", " * 99999", "[0]", "(", "|upper", ".__class__", shape=shapes.text(text_shapes.template))  # fmt: skip
def templates(data: bytes) -> None:
    """A team's own takedown text: used, or refused in one sentence."""
    from ippbook import notices

    found = notices.read_template(as_text(data), "keyword abuse", notices.LANGUAGES["en"])
    assert "\n" not in found.refusal
    if not found.refusal:
        written = notices.render("keyword abuse", "en", {}, [{}], texts=notices.with_own([found]))
        assert isinstance(written.text, str)


_EXPORTS: Final = ("e.csv", "e.json", "e.jsonl", "e.xlsx", "e.txt", "e")


@target(lambda: [b"\x00URL,Title\nhttps://item.taobao.com/item.htm?id=712345678901,t\n", b'\x01[{"url": "https://item.taobao.com/item.htm?id=712345678901", "price": 1}]', b'\x02{"url": "x"}\n', b"\x00\xff\xfeU\x00R\x00L\x00", b"\x00" + "商品链接\t价格\n".encode("gb18030")], "url", "title", "商品链接", ",", ";", "\t", '"', "\r\n", "[[", '{"a":', shape=shapes.text(text_shapes.export))  # fmt: skip
def exports(data: bytes) -> None:
    """Exports of tools and portals, as the file whose ending the first byte chooses: taken or refused, and the workbook stays."""
    from ippbook import imports
    from ippbook.errors import UserError
    from ippbook.imports import rejects

    name = _EXPORTS[data[0] % len(_EXPORTS)] if data else "e"
    with file_of(data[1:], name) as path:
        team = path.with_name("team.xlsx")
        team.write_bytes(zipped(parts()))
        for work in (imports.import_listings, imports.import_outcomes):
            try:
                work(team, path, None, rejects.write_rejects, write=False)
            except UserError as refusal:
                one_line(refusal)
        assert team.read_bytes() == zipped(parts())


@target(lambda: [b"IPP_ITEM_ID([@URL])", b'SUMIFS(T[Price],T[URL],"x")*2', b"LET(a,1,IF(a>0,IPP_PLATFORM(B2),'Sheet 2'!$A$1:B9))", b"IFERROR(INDEX({1,2;3,4},2,1),#N/A)"], "IPP_", "(", ")", "[@", "[#All]", "'", "!", "LET(", "LAMBDA(", "{1,2}", "#REF!", "$", ":", "_xlfn.", "^", "&", "<>", "%", shape=shapes.formula)  # fmt: skip
def formulas(data: bytes) -> None:
    """Formulas: read, or refused with a sentence and its place; what is read and printed is read again as the same."""
    from ippbook.formulas import FormulaError, formula_text
    from ippbook.formulas.native.reading import read_formula
    from ippbook.formulas.native.spelling import let_variables, visible_only, without_let
    from ippbook.formulas.parser import parse_expression

    text = as_text(data)
    for reading in (read_formula, let_variables, visible_only, without_let):
        with contextlib.suppress(FormulaError):
            reading(text)
    try:
        tree = parse_expression(text)
    except FormulaError as refusal:
        one_line(refusal)
        return
    assert parse_expression(formula_text(tree)) == tree


# ---- the other files that a command reads


def verified(data: bytes, part: str) -> None:
    """The integrity check says sentences about any workbook, or the workbook is refused in one."""
    from ippbook import ooxml
    from ippbook.verification import verify

    with file_of(zipped(parts() | {part: data})) as path:
        try:
            faults = verify(path)
        except ooxml.WorkbookError as refusal:
            one_line(refusal)
            return
    assert all(fault.sentence and fault.remedy for fault in faults)


@target(lambda: [parts()["xl/worksheets/sheet1.xml"]], '<row r="', '<c r="', ' t="d"', "<f>", ' sqref="', "<hyperlink ", "<headerFooter>", '<mergeCell ref="', "<cfRule ", "<formula1>", 'dxfId="', shape=shapes.xml)  # fmt: skip
def verified_sheet(data: bytes) -> None:
    """`ippbook verify` on any bytes in place of a sheet."""
    verified(data, "xl/worksheets/sheet1.xml")


@target(
    lambda: [parts()["xl/workbook.xml"]],
    "<definedName ",
    ' localSheetId="',
    "'!$A$1",
    "<workbookView ",
    ' sheetId="',
    shape=shapes.xml,
)
def verified_workbook(data: bytes) -> None:
    """`ippbook verify` on any bytes in place of the part that lists the sheets."""
    verified(data, "xl/workbook.xml")


@target(
    lambda: [parts()["xl/tables/table1.xml"], parts()["xl/styles.xml"]],
    "<tableColumn ",
    ' ref="',
    "<numFmt ",
    "<xf ",
    ' rgb="',
    shape=shapes.xml,
)
def verified_table(data: bytes) -> None:
    """`ippbook verify` on any bytes in place of a table, and of the styles."""
    verified(data, "xl/tables/table1.xml")
    verified(data, "xl/styles.xml")


@target(
    lambda: [b"a.xlsx\r\nb c.xlsx\n", b"a.xlsx\0b.xlsx\0", b"\xff\xfea\0"], "\0", "\n", "\r\n", "*.xlsx", "..", "s3://"
)
def lists_of_files(data: bytes) -> None:
    """`--files-from`: any bytes are names, or are refused in one sentence."""
    from ippbook.batch.sources import names_of_list
    from ippbook.errors import UserError

    try:
        names = names_of_list(data)
    except UserError as refusal:
        one_line(refusal)
        return
    assert all(names)
    assert all("\0" not in name for name in names)


@target(lambda: [_journal_line()], '{"', '"before": ', "null", "[", "1e999", "NaN", "\n")
def journals(data: bytes) -> None:
    """`--resume`: any bytes after the first line are entries or unreadable lines; any other file is refused and stays as it is."""
    from datetime import date

    from ippbook.batch.journal import ResumeJournal
    from ippbook.batch.one_file import FileOptions
    from ippbook.errors import UserError

    options = FileOptions(date(2026, 10, 31), recalculates=True)
    for content in (data, _journal_line() + data):
        with file_of(content, "run.journal") as path:
            try:
                with ResumeJournal(path, options) as journal:
                    for note in journal.notes:
                        assert "\n" not in note
            except UserError as refusal:
                one_line(refusal)
                assert path.read_bytes() == content
            else:
                assert path.stat().st_size >= len(content) or not content.endswith(b"\n")


@lru_cache(maxsize=1)
def _journal_line() -> bytes:
    """How a journal begins."""
    from datetime import date

    from ippbook.batch.journal import ResumeJournal
    from ippbook.batch.one_file import FileOptions

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.journal")
        with ResumeJournal(path, FileOptions(date(2026, 10, 31), recalculates=True)):
            pass
        return path.read_bytes()


@target(
    lambda: ["ippbook watch: works\r\npc-7, since 2026-10-31\r\n".encode("utf-8-sig"), b""],
    "ippbook watch: works",
    "\n",
    "\x1b[31m",
)
def watch_notes(data: bytes) -> None:
    """The note of another watch: one sentence without control characters, or none."""
    from datetime import UTC, datetime

    from ippbook.watch.note import NOTE_NAME, WatchNote

    with file_of(data, NOTE_NAME) as path:
        sentence = WatchNote(path.parent, lambda: datetime(2026, 10, 31, tzinfo=UTC), str).other_watch()
    assert sentence.isprintable() or not sentence.replace(str(path), "").isascii(), sentence
    assert "\n" not in sentence


__all__ = ["TARGETS", "Target"]
