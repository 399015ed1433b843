"""The report's page: what it promises to a reader, to a browser's policy, and against hostile text. Seen in a browser: test_browser.py."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from ippbook.pipeline import examine
from ippbook.report import report_contents, report_page
from ippbook.report.accounts import AccountState
from ippbook.report.chart_drawing import draw_chart
from ippbook.report.charts import Chart, Series
from ippbook.report.contents import SHOWN_CELLS
from ippbook.report.page import cell_link
from ippbook.report.theme import DARK, LIGHT
from ippbook.tables.book import Table, Tables

FILE = Path("team.xlsx")
DAY = date(2026, 10, 31)
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202egnp.exe\x1b[2J{{ 7*7 }}"


@pytest.fixture(scope="module")
def contents(sample_study):
    return report_contents(sample_study, FILE)


@pytest.fixture(scope="module")
def page(contents):
    return report_page(contents, "Asia/Shanghai")


@pytest.fixture(scope="module")
def tree(page):
    return html.document_fromstring(page)


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_the_page_knows_its_style_and_script_by_hash_and_allows_nothing_else(tree) -> None:
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (text,) = tree.xpath(f"//{tag}/text()")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_the_page_loads_nothing_and_has_no_inline_styles_or_handlers(tree) -> None:
    loads = tree.xpath("//@src | //link/@href | //object | //iframe | //form | //base")
    assert loads == ["data:,"]
    assert tree.xpath("//@style | //@*[starts-with(name(), 'on')]") == []


def test_each_account_has_a_tile_with_its_verdict_and_figures(contents, tree) -> None:
    tiles = {words(tile.find(".//h3")): words(tile) for tile in tree.xpath("//article[contains(@class, 'tile')]")}
    assert list(tiles) == [each.title for each in contents.good_faith.accounts]
    assert "Locked out" in tiles["nordlys-legal"]
    assert "Does not qualify" in tiles["huanyu-ipr"]
    assert "87.0 % at least 90 %, misses the limit" in tiles["huanyu-ipr"]


def test_the_three_numbers_are_those_of_due_check_and_goodfaith(contents, tree) -> None:
    shown = [words(each) for each in tree.xpath("//ul[@class='numbers']//strong")]
    assert shown == [str(contents.overdue), str(contents.errors), str(contents.to_file)]


@pytest.mark.deep
def test_the_plan_is_that_of_goodfaith(ippbook, sample_path, contents) -> None:
    ran = ippbook("goodfaith", sample_path, "--plan", "--format", "json", "--as-of", "2026-10-31")
    said = {each["account"]: each["file"] for each in json.loads(ran.out)["plan"]}
    planned = {each.name: each.plan.file for each in contents.good_faith.accounts if each.plan}
    assert planned == {name: said[name] for name in planned}


def test_every_rule_that_found_something_is_in_the_table_with_its_fix(contents, sample_study, tree) -> None:
    rows = tree.xpath("//section[@id='findings']//tbody/tr")
    assert {words(row.find(".//code")) for row in rows} == {each.code for each in sample_study.findings}
    assert sum(each.count for each in contents.rules) == len(sample_study.findings)
    assert all("Fix:" in words(row) for row in rows)


def test_a_link_leads_to_the_file_the_sheet_and_the_cell(tree) -> None:
    places = tree.xpath("//section[@id='next']//td/a[not(@class)] | //section[@id='deadlines']//td/a")
    assert places
    assert all(each.get("href") == f"./team.xlsx#{words(each)}" for each in places)


def test_links_lead_to_the_workbook_the_page_itself_and_known_marketplaces(tree) -> None:
    outside = [link for link in tree.xpath("//a/@href") if not link.startswith(("#", "./team.xlsx"))]
    shops = r"https://([\w-]+\.)+?(taobao|tmall|1688|alibaba|aliexpress|goofish|xianyu|lazada)(\.com|\.hk|\.sg|\.vn|\.ph|\.(co|com)\.\w\w)(/|$)"
    assert outside
    assert [link for link in outside if not re.match(shops, link)] == []


def test_each_id_is_there_once_and_each_reference_has_a_target(tree) -> None:
    ids = tree.xpath("//@id")
    named = {word for text in tree.xpath("//@aria-labelledby") for word in text.split()}
    named |= {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")}
    assert len(ids) == len(set(ids))
    assert named <= set(ids)


def test_each_chart_has_a_title_a_description_and_its_figures(tree) -> None:
    figures = tree.xpath("//figure")
    assert len(figures) >= 8
    for figure in figures:
        assert figure.xpath(".//svg[@role='img']/title/text()")
        assert figure.xpath(".//svg[@role='img']/desc/text()")
        assert figure.xpath(".//table//td")


def test_the_sample_page_is_small(page) -> None:
    assert len(page.encode()) < 1_500_000


def table(name: str, **columns) -> Table:
    typed = {
        key: pd.Series(values, dtype=object if isinstance(values[0], str) else None) for key, values in columns.items()
    }
    return Table.of(name, typed)


def hostile_tables() -> Tables:
    day = pd.Timestamp(DAY)
    return Tables.of(
        table("Accounts", account=[HOSTILE, "x" * 32_000]),
        table("Listings", listing=[HOSTILE], url=["javascript:alert(1)"], seller=[HOSTILE], store=[HOSTILE * 40]),
        table(
            "Complaints",
            complaint=[HOSTILE, "C2"],
            account=[HOSTILE, "y" * 32_000],
            reason=[HOSTILE, "z" * 32_000],
            listing=[HOSTILE, "no such"],
            right=[HOSTILE, "w" * 32_000],
            status=["accepted", "rejected"],
            filed=[day, day],
            decided=[day, day],
        ),
    )


def test_hostile_text_is_inert() -> None:
    study = examine(hostile_tables(), DAY)
    page = report_page(report_contents(study, Path("a'\"<b>#.xlsx")), "Asia/Shanghai", Path("out/r.html"))
    tree = html.document_fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img | //b[not(ancestor::dd)]") == []
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
    assert not [link for link in tree.xpath("//a/@href") if "javascript" in link and not link.startswith("../a")]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", page.replace("\n", ""))
    assert "{{ 7*7 }}" in page
    assert len(page) < 300_000


def test_a_finding_of_forty_thousand_characters_is_cut_and_the_row_stays(sample_study) -> None:
    batch = next(each for each in sample_study.batches if len(each))
    study = replace(sample_study, batches=(replace(batch, messages=["w" * 40_000] * len(batch)),))
    (rule,) = report_contents(study, FILE).rules
    assert rule.count == len(batch)
    assert {len(each.message) for each in rule.cells} == {400}


def test_of_many_cells_the_page_shows_the_first_and_says_how_many_there_are(sample_study) -> None:
    batch = next(each for each in sample_study.batches if len(each))
    many = replace(batch, rows=batch.rows.repeat(1_000), messages=[batch.messages[0]] * 1_000 * len(batch))
    contents = report_contents(replace(sample_study, batches=(many,)), FILE)
    page = report_page(contents, "Asia/Shanghai")
    assert len(contents.rules[0].cells) == SHOWN_CELLS
    assert f"{len(many) - SHOWN_CELLS} more are not shown" in page


@pytest.mark.deep
def test_a_workbook_full_of_the_longest_texts_has_a_page_below_five_megabytes() -> None:
    rows, day = 1_500, pd.Timestamp(DAY)
    long = "\u5546\u6807<" * 400
    names = [f"{row} {long}" for row in range(rows)]
    study = examine(
        Tables.of(
            table("Accounts", account=names[:60]),
            table("Listings", listing=names, url=names, seller=names, store=names, right=names),
            table(
                "Complaints",
                complaint=names,
                account=[names[row % 60] for row in range(rows)],
                reason=names,
                listing=names,
                right=names,
                status=["accepted"] * rows,
                filed=[day] * rows,
                decided=[day] * rows,
            ),
        ),
        DAY,
    )
    page = report_page(report_contents(study, FILE), "Asia/Shanghai")
    assert len(page.encode()) < 5_000_000
    assert "more are not shown" in page


@pytest.mark.parametrize(
    "tables",
    [(), (table("Accounts", account=["a"]),), (Table.of("Complaints", {}), Table.of("Listings", {}))],
    ids=["no table", "an account without complaints", "empty tables"],
)
def test_a_workbook_without_data_has_a_page_too(tables) -> None:
    contents = report_contents(examine(Tables.of(*tables), DAY), FILE)
    page = report_page(contents, "Asia/Shanghai")
    assert {each.state for each in contents.good_faith.accounts} <= {AccountState.NO_COMPLAINTS}
    assert "<svg xmlns" not in page
    assert "Nothing is due within 30 days." in page


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_enough_contrast_and_every_line_of_a_chart_too(theme) -> None:
    def contrast(one: str, two: str) -> float:
        low, high = sorted((luminance(one), luminance(two)))
        return (high + 0.05) / (low + 0.05)

    assert [pair for pair in theme.text_pairs() if contrast(*pair) < 4.5] == []
    assert [line for line in (theme.takedowns, theme.counters) if contrast(line, theme.card) < 3] == []


@pytest.mark.parametrize("kind", ["lines", "bars", "columns"])
def test_a_chart_is_drawn_without_style_script_or_size(kind) -> None:
    chart = Chart(
        "A <b> title", "About", "Month", ("2026-01", "2026-02 & 3"), (Series("Rate", (None, 0.5), "good"),), kind=kind
    )
    svg = draw_chart(chart, "one")
    assert "<script" not in svg
    assert "<style" not in svg
    assert " style=" not in svg
    assert '<title id="one-title">A &lt;b&gt; title</title>' in svg
    assert "2026-02 &amp; 3 · Rate: 0.5" in svg
    assert not re.match(r"<svg[^>]* (width|height)=", svg)


@settings(max_examples=20)
@given(st.text(max_size=40), st.text(max_size=40))
def test_a_chart_of_any_names_is_well_formed(one, other) -> None:
    chart = Chart(one, other, one, (one, other), (Series(other, (1.0, 2.0), "good"),), kind="bars")
    root = etree.fromstring(draw_chart(chart, "one"))
    assert not list(root.iter("{*}script", "{*}style", "{*}a", "{*}image"))


@given(st.text(max_size=40), st.text("ABCXFD0123456789", max_size=9))
def test_a_link_to_a_cell_has_only_characters_of_a_link(sheet, cell) -> None:
    assert re.fullmatch(r"team\.xlsx#[A-Za-z0-9_.~'%-]*![A-Z0-9]+", cell_link("team.xlsx", sheet, cell))


def test_the_templates_are_data_of_the_package() -> None:
    names = {each.name for each in files("ippbook.report").joinpath("template").iterdir()}
    assert {"page.html", "parts.html", "page.css", "page.js"} <= names
