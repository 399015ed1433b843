"""A chart is drawn true to its values, inside its frame, with a name at every value and a gap where there is none."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ippbook.report.chart_drawing import draw_chart
from ippbook.report.charts import Chart, Series

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = tuple(f"2026-{number:02}" for number in range(1, 7))


def drawn(kind: str, *series: Series, labels: tuple[str, ...] = MONTHS, percent: bool = False) -> etree._Element:
    chart = Chart("A chart", "About", "Month", labels, series, percent=percent, kind=kind)
    return etree.fromstring(draw_chart(chart, "one"))


def shapes(root: etree._Element, tag: str) -> list[dict[str, float]]:
    return [
        {name: float(text) for name, text in each.attrib.items() if name != "class"}
        for each in root.iter(f"{SVG}{tag}")
    ]


def titles(root: etree._Element, tag: str) -> list[str]:
    return [each.findtext(f"{SVG}title") for each in root.iter(f"{SVG}{tag}")]


def test_a_line_has_a_gap_where_a_month_has_no_value_and_rises_with_the_value() -> None:
    root = drawn("lines", Series("Rate", (0.9, None, 0.92, 0.95, 1.0, None), "takedowns"), percent=True)
    [alone, path] = [each.get("d") for each in root.iter(f"{SVG}path") if each.get("class") == "line"]
    assert (alone.count("L"), path.count("L")) == (0, 2)
    heights = [dot["cy"] for dot in shapes(root, "circle")]
    assert heights == sorted(heights, reverse=True)
    assert titles(root, "circle") == [
        "2026-01 · Rate: 90.0 %", "2026-03 · Rate: 92.0 %", "2026-04 · Rate: 95.0 %", "2026-05 · Rate: 100.0 %",
    ]  # fmt: skip
    assert "100 %" in root.xpath("//text()")


def test_a_limit_is_a_line_through_all_months_without_dots() -> None:
    root = drawn("lines", Series("Limit", (0.9,) * 6, "limit"), percent=True)
    assert not shapes(root, "circle")
    [path] = root.xpath("//*[@class='series limit']/*/@d")
    assert len(set(re.findall(r" ([\d.]+)", path))) == 1


def test_the_parts_of_a_bar_follow_each_other_and_the_sum_is_behind_them() -> None:
    series = (Series("Down", (30.0, 0.0), "good"), Series("Rejected", (10.0, 5.0), "bad"))
    root = drawn("bars", *series, labels=("Taobao", "1688"))
    first, second, third = shapes(root, "rect")
    assert first["x"] + first["width"] == pytest.approx(second["x"], abs=0.2)
    assert (first["width"] / second["width"], second["width"] / third["width"]) == pytest.approx((3, 2), rel=0.02)
    assert first["y"] == second["y"] < third["y"]
    assert root.xpath("//*[@class='totals']/*/text()") == ["40", "5"]
    assert titles(root, "rect") == ["Taobao · Down: 30", "Taobao · Rejected: 10", "1688 · Rejected: 5"]


def test_the_columns_of_a_month_are_next_to_each_other_and_as_high_as_their_values() -> None:
    series = (Series("New", (4.0, *(None,) * 5), "good"), Series("Again", (2.0, *(None,) * 5), "bad"))
    one, other = shapes(drawn("columns", *series), "rect")
    assert one["x"] + one["width"] == pytest.approx(other["x"], abs=0.2)
    assert one["height"] / other["height"] == pytest.approx(2, rel=0.01)
    assert one["y"] + one["height"] == pytest.approx(other["y"] + other["height"], abs=0.2)


_VALUES = st.one_of(st.none(), st.floats(0, 1e6, allow_subnormal=False))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["lines", "bars", "columns"]),
    st.lists(st.text(max_size=60), min_size=1, max_size=12),
    st.data(),
)
def test_nothing_of_any_chart_is_drawn_outside_its_frame(kind: str, labels: list[str], data: st.DataObject) -> None:
    rows = st.lists(_VALUES, min_size=len(labels), max_size=len(labels)).map(tuple)
    series = [Series(f"s{number}", data.draw(rows), "good") for number in range(data.draw(st.integers(1, 3)))]
    root = drawn(kind, *series, labels=tuple(labels))
    _, _, width, height = map(float, root.get("viewBox").split())
    for each in shapes(root, "rect"):
        assert 0 <= each["x"] <= each["x"] + each["width"] <= width
        assert 0 <= each["y"] <= each["y"] + each["height"] <= height
    for each in shapes(root, "circle"):
        assert 3 <= each["cx"] <= width - 3
        assert 3 <= each["cy"] <= height - 3
    for each in shapes(root, "text"):
        assert 0 < each["x"] < width
        assert 0 < each["y"] < height


def test_a_drawing_has_only_shapes_texts_and_classes() -> None:
    allowed = {"class", "viewBox", "role", "aria-labelledby", "id", "d", "x", "y", "width", "height", "cx", "cy", "r"}
    for kind in ("lines", "bars", "columns"):
        root = drawn(kind, Series("One", (1.0, 2.0, None, 3.0, 4.0, 0.0), "good"))
        assert {etree.QName(each).localname for each in root.iter()} <= {"svg", "title", "desc", "g", "path", "text", "circle", "rect"}  # fmt: skip
        assert {name for each in root.iter() for name in each.attrib} <= allowed
