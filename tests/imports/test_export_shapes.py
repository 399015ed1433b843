"""Every shape of export gives the rows that it must give; what is only guessed is said, and waits for the person."""

import json
import random

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.imports.conftest import rows_of
from tests.imports.export_shapes import SHAPES, TAOBAO, TMALL

from ippbook.errors import UserError
from ippbook.imports import ImportChoices
from ippbook.imports.export_reader import read_export
from ippbook.imports.header_names import SURE_NAMES, WEAK_NAMES
from ippbook.imports.headers import KnownHeaders
from ippbook.imports.unheaded import recognised
from ippbook.normalize import key
from ippbook.tables.records import record


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_shape_gives_the_rows_that_it_must_give(desk, shape):
    path = desk.write(shape.file, shape.data)
    found = desk.listings(path, choices=ImportChoices(**shape.options))
    assert (found.added, found.refused) == (len(shape.rows), [])
    assert len(found.notes) == shape.notes, found.notes
    for row, expected in zip(desk.rows()[3:], shape.rows, strict=True):
        assert {name: row[name] for name in expected} == expected


def test_there_are_more_than_thirty_shapes():
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) > 30


HEADERLESS = (
    f"{TAOBAO.format(1)},羽绒服男款新款,¥101.00,2026-11-20,x\n{TMALL.format(2)},裤子女款新款,¥88.00,2026-11-21,y\n"
)


def test_a_file_without_headers_is_not_taken_before_the_person_confirms_its_columns(desk):
    path = desk.write("e.csv", HEADERLESS.encode())
    with pytest.raises(UserError, match='--columns "URL, Title, Price, First seen, -"'):
        desk.listings(path)
    found = desk.listings(path, choices=ImportChoices(columns="URL, Title, Price, First seen, -"))
    assert found.added == 2


def test_unknown_headers_are_named_with_what_their_values_show(desk):
    path = desk.write("e.csv", f"Spalte 1,Spalte 2\n{TAOBAO.format(1)},Jacke aus Daunen\n".encode())
    with pytest.raises(UserError, match='--columns "Spalte 1=URL, Spalte 2=Title"'):
        desk.listings(path)


@pytest.mark.parametrize(("value", "name"), [(TAOBAO.format(1), "URL"), ("800000000001", "Item ID")])
def test_an_unknown_column_of_links_among_known_ones_is_named(desk, value, name):
    path = desk.write("e.csv", f"Titel,Adresse\nJacke,{value}\n".encode())
    with pytest.raises(UserError, match=f'column “Adresse” looks like it: --columns "Adresse={name}"'):
        desk.listings(path, choices=ImportChoices(platform="taobao"))
    assert desk.listings(path, choices=ImportChoices(columns=f"Adresse={name}", platform="taobao")).added == 1
    assert desk.rows()[3]["Title"] == "Jacke"


@pytest.mark.parametrize(
    ("columns", "why"),
    [("URL,Colour", "“Colour” is not a column"), ("URL,Link", "two columns are URL"), ("URL,Title,Price,-,-,-,-", "names 7 columns"), ("Adres=URL", "no row has the headers Adres")],
)  # fmt: skip
def test_columns_that_do_not_fit_are_refused_in_words(desk, columns, why):
    with pytest.raises(UserError, match=why):
        desk.listings(desk.write("e.csv", HEADERLESS.encode()), choices=ImportChoices(columns=columns))


def test_item_ids_without_a_marketplace_are_refused_in_words(desk):
    with pytest.raises(UserError, match="--platform taobao"):
        desk.listings(desk.write("e.txt", b"800000000001\n800000000002\n"))


def test_a_row_number_is_not_an_item_id(desk):
    found = desk.listings(
        desk.write("e.csv", "id,标题\n1,羽绒服\n2,裤\n".encode()), choices=ImportChoices(platform="taobao")
    )
    assert (found.added, ["1 digits" in row.why for row in found.refused]) == (0, [True, True])


def test_the_marketplace_of_all_rows_does_not_contradict_a_link(desk):
    found = desk.listings(
        desk.write("e.txt", f"{TMALL.format(1)}\n".encode()), choices=ImportChoices(platform="taobao")
    )
    assert desk.rows()[3]["Platform"] is None
    assert "not used for a link to tmall" in found.notes[-1]


@pytest.mark.parametrize(
    ("choices", "why"),
    [({"platform": "ebay"}, "--platform ebay: use one of"), ({"right": "TM-9"}, "no right with this name or number"), ({"reason": "theft"}, "no column Reason")],
)  # fmt: skip
def test_a_value_for_all_rows_that_is_unknown_is_refused_in_words(desk, choices, why):
    with pytest.raises(UserError, match=why):
        desk.listings(desk.write("e.txt", b"800000000001\n"), choices=ImportChoices(**choices))


def test_the_right_and_the_reason_of_all_rows_are_entered(ippbook, tmp_path):
    team, export = tmp_path / "team.xlsx", tmp_path / "ids.txt"
    with xlsxwriter.Workbook(team) as made:
        for name, rows in (
            ("Rights", [["Right", "Number"], ["TM-CN-25", "5127305"]]),
            ("Listings", [["Listing", "URL", "Right", "Reason"], ["L0001", TAOBAO.format(9), "TM-EU", ""]]),
        ):
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    export.write_text("800000000001\n800000000009\n", encoding="utf-8")
    options = ("--platform", "taobao", "--right", "tm-cn-25", "--reason", "滥用关键词", "--format", "json")
    ran = ippbook("import", team, "--listings", export, *options)
    assert (ran.code, json.loads(ran.out)["added"]) == (0, 1)
    found = [(row["Right"], row["Reason"]) for row in rows_of(team)]
    assert found == [("TM-EU", "keyword abuse"), ("TM-CN-25", "keyword abuse")]


def test_a_quotation_mark_that_is_not_closed_spoils_one_line_and_not_the_rest(desk):
    text = f'url,title\n{TAOBAO.format(1)},a\n{TAOBAO.format(2)},"b\n{TAOBAO.format(3)},c\n{TAOBAO.format(4)},d\n'
    found = desk.listings(desk.write("e.csv", text.encode()))
    assert (found.added, [row.place for row in found.refused]) == (3, [3])
    assert "quotation mark on line 3" in found.refused[0].why


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quotation_mark_that_is_not_closed_on_the_last_line_refuses_it(desk, end):
    text = f'url,title,seller\n{TAOBAO.format(1)},a,s\n{TAOBAO.format(2)},"b,s{end}'
    found = desk.listings(desk.write("e.csv", text.encode()))
    assert (found.added, [row.place for row in found.refused]) == (1, [3])
    assert "quotation mark on line 3" in found.refused[0].why


@pytest.mark.parametrize("last", ['"b,s"', "b", '5" wide,s', '"5"" wide",s', '"two\nlines",s'])
def test_a_last_line_with_a_closed_or_another_quotation_mark_is_a_row(desk, last):
    text = f"url,title,seller\n{TAOBAO.format(1)},a,s\n{TAOBAO.format(2)},{last}"
    found = desk.listings(desk.write("e.csv", text.encode()))
    assert (found.added, found.refused) == (2, [])


def test_a_long_text_after_a_quotation_mark_that_is_not_closed_is_one_refused_row(desk):
    text = f'url,title\n{TAOBAO.format(1)},a\n{TAOBAO.format(2)},"b\n' + "a line of a text\n" * 2_000
    found = desk.listings(desk.write("e.csv", text.encode()))
    assert (found.added, [row.place for row in found.refused]) == (1, [3])
    assert "quotation mark on line 3 is not closed" in found.refused[0].why


def test_a_cell_that_is_too_long_for_a_workbook_refuses_its_own_row_only(desk):
    text = f"url,title\n{TAOBAO.format(1)},{'x' * 1_100_000}\n{TAOBAO.format(2)},b\n"
    found = desk.listings(desk.write("e.csv", text.encode()))
    assert (found.added, [row.place for row in found.refused]) == (1, [2])


@pytest.mark.parametrize("header", ["seller.name", "supplier.id", "images.url", "picture.url", "skus.price", "category.name", "web-scraper-start-url", "reviews.date"])  # fmt: skip
def test_a_field_of_another_thing_is_not_the_listings_own(header):
    known = KnownHeaders([field for field in record("Listings").fields() if field.name != "listing"])
    assert known.name(header) in {"", "seller", "store"}


def test_a_surer_name_has_priority_over_a_weaker_one():
    known = KnownHeaders([field for field in record("Listings").fields() if field.name != "listing"])
    headers = ["name", "原价", "href", "title", "Price", "date", "URL", "crawl_time"]
    places = known.places(headers)
    assert {name: headers[place] for name, place in places.items()} == {"title": "title", "price": "Price", "url": "URL", "first_seen": "crawl_time"}  # fmt: skip


@pytest.mark.parametrize("table", ["Listings", "Complaints"])
def test_no_name_means_two_columns_and_none_is_written_twice(table):
    own = {text: field.name for field in record(table).fields() for text in field.spellings}
    seen = {}
    for (where, name), texts in [*SURE_NAMES.items(), *WEAK_NAMES.items()]:
        for text in texts if where == table else ():
            assert key(text) not in own, text
            assert seen.setdefault(key(text), (name, text)) == (name, text), text


@given(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=5))
def test_values_of_any_kind_give_one_name_a_column(rows):
    names = recognised(rows)
    assert len(names) == max(map(len, rows), default=0)
    assert len({name for name in names if name != "-"}) == len([name for name in names if name != "-"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.text(st.sampled_from('ab",;\t\n字段值商品链接url=:{}[]0123./'), max_size=200), st.sampled_from(["e.csv", "e.txt", "e.json", "e.jsonl"]), st.sampled_from(["", "URL", "URL,-,Title", "a=URL", "=", ",,"]))  # fmt: skip
def test_no_text_and_no_columns_raise_anything_but_a_sentence(shared_desk, text, name, columns):
    path = shared_desk.write(name, text.encode())
    try:  # every other exception is a failure
        shared_desk.listings(path, choices=ImportChoices(columns=columns), write=False)
    except UserError:
        return


@pytest.mark.deep
def test_ten_thousand_random_files_raise_nothing_but_a_sentence(tmp_path):
    luck = random.Random(4)
    pieces = [*'",;|\t\n{}[]:=', "url", "title", "price", "链接", "标题", "字段", "值", TAOBAO.format(1), "800000000001", "12.99", "2026-11-02", '"url"', '{"url":', "null", "\ufeff", "\x00", "a b", "name.url"]  # fmt: skip
    known = KnownHeaders([field for field in record("Listings").fields() if field.name != "listing"])
    for _ in range(10_000):
        path = tmp_path / luck.choice(["e.csv", "e.txt", "e.json", "e.jsonl"])
        path.write_text("".join(luck.choice(pieces) for _ in range(luck.randrange(1, 30))), encoding="utf-8")
        try:
            source = read_export(path, known)
        except UserError:
            continue
        assert all(row.spoiled or len(row.values) == len(source.headers) for row in source.rows)
