"""The XML of web-extension parts: what goes in comes out, whatever it is, and what was there keeps its bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ippbook.excel.lite import extension
from ippbook.ooxml import WorkbookError

WE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"
WETP = "{http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def oracle(raw: bytes) -> dict[str, str]:
    return {
        node.attrib["name"]: json.loads(node.attrib["value"]) for node in etree.fromstring(raw).iter(f"{WE}property")
    }


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1),
        st.text(),
    )
)
def test_every_text_comes_back_letter_for_letter_by_another_reader(settings):
    raw = extension.new_extension(settings)
    assert oracle(raw) == settings
    assert extension.read_extension("x", raw, "x").settings == settings


@pytest.mark.parametrize("text", ['"', "'", "<&>", "\t", "\r\n", "Zürich ß 中文 😀", "\\n", "]]>", "&amp;", "\x00\x0b"])
def test_letters_that_mean_something_in_xml_or_json_come_back(text, written_by_lite):
    assert oracle(extension.new_extension({"main.py": text})) == {"main.py": text}
    found = extension.read_extension("x", written_by_lite, "x")
    assert oracle(extension.extension_with_settings(found, {"main.py": text}, "x"))["main.py"] == text


def test_the_new_part_names_the_add_in_of_the_store():
    root = etree.fromstring(extension.new_extension({}))
    assert root.tag == f"{WE}webextension"
    assert [child.tag.removeprefix(WE) for child in root] == [
        "reference",
        "alternateReferences",
        "properties",
        "bindings",
        "snapshot",
    ]
    assert root[0].attrib == {"id": "wa200008175", "version": "1.0.0.0", "store": "en-US", "storeType": "OMEX"}
    assert root[1][0].attrib["id"] == "WA200008175"


def test_a_part_that_the_add_in_wrote_is_known_and_read(written_by_lite):
    found = extension.read_extension("x", written_by_lite, "x")
    assert found.is_lite
    assert found.settings == {
        "main.py": 'import xlwings as xw\n\tx = "<&>"\n',
        "pyodideVersion": "0.27.5",
        "count": "7",
    }


def test_a_changed_setting_leaves_every_other_byte(written_by_lite):
    found = extension.read_extension("x", written_by_lite, "x")
    new = extension.extension_with_settings(found, {"main.py": "a < b"}, "x")
    assert new == written_by_lite.replace(
        b"&quot;import xlwings as xw\\n\\tx = \\&quot;&lt;&amp;&gt;\\&quot;\\n&quot;", b"&quot;a &lt; b&quot;"
    )


def test_a_new_setting_goes_behind_the_others(written_by_lite):
    found = extension.read_extension("x", written_by_lite, "x")
    new = extension.extension_with_settings(found, {"requirements.txt": "pandas"}, "x")
    added = b'<we:property name="requirements.txt" value="&quot;pandas&quot;"/>'
    assert new == written_by_lite.replace(b"</we:properties>", added + b"</we:properties>")


def test_an_empty_list_of_settings_is_opened():
    raw = extension.new_extension({}).replace(b"<we:properties></we:properties>", b"<we:properties/>")
    assert oracle(extension.extension_with_settings(extension.read_extension("x", raw, "x"), {"a": "b"}, "x")) == {
        "a": "b"
    }


def test_another_add_in_is_not_taken_for_xlwings_lite(written_by_lite):
    raw = written_by_lite.replace(b"wa200008175", b"wa104381504").replace(b"WA200008175", b"WA104381504")
    assert not extension.read_extension("x", raw, "x").is_lite


def test_a_pane_goes_behind_the_others_and_out_again_without_a_trace():
    first = extension.pane_list("rId1")
    both = extension.with_pane(first, "rId2", "x")
    root = etree.fromstring(both)
    assert [pane.attrib["row"] for pane in root] == ["4", "5"]
    assert [pane.find(f"{WETP}webextensionref").attrib[f"{R}id"] for pane in root] == ["rId1", "rId2"]
    assert extension.without_pane(both, "rId2", "x") == first


def test_no_pane_opens_by_itself():
    assert [pane.attrib["visibility"] for pane in etree.fromstring(extension.pane_list("rId1"))] == ["0"]


def test_other_prefixes_and_none_are_kept():
    plain = b'<taskpanes xmlns="http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"/>'
    root = etree.fromstring(extension.with_pane(plain, "rId1", "x"))
    assert [child.tag for child in root] == [f"{WETP}taskpane"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type declaration"),
        (b"<a><b></a>", "not well-formed"),
        (b"", "not well-formed"),
        (b"<a>" * 300 + b"</a>" * 300, "nests elements"),
    ],
)
def test_hostile_xml_is_refused_in_a_sentence(raw, says):
    with pytest.raises(WorkbookError, match=says):
        extension.read_extension("x", raw, "team.xlsx: the part 'x'")


def test_settings_that_are_no_json_are_taken_as_they_stand(written_by_lite):
    raw = written_by_lite.replace(b'value="7"', b'value="' + b"[" * 100_000 + b'"')
    assert extension.read_extension("x", raw, "x").settings["count"] == "[" * 100_000
