"""`ippbook lite` spells the functions in formulas as xlwings Lite stores them, and changes nothing else; `--remove` takes it back."""

import zipfile
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.excel.lite import embed, spelling
from ippbook.formulas.names import respelled
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.draw import drawn


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """A new workbook whose computed columns are formulas; not to be written to."""
    path = tmp_path_factory.mktemp("lite") / "live.xlsx"
    path.write_bytes(drawn(registry(), Content(), live=True))
    return path


def members(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_formulas_call_the_functions_of_xlwings_lite_and_no_other_byte_of_a_part_changes(live, tmp_path):
    saved = embed.embed(live, tmp_path / "lite.xlsx", wheel="https://example.com/ippbook-0.2.0-py3-none-any.whl")
    before, after = members(live), members(saved.path)
    touched = {name for name in before if before[name] != after[name]} - {"[Content_Types].xml", "_rels/.rels"}
    assert {name.partition("/")[2].partition("/")[0] for name in touched} == {"worksheets", "tables"}
    for name in touched:
        assert before[name].count(b"IPP_") > 0
        assert after[name].replace(b"_xldudf_IPP_", b"IPP_") == before[name]
        assert b"(IPP_" not in after[name]
        assert b">IPP_" not in after[name]
    (said,) = saved.warnings
    assert said.startswith("the formulas of 120 cells call the functions of xlwings Lite now")


def test_remove_gives_back_every_byte(live, tmp_path):
    lite = embed.embed(live, tmp_path / "lite.xlsx", wheel="https://example.com/ippbook-0.2.0-py3-none-any.whl").path
    again = embed.remove_embedded(lite, tmp_path / "again.xlsx").path
    assert members(again) == members(live)


def test_a_second_time_nothing_is_left_to_spell(live, tmp_path):
    lite = embed.embed(live, tmp_path / "lite.xlsx", wheel="https://example.com/ippbook-0.2.0-py3-none-any.whl").path
    saved = embed.embed(lite, wheel="https://example.com/ippbook-0.2.0-py3-none-any.whl")
    assert (saved.changed_parts, saved.warnings) == ((), ())


@pytest.mark.parametrize(
    ("stored", "wanted"),
    [
        (b"IPP_NUMBER(A1)", b"_xldudf_IPP_NUMBER(A1)"),
        (b"ipp_number(A1)", b"_xldudf_IPP_NUMBER(A1)"),
        (b"[1]!IPP_NUMBER(A1)", b"_xldudf_IPP_NUMBER(A1)"),
        (b"'C:\\a b\\ippbook.xlam'!IPP_NUMBER(A1)", b"_xldudf_IPP_NUMBER(A1)"),
        (b"&quot;IPP_NUMBER(&quot;&amp;IPP_NUMBER(A1)", b'"IPP_NUMBER("&amp;_xldudf_IPP_NUMBER(A1)'),
        (b"IF(A1&lt;2,&#10;IPP_NUMBER(A1),0)", b"IF(A1&lt;2,&#10;_xldudf_IPP_NUMBER(A1),0)"),
        (b"'IPP_NUMBER('!A1+IPP_OURS(1)+MY_IPP_NUMBER(1)", b"'IPP_NUMBER('!A1+IPP_OURS(1)+MY_IPP_NUMBER(1)"),
    ],
)
def test_each_spelling_that_a_file_may_hold(stored, wanted):
    part = b'<c r="A1"><f t="shared" ref="A1:A2" si="0">' + stored + b"</f><v>IPP_NUMBER(</v></c>"

    class Package:
        sheets = (ooxml.Sheet("S", "s.xml", "visible", 0),)
        tables = MappingProxyType({})
        workbook_part = "w.xml"

        def part(self, name):
            return part if name == "s.xml" else None

    parts = ooxml.Parts()
    spelling.respell(Package(), spelling.LITE, parts)
    new = parts.steps[0].data if parts.steps else part
    assert new == part if stored == wanted else new == part.replace(stored, wanted, 1)


@given(st.text(alphabet="IPP_NUMBER(\"')[]!.,&1x_", max_size=40))
def test_texts_between_quotes_stay_and_a_second_pass_changes_nothing(text):
    once = respelled(text, "_xldudf_", {"IPP_NUMBER"})
    assert respelled(once, "_xldudf_", {"IPP_NUMBER"}) == once
    assert once.count('"') == text.count('"')
