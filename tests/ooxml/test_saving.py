"""Saving changes the cells that were named, and not one byte more; and it changes them wholly or not at all."""

import datetime as dt
import errno
import os
import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ippbook import ooxml

Make = Callable[..., Path]
SHEET = "xl/worksheets/sheet1.xml"


def put(path: Path, *values: tuple[int, int, object], out: Path | None = None, **options: bool) -> ooxml.Saved:
    book = ooxml.open(path)
    edits = ooxml.Edits()
    for row, col, value in values:
        edits.put(book.sheets[0].name, row, col, value, **options)
    return ooxml.save(book, edits, out)


def sheet_of(path: Path, part: str = SHEET) -> str:
    with zipfile.ZipFile(path) as box:
        return box.read(part).decode()


def rows_of(path: Path) -> str:
    return re.search("<sheetData>(.*)</sheetData>", sheet_of(path), re.DOTALL)[1]


def test_all_other_parts_keep_their_bytes_and_headers(rich: Path, tmp_path: Path):
    out = tmp_path / "out.xlsx"
    saved = put(rich, (3, 4, "1688"), out=out)
    assert saved.changed_parts == (SHEET,)
    old, new = rich.read_bytes(), out.read_bytes()
    with zipfile.ZipFile(rich) as left, zipfile.ZipFile(out) as right:
        assert left.namelist() == right.namelist()
        for a, b in zip(left.infolist(), right.infolist(), strict=True):
            if a.filename != SHEET:
                end_a, end_b = (x.header_offset + 30 + len(x.filename) + len(x.extra) + x.compress_size for x in (a, b))
                assert old[a.header_offset : end_a] == new[b.header_offset : end_b]
            assert a.date_time == b.date_time
        assert right.testzip() is None


def test_a_formula_stays_and_its_cached_value_is_the_new_one(rich: Path):
    put(rich, (3, 4, "1688"), (2, 8, 10.5))
    book = ooxml.open(rich)
    assert (book.cell("D3").formula, book.cell("D3").value) == ('=UPPER("x"&Listings[[#This Row],[URL]])', "1688")
    assert (book.cell("H2").formula, book.cell("H2").value) == ("=_xlfn.SEQUENCE(3)", 10.5)
    assert 'cm="1"' in re.search('<c r="H2"[^>]*>', sheet_of(rich))[0]


def test_what_is_the_same_already_is_not_written(rich: Path, tmp_path: Path):
    before = rich.read_bytes()
    saved = put(
        rich,
        (1, 1, "Listing"),
        (2, 1, "L-1"),
        (2, 3, dt.date(2026, 1, 2)),
        (9, 6, "plain bold"),
        (40, 40, None),
        (2, 8, 1),
    )
    assert (saved.changed_cells, saved.changed_parts) == (0, ())
    assert rich.read_bytes() == before
    put(rich, (2, 1, "L-1"), out=tmp_path / "copy.xlsx")
    assert (tmp_path / "copy.xlsx").read_bytes() == before


def test_saving_twice_gives_the_same_bytes(rich: Path):
    values = [(2, 1, "x"), (30, 2, 1.5), (2, 4, "y")]
    put(rich, *values)
    first = rich.read_bytes()
    assert put(rich, *values).changed_cells == 0
    assert rich.read_bytes() == first


@pytest.mark.parametrize(
    ("before", "place", "value", "after"),
    [
        ('<row r="1"><c r="A1" s="4"><v>1</v></c></row>', (1, 1), 2, '<row r="1"><c r="A1" s="4"><v>2</v></c></row>'),
        (
            '<row r="1"><c r="A1" t="s" s="4"><v>0</v></c></row>',
            (1, 1),
            2,
            '<row r="1"><c r="A1" s="4"><v>2</v></c></row>',
        ),
        ('<row r="1"><c r="A1" s="4"/></row>', (1, 1), True, '<row r="1"><c r="A1" s="4" t="b"><v>1</v></c></row>'),
        ('<row r="1"><c r="A1" s="4"><v>1</v></c></row>', (1, 1), None, '<row r="1"><c r="A1" s="4"></c></row>'),
        (
            '<row r="1"><c r="A1"><f>X()</f></c></row>',
            (1, 1),
            "a<",
            '<row r="1"><c r="A1" t="str"><f>X()</f><v>a&lt;</v></c></row>',
        ),
        (
            '<row r="1"><c r="A1" t="str"><f>X()</f><v>a</v></c></row>',
            (1, 1),
            3,
            '<row r="1"><c r="A1"><f>X()</f><v>3</v></c></row>',
        ),
        (
            '<row r="1"><c r="A1" t="str"><f>X()</f><v>a</v></c></row>',
            (1, 1),
            "",
            '<row r="1"><c r="A1" t="str"><f>X()</f><v></v></c></row>',
        ),
        (
            '<row r="1"><c r="A1" t="str" cm="1"><f>X()</f><v>a</v></c></row>',
            (1, 1),
            "b",
            '<row r="1"><c r="A1" t="str" cm="1"><f>X()</f><v>b</v></c></row>',
        ),
        (
            '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>',
            (1, 1),
            1,
            '<row r="1"><c r="A1"><v>1</v></c></row>',
        ),
        (
            '<row r="1"><c r="B1"><v>1</v></c></row>',
            (1, 1),
            2,
            '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><v>1</v></c></row>',
        ),
        (
            '<row r="1"><c r="B1"><v>1</v></c></row>',
            (1, 3),
            2,
            '<row r="1"><c r="B1"><v>1</v></c><c r="C1"><v>2</v></c></row>',
        ),
        (
            '<row r="1" spans="2:2"><c r="B1"><v>1</v></c></row>',
            (1, 3),
            2,
            '<row r="1" spans="2:3"><c r="B1"><v>1</v></c><c r="C1"><v>2</v></c></row>',
        ),
        ('<row r="1" ht="20"/>', (1, 3), 2, '<row r="1" ht="20"><c r="C1"><v>2</v></c></row>'),
        ('<row r="3" ht="20"/>', (1, 3), 2, '<row r="1"><c r="C1"><v>2</v></c></row><row r="3" ht="20"/>'),
        ('<row r="1" ht="20"/>', (3, 3), 2, '<row r="1" ht="20"/><row r="3"><c r="C3"><v>2</v></c></row>'),
        ("<row><c><v>1</v></c><c/></row>", (1, 2), 2, "<row><c><v>1</v></c><c><v>2</v></c></row>"),
        ("<row r='1'><c t='s' r='A1'><v>0</v></c></row>", (1, 1), 2, "<row r='1'><c r='A1'><v>2</v></c></row>"),
        (
            '<row r="1"><c r="A1">\n<!-- a --><v>1</v>\n</c></row>',
            (1, 1),
            2,
            '<row r="1"><c r="A1">\n<!-- a --><v>2</v>\n</c></row>',
        ),
    ],
)
def test_only_the_bytes_of_the_cell_change(make: Make, before: str, place: tuple[int, int], value: object, after: str):
    path = make(before, strings="<si><t>zero</t></si>")
    put(path, (*place, value))
    assert rows_of(path) == after


def test_rows_can_be_added_to_an_empty_sheet_and_the_dimension_grows(make: Make, sheet_xml):
    xml = sheet_xml("", before='<dimension ref="A1"/>')
    for name, sheet in (("open.xlsx", xml), ("closed.xlsx", xml.replace("<sheetData></sheetData>", "<sheetData/>"))):
        path = make(sheet, name=name)
        put(path, (5, 3, "x"), (7, 2, 1))
        assert '<dimension ref="A1:C7"/>' in sheet_of(path)
        assert openpyxl.load_workbook(path)["Sheet1"]["C5"].value == "x"
        assert openpyxl.load_workbook(path)["Sheet1"]["B7"].value == 1


def test_a_dimension_that_was_wrong_stays_when_no_cell_is_added(make: Make, sheet_xml):
    path = make(sheet_xml('<row r="9"><c r="F9"><v>1</v></c></row>', before='<dimension ref="A1"/>'))
    put(path, (9, 6, 2))
    assert '<dimension ref="A1"/>' in sheet_of(path)


@pytest.mark.parametrize("encoding", ["us-ascii", "US-ASCII", "utf-8", "iso-8859-1"])
def test_letters_that_the_encoding_of_a_part_lacks_are_written_so_that_they_come_back(make: Make, encoding: str):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="str"><f>B1</f><v>e</v></c></row></sheetData></worksheet>'
    path = make(text.encode(encoding))
    put(path, (1, 1, "品é"), (1, 2, "品"), (3, 1, "品"))
    assert [openpyxl.load_workbook(path, data_only=True)["Sheet1"][ref].value for ref in ("A1", "B1", "A3")] == [
        "品é",
        "品",
        "品",
    ]
    assert [ooxml.open(path).cell(ref).value for ref in ("A1", "B1", "A3")] == ["品é", "品", "品"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_a_part_keeps_its_encoding_and_prefix(make: Make, encoding: str):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<?xml version="1.0" encoding="{encoding}"?><x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>é</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    path = make(text.encode(encoding))
    put(path, (1, 1, "品é"), (1, 2, 5), (3, 1, "new"))
    assert [openpyxl.load_workbook(path)["Sheet1"][ref].value for ref in ("A1", "B1", "A3")] == ["品é", 5, "new"]
    assert [ooxml.open(path).cell(ref).value for ref in ("A1", "B1", "A3")] == ["品é", 5, "new"]


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 6)),
        st.one_of(
            st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\ufffe\uffff"), max_size=20),
            st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2200, 1, 1)).map(lambda x: x.replace(microsecond=0)),  # noqa: DTZ001 - cells have no zone
        ),
        max_size=20,
    ),
)  # fmt: skip
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=settings().max_examples,
    deadline=None,
)
def test_what_is_put_is_what_openpyxl_and_we_read_back(make: Make, values: dict[tuple[int, int], object]):
    path = make(
        '<row r="2"><c r="B2"><v>5</v></c><c r="D2" t="str"><f>X()</f><v>q</v></c></row><row r="7"/><row r="9"><c r="A9" t="s"><v>0</v></c></row>',
        strings="<si><t>old</t></si>",
    )
    put(path, *((row, col, value) for (row, col), value in values.items()))
    theirs = openpyxl.load_workbook(path, data_only=True)["Sheet1"]
    book = ooxml.open(path)
    for (row, col), value in values.items():
        ours = book.cell(theirs.cell(row, col).coordinate).value
        seen = theirs.cell(row, col).value
        if isinstance(value, dt.datetime):
            serial = openpyxl.utils.datetime.to_excel(value)
            assert ours == pytest.approx(serial, abs=1e-9)
            assert seen == pytest.approx(serial, abs=1e-9)
        elif isinstance(value, str):
            assert ours == value
            assert openpyxl.utils.escape.unescape(seen or "") == value
        else:
            assert ours == value
            assert seen == value


def test_column_edits_write_whole_columns_and_none_leaves_a_blank(rich: Path):
    book = ooxml.open(rich)
    edits = ooxml.Edits()
    edits.put_column("Listings", 4, np.arange(2, 7), ["a", "b", None, "", "e"])
    edits.put_column("Listings", 20, np.array([2, 3]), np.array([1.5, np.nan]))
    edits.put_column("Listings", 21, [2, 3], np.array(["2026-05-01", "NaT"], dtype="datetime64[D]"))
    ooxml.save(book, edits)
    book = ooxml.open(rich)
    assert [book.cell(f"D{row}").value for row in range(2, 7)] == ["a", "b", None, "", "e"]
    assert [book.cell(ref).value for ref in ("T2", "T3", "U2", "U3")] == [1.5, None, 46143, None]


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        ((1, 1), "Other", "header"),
        ((12, 2), "x", "merged cells A12:C13"),
        ((20, 1), "x" * 32_768, "32,767"),
        ((20, 1), "\U0001f600" * 16_384, "32,767"),
        ((20, 1), float("inf"), "infinite"),
        ((1_048_577, 1), 1, "outside"),
        ((20, 1), object(), "type object"),
        ((20, 1), dt.date(1800, 1, 1), "before the first day"),
    ],
)
def test_an_edit_that_would_spoil_the_workbook_is_refused_and_nothing_is_written(
    rich: Path, place: tuple[int, int], value: object, says: str
):
    before = rich.read_bytes()
    with pytest.raises(ooxml.EditError, match=re.escape(says)):
        put(rich, (*place, value))
    assert rich.read_bytes() == before
    assert [path.name for path in rich.parent.iterdir()] == ["rich.xlsx"]


def test_a_text_of_exactly_the_longest_length_is_written(rich: Path):
    put(rich, (20, 1, "x" * 32_767))
    assert len(ooxml.open(rich).cell("A20").value) == 32_767


def test_a_formula_can_be_taken_away_but_not_one_on_which_others_hang(make: Make):
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c><c r="C1"><f t="array" ref="C1:C2">B1:B2</f><v>1</v></c><c r="D1"><f>B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c><c r="C2"><v>1</v></c></row>'
    )
    path = make(rows)
    for row, col in ((1, 1), (1, 3), (2, 3)):
        with pytest.raises(ooxml.EditError, match="in Excel first"):
            put(path, (row, col, 5), replace_formula=True)
    put(path, (1, 4, 1), (2, 1, 1), replace_formula=True)
    assert [ooxml.open(path).cell(ref).formula for ref in ("A1", "A2", "C1", "D1")] == ["=B1", None, "=B1:B2", None]
    put(path, (2, 3, "text"))
    assert '<c r="C2" t="str"><v>text</v></c>' in rows_of(path)


def test_a_removed_formula_leaves_the_calculation_chain(tmp_path: Path, package_parts, pack, sheet_xml):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chain = f'<calcChain xmlns="{main}"><c r="A1" i="1" l="1"/><c r="B1"/></calcChain>'.encode()
    parts = package_parts(
        sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+2</f><v>3</v></c></row>').encode(),
        extra={"xl/calcChain.xml": chain},
    )
    relation = b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/>'
    override = b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>'
    rels, types = parts["xl/_rels/workbook.xml.rels"], parts["[Content_Types].xml"]
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(b"</Relationships>", relation + b"</Relationships>")
    parts["[Content_Types].xml"] = types.replace(b"</Types>", override + b"</Types>")
    path = pack(tmp_path / "book.xlsx", parts)
    put(path, (1, 1, 9), replace_formula=True)
    assert sheet_of(path, "xl/calcChain.xml") == f'<calcChain xmlns="{main}"><c i="1" r="B1"/></calcChain>'
    put(path, (1, 2, 9), replace_formula=True)
    with zipfile.ZipFile(path) as box:
        assert "xl/calcChain.xml" not in box.namelist()
        assert box.read("xl/_rels/workbook.xml.rels") == rels
        assert box.read("[Content_Types].xml") == types
        assert box.testzip() is None


def test_rows_out_of_order_are_read_but_not_written(make: Make):
    path = make('<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>')
    assert ooxml.open(path).cell("A1").value == 1
    with pytest.raises(ooxml.EditError, match="not in order"):
        put(path, (1, 1, 5))


@pytest.mark.parametrize(
    ("lock", "program"),
    [("~$rich.xlsx", "Excel"), (".~lock.rich.xlsx#", "LibreOffice"), (".~rich.xlsx", "WPS Office")],
)
def test_a_file_that_is_open_elsewhere_is_not_written_unless_forced(rich: Path, lock: str, program: str):
    (rich.parent / lock).write_text("somebody")
    before = rich.read_bytes()
    with pytest.raises(ooxml.LockedError, match=program):
        put(rich, (2, 1, "x"))
    assert rich.read_bytes() == before
    book = ooxml.open(rich)
    edits = ooxml.Edits()
    edits.put("Listings", 2, 1, "x")
    assert ooxml.save(book, edits, force=True).changed_cells == 1


def test_a_file_that_changed_since_it_was_read_is_not_overwritten(rich: Path):
    book = ooxml.open(rich)
    put(rich, (2, 1, "theirs"))
    theirs = rich.read_bytes()
    edits = ooxml.Edits()
    edits.put("Listings", 2, 1, "ours")
    with pytest.raises(ooxml.LockedError, match="changed since"):
        ooxml.save(book, edits)
    assert rich.read_bytes() == theirs
    rich.unlink()
    with pytest.raises(ooxml.LockedError, match="moved or removed"):
        book.read("Listings")


def test_a_read_only_file_and_a_missing_folder_are_refused(rich: Path, tmp_path: Path):
    rich.chmod(0o444)
    with pytest.raises(ooxml.LockedError, match="read-only"):
        put(rich, (2, 1, "x"))
    with pytest.raises(ooxml.LockedError, match="does not exist"):
        put(rich, (2, 1, "x"), out=tmp_path / "none" / "out.xlsx")
    with pytest.raises(ooxml.LockedError, match="is a folder"):
        put(rich, (2, 1, "x"), out=tmp_path)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_leaves_the_old_file_and_no_other(rich: Path, monkeypatch: pytest.MonkeyPatch, code: int):
    before = rich.read_bytes()

    def fail(_: int) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ooxml.LockedError, match="disk is full" if code == errno.ENOSPC else "cannot be written"):
        put(rich, (2, 1, "x"))
    assert rich.read_bytes() == before
    assert [path.name for path in rich.parent.iterdir()] == ["rich.xlsx"]


def test_the_mode_of_the_file_stays_and_a_link_is_written_through(rich: Path, tmp_path: Path):
    rich.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(rich)
    put(link, (2, 1, "x"))
    assert link.is_symlink()
    assert stat.S_IMODE(rich.stat().st_mode) == 0o640
    assert ooxml.open(rich).cell("A2").value == "x"


def test_zip64_descriptors_comments_stored_parts_and_a_prefix_are_kept(tmp_path: Path, package_parts, sheet_xml):
    class Pipe:
        """A file that cannot seek makes zipfile write descriptors."""

        def __init__(self, path: Path) -> None:
            self.file = path.open("wb")

        def write(self, data: bytes) -> int:
            return self.file.write(data)

        def flush(self) -> None:
            self.file.flush()

    path = tmp_path / "book.xlsx"
    pipe = Pipe(path)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in package_parts(
            sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').encode(), extra={"docProps/x.bin": b"stored"}
        ).items():
            info = zipfile.ZipInfo(name, (2020, 1, 2, 3, 4, 6))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(("bin", "sheet1.xml")) else zipfile.ZIP_DEFLATED
            info.comment = b"why"
            with box.open(info, "w", force_zip64=True) as out:
                out.write(data)
        box.comment = b"the whole"
    pipe.file.close()
    path.write_bytes(b"PREFIX" + path.read_bytes())
    put(path, (1, 1, 2), (5, 5, "new"))
    assert path.read_bytes().startswith(b"PREFIX")
    with zipfile.ZipFile(path) as box:
        assert box.testzip() is None
        assert box.comment == b"the whole"
        assert {info.comment for info in box.infolist()} == {b"why"}
        assert box.getinfo(SHEET).compress_type == zipfile.ZIP_STORED
    assert openpyxl.load_workbook(path)["Sheet1"]["E5"].value == "new"


def test_a_signed_workbook_is_marked_with_a_warning(tmp_path: Path, package_parts, pack, sheet_xml):
    book = ooxml.open(
        pack(tmp_path / "book.xlsx", package_parts(sheet_xml("").encode(), extra={"_xmlsignatures/origin.sigs": b""}))
    )
    assert book.signed
    assert "signature" in book.warnings[0]


@pytest.mark.hosts
def test_libreoffice_opens_the_result_and_shows_the_values(rich: Path, tmp_path: Path):
    office = shutil.which("soffice")
    assert office is not None
    put(rich, (20, 1, "new <row> & 品牌"), (2, 4, "cached"), (3, 3, 46100))
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1",
        "--outdir",
        str(tmp_path),
        str(rich),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    lines = (tmp_path / "rich.csv").read_text(encoding="utf-8").splitlines()
    assert lines[19].startswith('"new <row> & 品牌"')
    assert ",46100," in lines[2]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_device_or_pipe_is_never_replaced_by_a_workbook(rich: Path, tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ooxml.WorkbookError, match="device"):
        put(rich, (3, 4, "1688"), out=pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.excel_repairs("the ending is the wrong one")
def test_an_ending_that_excel_would_refuse_is_warned_of_and_the_right_one_is_not(rich: Path, tmp_path: Path):
    assert "name it out.xlsx" in put(rich, (3, 4, "1688"), out=tmp_path / "out.xlsm").warnings[0]
    assert put(rich, (3, 4, "1688"), out=tmp_path / "out.xlsx").warnings == ()
