"""Inputs with the shape of their format, changed: what a mutator of bytes alone seldom reaches.

A byte changed at random breaks a check sum, a tag's end or a bracket, and the reader stops at its first gate. The functions here change what is
behind it: XML stays well-formed, a zip gets its sums and lengths again, a formula closes its brackets. Each takes bytes and a drawing of
random.Random, and gives other bytes; the fuzzer itself mixes them with its own changes of bytes (`run.py`).
"""

import contextlib
import copy
import io
import re
import struct
import zipfile
from collections.abc import Callable
from random import Random
from typing import Final

from lxml import etree

Shape = Callable[[bytes, Random], bytes]
"""Other bytes of the same format, drawn."""


def text(draw: Callable[[Random], str | bytes]) -> Shape:
    """A shape from what *draw* writes, at times with a piece of the bytes before."""

    def shape(data: bytes, drawn: Random) -> bytes:
        fresh = draw(drawn)
        found = fresh.encode("utf-8", "surrogatepass") if isinstance(fresh, str) else fresh
        if data and drawn.random() < 0.2:
            at, start = drawn.randint(0, len(found)), drawn.randrange(len(data))
            return found[:at] + data[start : start + drawn.randint(1, 40)] + found[at:]
        return found

    return shape


MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SAFE: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
VALUES: Final = (
    "", "0", "-1", "1", "007", " 1 ", "+1", "1.5", "1e5", "1e999", "NaN", "16384", "16385", "65535", "1048576", "1048577", "2147483647",
    "4294967296", "18446744073709551616", "A1", "a1", "$B$2", "A0", "XFD1048576", "XFE1", "A1:B2", "B2:A1", "A:A", "1:1", "A1:C3 E5", "A1:",
    "true", "false", "TRUE", "s", "str", "inlineStr", "b", "e", "n", "d", "shared", "array", "dataTable", "rId1", "rId9", "#REF!", "#N/A", "Listings",
    "'Sheet 2'!$A$1", "_xlnm.Print_Area", "_x000D_", "_x005F_x000A_", "\t", "\n", "\u00a0", "\ufeff", "é", "中", "😀", "１", "/xl/a.xml", "../a.xml", "x" * 300,
    "preserve", "General", "yyyy-mm-dd", "0.00", "[h]:mm", "2026-10-31", "2026-10-31T24:00:00", "visible", "veryHidden",
)  # fmt: skip
"""What an attribute or a text becomes."""
ATTRIBUTES: Final = ("r", "s", "t", "ref", "si", "spans", "ht", "hidden", "count", "uniqueCount", "cm", "ca", "id", "name", "sheetId", "state", "localSheetId", "numFmtId", "formatCode", "totalsRowCount", "headerRowCount", "displayName", "sqref", "dxfId", "date1904", "{http://www.w3.org/XML/1998/namespace}space")  # fmt: skip
PIECES: Final = (
    '<c r="B2" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', '<c r="B2" t="str"><f>1+1</f><v>2</v></c>', "<c><v>1</v></c>", '<c r="D4" t="e"><v>#N/A</v></c>',
    '<c r="C2" t="d"><v>2026-10-31</v></c>', '<c r="A2" t="b"><v>1</v></c>', '<c r="C3" s="1"/>', '<row r="3"/>', "<row><c/></row>", '<row r="9" spans="1:4" hidden="1"><c r="A9"><v>7</v></c></row>',
    '<f t="shared" si="0" ref="A1:B2">A1</f>', '<f t="shared" si="0"/>', '<f t="array" ref="B2:C3">A1:B2</f>', '<f t="dataTable" ref="B2:C3" r1="A1"/>', "<f/>", "<v/>", "<v>1</v>", "<t>a</t>",
    "<si><t>x</t></si>", "<si><r><rPr><b/></rPr><t>x</t></r><r><t> y</t></r></si>", '<si><t>x</t><rPh sb="0" eb="1"><t>y</t></rPh></si>', "<si/>", "<is><r><t>x</t></r></is>",
    '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>', '<dimension ref="A1:B2"/>', "<sheetData/>", '<dataValidations count="1"><dataValidation sqref="C2:C4" type="list"><formula1>"a,b"</formula1></dataValidation></dataValidations>',
    '<tableParts count="1"><tablePart/></tableParts>', '<hyperlinks><hyperlink ref="A1" location="Listings!A1"/></hyperlinks>', '<autoFilter ref="A1:D4"/>', '<sheetProtection sheet="1"/>',
    '<tableColumn id="5" name="New"/>', '<tableColumn id="2" name="URL"/>', "<calculatedColumnFormula>1</calculatedColumnFormula>", "<totalsRowFormula>SUM(A1)</totalsRowFormula>",
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/>', '<numFmt numFmtId="200" formatCode="yyyy&quot;年&quot;"/>', "<dxf/>", '<sheet name="S" sheetId="9"/>', '<definedName name="N">1</definedName>',
    '<workbookPr date1904="1"/>', '<extLst><ext uri="{A}"><x/></ext></extLst>', '<AlternateContent xmlns="http://schemas.openxmlformats.org/markup-compatibility/2006"><Choice Requires="x"/><Fallback/></AlternateContent>',
)  # fmt: skip
"""Elements of the formats, put anywhere."""


def xml(data: bytes, drawn: Random) -> bytes:
    """A part with elements put in, moved, doubled and taken away, attributes and texts changed; well-formed as before. Broken XML stays as it is."""
    try:
        root = etree.fromstring(data, SAFE)
    except (etree.XMLSyntaxError, ValueError):
        return data
    for _ in range(drawn.choice((1, 1, 1, 2, 3, 6))):
        every = [each for each in root.iter() if isinstance(each.tag, str)]
        with contextlib.suppress(ValueError):  # a sign that XML cannot hold
            _change(drawn.choice(every), every, drawn)
    if drawn.random() < 0.1:
        etree.indent(root, drawn.choice(("", " ", "\t")))
    return _spelled(
        etree.tostring(root, encoding="UTF-8", xml_declaration=drawn.random() < 0.9, with_tail=False), drawn
    )


def _change(one: etree._Element, every: list[etree._Element], drawn: Random) -> None:
    """Change a part at this element."""
    above, value = one.getparent(), drawn.choice(VALUES)
    match drawn.randrange(9):
        case 0 if above is not None:
            above.remove(one)
        case 1 if above is not None:
            above.insert(drawn.randint(0, len(above)), _copy(one))
        case 2:
            one.insert(drawn.randint(0, len(one)), _copy(drawn.choice(every)))
        case 3 if one.attrib:
            one.attrib.pop(drawn.choice(sorted(map(str, one.attrib))))
        case 4:
            one.set(drawn.choice([*map(str, one.attrib), drawn.choice(ATTRIBUTES)]), _allowed(value))
        case 5:
            one.text = _allowed(value)
        case 6:
            one.tail = _allowed(value)
        case 7 if len(one) > 1:
            one.append(one[drawn.randrange(len(one))])
        case _:
            one.insert(drawn.randint(0, len(one)), etree.fromstring(f'<a xmlns="{MAIN}">{drawn.choice(PIECES)}</a>')[0])


def _copy(one: etree._Element) -> etree._Element:
    """A copy without what follows the element. It is not read again from its text: lxml takes some names once and not twice."""
    fresh = copy.deepcopy(one)
    fresh.tail = None
    return fresh


def _allowed(text: str) -> str:
    return "".join(sign for sign in text if sign in "\t\n\r" or sign >= " ")


def _spelled(data: bytes, drawn: Random) -> bytes:
    """The same content in another spelling that XML allows: a prefix, other quotes, references, comments, another encoding."""
    match drawn.randrange(12):
        case 0:
            data = re.sub(rb"<(/?)([A-Za-z]\w*)(?=[\s/>])", rb"<\1x:\2", data).replace(b' xmlns="', b' xmlns:x="')
        case 1:
            data = re.sub(rb'="([^"\']*)"', rb"='\1'", data)
        case 2:
            data = re.sub(rb">([A-Za-z0-9])", lambda found: b">&#x%x;" % found[1][0], data)
        case 3:
            data = re.sub(rb"(<(?:c|row|v|t|si)\b[^>]*[^/]>)", rb"\1<!-- <c r='A1'> -->", data)
        case 4:
            data = re.sub(rb"<(v|t|f)>([^<&]*)<", rb"<\1><![CDATA[\2]]><", data)
        case 5:
            text = data.decode("utf-8", "replace")
            data = re.sub("^<\\?xml[^>]*>", "", text).encode("utf-16")
        case 6:
            data = re.sub(rb"<(\w+)((?: [^<>]*)?)/>", rb"<\1\2></\1>", data)
        case 7:
            space = rb" \r\n><" if drawn.random() < 0.5 else rb">\r\n<"
            data = re.sub(rb"(?<![/?\]-])><", space, data)  # no space inside the end of another tag
        case _:
            pass
    return data


def package(data: bytes, drawn: Random) -> bytes:
    """A zip with a part changed, doubled, renamed or taken away, packed in another way, its sums and lengths right; at times one field of it wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            parts = [(each.filename, box.read(each)) for each in box.infolist() if each.file_size < 200_000]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, struct.error):
        return data
    except Exception:  # noqa: BLE001  # zipfile has no end of ways to refuse; then the bytes stay as they are
        return data
    if not parts:
        return data
    at = drawn.randrange(len(parts))
    name, content = parts[at]
    match drawn.randrange(7):
        case 0:
            parts[at] = (drawn.choice((name.upper(), "/" + name, name.replace("/", "\\"), "./" + name, "../" + name, name + " ", name.replace("1", "%31"))), content)  # fmt: skip
        case 1:
            parts.append((drawn.choice((name, name.upper(), "xl/new.xml")), content))
        case 2:
            del parts[at]
        case 3:
            drawn.shuffle(parts)
        case _:
            parts[at] = (name, xml(content, drawn))
    packed = bytearray(_packed(parts, drawn))
    if drawn.random() < 0.3:
        _wrong_field(packed, drawn)
    return drawn.choice((b"", b"", b"", b"MZ junk")) + bytes(packed) + drawn.choice((b"", b"", b"", b"\0" * 20))


class _Stream(io.RawIOBase):
    """A file that cannot go back: lengths and sums then follow the content."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        self.content += bytes(piece)  # type: ignore[call-overload]
        return len(memoryview(piece))  # type: ignore[arg-type]


def _packed(parts: list[tuple[str, bytes]], drawn: Random) -> bytes:
    """The parts in one of the ways that programs pack them."""
    seekable, stream = io.BytesIO(), _Stream()
    streams = drawn.random() < 0.3
    how = drawn.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(stream if streams else seekable, "w") as box:  # type: ignore[arg-type]
        for name, content in parts:
            member = zipfile.ZipInfo(name, (drawn.choice((1980, 2026, 2107)), 1, 1, 0, 0, 0))
            member.compress_type = how if drawn.random() < 0.8 else zipfile.ZIP_DEFLATED
            member.extra = drawn.choice((b"", b"", b"\x55\x54\x05\0\x01abcd", b"\xff\xff\0\0"))
            member.create_system = drawn.choice((0, 3))
            if drawn.random() < 0.1:
                with box.open(member, "w", force_zip64=True) as part:
                    part.write(content)
            else:
                box.writestr(member, content)
        box.comment = drawn.choice((b"", b"", b"a comment", b"PK\x05\x06"))
    return bytes(stream.content) if streams else seekable.getvalue()


FIELDS: Final = {b"PK\x03\x04": range(4, 30, 2), b"PK\x01\x02": range(4, 46, 2), b"PK\x05\x06": range(4, 22, 2)}
"""Where the numbers of a zip's headers are."""


def _wrong_field(packed: bytearray, drawn: Random) -> None:
    """One number of one header is another one."""
    sign = drawn.choice(sorted(FIELDS))
    places = [found.start() for found in re.finditer(re.escape(sign), packed)]
    if places:
        at = drawn.choice(places) + drawn.choice(FIELDS[sign])
        if at + 2 <= len(packed):
            (old,) = struct.unpack_from("<H", packed, at)
            struct.pack_into("<H", packed, at, drawn.choice((0, 1, 8, 9, 0xFFFF, old ^ 1, (old + 1) & 0xFFFF, old ^ 0x800)))  # fmt: skip


NAMES: Final = ("SUM", "IF", "IFERROR", "INDEX", "SUMIFS", "COUNTA", "TEXT", "LET", "LAMBDA", "FILTER", "_xlfn.XLOOKUP", "_xlfn._xlws.SORT", "IPP_ITEM_ID", "IPP_PLATFORM", "ipp_item_id", "NoSuch", "_xlfn.ANCHORARRAY", "_xlfn.SINGLE", "_xludf.F", "T.TEST", "R1C1", "TRUE")  # fmt: skip
LEAVES: Final = ("1", "-2.5", "1E+3", ".5", '"a"', '"a ""b"" 中"', '""', "TRUE", "#N/A", "#REF!", "A1", "$B$2", "A:A", "$1:2", "Sheet1!A1", "'Sheet 2'!$A$1:B9", "'it''s'!A1", "[1]S!A1", "'C:\\[b.xlsx]S'!A1", "S1:S3!A1", "Listings[URL]", "Listings[[#This Row],[First seen]]", "[@URL]", "Listings[[#All],[A]:[B]]", "Listings[#Headers]", "Listings[a'[b]", "Limit", "{1,2;3,4}", '{"a",TRUE;#N/A,-1}', "A1#", "@A1", "", "x", "_xlpm.x", "A1 B2", "(A1,B2)")  # fmt: skip
SIGNS: Final = ("+", "-", "*", "/", "^", "&", "=", "<>", "<=", ">", " ", ":", ",", " & ", "\n+")


def expression(drawn: Random, depth: int) -> str:
    """A formula of the grammar, and at times one that is nearly so."""
    kind = drawn.randrange(7 if depth else 2)
    match kind:
        case 0 | 1:
            return drawn.choice(LEAVES)
        case 2:
            return f"({expression(drawn, depth - 1)})" + drawn.choice(("", "%", "#"))
        case 3:
            return drawn.choice(("-", "+", "@", "--")) + expression(drawn, depth - 1)
        case 4 | 5:
            return f"{expression(drawn, depth - 1)}{drawn.choice(SIGNS)}{expression(drawn, depth - 1)}"
        case _:
            inner = [expression(drawn, depth - 1) for _ in range(drawn.choice((0, 1, 1, 2, 3)))]
            name = drawn.choice(NAMES)
            if name in ("LET", "LAMBDA"):
                inner = [drawn.choice(("x", "_xlpm.x", "y_1", "A1", "x")), *inner, "x"]
            return f"{name}({drawn.choice((',', ', ', ' ,')).join(inner)})" + drawn.choice(("", "", "(1)"))


def formula(data: bytes, drawn: Random) -> bytes:
    """A new formula, or this one with a piece of the grammar in place of one of its words."""
    fresh = expression(drawn, drawn.randint(1, 5)).encode()
    words = list(re.finditer(rb"[\w.$]+|\"[^\"]*\"|\[[^\[\]]*\]|[^\w\s]", data))
    if not words or drawn.random() < 0.4:
        return fresh
    one = drawn.choice(words)
    return data[: one.start()] + fresh + data[one.end() :]
