"""Exports in every form and encoding say the same; and every other file is refused in one sentence."""

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.imports.decode import decode_text

LINK = "https://item.taobao.com/item.htm?id=71234567890{}"
RECORDS = [
    {"商品链接": LINK.format(8), "商品标题": "标题，一; 二|三\t四", "价格": "12.5"},
    {"商品链接": LINK.format(9), "商品标题": 'quoted "x", y', "价格": "7"},
]
WANTED = [(LINK.format(8), "标题，一; 二|三 四", 12.5), (LINK.format(9), 'quoted "x", y', 7)]


def taken(desk):
    return [(row["URL"], row["Title"], row["Price"]) for row in desk.rows()[3:]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_texts_are_read_whatever_their_encoding_and_delimiter(desk, encoding, delimiter):
    found = desk.listings(desk.export("e.csv", RECORDS, encoding, delimiter))
    assert taken(desk) == WANTED
    assert found.refused == []


@pytest.mark.parametrize("name", ["e.xlsx", "e.json", "e.jsonl", "e.tsv", "e.txt"])
def test_every_form_says_the_same(desk, name):
    desk.listings(desk.export(name, RECORDS, delimiter="\t" if name == "e.tsv" else ","))
    assert taken(desk) == WANTED


@pytest.mark.parametrize(
    "wrap",
    [
        lambda items: {"data": {"items": items}, "total": 2},
        lambda items: {"code": 0, "result": {"list": items, "filters": [{"a": 1}, {"a": 2}, {"a": 3}]}},
        lambda items: [{"item": item} for item in items],
        lambda items: [list(items[0]), *[list(item.values()) for item in items]],
        lambda items: {"rows": [list(items[0]), *[list(item.values()) for item in items]]},
    ],
)
def test_lists_are_found_inside_what_tools_lay_around_them(desk, wrap):
    desk.listings(desk.write("e.json", json.dumps(wrap(RECORDS)).encode()))
    assert taken(desk) == WANTED


def test_fields_inside_fields_are_found_by_their_last_name_and_whole_names_go_first(desk):
    item = {
        "id": "9",
        "url": LINK.format(8),
        "seller": {"name": "nick", "url": "https://shop1.taobao.com"},
        "title": "t",
    }
    desk.listings(desk.write("e.json", json.dumps([item]).encode()))
    row = desk.rows()[3]
    assert (row["URL"], row["Seller"], row["Title"]) == (LINK.format(8), "nick", "t")


def test_headers_may_stand_below_a_title(desk):
    desk.listings(desk.write("e.csv", f"Report,of,today\n\nURL,Title\n{LINK.format(8)},t\n".encode()))
    assert taken(desk) == [(LINK.format(8), "t", None)]


def test_a_row_with_more_cells_than_headers_is_put_aside(desk):
    found = desk.listings(desk.write("e.csv", f"URL,Title\n{LINK.format(8)},a,b\n{LINK.format(9)},t\n".encode()))
    assert [(row.place, "3 cells for 2 headers" in row.why) for row in found.refused] == [(2, True)]
    assert found.added == 1


def test_places_are_the_lines_of_the_file_even_after_texts_with_line_breaks(desk):
    text = f'URL,Title\n{LINK.format(8)},"a\nb"\n\nhttps://m.tb.cn/h.1,x\n'
    found = desk.listings(desk.write("e.csv", text.encode()))
    assert [row.place for row in found.refused] == [5]
    assert taken(desk)[0][1] == "a b"


def test_a_line_that_is_no_json_is_put_aside_and_the_rest_goes_on(desk):
    text = json.dumps({"url": LINK.format(8)}) + "\n{broken\n[1]\n" + json.dumps({"url": LINK.format(9)}) + "\n"
    found = desk.listings(desk.write("e.jsonl", text.encode()))
    assert ([row.place for row in found.refused], found.added) == ([2, 3], 2)
    assert "{broken" in found.rejects.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["e.json", "e.jsonl"])
def test_a_number_of_more_digits_than_python_reads_is_a_text_and_refuses_its_row_only(desk, name):
    rows = [f'{{"商品链接": "{LINK.format(8)}", "商品标题": "a"}}', f'{{"商品链接": {"9" * 5000}, "商品标题": "b"}}']
    text = "\n".join(rows) if name == "e.jsonl" else f"[{', '.join(rows)}]"
    found = desk.listings(desk.write(name, text.encode()))
    assert (found.added, len(found.refused)) == (1, 1)


def test_an_excel_file_of_1904_has_its_days_right(desk):
    import xlsxwriter

    path = desk.folder / "e.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["URL", "First seen"])
        sheet.write_row(1, 0, [LINK.format(8), 46_053 - 1462])
    desk.listings(path)
    assert desk.rows()[3]["First seen"] == "2026-01-31"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("e.csv", b"", "empty"),
        ("e.csv", b"a,b\n1,2\n", "no known header"),
        ("e.json", b'[{"a": 1}]', "no known field"),
        ("e.json", b"nothing", "not JSON"),
        ("e.json", b"[" * 100_000, "not JSON"),
        ("e.json", b'{"a": ' * 100_000, "not JSON"),
        ("e.csv", b"URL\n\xff\xfe\x00", "the file is not in"),
        ("e.xlsx", b"PK\x03\x04 nothing", "cut off"),
        ("e.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xls"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_one_sentence(desk, name, data, why):
    path = desk.write(name, data)
    with pytest.raises((UserError, ooxml.WorkbookError), match=why) as refusal:
        desk.listings(path)
    assert str(path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("cut", [1, 2])
def test_a_utf8_file_that_was_cut_off_within_a_letter_is_never_read_as_chinese_of_another_kind(desk, cut):
    data = f"URL,商品标题\n{LINK.format(8)},很长的标题\n".encode().rstrip()[:-cut]
    with pytest.raises(UserError, match="line 2 has bytes that are not UTF-8"):
        desk.listings(desk.write("e.csv", data))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60))
def test_chinese_in_gb18030_is_read_as_it_is(title):
    text = f"商品链接,商品标题\n{LINK.format(8)},{title}\n"
    assert decode_text(text.encode("gb18030"), Path("e.csv")) == (text, "gb18030")


def test_an_encoding_that_is_none_is_refused(desk):
    path = desk.export("e.csv", RECORDS)
    for encoding in ("klingon", "zip", "hex"):
        with pytest.raises(UserError, match="encoding"):
            desk.listings(path, encoding=encoding)


FUZZ = settings(max_examples=2 * settings().max_examples, suppress_health_check=[HealthCheck.too_slow], deadline=None)
PREFIXES = st.sampled_from(
    [b"", b"URL,Title\n", "商品链接\t价格\n".encode("gb18030"), codecs.BOM_UTF16_LE, b"[", b'{"url":', b"PK\x03\x04"]
)
NAMES = st.sampled_from(["e.csv", "e.json", "e.jsonl", "e.xlsx", "e.txt", "e"])


@FUZZ
@given(NAMES, PREFIXES, st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_and_never_fail(shared_desk, name, prefix, data):
    path = shared_desk.write(name, prefix + data)
    for work in (shared_desk.listings, shared_desk.outcomes):
        try:
            work(path, write=False)
        except (UserError, ooxml.WorkbookError) as refusal:
            assert "\n" not in str(refusal)  # noqa: PT017  # whether it is refused is not the question


CELLS = st.one_of(
    st.text(max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.sampled_from(
        [LINK.format(8), LINK.format(1), "taobao", "C-1", "accepted", "2026-06-26", "10%", "=1+1", "9" * 400]
    ),
    st.lists(st.integers(), max_size=2),
)
HEADERS = st.sampled_from(
    [
        "url",
        "title",
        "price",
        "platform",
        "first seen",
        "complaint",
        "status",
        "decided",
        "item id",
        "store",
        "seller.name",
        "x",
        "y",
    ]
)


@FUZZ
@given(
    st.lists(st.dictionaries(HEADERS, CELLS, max_size=6), min_size=1, max_size=5),
    st.sampled_from(["e.json", "e.jsonl"]),
)
def test_any_values_are_taken_or_refused_and_every_row_is_accounted_for(shared_desk, records, name):
    team = shared_desk.team.read_bytes()
    lines = name.endswith("l")
    text = "\n".join(map(json.dumps, records)) if lines else json.dumps(records)
    path = shared_desk.write(name, text.encode())
    for work in (shared_desk.listings, shared_desk.outcomes):
        try:
            found = work(path)
        except UserError:
            continue
        finally:
            shared_desk.team.write_bytes(team)
        assert found.added + found.updated + found.unchanged + len(found.refused) == len(records)
        if found.rejects:
            found.rejects.unlink()
