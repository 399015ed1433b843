"""Shared strings are the texts that an XML reader finds, however a program wrote them."""

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from ippbook.ooxml.read import strings

MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PIECES = st.sampled_from(
    ["a", "品", " ", "\n", "\r", "\r\n", "&amp;", "&amp;amp;", "&amp;lt;", "&lt;", "&#38;", "&#13;", ">", "]]", "si"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=4).map("".join).filter(lambda text: "]]>" not in text and "<" not in text)
ITEMS = st.one_of(
    TEXTS.map("<si><t>{}</t></si>".format),
    TEXTS.map('<si><t xml:space="preserve">{}</t></si>'.format),
    TEXTS.map("<si><r><t>{}</t></r><r><t>b</t></r></si>".format),
    st.sampled_from(["<si><t/></si>", "<si/>", "<si>\n<t>a</t></si>"]),
)


@given(st.lists(ITEMS, max_size=6), st.sampled_from(["", "\n"]), st.integers(1, 40))
@example(["<si><t>a&amp;lt;</t></si>"] * 3, "", 7)
def test_shared_strings_are_what_an_xml_reader_finds(items: list[str], between: str, size: int) -> None:
    raw = f'<sst xmlns="{MAIN_NAMESPACE}">{between.join(items)}</sst>'.encode()
    pieces = [raw[at : at + size] for at in range(0, len(raw), size)]
    found = strings.read_strings(iter(pieces), "a test")
    told = ["".join(item.itertext(f"{{{MAIN_NAMESPACE}}}t")) for item in etree.fromstring(raw)]
    assert found.tolist() == told
