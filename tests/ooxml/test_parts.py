"""Whole parts go in and out of a workbook, and every other part, and nearly every byte of the lists, stays as it was."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from ippbook import ooxml

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

KIND = "http://schemas.microsoft.com/office/2011/relationships/webextension"
PANES, PANE = "xl/webextensions/taskpanes.xml", "xl/webextensions/webextension1.xml"
PANES_TYPE = "application/vnd.ms-office.webextensiontaskpanes+xml"
PANE_TYPE = "application/vnd.ms-office.webextension+xml"
PANES_XML = b'<p:taskpanes xmlns:p="urn:p" xmlns:r="urn:r"><p:ref r:id="rId1"/></p:taskpanes>'
PANE_XML = b'<w:webextension xmlns:w="urn:w"/>'
MACROS = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def panes() -> ooxml.Parts:
    """The parts that an add-in for Office keeps in a workbook."""
    parts = ooxml.Parts()
    parts.put(PANES, PANES_XML, content_type=PANES_TYPE, owner="", relation=KIND + "taskpanes")
    parts.put(PANE, PANE_XML, content_type=PANE_TYPE, owner=PANES, relation=KIND, relation_id="rId1")
    return parts


def without(*names: str) -> ooxml.Parts:
    parts = ooxml.Parts()
    for name in names:
        parts.remove(name)
    return parts


def saved(path: Path, parts: ooxml.Parts, out: Path | None = None) -> ooxml.Saved:
    return ooxml.save(ooxml.open(path), ooxml.Edits(), out, parts=parts)


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as box:
        assert box.testzip() is None
        return {name: box.read(name) for name in box.namelist()}


def raw_members(path: Path) -> dict[str, bytes]:
    """Header and packed bytes of each member."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as box:
        return {
            info.filename: data[info.header_offset :][: 30 + len(info.filename) + len(info.extra) + info.compress_size]
            for info in box.infolist()
        }


def test_parts_come_with_their_type_and_relationship_and_all_else_keeps_its_bytes(rich: Path, tmp_path: Path):
    out = tmp_path / "out.xlsx"
    told = saved(rich, panes(), out)
    old, new = contents(rich), contents(out)
    lists = {"[Content_Types].xml", "_rels/.rels"}
    added = {PANES: PANES_XML, PANE: PANE_XML}
    rels = "xl/webextensions/_rels/taskpanes.xml.rels"
    assert new.keys() == old.keys() | added.keys() | {rels}
    assert set(told.changed_parts) == lists | added.keys() | {rels}
    assert {name: new[name] for name in added} == added
    before, after = raw_members(rich), raw_members(out)
    assert {name for name in before if before[name] != after[name]} == lists
    types = {node.get("PartName"): node.get("ContentType") for node in etree.fromstring(new["[Content_Types].xml"])}
    assert (types["/" + PANES], types["/" + PANE]) == (PANES_TYPE, PANE_TYPE)
    top = [(node.get("Type"), node.get("Target")) for node in etree.fromstring(new["_rels/.rels"])]
    assert (KIND + "taskpanes", PANES) in top
    assert [dict(node.attrib) for node in etree.fromstring(new[rels])] == [
        {"Id": "rId1", "Type": KIND, "Target": "webextension1.xml"}
    ]
    book = ooxml.open(out)
    assert book.part(PANE) == PANE_XML
    assert book.related(PANES) == {"rId1": ooxml.Relation(KIND, PANE)}
    assert ooxml.open(rich).part(PANE) is None
    assert ooxml.open(rich).related(PANES) == {}
    assert openpyxl.load_workbook(out).sheetnames == ["Listings", "Ours"]


@pytest.mark.parametrize("order", [(PANES, PANE), (PANE, PANES)])
def test_what_was_put_in_and_taken_out_leaves_every_part_as_it_was(rich: Path, order: tuple[str, str]):
    before = contents(rich)
    saved(rich, panes())
    saved(rich, without(*order))
    assert contents(rich) == before
    assert list(contents(rich)) == list(before)


def test_putting_the_same_twice_or_taking_out_what_is_not_there_touches_no_byte(rich: Path):
    saved(rich, without(PANES, PANE))
    untouched = rich.read_bytes()
    saved(rich, panes())
    before = rich.read_bytes()
    assert before != untouched
    assert saved(rich, panes()).changed_parts == ()
    assert rich.read_bytes() == before
    again = panes()
    again.remove(PANE)
    again.remove(PANES)
    again.steps += panes().steps
    assert set(saved(rich, again).changed_parts) <= {"[Content_Types].xml", "_rels/.rels"}
    assert {name: contents(rich)[name] for name in (PANES, PANE)} == {PANES: PANES_XML, PANE: PANE_XML}


def test_a_part_that_is_replaced_keeps_its_type_and_its_relationship(rich: Path):
    saved(rich, panes())
    before = raw_members(rich)
    other = ooxml.Parts()
    other.put(PANE.upper(), b"<w/>")
    assert saved(rich, other).changed_parts == (PANE,)
    after = raw_members(rich)
    assert {name for name in before if before[name] != after[name]} == {PANE}
    assert contents(rich)[PANE] == b"<w/>"


@pytest.mark.excel_repairs("its macros are two bytes")
def test_a_workbook_gets_macros_and_the_ending_that_excel_wants_is_said(rich: Path, tmp_path: Path):
    out = tmp_path / "out.xlsm"
    parts = ooxml.Parts()
    parts.put(
        "xl/vbaProject.bin", b"\xd0\xcf", content_type="application/vnd.ms-office.vbaProject", owner="xl/workbook.xml", relation=MACROS
    )  # fmt: skip
    parts.retype("xl/workbook.xml", WITH_MACROS)
    assert saved(rich, parts, out).warnings == ()
    assert "name it wrong.xlsm" in saved(rich, parts, tmp_path / "wrong.xlsx").warnings[0]
    book = ooxml.open(out)
    assert book.ending == ".xlsm"
    found = [name for name, relation in book.related("xl/workbook.xml").items() if relation.kind == MACROS]
    ids = [node.get("Id") for node in etree.fromstring(contents(out)["xl/_rels/workbook.xml.rels"])]
    assert len(found) == 1
    assert len(ids) == len(set(ids))
    back = without("xl/vbaProject.bin")
    back.retype("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
    saved(out, back, tmp_path / "back.xlsx")
    assert contents(tmp_path / "back.xlsx") == contents(rich)


def test_a_part_whose_ending_has_a_type_needs_none_and_gets_no_other(rich: Path):
    types = contents(rich)["[Content_Types].xml"]
    parts = ooxml.Parts()
    parts.put("customUI/customUI.xml", b"<customUI/>", owner="", relation="urn:extensibility")
    assert "[Content_Types].xml" not in saved(rich, parts).changed_parts
    parts.put("customUI/customUI14.xml", b"<customUI/>", content_type="application/xml")
    saved(rich, parts)
    assert contents(rich)["[Content_Types].xml"] == types


def test_an_id_that_is_asked_for_is_given_beside_the_one_that_is_there(rich: Path):
    saved(rich, panes())
    parts = ooxml.Parts()
    parts.put(PANE, PANE_XML, owner=PANES, relation=KIND, relation_id="rId7")
    saved(rich, parts)
    assert ooxml.open(rich).related(PANES) == {name: ooxml.Relation(KIND, PANE) for name in ("rId1", "rId7")}


def test_cells_and_parts_are_saved_in_one_go(rich: Path):
    book = ooxml.open(rich)
    edits = ooxml.Edits()
    edits.put("Listings", 20, 1, "new")
    told = ooxml.save(book, edits, parts=panes())
    assert told.changed_cells == 1
    assert (ooxml.open(rich).cell("A20").value, ooxml.open(rich).part(PANE)) == ("new", PANE_XML)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (lambda parts: parts.put("/xl/a.xml", b"<a/>"), "not a name for a part"),
        (lambda parts: parts.put("xl/../../a.xml", b"<a/>"), "not a name for a part"),
        (lambda parts: parts.put("xl\\a.xml", b"<a/>"), "not a name for a part"),
        (lambda parts: parts.put("xl//a.xml", b"<a/>"), "not a name for a part"),
        (lambda parts: parts.put("xl/ä.xml", b"<a/>"), "not a name for a part"),
        (lambda parts: parts.put("xl/a.", b"<a/>"), "not a name for a part"),
        (lambda parts: parts.put("", b""), "not a name for a part"),
        (lambda parts: parts.put("[content_types].xml", b"<a/>"), "not a name for a part"),
        (lambda parts: parts.put("xl/_rels/workbook.xml.rels", b"<a/>"), "kept by the package"),
        (lambda parts: parts.remove("_rels/.rels"), "kept by the package"),
        (lambda parts: parts.put("xl/a.xml", b"<a>"), "not well-formed"),
        (lambda parts: parts.put("xl/a.xml", b"<!DOCTYPE a><a/>"), "document type"),
        (lambda parts: parts.put("xl/a.xml", b"<a/>", owner=""), "go together"),
        (lambda parts: parts.put("xl/a.xml", b"<a/>", owner="", relation="urn:a", relation_id='"'), "not an id"),
        (lambda parts: parts.put("xl/a.strange", b""), "give its content type"),
        (lambda parts: parts.put("xl/a.xml", b"<a/>", owner="xl/b.xml", relation="urn:a"), "'xl/b.xml', which is to name"),
        (lambda parts: parts.put("xl/a.xml", b"<a/>", owner="", relation="urn:a", relation_id="rId1"), "another id"),
        (lambda parts: parts.retype("xl/a.xml", "text/plain"), "no part 'xl/a.xml'"),
        (lambda parts: parts.remove("xl/workbook.xml"), "needs its part"),
        (lambda parts: parts.remove("XL/worksheets/sheet2.xml"), "needs its part"),
        (lambda parts: parts.remove("xl/sharedStrings.xml"), "needs its part"),
        (lambda parts: parts.remove("xl/tables/table1.xml"), "still names 'rId"),
        (lambda parts: parts.put("xl/worksheets/sheet1.xml", b"<a/>"), "cell by cell"),
    ],
)  # fmt: skip
def test_what_would_spoil_the_package_is_refused_and_nothing_is_written(
    rich: Path, step: Callable[[ooxml.Parts], None], says: str
):
    before = rich.read_bytes()
    parts, edits = ooxml.Parts(), ooxml.Edits()
    edits.put("Listings", 20, 1, "new")

    def spoil() -> None:
        step(parts)
        ooxml.save(ooxml.open(rich), edits, parts=parts)

    with pytest.raises(ooxml.WorkbookError, match=re.escape(says)):
        spoil()
    assert rich.read_bytes() == before
    assert [path.name for path in rich.parent.iterdir()] == [rich.name]


def test_a_file_that_is_open_or_changed_meanwhile_gets_no_part(rich: Path):
    lock = rich.parent / f"~${rich.name}"
    lock.write_text("somebody")
    with pytest.raises(ooxml.LockedError, match="open in Excel"):
        saved(rich, panes())
    lock.unlink()
    book = ooxml.open(rich)
    saved(rich, panes())
    theirs = rich.read_bytes()
    with pytest.raises(ooxml.LockedError, match="changed since"):
        ooxml.save(book, ooxml.Edits(), parts=without(PANES, PANE))
    assert rich.read_bytes() == theirs


def test_lists_with_prefixes_single_quotes_and_comments_keep_them(tmp_path: Path, package_parts, pack, sheet_xml):
    parts = package_parts(sheet_xml("").encode())
    types = parts["[Content_Types].xml"].decode()
    types = re.sub(r"<(/?)(Types|Default|Override)", r"<\1t:\2", types).replace("xmlns=", "xmlns:t=").replace('"', "'")
    parts["[Content_Types].xml"] = types.replace("</t:Types>", "<!-- ours -->\n</t:Types>").encode()
    path = pack(tmp_path / "odd.xlsx", parts)
    before = contents(path)
    saved(path, panes())
    now = contents(path)["[Content_Types].xml"].decode()
    assert f'<!-- ours -->\n<t:Override PartName="/{PANES}" ContentType="{PANES_TYPE}"/>' in now
    assert ooxml.open(path).part(PANE) == PANE_XML
    saved(path, without(PANE, PANES))
    assert contents(path) == before


def test_a_sheet_without_relationships_gets_them_and_loses_them_again(rich: Path):
    before = contents(rich)
    sheet = "xl/worksheets/sheet2.xml"
    parts = ooxml.Parts()
    parts.put("customXml/item1.xml", b"<a/>", owner=sheet, relation="urn:a")
    saved(rich, parts)
    assert ooxml.open(rich).related(sheet) == {"rId1": ooxml.Relation("urn:a", "customXml/item1.xml")}
    assert b'Target="../../customXml/item1.xml"' in contents(rich)["xl/worksheets/_rels/sheet2.xml.rels"]
    saved(rich, without("customXml/item1.xml"))
    assert contents(rich) == before


def test_a_zip_with_a_comment_and_bytes_before_it_takes_new_parts(rich: Path):
    with zipfile.ZipFile(rich, "a") as box:
        box.comment = b"the whole"
    rich.write_bytes(b"PREFIX" + rich.read_bytes())
    before = contents(rich)
    saved(rich, panes())
    assert rich.read_bytes().startswith(b"PREFIX")
    with zipfile.ZipFile(rich) as box:
        assert box.comment == b"the whole"
    assert contents(rich)[PANE] == PANE_XML
    saved(rich, without(PANES, PANE))
    assert contents(rich) == before


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,4}/[a-zA-Z0-9&'+,;=@!~._-]{0,6}[a-z]\.(xml|bin)", fullmatch=True),
        st.binary(max_size=40),
        max_size=6,
    )
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples, deadline=None
)
def test_any_parts_go_in_as_they_are_and_come_out_without_a_trace(rich: Path, given_parts: dict[str, bytes]):
    wanted = {name.casefold(): (name, data) for name, data in given_parts.items()}
    before = contents(rich)
    parts = ooxml.Parts()
    for name, data in wanted.values():
        body = b"<a>" + data.hex().encode() + b"</a>" if name.endswith("xml") else data
        parts.put(name, body, content_type="application/x-any", owner="", relation="urn:any")
    saved(rich, parts)
    now = contents(rich)
    assert len(now) == len(before) + len(wanted)
    related = [relation.target for relation in ooxml.open(rich).related().values() if relation.kind == "urn:any"]
    assert sorted(related) == sorted(name for name, _ in wanted.values())
    for name, data in wanted.values():
        assert now[name] == (b"<a>" + data.hex().encode() + b"</a>" if name.endswith("xml") else data)
    saved(rich, without(*(name for name, _ in wanted.values())))
    assert contents(rich) == before


@pytest.mark.hosts
def test_libreoffice_opens_a_workbook_with_parts_that_it_does_not_know(rich: Path, tmp_path: Path):
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is missing: install soffice"
    saved(rich, panes())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(rich)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "rich.csv").read_text(encoding="utf-8").startswith("Listing,URL,Seen,Platform")
