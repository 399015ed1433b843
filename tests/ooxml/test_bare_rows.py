"""The quickest reader of rows finds what the general one finds, or leaves the rows to it."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ippbook.ooxml import refs
from ippbook.ooxml.read import sheetpart, tag_ends
from ippbook.ooxml.read.bare_rows import read_bare_rows
from ippbook.ooxml.read.blocks import RowBlock
from ippbook.ooxml.read.byte_words import PAD, words_of
from ippbook.ooxml.read.cell_tails import CellTails
from ippbook.ooxml.read.fast_reader import read_plain_rows
from ippbook.ooxml.read.plain_block import PlainBlock
from ippbook.ooxml.read.tag_ends import TagEnds

MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COLUMNS = tuple(
    name
    for name in PlainBlock.__dataclass_fields__
    if name not in {"raw", "tail", "tails", "exact", "words", "bare_formulas"}
)
ENDS = ("", ' s="3"', ' s="12" t="s"', ' t="str"', ' s="123" t="inlineStr"', ' s="7" cm="1" vm="1" t="n"')
INSIDE = (
    "/>", "><v>7</v></c>", "><v></v></c>", "></c>", "><f>A1*2</f><v>1</v></c>", "><f>A1&lt;2</f></c>", "><f></f><v>-0.5</v></c>",
    '><is><t xml:space="preserve"> a\n</t></is></c>', "><is><t>é&amp;</t></is></c>", "><is><t></t></is></c>",
)  # fmt: skip
ODD = ('><f t="shared" si="1"/><v>1</v></c>', "><v/></c>", "><is/></c>", "><is><r><t>a</t></r></is></c>", '><f ca="1">B1</f><v>1</v></c>', "><f/></c>")  # fmt: skip
ROWS = ('<row r="{}"', '<row r="{}" spans="1:9"', '<row r="{}" hidden="1"', '<row r="{}" ht="15" customHeight="1"')


def cell(row: int, col: int, end: str, inside: str) -> str:
    kept = end if "inline" in end or "<is>" not in inside else ' t="inlineStr"'
    return f'<c r="{refs.cell_name(row, col)}"{kept}{inside}'


@st.composite
def rows(draw: st.DrawFn, odd: bool = False) -> str:
    found = []
    row = 0
    inside = st.sampled_from(INSIDE + ODD if odd else INSIDE)
    for _ in range(draw(st.integers(1, 4))):
        row += draw(st.sampled_from([1, 3, 98, 1_000]))
        start, col = draw(st.sampled_from(ROWS)).format(row), 0
        cells = []
        for _ in range(draw(st.integers(0, 4))):
            col += draw(st.sampled_from([1, 1, 30, 700]))
            cells.append(cell(row, col, draw(st.sampled_from(ENDS)), draw(inside)))
        found.append(f"{start}/>" if not cells and draw(st.booleans()) else f"{start}>{''.join(cells)}</row>")
    return "".join(found)


def same(found: PlainBlock, general: PlainBlock) -> None:
    for name in COLUMNS:
        one, other = np.asarray(getattr(found, name)), np.asarray(getattr(general, name))
        assert one.tolist() == other.tolist(), name
        assert one.dtype == other.dtype, name
    for one, other in zip(found.tail.tolist(), general.tail.tolist(), strict=True):
        assert found.tails.texts[one] == general.tails.texts[other]


@given(rows())
def test_rows_that_are_bare_are_found_as_the_general_reader_finds_them(text: str):
    raw = text.encode()
    found, general = read_bare_rows(raw, TagEnds()), read_plain_rows(raw, CellTails())
    assert general is not None
    assert found is not None or b"<c " not in raw
    if found is not None:
        same(found, general)


BROKEN = st.sampled_from([b"<", b">", b"/", b'"', b" ", b"<v>", b"</v>", b"</c>", b"<c r=", b"<f>", b"</f>", b"<r>", b"\0", b"\n", b"x", b""])  # fmt: skip


@settings(max_examples=200)
@given(st.one_of(rows(), rows(odd=True)), st.integers(0, 10**6), st.integers(0, 6), BROKEN)
@example('<row r="1"><c r="A1"><v>1</v></c></row>', 24, 0, b"<")
def test_what_is_not_bare_in_one_letter_is_left_to_the_general_reader(text: str, at: int, cut: int, put: bytes):
    raw = text.encode()
    at %= len(raw)
    raw = raw[:at] + put + raw[at + cut :]
    found = read_bare_rows(raw, TagEnds())
    if found is not None:
        general = read_plain_rows(raw, CellTails())
        assert general is not None
        same(found, general)


def test_rows_of_more_different_ends_than_it_keeps_are_left_to_the_general_reader():
    ends = TagEnds()
    taken = [
        read_bare_rows(f'<row r="1"><c r="A1" s="{style}"><v>1</v></c></row>'.encode(), ends) is not None
        for style in range(70)
    ]
    assert taken == [True] * 64 + [False] * 6


@pytest.mark.parametrize(("style", "taken"), [("1" * 6, True), ("1" * 7, False), ("1" * 40, False)])
def test_an_end_that_no_cell_has_is_left_to_the_general_reader(style: str, taken: bool):
    raw = f'<row r="1"><c r="A1" s="{style}"><v>1</v></c></row>'.encode()
    assert (read_bare_rows(raw, TagEnds()) is not None) == taken


def test_a_long_end_with_the_key_of_another_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch):
    """With this digest all ends of two words have one key."""
    monkeypatch.setattr(tag_ends, "_MIX", 0)
    ends = TagEnds(_factor=np.uint64(0x9E3779B97F4A7C15))
    first, second = b' s="12" t="s"><v>', b' s="13" t="s"><v>'
    assert ends.numbers(first + PAD, words_of(first + PAD), np.array([0])) is not None
    assert ends.numbers(second + PAD, words_of(second + PAD), np.array([0])) is None


def test_a_part_of_which_many_chunks_were_not_bare_is_left_to_the_general_reader(monkeypatch: pytest.MonkeyPatch):
    """Four chunks with formulas that have attributes, then plain ones: all of them are read, and the last ones are not tried."""
    odd, plain = '<f ca="1">B1</f><v>1</v>', "<v>2</v>"
    rows = [f'<row r="{row}"><c r="A{row}">{odd if row < 6 else plain}</c></row>' for row in range(1, 12)]
    pieces = [f'<worksheet xmlns="{MAIN_NAMESPACE}"><sheetData>', *rows, "</sheetData></worksheet>"]
    monkeypatch.setattr(sheetpart, "_CHUNK", 1)
    tried: list[bytes] = []
    monkeypatch.setattr(
        sheetpart, "read_bare_rows", lambda raw, ends: (tried.append(raw), read_bare_rows(raw, ends))[1]
    )
    blocks = [
        item for item in sheetpart.stream(iter(piece.encode() for piece in pieces), "S") if isinstance(item, RowBlock)
    ]
    assert [int(row) for block in blocks for row in block.row_number] == list(range(1, 12))
    assert len(tried) == 4
