"""Numbers of thousands of digits, wherever a workbook can have one, end in a value or in a sentence."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.ooxml.xml.xmltree import parse_xml

LONG = b"9" * 5_000
READ = re.compile(
    r".*/sheet1\.xml: (?:si|s|min|style)|.*/(?:workbook|table1)\.xml: .*(?:Id|Count|id)|.*/(?:styles|calcChain)\.xml: (?:numFmtId|i)"
)
"""Where the first long numbers were not read as such."""


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as box:
        return {name: box.read(name) for name in box.namelist()}


def with_long_numbers(parts: dict[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """Each part that has an attribute with a number, once for each name of such an attribute: its first one is long."""
    for part, data in parts.items():
        if not part.endswith((".xml", ".rels")):
            continue
        for name in sorted(set(re.findall(rb'\s([A-Za-z:]+)="-?\d+"', data))):
            yield part, name.decode(), re.sub(rb'(\s%b=")-?\d+(")' % name, rb"\g<1>%b\g<2>" % LONG, data, count=1)


def test_a_long_number_in_any_attribute_gives_a_value_or_a_sentence(rich: Path, tmp_path: Path, pack):
    assert try_each(parts_of(rich), tmp_path / "long.xlsx", pack, READ) > 5


@pytest.mark.deep
@pytest.mark.slow("a whole workbook once for each kind of number in it")
def test_the_same_in_a_workbook_of_a_team(sample_path: Path, tmp_path: Path, pack):
    assert try_each(parts_of(sample_path), tmp_path / "long.xlsx", pack, re.compile(".*")) > 100


def try_each(parts: dict[str, bytes], path: Path, pack: Callable[..., Path], wanted: re.Pattern[str]) -> int:
    tried = 0
    for part, name, data in with_long_numbers(parts):
        if wanted.fullmatch(f"{part}: {name}") and not is_drawn_again(part):
            parse_xml(data, part)  # it stays well-formed, so that the number is what is tested
            read_and_write(pack(path, {**parts, part: data}), f"{part}: {name}")
            tried += 1
    return tried


def is_drawn_again(part: str) -> bool:
    """Whether the part is one of many of its kind: one of each is enough."""
    return re.search(r"(?:sheet|table|comments|drawing|vmlDrawing)(?!1\.)\d+\.", part) is not None


def read_and_write(path: Path, where: str) -> None:
    try:
        book = ooxml.open(path)
        for sheet in book.sheets[:1]:
            cells = book.read(sheet.name)
            for column in cells.columns:
                book.number_format(int(cells[column].style[0]))
            list(cells.formulas())
        edits = ooxml.Edits()
        edits.put(book.sheets[0].name, 3, 1, 5.0)
        edits.put(book.sheets[0].name, 3, 60, "wider than the spans")
        ooxml.save(book, edits, path.with_name("out.xlsx"))
    except ooxml.WorkbookError as refusal:
        assert str(refusal).startswith(str(path)), where  # noqa: PT017  # that it is refused is not promised, the sentence is
    except (ValueError, OverflowError) as fault:
        pytest.fail(f"{where}: {fault}")
