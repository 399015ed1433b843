"""The two files: what is in them, that it is safe, and that other programs find in them what we put there."""

import posixpath
import re
import struct
import warnings
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import olefile
import openpyxl
import pytest
from lxml import etree
from pyopenvba import ExcelFile
from pyopenvba.integrity import check_file

from ippbook import pipeline
from ippbook.workbook_builder import vba
from ippbook.workbook_builder.sample import SAMPLE_DAY
from ippbook.workbook_builder.vba.golden import golden, write_golden
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK, SETTINGS
from ippbook.workbook_builder.vba.modules import handwritten, modules

ROOT = Path(__file__).parents[3]
HOST = {".xlsm": BOOK, ".xlam": ADDIN}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def as_stored(source):
    """A module as a project stores it: without the preamble of an exported class, with the line that makes it one."""
    if not source.startswith("VERSION"):
        return source
    body = source.partition("\r\nEND\r\n")[2]
    first, _, rest = body.partition("\r\n")
    return f'{first}\r\nAttribute VB_Base = "0{{FCFB3D2A-A0FA-1068-A738-08002B3371B5}}"\r\n{rest}'


def read_by_olevba(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses names that its parser library has put away
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
        try:
            return {stream.rpartition("/")[2]: code for _, stream, _, code in parser.extract_macros()}
        finally:
            parser.close()


def test_olevba_reads_every_module_back_as_it_was_written(either):
    found = read_by_olevba(either)
    wanted = {name: as_stored(source) for name, source in modules(HOST[either.suffix]).items()}
    assert {name: found[name] for name in wanted} == wanted
    documents = {name: code for name, code in found.items() if name not in wanted}
    header, _, body = documents.pop("ThisWorkbook").partition("Option Explicit")
    assert "Option Explicit" + body == handwritten("ThisWorkbook.cls")
    assert all(line.startswith("Attribute VB_") for line in header.splitlines())
    # A sheet's module holds its attributes and no code.
    assert all(re.fullmatch(r"(Attribute VB_.*\r\n)+", code) for code in documents.values())


def test_olevba_reads_the_text_in_the_folder_of_generated_modules(built):
    found = read_by_olevba(built[".xlsm"])
    folder = ROOT / "macros"
    for path in [*(folder / "generated").glob("*.bas"), folder / "IppBook.bas"]:
        if not path.name.endswith(".addin.bas"):
            assert found[path.stem].encode() == path.read_bytes()


def test_the_packers_own_checker_finds_nothing(either):
    report = check_file(either)
    assert report.issues == ()
    assert report.complete
    with ExcelFile(either) as book:
        assert book.validate() == []


def test_the_project_holds_source_alone_so_that_every_excel_compiles_it(either, parts):
    """[MS-OVBA] 2.3.4.1 and 1.6: an Excel whose version stands in it would take what lies there for compiled code."""
    container = olefile.OleFileIO(BytesIO(parts(either)["xl/vbaProject.bin"]))
    told = container.openstream("VBA/_VBA_PROJECT").read()
    reserved, version = struct.unpack_from("<HH", told)
    assert (reserved, version, len(told)) == (0x61CC, 0xFFFF, 7)
    assert not [
        name for _, name in filter(lambda each: len(each) > 1, container.listdir()) if name.startswith("__SRP_")
    ]
    with ExcelFile(either) as book:
        for module in book.vba_project().modules:
            assert (module.text_offset, module.prefix_bytes) == (0, b""), module.name


def test_every_sheet_has_a_document_module_of_its_code_name(either, parts):
    found = parts(either)
    names = [etree.fromstring(found["xl/workbook.xml"]).find(f"{MAIN}workbookPr").get("codeName")]
    sheets = [name for name in found if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    names += [etree.fromstring(found[name]).find(f"{MAIN}sheetPr").get("codeName") for name in sheets]
    with ExcelFile(either) as book:
        stream = book._get_cfb().get_stream("PROJECT").decode("ascii")
    assert sorted(re.findall(r"^Document=(\w+)/", stream, re.MULTILINE)) == sorted(names)
    assert len(set(names)) == len(names) >= 3


def test_the_kind_of_each_file_is_what_its_ending_says(built, parts):
    for ending, kind in ((".xlsm", "sheet"), (".xlam", "addin")):
        types = etree.fromstring(parts(built[ending])["[Content_Types].xml"])
        (main,) = [each.get("ContentType") for each in types if each.get("PartName") == "/xl/workbook.xml"]
        assert main == f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml"
        assert [each.get("ContentType") for each in types if each.get("Extension") == "bin"] == [
            "application/vnd.ms-office.vbaProject"
        ]


def test_every_relationship_leads_to_a_part_and_every_part_has_a_type(either, parts):
    found = parts(either)
    for name, data in found.items():
        if not name.endswith(".rels"):
            continue
        folder, _, owner = name.partition("_rels/")
        assert folder + owner.removesuffix(".rels") in {*found, ""}
        relations = etree.fromstring(data)
        assert len({each.get("Id") for each in relations}) == len(relations)
        for each in relations:
            assert each.get("TargetMode") != "External", each.get("Target")
            target = unquote(each.get("Target"))
            place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(folder + target)
            assert place in found, f"{name}: {target}"
    types = etree.fromstring(found["[Content_Types].xml"])
    endings = {each.get("Extension") for each in types if each.get("Extension")}
    named = {each.get("PartName").lstrip("/") for each in types if each.get("PartName")}
    assert named <= set(found)
    assert {name for name in found if name != "[Content_Types].xml"} <= named | {
        n for n in found if n.rpartition(".")[2] in endings
    }


def test_the_package_is_plain_and_the_same_on_every_day_and_machine(either):
    with zipfile.ZipFile(either) as package:
        names = [entry.filename for entry in package.infolist()]
        assert len(set(map(str.lower, names))) == len(names)
        assert not [name for name in names if name.startswith(("/", "\\")) or ".." in name or ":" in name]
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.testzip() is None


def test_every_part_that_says_xml_is_xml_without_a_document_type(either, parts):
    for name, data in parts(either).items():
        if name.endswith((".xml", ".rels", ".vml")):
            assert etree.fromstring(data).getroottree().docinfo.doctype == "", name


def test_nothing_in_the_files_names_a_licence_key_or_the_machine_that_built_them(either, parts):
    machine = [re.escape(str(place).encode()) for place in (ROOT, Path.home())]
    wrong = b"|".join([rb"LICENSE_KEY|noncommercial|xlwings\.pro|/home/|[A-Z]:\\Users|absPath", *machine])
    for data in [*parts(either).values(), *(code.encode() for code in read_by_olevba(either).values())]:
        assert not re.search(wrong, data)


def test_building_twice_gives_the_same_bytes(built, tmp_path):
    # The sample in it is compared with the committed file; drawing it twice is a test of the sample.
    for name in ("one.xlsm", "other.xlsm"):
        vba.workbook(tmp_path / name)
    vba.addin(tmp_path / "again.xlam")
    assert (tmp_path / "one.xlsm").read_bytes() == (tmp_path / "other.xlsm").read_bytes()
    assert (tmp_path / "again.xlam").read_bytes() == built[".xlam"].read_bytes()


def test_the_committed_files_are_what_the_declarations_build(either, committed, parts):
    # Part by part: the same parts may be compressed into other bytes by another zlib.
    fresh, stands = parts(either), parts(committed / either.name)
    assert list(stands) == list(fresh)
    assert [name for name in fresh if fresh[name] != stands[name]] == [], "run: make workbook"


def test_the_committed_texts_are_what_the_declarations_give():
    folder = ROOT / "macros" / "generated"
    stands = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert stands == dict(golden()), "run: make workbook"


def test_files_without_a_declaration_are_deleted_from_the_folder(tmp_path):
    (tmp_path / "IppBookOld.bas").write_text("old")
    write_golden(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(golden())


@pytest.mark.parametrize("name", [*golden(), "../IppBook.bas", "../ThisWorkbook.cls"])
def test_the_committed_vba_is_ascii_with_crlf(name):
    data = (ROOT / "macros" / "generated" / name).read_bytes()
    if name.endswith(".xml"):
        return
    data.decode("ascii")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r") > 0


def by_openpyxl(path):
    """The file as openpyxl reads it, which knows no add-ins: an add-in under the kind of a workbook."""
    copy = BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            target.writestr(
                entry, data.replace(b"ms-excel.addin.", b"ms-excel.sheet.") if "Types" in entry.filename else data
            )
    return openpyxl.load_workbook(copy)


@pytest.fixture(scope="module")
def opened(built):
    """Ending -> the file as openpyxl reads it."""
    return {ending: by_openpyxl(path) for ending, path in built.items()}


def test_openpyxl_reads_the_settings_from_the_hidden_sheet(either, opened):
    book = opened[either.suffix]
    sheet = book[HOST[either.suffix].settings_sheet]
    assert sheet.sheet_state == "hidden"
    assert {row[0].value: row[1].value or "" for row in sheet.iter_rows(max_col=2)} == dict(SETTINGS)
    # xlwings' VBA reads from A1 down to the first blank.
    assert [row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value] == list(range(1, len(SETTINGS) + 1))
    assert all(cell.data_type in "sn" and not isinstance(cell.value, bool) for row in sheet.iter_rows() for cell in row)


def test_openpyxl_saves_the_workbook_with_every_module_in_it(built, tmp_path):
    book = openpyxl.load_workbook(built[".xlsm"], keep_vba=True)
    book.save(tmp_path / "saved.xlsm")
    book.vba_archive.close()
    assert read_by_olevba(tmp_path / "saved.xlsm") == read_by_olevba(built[".xlsm"])


def test_the_workbook_shows_what_the_sample_without_macros_shows(opened, sample_book):
    ours = opened[".xlsm"]
    assert ours.sheetnames == [*sample_book.sheetnames, "xlwings.conf"]
    for name in sample_book.sheetnames[1:]:
        one, other = ([cell for row in book[name].values for cell in row] for book in (ours, sample_book))
        assert len(one) == len(other)
        # An array formula is an object of openpyxl, which compares by identity.
        pairs = zip(
            (getattr(cell, "text", cell) for cell in one), (getattr(cell, "text", cell) for cell in other), strict=True
        )
        different = [(with_buttons, without) for with_buttons, without in pairs if with_buttons != without]
        assert bool(different) == (name in {"Guide", "Good-Faith", "Charts"}), name
        for with_buttons, without in different:  # how to start a step: by its button, or by its command
            assert with_buttons in {"Buttons", "By command"} or re.search(
                r"[Cc]lick|by command|no button", with_buttons
            )
            assert without in {"Buttons", "Commands"} or re.search(r"[Rr]un ippbook|“Run”|add-in of ippbook", without)
    assert not [name for name in ours.sheetnames if name.endswith(".py")]


def test_the_add_in_shows_no_data_and_has_one_sheet_that_is_not_hidden(opened):
    book = opened[".xlam"]
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [("ippbook", "visible"), ("ippbook.conf", "hidden")]
    assert [cell.value for row in book["ippbook"].iter_rows() for cell in row if cell.value is not None] == []


def test_recalculation_keeps_the_macros_and_the_ribbon_byte_for_byte(built, tmp_path, parts, ippbook):
    out = tmp_path / "later.xlsm"
    ran = ippbook("recalc", built[".xlsm"], "-o", out, "--as-of", "2026-12-24", "--fail-on", "never")
    assert ran.code == 0, ran.err
    before, after = parts(built[".xlsm"]), parts(out)
    changed = {name for name in before if before[name] != after[name]}
    assert changed, "another day gives other findings"
    # Charts keep the values that they show, so they change with the figures.
    shown = ("xl/worksheets/sheet", "xl/sharedStrings", "xl/tables/", "xl/charts/chart")
    assert all(name.startswith(shown) for name in changed)
    assert set(after) == set(before)


def test_the_workbook_is_up_to_date_as_built(built):
    done = pipeline.recalculate(built[".xlsm"], built[".xlsm"], today=SAMPLE_DAY, write=False)
    assert done.changed == 0


def test_new_makes_a_workbook_with_macros_that_check_reads(ippbook, tmp_path, parts):
    path = tmp_path / "team.xlsm"
    ran = ippbook("new", path)
    assert ran.code == 0, ran.err
    assert "xl/vbaProject.bin" in parts(path)
    assert "customUI/customUI14.xml" in parts(path)
    assert check_file(path).issues == ()
    assert {each.code for each in pipeline.check(path, None, today=date(2026, 11, 23)).findings} == {"TB301"}, "no rows"
    assert ippbook("new", path).code == 2


def test_new_live_writes_formulas_by_the_names_that_the_macros_have(ippbook, tmp_path):
    path = tmp_path / "team.xlsm"
    assert ippbook("new", path, "--live").code == 0
    book = openpyxl.load_workbook(path)
    formulas = [str(value) for row in book["Listings"].values for value in row if str(value).startswith("=IPP_")]
    assert formulas
    with ExcelFile(path) as file:
        known = set(re.findall(r"^Function (\w+)\(", file.get_module("IppBookFunctions"), re.MULTILINE))
    assert {name for formula in formulas for name in re.findall(r"IPP_\w+(?=\()", formula)} <= known


@pytest.mark.parametrize("name", ["team.xlam", "team.xlsb", "team.xls", "team"])
def test_new_under_another_ending_is_refused_and_says_which_there_are(ippbook, tmp_path, name):
    ran = ippbook("new", tmp_path / name)
    assert ran.code == 2
    assert ".xlsx" in ran.err
    assert ".xlsm" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", ["pyopenvba", "xlwings"])
def test_without_the_extra_new_says_what_to_install_and_writes_nothing(ippbook, tmp_path, monkeypatch, missing):
    import importlib.util
    import sys

    found = importlib.util.find_spec
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == missing else found(name, *rest)
    )
    ran = ippbook("new", tmp_path / "team.xlsm")
    assert ran.code == 2
    assert "pip install ippbook[excel]" in ran.err
    assert not list(tmp_path.iterdir())


def test_excel_does_not_recalculate_the_files_on_opening(either, parts):
    told = re.search(rb"<calcPr ([^>]*)/>", parts(either)["xl/workbook.xml"])[1]
    assert b"fullCalcOnLoad" not in told
    assert int(re.search(rb'calcId="(\d+)"', told)[1]) >= 191029
