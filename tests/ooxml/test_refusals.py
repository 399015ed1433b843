"""A file that cannot be read gives one plain sentence that names the file, never a traceback."""

import io
import os
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import workbook_corpus
from ippbook import ooxml

Make = Callable[..., Path]
PLAIN = '<row r="1"><c r="A1"><v>1</v></c></row>'
DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def read_all(path: Path, limits: ooxml.Limits | None = None) -> ooxml.SheetCells:
    book = ooxml.open(path, limits)
    cells = book.read(book.sheets[0].name)
    for col in cells.columns:
        cells[col]
    list(cells.formulas())
    return cells


def refusal(path: Path, limits: ooxml.Limits | None = None) -> str:
    with pytest.raises(ooxml.WorkbookError) as caught:
        read_all(path, limits)
    sentence = str(caught.value)
    assert sentence.startswith(str(path)), sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"Right;Number\r\n1;2\r\n", "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04" + b"\0" * 500, "cut off"),
    ],
)
def test_a_file_of_another_kind_is_named_for_what_it_is(tmp_path: Path, content: bytes, says: str):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert says in refusal(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    assert "no such file" in refusal(tmp_path / "none.xlsx")
    assert "folder" in refusal(tmp_path)


def test_ods_and_xlsb_are_refused_with_the_way_out(tmp_path: Path, package_parts, pack):
    ods = pack(
        tmp_path / "book.ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
    )
    assert ".ods" in refusal(ods)
    parts = package_parts(b"<x/>")
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"vnd.ms-excel.sheet.binary.macroEnabled.main",
    )
    assert ".xlsb" in refusal(pack(tmp_path / "book.xlsb", parts))


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(make: Make, cut: float):
    path = make(PLAIN)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * cut)])
    assert "cut off" in refusal(path)


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_missing_part_is_refused(tmp_path: Path, package_parts, pack, sheet_xml, part: str):
    parts = package_parts(sheet_xml(PLAIN).encode())
    del parts[part]
    refusal(pack(tmp_path / "book.xlsx", parts))


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
    ],
)
def test_a_document_type_in_any_part_is_refused(tmp_path: Path, package_parts, pack, sheet_xml, part: str):
    parts = package_parts(sheet_xml(PLAIN).encode())
    parts[part] = DTD + parts[part]
    sentence = refusal(pack(tmp_path / "book.xlsx", parts))
    assert "DTD" in sentence
    assert part.rpartition("/")[2] in sentence


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/evil.xml", "xl\\..\\..\\evil.xml", "C:evil.xml", "xl/../../evil.xml"]
)
def test_a_part_name_that_leaves_the_package_is_refused(tmp_path: Path, package_parts, pack, sheet_xml, name: str):
    assert "outside" in refusal(
        pack(tmp_path / "book.xlsx", package_parts(sheet_xml(PLAIN).encode(), extra={name: b""}))
    )


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (ooxml.Limits(max_parts=3), "max_parts"),
        (ooxml.Limits(max_part_bytes=10_000), "max_part_bytes"),
        (ooxml.Limits(max_total_bytes=10_000), "max_total_bytes"),
        (ooxml.Limits(max_ratio=100, ratio_from=1000), "max_ratio"),
        (ooxml.Limits(max_tree_bytes=50), "max_tree_bytes"),
    ],
)
def test_each_limit_is_kept_and_named(make: Make, limits: ooxml.Limits, says: str):
    path = make(f'<row r="1"><c r="A1" t="str"><v>{"a" * 1_000_000}</v></c></row>')
    assert says in refusal(path, limits)
    assert read_all(path).used == (1, 1)


def test_the_ratio_of_a_part_is_stated_as_unpacked_to_packed(make: Make):
    path = make(f'<row r="1"><c r="A1" t="str"><v>{"a" * 1_000_000}</v></c></row>')
    with zipfile.ZipFile(path) as box:
        part = box.getinfo("xl/worksheets/sheet1.xml")
    sentence = refusal(path, ooxml.Limits(max_ratio=100, ratio_from=1000))
    assert f"unpacks {part.file_size // part.compress_size:,} : 1 and the limit is 100 : 1" in sentence


def test_a_part_that_is_larger_than_it_says_is_refused_while_it_unpacks(make: Make):
    path = make(f'<row r="1"><c r="A1" t="str"><v>{"a" * 100_000}</v></c></row>')
    data = path.read_bytes()
    with zipfile.ZipFile(path) as box:
        size = box.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(data.replace(struct.pack("<L", size), struct.pack("<L", 500)))
    assert "not to be trusted" in refusal(path)


def test_overlapping_parts_are_refused(make: Make):
    path = make(PLAIN)
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)
    assert "reaches into the next" in refusal(path)


def test_a_wrong_check_sum_an_encrypted_part_and_an_unknown_packing_are_refused(make: Make):
    path = make(PLAIN)
    data = path.read_bytes()
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    for offset, value, says in (
        (16, b"\1\2\3\4", "check sum"),
        (8, b"\1\0", "encrypted"),
        (10, b"\x0c\0", "method 12"),
    ):
        broken = bytearray(data)
        broken[at + offset : at + offset + len(value)] = value
        path.write_bytes(broken)
        assert says in refusal(path)


def test_two_parts_two_tables_or_two_sheets_of_one_name_are_refused(
    tmp_path: Path, package_parts, pack, sheet_xml, rich: Path
):
    parts = package_parts(sheet_xml(PLAIN).encode(), extra={"XL/Workbook.xml": b"<x/>"})
    assert "twice" in refusal(pack(tmp_path / "parts.xlsx", parts))
    parts = package_parts(sheet_xml(PLAIN).encode())
    sheet = b'<sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(sheet, sheet * 2)
    assert "two sheets" in refusal(pack(tmp_path / "sheets.xlsx", parts))
    with zipfile.ZipFile(rich) as box:
        parts = {name: box.read(name) for name in box.namelist()}
    rels, table = "xl/worksheets/_rels/sheet1.xml.rels", "xl/tables/table1.xml"
    relation = next(piece for piece in parts[rels].split(b"<") if b"/table1.xml" in piece)
    again = relation.replace(b'Id="', b'Id="x')
    twice = parts | {rels: parts[rels].replace(relation, relation + b"<" + again)}
    assert [*ooxml.open(pack(tmp_path / "one.xlsx", twice)).tables] == [
        *ooxml.open(rich).tables
    ]  # one part is one table
    other = parts | {
        rels: parts[rels].replace(relation, relation + b"<" + again.replace(b"table1", b"table9")),
        "xl/tables/table9.xml": parts[table],
    }
    assert "two tables" in refusal(pack(tmp_path / "tables.xlsx", other))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1"><v>one</v></c></row>',
        '<row r="1"><c r="A1"><v>nan</v></c></row>',
        '<row r="1"><c r="A1"><v>1_0</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',  # one more than there are: none
        '<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#0;</v></c></row>',
        '<row r="1"><c r="A1"><f>&nbsp;</f></c></row>',
        '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
    ],
)
def test_a_damaged_sheet_is_refused_with_its_name(make: Make, rows: str):
    assert "Sheet1" in refusal(make(rows))


def test_letters_that_are_no_utf8_are_refused(make: Make):
    path = make(
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="str"><v>\xff\xfe</v></c></row></sheetData></worksheet>'
    )
    assert "well-formed" in refusal(path)


def test_no_damage_of_any_byte_gives_more_than_a_sentence(rich: Path, tmp_path: Path):
    data = rich.read_bytes()
    chance = random.Random(7)
    path = tmp_path / "broken.xlsx"
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken)
        try:
            read_all(path)
        except ooxml.WorkbookError as error:
            assert str(error).startswith(str(path))  # noqa: PT017 - that it is refused is not promised, the sentence is


def test_no_damage_inside_a_part_gives_more_than_a_sentence(rich: Path, tmp_path: Path, pack):
    with zipfile.ZipFile(rich) as box:
        parts = {name: box.read(name) for name in box.namelist()}
    chance = random.Random(8)
    names = [
        name
        for name in parts
        if "sheet1.xml" in name
        or "workbook" in name
        or "shared" in name
        or "table" in name
        or name.startswith(("_rels", "[C"))
    ]
    for _ in range(300):
        name = chance.choice(names)
        broken = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(broken))
            broken[at : at + chance.randint(0, 3)] = bytes(
                chance.choice(b'<>&"/ r1=0sx!') for _ in range(chance.randint(0, 3))
            )
        path = pack(tmp_path / "broken.xlsx", {**parts, name: bytes(broken)})
        try:
            read_all(path)
        except ooxml.WorkbookError as error:
            assert str(error).startswith(str(path))  # noqa: PT017 - likewise


def test_the_corpus_script_finds_nothing_to_complain_of_in_a_rich_workbook(
    rich: Path, make: Make, capsys: pytest.CaptureFixture[str]
):
    make("<row><c><v>1</v></c></row>", name="odd.xlsx")
    assert workbook_corpus.main([str(rich.parent)]) == 0
    assert "2 workbooks" in capsys.readouterr().out


def test_the_corpus_script_sees_a_change_that_should_not_be(rich: Path, tmp_path: Path):
    other = io.BytesIO(rich.read_bytes())
    with zipfile.ZipFile(other, "a") as box:
        box.writestr("xl/extra.xml", b"<x/>")
    (tmp_path / "other.xlsx").write_bytes(other.getvalue())
    assert list(
        workbook_corpus._compare(rich, tmp_path / "other.xlsx", "xl/worksheets/sheet1.xml", (1, 1), 1, "x")
    ) == ["the list of parts or the comment changed"]


@pytest.mark.parametrize(
    "part", ["docProps/app.xml", "xl/theme/theme1.xml", "xl/drawings/vmlDrawing1.vml", "customXml/item1.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_type_is_refused_in_parts_that_are_never_read(
    tmp_path: Path, package_parts, pack, sheet_xml, part: str, encoding: str
):
    text = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?><!-- {"x" * 9000} -->{DTD.decode()}<x>&b;</x>'
    parts = package_parts(sheet_xml(PLAIN).encode(), extra={part: text.encode(encoding)})
    sentence = refusal(pack(tmp_path / "book.xlsx", parts))
    assert "DTD" in sentence
    assert part in sentence


def test_a_picture_may_state_its_document_type_and_a_text_may_speak_of_one(
    tmp_path: Path, package_parts, pack, sheet_xml
):
    svg = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>'
    app = b"<!-- no <!DOCTYPE here --><Properties>&lt;!DOCTYPE</Properties>"
    extra = {"xl/media/image1.svg": svg, "docProps/app.xml": app, "xl/empty.xml": b"", "xl/junk.xml": b"\xff\xfe<"}
    read_all(pack(tmp_path / "book.xlsx", package_parts(sheet_xml(PLAIN).encode(), extra=extra)))


def test_a_sheet_that_nests_elements_without_end_is_refused_at_once(make: Make):
    assert "deep" in refusal(make(b"<a>" * 50_000 + b"</a>" * 50_000))


def test_a_number_beyond_all_numbers_is_refused_by_its_cell(make: Make):
    assert "1E400" in refusal(make('<row r="1"><c r="A1"><v>1E400</v></c></row>'))
    assert "-1E400" in refusal(make('<row r="1"><!-- x --><c r="A1"><v>-1E400</v></c></row>'))


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
)
def test_the_part_that_is_missing_is_named(tmp_path: Path, package_parts, pack, sheet_xml, part: str):
    parts = package_parts(sheet_xml(PLAIN).encode())
    del parts[part]
    assert f"({part}) is missing" in refusal(pack(tmp_path / "book.xlsx", parts))


def test_a_part_name_that_leaves_the_workbook_in_percent_signs_is_refused(
    tmp_path: Path, package_parts, pack, sheet_xml
):
    parts = package_parts(sheet_xml(PLAIN).encode(), extra={"xl/%2e%2e/%2E%2E/evil.xml": b"<x/>"})
    assert "outside" in refusal(pack(tmp_path / "book.xlsx", parts))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name: nothing is tested of them")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    path = tmp_path / "book.xlsx"
    os.mkfifo(path)
    assert "a pipe or a device" in refusal(path)


@pytest.mark.parametrize(
    "cells", ['<row r="1"><c r="' + "Z" * 100_000 + '1"/></row>', '<row r="' + "9" * 100_000 + '"/>']
)
def test_a_sentence_does_not_repeat_an_endless_value(make: Make, cells: str):
    assert len(refusal(make(cells))) < 1_000
