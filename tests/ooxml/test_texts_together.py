"""Many texts of a sheet are decoded together, and many tags are proved together; both mean what each alone means."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ippbook.ooxml.read import sheetpart
from ippbook.ooxml.read.blocks import TEXT
from ippbook.ooxml.read.byte_words import stands_behind
from ippbook.ooxml.read.row_tags import find_tags
from ippbook.ooxml.xml.escapes import EntityError, unescaped

PIECES = st.lists(
    st.sampled_from(
        ["a", "新", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#38;", "&#x3c;", "&#13;", "\r", "\n", "\r\n", "amp;", "lt;", "_x000D_", "&#95;x0041_", ";"]
    ),
    max_size=8,
).map("".join)  # fmt: skip


def seen(rows: str, size: int, *, only_exact: bool) -> list[object]:
    """Row, column, kind and text of each cell; all cells hold texts."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    out: list[object] = []
    for block in sheetpart.stream(pieces, "the part", only_exact=only_exact):
        if isinstance(block, sheetpart.RowBlock):
            found = block.values(np.arange(len(block.row)))
            out += zip(block.row.tolist(), block.col.tolist(), found.kind.tolist(), found.texts, strict=True)
    return out


@given(st.lists(PIECES, min_size=1, max_size=5))
def test_texts_that_are_resolved_together_are_what_lxml_reads_in_each(texts: list[str]) -> None:
    expected = [etree.fromstring(f"<t>{text}</t>").text or "" for text in texts]
    assert [unescaped(text) for text in texts] == expected
    assert unescaped("\0".join(texts)).split("\0") == expected


@pytest.mark.parametrize("bad", ["&", "&amp", "a & b", "&nbsp;", "&amp;&", "&#0;", "&&amp;", "&lt;&#xD800;"])
def test_one_bad_entity_is_never_overlooked_among_good_ones(bad: str) -> None:
    for text in (bad, f"&amp;\0{bad}\0&lt;"):
        with pytest.raises(EntityError):
            unescaped(text)


@given(st.lists(PIECES, min_size=1, max_size=5))
def test_both_readers_read_the_same_odd_texts(texts: list[str]) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>{text}</v></c>'
        f'<c r="B{row}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c></row>'
        for row, text in enumerate(texts, 1)
    )
    assert seen(rows, 1 << 20, only_exact=False) == seen(rows, 1 << 20, only_exact=True)


@given(st.lists(st.sampled_from([b"f", b"<", b":", b"?", b"x", b"\xff"]), max_size=12).map(b"".join))
def test_a_letter_behind_another_is_found_as_a_pattern_finds_it(data: bytes) -> None:
    assert stands_behind(data, b"f", b"<:") == bool(re.search(rb"[<:]f", data))
    assert stands_behind(data, b"?", b"<") == (b"<?" in data)


SPACED = '<t xml:space="preserve">'


@pytest.mark.parametrize(
    ("tag", "plain"),
    [
        (SPACED, True),
        ("<t>", True),
        *((SPACED[:at] + ("!" if SPACED[at] != "!" else "?") + SPACED[at + 1 :], False) for at in range(3, 23)),
        ('<t xml:space="preserve" >', False),
        ('<t xml:space="default">', False),
        ("<t xml:space='preserve'>", False),
        ('<t  xml:space="preserve">', False),
        ('<t xml:space="preserve"\n>', False),
    ],
)
@pytest.mark.parametrize("neighbours", [0, 3])
def test_only_the_one_attribute_of_texts_is_plain_wherever_its_tag_stands(tag: str, plain: bool, neighbours: int):
    def cell(row: int, shown: str) -> str:
        return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is>{shown}a</t></is></c></row>'

    rows = "".join(cell(row, SPACED) for row in range(1, neighbours + 1)) + cell(neighbours + 1, tag)
    rows += "".join(cell(row, SPACED) for row in range(neighbours + 2, 2 * neighbours + 2))
    assert (find_tags(rows.encode()) is not None) == plain


@pytest.mark.parametrize("odd", ["<!--<row r='9'></sheetData>-->", "<?x <row ?>"])
@pytest.mark.parametrize("size", [1, 1 << 20])
def test_what_hides_rows_is_found_wherever_a_piece_ends(odd: str, size: int) -> None:
    first, second = (f'<row r="{row}"><c r="A{row}" t="str"><v>a!?</v></c></row>' for row in (1, 2))
    assert seen(first + odd + second, size, only_exact=False) == [(1, 1, TEXT, "a!?"), (2, 1, TEXT, "a!?")]
