"""However a file is spelled or broken, verification says the same of it or refuses it in a sentence; it never fails."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ippbook.ooxml import WorkbookError
from ippbook.verification import verify

SHEET = "xl/worksheets/sheet1.xml"


def codes(path: Path) -> set[str]:
    return {fault.code for fault in verify(path)}


def prefixed(data: bytes) -> bytes:
    text = re.sub(rb"<(/?)(?!xm:|x14:)([A-Za-z])", rb"<\1x:\2", data.partition(b"?>")[2])
    return text.replace(b'xmlns="', b'xmlns:x="', 1)


def without_references(data: bytes) -> bytes:
    """The sheet with only those cells that the order alone places."""
    first = b'<c t="inlineStr"><is><t>Listing</t></is></c><c t="inlineStr"><is><t>URL</t></is></c><c t="inlineStr"><is><t>Twice</t></is></c>'
    row = b"<row>" + first + b"</row>" + b"<row><c><v>1</v></c></row>" * 4
    head, _, rest = data.partition(b"<sheetData>")
    return (
        re.sub(rb"<dimension[^>]*>", b"", head)
        + b"<sheetData>"
        + row
        + b"</sheetData>"
        + rest.partition(b"</sheetData>")[2]
    )


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        (b"", b"", set()),
        (b'<c r="E1" s="1">', b'<c r="E1" s="99">', {"XV136"}),
        (b"<v>1.5</v>", b"<v>1,5</v>", {"XV134"}),
        (b"[1]Other!A1", b"[1]Other!A1)", {"XV191"}),
        (b'<row r="12"', b'<row r="3"', {"XV131", "XV132"}),
    ],
)
def test_a_sheet_with_prefixes_or_another_order_of_attributes_is_read_alike(
    good_parts: dict[str, bytes], package: Callable[..., Path], old: bytes, new: bytes, seen: set[str]
):
    changed = good_parts[SHEET].replace(old, new, 1) if old else good_parts[SHEET]
    turned = re.sub(rb'<c (r="[A-Z]+[0-9]+")( [^>/]*?)(/?)>', rb"<c\2 \1\3>", changed)
    assert codes(package({**good_parts, SHEET: turned})) == codes(package({**good_parts, SHEET: changed})) == seen
    assert codes(package({**good_parts, SHEET: prefixed(changed)})) == seen


@pytest.mark.parametrize(
    "remark", [b"<!-- <sheetData> -->", b"<!-- <sheetData/> -->", b"<!--<c-->", b"<?x <sheetData>?>"]
)
def test_a_remark_in_a_sheet_that_looks_like_its_rows_changes_nothing(
    good_parts: dict[str, bytes], package: Callable[..., Path], remark: bytes
):
    sheet = good_parts[SHEET]
    before = sheet.replace(b"<dimension", remark + b"<dimension", 1)
    assert codes(package({**good_parts, SHEET: before})) == set()
    among = sheet.replace(b"<v>1.5</v>", b"<v>1,5</v>", 1).replace(b"<row ", remark + b"<row ", 1)
    assert codes(package({**good_parts, SHEET: among})) == {"XV134"}
    empty = re.sub(rb"<sheetData>.*</sheetData>", lambda _: remark + b"<sheetData/>", sheet, flags=re.DOTALL)
    assert codes(package({**good_parts, SHEET: empty})) == {"XV151", "XV179"}


def test_cells_without_references_are_where_the_order_puts_them(
    good_parts: dict[str, bytes], package: Callable[..., Path]
):
    parts = {**good_parts, SHEET: without_references(good_parts[SHEET])}
    assert codes(package(parts)) == {"XV179"}  # the formulas of the chain are gone; the headers are where the table is
    parts[SHEET] = parts[SHEET].replace(b"<t>URL</t>", b"<t>Link</t>")
    assert codes(package(parts)) == {"XV151", "XV179"}


def test_letters_of_all_scripts_and_functions_of_other_programs_are_not_faults(
    good_parts: dict[str, bytes], package: Callable[..., Path]
):
    no_such_sheet = {"XV190"}
    for formula, sheets in (
        ("品牌・一!A1", set()),  # whether ・ may be in a name is not clear, so nothing is said of it
        ("品牌一!A1", no_such_sheet),
        ("_xldudf_IPP_PLATFORM(A1)", set()),
        ("'it''s'!A1:B2 E1:E4", no_such_sheet),
        ("'[1]Others'!A1+[1]Others!A1+'C:\\old\\[a.xlsx]S'!A1", set()),
        ("'server|topic'!item+'a.xlsx'!Name+OTHER!A1", set()),
        ("SUM(Listings:Other!A1)+Other!Name", set()),
        ("-+-E1%%", set()),
        ("SUM(E1:INDEX(E:E,3),,2)", set()),
        ("#REF!A1+[1]!Name", set()),
        ("=E1", set()),
    ):
        changed = good_parts[SHEET].replace(b"SUM(E1:E2)+[1]Other!A1", formula.encode())
        assert codes(package({**good_parts, SHEET: changed})) == sheets, formula


def test_a_column_that_is_called_like_a_cell_is_a_column(good_parts: dict[str, bytes], package: Callable[..., Path]):
    parts = dict(good_parts)
    parts["xl/tables/table2.xml"] = parts["xl/tables/table2.xml"].replace(b'name="Number"', b'name="CO2"')
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"<t>Number</t>", b"<t>CO2</t>")
    parts[SHEET] = parts[SHEET].replace(b"Rights[Number]", b"Rights[CO2]")
    assert codes(package(parts)) == set()


@given(
    st.integers(0, 2**32),
    st.sampled_from(
        [
            SHEET,
            "xl/workbook.xml",
            "xl/styles.xml",
            "xl/tables/table1.xml",
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
        ]
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_file_stops_verification(good_parts: dict[str, bytes], package: Callable[..., Path], seed: int, part: str):
    chance = random.Random(seed)
    data = good_parts[part]
    for _ in range(chance.randrange(1, 4)):  # a value, a tag or a stretch of bytes is another
        values = list(re.finditer(rb'"[^"]*"|<[^>]*>|>[^<]+<', data))
        found = chance.choice(values)
        new = chance.choice(
            (
                b'"-1"',
                b'"999999999999"',
                '"²"'.encode(),
                b'""',
                b'"A1:XFE9"',
                b"",
                data[found.end() :][:50],
                b'"' + b"9" * 5000 + b'"',
            )
        )
        data = data[: found.start()] + new + data[found.end() :]
    path = package({**good_parts, part: data})
    try:
        faults = verify(path)
    except WorkbookError:
        return
    assert all(fault.sentence and "None" not in fault.line for fault in faults)


def test_what_is_no_package_is_refused_in_a_sentence(tmp_path: Path):
    path = tmp_path / "text.xlsx"
    path.write_text("text")
    with pytest.raises(WorkbookError, match="not an Excel workbook"):
        verify(path)


@pytest.mark.parametrize(("mark", "seen"), [("axId", set()), ("crossAx", set()), ("idx", {"XV123"})])
def test_an_axis_may_have_a_number_below_zero_as_excel_writes_it_and_a_series_may_not(
    good_parts: dict[str, bytes], package: Callable[..., Path], mark: str, seen: set[str]
):
    chart = "xl/charts/chart1.xml"
    changed = re.sub(rb'(<c:%b val=)"[0-9]+"' % mark.encode(), rb'\1"-892794848"', good_parts[chart])
    assert changed != good_parts[chart]
    assert codes(package({**good_parts, chart: changed})) == seen


@pytest.mark.parametrize(("target", "seen"), [("NULL", set()), ("gone.png", {"XV204"})])
def test_a_picture_that_excel_lost_and_calls_null_is_no_fault(
    good_parts: dict[str, bytes], package: Callable[..., Path], target: str, seen: set[str]
):
    rels, kind = (
        "xl/drawings/_rels/drawing1.xml.rels",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
    )
    added = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"/></Relationships>'.encode()
    changed = good_parts[rels].replace(b"</Relationships>", added)
    assert codes(package({**good_parts, rels: changed})) == seen
