"""The quick reader and the exact one mean the same: what they read, and what a patch makes of it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ippbook import ooxml
from ippbook.ooxml import refs
from ippbook.ooxml.read import sheetpart
from ippbook.ooxml.read.block_proofs import BlockProofs
from ippbook.ooxml.read.plain_block import PlainBlock
from ippbook.ooxml.write.patch import SheetPatcher

MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXT = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12
)


def xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def cells(draw: st.DrawFn, row: int, col: int) -> str:
    """One cell in one of the forms that writers use, plain or odd."""
    ref, style = refs.cell_name(row, col), draw(st.sampled_from(["", ' s="3"', ' s="12"']))
    number = draw(
        st.one_of(
            st.integers(-(10**17), 10**17).map(str),
            st.floats(allow_nan=False, allow_infinity=False).map(repr),
            st.decimals(-1000, 1000, places=2).map(str),
        )
    )
    text, formula = (
        xml(draw(TEXT)),
        draw(
            st.sampled_from(
                [
                    "",
                    "<f>A1*2</f>",
                    "<f>IF(A1&gt;2,&quot;x&quot;,B$2)</f>",
                    '<f t="shared" ref="A1:C9" si="1">B2</f>',
                    '<f t="shared" si="1"/>',
                    '<f t="array" ref="A1:A1">X()</f>',
                    "<f/>",
                ]
            )
        ),
    )
    return draw(
        st.sampled_from(
            [
                f'<c r="{ref}"{style}>{formula}<v>{number}</v></c>',
                f'<c r="{ref}"{style} t="str">{formula}<v>{text}</v></c>',
                f'<c r="{ref}"{style} t="s"><v>{draw(st.integers(0, 2))}</v></c>',
                f'<c r="{ref}"{style} t="b">{formula}<v>1</v></c>',
                f'<c r="{ref}"{style} t="e">{formula}<v>#N/A</v></c>',
                f'<c r="{ref}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>',
                f'<c r="{ref}"{style} t="inlineStr"><is/></c>',
                f'<c r="{ref}"{style} t="d"><v>2026-02-0{draw(st.integers(1, 9))}</v></c>',
                f'<c r="{ref}"{style} cm="1" vm="2" t="str">{formula}<v>{text}</v></c>',
                f'<c r="{ref}"{style}/>',
                f'<c r="{ref}"{style}></c>',
                f'<c r="{ref}"{style}>{formula}</c>',
                f'<c r="{ref}"{style}><v/></c>',
                f"<c  r='{ref}'{style}><v>{number}</v></c>",
                f'<c{style} r="{ref}" ><v> {number} </v></c>',
                f'<c r="{ref}" t="inlineStr"><is><r><t>{text}</t></r><r><t>b</t></r></is></c>',
            ],
        ),
    )


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """The rows of a sheet."""
    out = []
    for row in sorted(draw(st.sets(st.integers(1, 30), max_size=6))):
        inside = "".join(
            draw(cells(row, col))
            for col in sorted(
                draw(st.sets(st.one_of(st.integers(1, 4), st.sampled_from([26, 27, 702, 703, 16384])), max_size=4))
            )
        )
        tag = f'<row r="{row}"' + draw(
            st.sampled_from(["", ' spans="1:4"', ' hidden="1"', ' ht="15.5" customHeight="1" x:dyDescent="0.2"'])
        )
        out.append(f"{tag}/>" if not inside and draw(st.booleans()) else f"{tag}>{inside}</row>")
    return "".join(out)


def whole(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN_NAMESPACE}" xmlns:x="urn:x"><dimension ref="A1:D9"/><sheetData>{rows}</sheetData><pageMargins left="0.7"/></worksheet>'.encode()


def items(data: bytes, size: int, *, only_exact: bool) -> Iterator[object]:
    return sheetpart.stream(
        (data[at : at + size] for at in range(0, len(data), size)), "the part", only_exact=only_exact
    )


def seen(data: bytes, size: int, *, only_exact: bool) -> list[object]:
    """Everything that a reader says of each cell, with positions counted from the start of the part."""
    out: list[object] = []
    at = 0
    for item in items(data, size, only_exact=only_exact):
        if isinstance(item, sheetpart.RowBlock):
            every = np.arange(len(item.row))
            found = item.values(every)
            formulas = np.flatnonzero(item.f_start >= 0)
            out += [
                (name, getattr(item, name).tolist())
                for name in ("row", "col", "style", "type", "closed", "row_number", "row_hidden", "row_closed")
            ]
            out += [
                (name, [place + at if place >= 0 else place for place in getattr(item, name).tolist()])
                for name in (
                    "start",
                    "tag_end",
                    "end",
                    "f_start",
                    "f_end",
                    "v_start",
                    "v_end",
                    "row_start",
                    "row_tag_end",
                    "row_end",
                )
            ]
            out += [
                found.kind.tolist(),
                [repr(number) for number in found.number.tolist()],
                found.texts,
                item.sources(formulas),
            ]
        at += len(item.raw)
    return merged(out)


def merged(out: list[object]) -> list[object]:
    """Blocks joined: the readers may cut them elsewhere."""
    count = 22
    return (
        [
            [part for block in out[i::count] for part in (block[1] if isinstance(block, tuple) else block)]
            for i in range(count)
        ]
        if out
        else [[] for _ in range(count)]
    )


@given(sheets(), st.sampled_from([64, 1 << 20]))
@settings(max_examples=settings().max_examples, deadline=None)
def test_both_readers_see_the_same_cells_in_the_same_places(rows: str, size: int):
    data = whole(rows)
    assert seen(data, size, only_exact=False) == seen(data, size, only_exact=True)


@given(
    sheets(),
    st.dictionaries(
        st.tuples(st.integers(1, 32), st.sampled_from([1, 2, 3, 4, 27])),
        st.one_of(st.none(), TEXT, st.floats(-1e6, 1e6), st.booleans()),
        min_size=1,
        max_size=8,
    ),
)
@settings(max_examples=settings().max_examples, deadline=None)
def test_both_readers_patch_to_the_same_bytes_and_lxml_finds_only_the_named_cells_changed(
    rows: str, values: dict[tuple[int, int], object]
):
    data = whole(rows)
    edits = ooxml.Edits()
    for (row, col), value in values.items():
        edits.put("S", row, col, value)
    plan = edits.plan("S", "the part", date1904=False)
    assert plan is not None
    strings = np.array(["a", "b", "c"], dtype=object)
    results = []
    for only_exact in (False, True):
        patcher = SheetPatcher(plan, "the part", lambda: strings, date1904=False)
        results.append(b"".join(patcher.run(items(data, 1 << 20, only_exact=only_exact))))
    assert results[0] == results[1]
    before, after = by_place(data), by_place(results[0])
    for place in before.keys() | after.keys():
        if place not in values:
            assert before.get(place) == after.get(place)
    for place, value in values.items():
        assert shown(after.get(place), strings) == value


@given(
    sheets(),
    st.dictionaries(
        st.tuples(st.integers(1, 32), st.sampled_from([1, 2, 3, 4, 27])),
        st.tuples(
            st.sampled_from(["", "A1*2", 'F("<&")', "_x0041_"]), st.one_of(st.none(), TEXT, st.floats(-1e6, 1e6))
        ),
        min_size=1,
        max_size=8,
    ),
)
@settings(max_examples=2 * settings().max_examples, deadline=None)
def test_both_readers_write_formulas_to_the_same_bytes_or_refuse_alike_and_no_shared_formula_is_orphaned(
    rows: str, wanted: dict[tuple[int, int], tuple[str, object]]
):
    data = whole(rows)
    edits = ooxml.Edits()
    for (row, col), (formula, value) in wanted.items():
        if formula:
            edits.put_formula("S", col, [row], formula, [value])
        else:
            edits.put("S", row, col, value, replace_formula=True)
    plan = edits.plan("S", "the part", date1904=False)
    assert plan is not None
    answers: list[bytes | str] = []
    for only_exact in (False, True):
        patcher = SheetPatcher(plan, "the part", lambda: np.array(["a", "b", "c"], dtype=object), date1904=False)
        try:
            answers.append(b"".join(patcher.run(items(data, 1 << 20, only_exact=only_exact))))
        except ooxml.EditError as error:
            answers.append(str(error))
    assert answers[0] == answers[1]
    if isinstance(answers[0], str):
        assert re.search("share, and|part of an array formula", answers[0])
        return
    before, after = by_place(data), by_place(answers[0])
    for place in before.keys() | after.keys():
        if place not in wanted:
            assert before.get(place) == after.get(place)
    for place, (formula, value) in wanted.items():
        assert formula_of(after.get(place)) == formula
        if formula and value is not None:
            assert shown(after[place], np.empty(0, dtype=object)) == value
    assert followers(answers[0]) <= followers(data)


@given(
    sheets(),
    st.dictionaries(
        st.tuples(st.integers(1, 32), st.sampled_from([1, 4, 5, 27, 704])),
        st.tuples(st.sampled_from(["", "F()"]), st.one_of(st.none(), TEXT, st.floats(-1e6, 1e6))),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([64, 1 << 20]),
)
@settings(max_examples=2 * settings().max_examples, deadline=None)
def test_what_an_earlier_pass_proved_changes_nothing_in_what_is_written(
    rows: str, wanted: dict[tuple[int, int], tuple[str, object]], size: int
):
    data = whole(rows)
    edits = ooxml.Edits()
    for (row, col), (formula, value) in wanted.items():
        if formula:
            edits.put_formula("S", col, [row], formula, [value])
        else:
            edits.put("S", row, col, value)
    plan = edits.plan("S", "the part", date1904=False)
    assert plan is not None
    proofs = BlockProofs()
    for _ in stream_of(data, size, proofs=proofs):
        pass
    answers: list[bytes | str] = []
    for told in (False, True):
        patcher = SheetPatcher(plan, "the part", lambda: np.array(["a", "b", "c"], dtype=object), date1904=False)
        try:
            answers.append(b"".join(patcher.run(stream_of(data, size, proofs=proofs, proved=told))))
        except ooxml.EditError as error:
            answers.append(str(error))
    assert answers[0] == answers[1]


def stream_of(data: bytes, size: int, **how: object) -> Iterator[object]:
    return sheetpart.stream((data[at : at + size] for at in range(0, len(data), size)), "the part", **how)


def test_a_second_pass_takes_what_is_proved_and_reads_again_what_is_not_the_same():
    first = whole('<row r="1"><c r="A1"><v>1</v></c></row>')
    proofs = BlockProofs()
    list(stream_of(first, 1 << 20, proofs=proofs))
    kinds = [type(item).__name__ for item in stream_of(first, 1 << 20, proofs=proofs, proved=True)]
    assert kinds == ["SheetHead", "ProvedBlock", "SheetTail"]
    for other in (b'<row r="1"><c r="B1"><v>1</v></c></row>', b'<row r="1"><c r="A1"><v>10</v></c></row>'):
        second = whole(other.decode())
        kinds = [type(item).__name__ for item in stream_of(second, 1 << 20, proofs=proofs, proved=True)]
        assert kinds == ["SheetHead", "PlainBlock", "SheetTail"]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="A1:C1">X()</f><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><!-- odd --></row>',
    ],
)
def test_rows_whose_cells_must_be_known_are_read_again(rows: str):
    proofs = BlockProofs()
    for proved in (False, True):
        items = list(stream_of(whole(rows), 1 << 20, proofs=proofs, proved=proved))
        assert "ProvedBlock" not in [type(item).__name__ for item in items]


def formula_of(cell: bytes | None) -> str:
    """The plain formula that lxml finds in a cell; "" where there is none."""
    found = None if cell is None else etree.fromstring(cell).find(f"{{{MAIN_NAMESPACE}}}f")
    assert found is None or not found.attrib
    return "" if found is None else decoded(found.text or "")


def followers(data: bytes) -> set[str]:
    """The cells that share a formula whose first cell is nowhere."""
    formulas = [cell for cell in etree.fromstring(data).iter(f"{{{MAIN_NAMESPACE}}}f") if cell.get("t") == "shared"]
    held = {formula.get("si") for formula in formulas if formula.text}
    return {formula.getparent().get("r") for formula in formulas if not formula.text and formula.get("si") not in held}


def by_place(data: bytes) -> dict[tuple[int, int], bytes]:
    root = etree.fromstring(data)
    return {
        refs.cell_place(cell.get("r")): etree.tostring(cell, with_tail=False)
        for cell in root.iter(f"{{{MAIN_NAMESPACE}}}c")
    }


def shown(cell: bytes | None, strings: np.ndarray) -> object:
    """What lxml finds in a cell; `_xHHHH_` is decoded as the standard says."""
    if cell is None:
        return None
    node = etree.fromstring(cell)
    texts = [part.text or "" for part in node.iter(f"{{{MAIN_NAMESPACE}}}v", f"{{{MAIN_NAMESPACE}}}t")]
    kind = node.get("t", "n")
    if kind in ("str", "inlineStr"):
        return None if not texts and node.find(f"{{{MAIN_NAMESPACE}}}is") is None else decoded("".join(texts))
    if not texts or not texts[0]:
        return None
    if kind == "s":
        return strings[int(texts[0])]
    return texts[0] == "1" if kind == "b" else float(texts[0]) if kind == "n" else texts[0]


def decoded(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)


@given(
    sheets(),
    st.integers(0, 10_000),
    st.sampled_from(['"', "'", "<", ">", "&", " ", "\n", "/", "<!--x-->", "<?p?>", "<x/>", "\x01", "0"]),
)
@settings(max_examples=2 * settings().max_examples, deadline=None)
def test_what_the_quick_reader_accepts_the_exact_one_reads_alike(rows: str, at: int, piece: str):
    rows = rows[: at % (len(rows) + 1)] + piece + rows[at % (len(rows) + 1) :]
    data = whole(rows)
    answers = []
    for only_exact in (False, True):
        try:
            answers.append(seen(data, 1 << 20, only_exact=only_exact))
        except ooxml.WorkbookError:
            answers.append("refused")
    assert answers[0] == answers[1]


@pytest.mark.parametrize("writer", ["xlsxwriter", "openpyxl", "pandas"])
def test_what_the_well_known_writers_write_is_read_by_the_quick_reader(tmp_path: Path, writer: str):
    path = tmp_path / "book.xlsx"
    {"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl, "pandas": by_pandas}[writer](path)
    book = ooxml.open(path)
    blocks = [item for item in book.stream(book.sheets[0]) if isinstance(item, sheetpart.RowBlock)]
    assert blocks
    assert all(isinstance(block, PlainBlock) for block in blocks)


def by_xlsxwriter(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a & b", 1.5, True, " x "])
        sheet.write_formula(1, 0, '=IF(B1>1,"<",A1)', None, "<")
        sheet.write_dynamic_array_formula(2, 0, 3, 0, "=A1:A2", None, 1)


def by_openpyxl(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["a & b", 1.5, True, " x ", "=IF(B1>1,2,3)"])
    book.save(path)


def by_pandas(path: Path) -> None:
    import pandas as pd

    pd.DataFrame({"a": ["x", None], "b": [1, 2.5], "d": pd.to_datetime(["2026-01-01", None])}).to_excel(
        path, index=False
    )


def test_a_sheet_of_many_chunks_is_read_whole(make: Callable[..., Path]):
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="str"><f>A{row}</f><v>text {row}</v></c></row>'
        for row in range(1, 40_001)
    )
    for odd in ("", "<!-- a comment somewhere in the middle -->"):
        middle = rows.index('<row r="20000"')
        book = ooxml.open(make(rows[:middle] + odd + rows[middle:]))
        cells_read = book.read("Sheet1")
        assert np.array_equal(cells_read[1].number, np.arange(1, 40_001))
        assert cells_read[2].text.tolist() == [f"text {row}" for row in range(1, 40_001)]
        assert cells_read[2].formula is not None
        assert cells_read[2].formula[39_999] == "A40000"


@pytest.mark.parametrize("before", ["", " " * (3 << 20)])
def test_a_block_of_many_bytes_that_is_not_plain_keeps_all_its_rows(make, before):
    odd = "<row r='1'><c r='A1' t='str'><v>first</v></c></row>"  # single quotes: the exact reader takes the block
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="str"><v>{"x" * 700}{row}</v></c></row>' for row in range(2, 6002))
    book = ooxml.open(make(before + odd + rows))
    column = book.read(book.sheets[0].name)[1]
    assert len(column.text) == 6001
    assert column.text[-1].endswith("x6001")
