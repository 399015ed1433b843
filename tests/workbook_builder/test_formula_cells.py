"""Formulas of a new workbook have results of the right type, in the same form that ippbook writes later."""

import re
import zipfile
from io import BytesIO

import pytest

from ippbook import ooxml, pipeline
from ippbook.declare import registry
from ippbook.languages import ENGLISH
from ippbook.languages.names import CHINESE
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.draw import drawn
from ippbook.workbook_builder.sample import SAMPLE_DAY

FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f>.*?</f>)(<v>(.*?)</v>|<v/>)?</c>')


def formula_cells(package):
    """(sheet part, cell) -> attributes without the style, formula, result."""
    with zipfile.ZipFile(package) as parts:
        return {
            (name, cell): (re.sub(r' s="\d+"', "", attributes), formula, result)
            for name in parts.namelist()
            if name.startswith("xl/worksheets/sheet")
            for cell, attributes, formula, _, result in FORMULA.findall(parts.read(name).decode())
        }


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_every_formula_of_a_new_workbook_has_a_result_whose_type_the_file_names(language):
    found = formula_cells(BytesIO(drawn(registry(), Content(), live=True, language=language)))
    assert len(found) > 400
    for place, (attributes, formula, result) in found.items():
        if result == "" or not re.fullmatch(r"-?[\d.]+", result):
            assert attributes in (' t="str"', ' t="e"', ' t="b"'), (place, formula)


def test_a_drawn_formula_is_the_same_xml_as_one_that_ippbook_writes_later(tmp_path):
    path = tmp_path / "team.xlsx"
    path.write_bytes(drawn(registry(), Content(), live=True))
    before = formula_cells(path)
    formula = before["xl/worksheets/sheet3.xml", "V2"][1]
    assert "IPP_NUMBER_VALID" in formula
    edits = ooxml.Edits()
    edits.put_formula("Rights", 22, [2], "1+1", [2.0])
    ooxml.save(ooxml.open(path), edits)
    edits = ooxml.Edits()
    edits.put_formula("Rights", 22, [2], formula.removeprefix("<f>").removesuffix("</f>"), [""])
    ooxml.save(ooxml.open(path), edits)
    assert formula_cells(path) == before


@pytest.mark.deep
def test_new_live_and_the_button_live_write_the_same_cells(tmp_path, ippbook):
    """`new --live` draws the formulas; the button puts them into a workbook of values."""
    path = tmp_path / "team.xlsx"
    path.write_bytes(drawn(registry(), Content(), live=False))
    ippbook("run", "live", path)
    wanted = formula_cells(path)
    found = formula_cells(BytesIO(drawn(registry(), Content(), live=True)))
    assert sum("IPP_" in formula for _, formula, _ in wanted.values()) > 100
    assert found == wanted


def test_the_text_of_a_function_that_excel_wanted_too_early_is_gone_after_recalc(tmp_path):
    path = tmp_path / "team.xlsx"
    path.write_bytes(drawn(registry(), Content(), live=True))
    before = formula_cells(path)
    formula = before["xl/worksheets/sheet3.xml", "V2"][1].removeprefix("<f>").removesuffix("</f>")
    edits = ooxml.Edits()
    edits.put_formula("Rights", 22, [2], formula, ["#IPP! not calculated yet; if this text stays, press Ctrl+Alt+F9"])
    ooxml.save(ooxml.open(path), edits)
    assert "not calculated" in formula_cells(path)["xl/worksheets/sheet3.xml", "V2"][2]
    pipeline.recalculate(path, today=SAMPLE_DAY)
    assert formula_cells(path)["xl/worksheets/sheet3.xml", "V2"] == before["xl/worksheets/sheet3.xml", "V2"]
