"""The pictures of the ribbon on docs/buttons.md: what they show is what the ribbon has, and the mark is on the right button."""

import itertools
import re
from pathlib import Path

import pytest
from lxml import etree

from ippbook.buttons import buttons
from ippbook.docsgen import buttons_reference, ribbon_icons
from ippbook.docsgen.ribbon_picture import PICTURE_LANGUAGES, picture_file, ribbon_pictures
from ippbook.languages import in_language

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
NS = "{http://schemas.microsoft.com/office/2009/07/customui}"
LARGEST = 6_000
"""Bytes: there is a picture for each button and language."""


@pytest.fixture(scope="module")
def pictures():
    return {name: etree.fromstring(text) for name, text in ribbon_pictures().items()}


def texts(picture):
    return [node.text for node in picture.iter(f"{SVG}text")]


def box(node):
    return [float(node.get(name)) for name in ("x", "y", "width", "height")]


def marked(picture):
    return [box(node) for node in picture.iter(f"{SVG}rect") if node.get("class") == "m"]


def test_the_picture_has_the_labels_of_the_ribbon_in_the_order_of_its_xml(pictures):
    ribbon = etree.parse(ROOT / "macros" / "generated" / "customUI14.xml")
    for group in ribbon.iter(f"{NS}group"):
        labels = [node.get("label") for node in group]
        shown = " ".join(texts(pictures[picture_file()]))
        places = [shown.index(label) for label in (group.get("label"), *labels)]
        assert places == sorted(places)


@pytest.mark.parametrize("language", PICTURE_LANGUAGES)
def test_every_button_has_a_picture_in_which_it_alone_is_marked(language, pictures):
    for button in buttons():
        picture = pictures[picture_file(button.name, language)]
        ((x, y, width, height),) = marked(picture)
        inside = [
            node.text
            for node in picture.iter(f"{SVG}text")
            if x <= float(node.get("x")) <= x + width and y <= float(node.get("y")) <= y + height
        ]
        label = in_language(button.label, language)
        assert label == "".join(inside).removesuffix("2") or label == " ".join(inside).removesuffix(" 2")


def test_the_picture_of_the_whole_tab_marks_nothing(pictures):
    assert [marked(pictures[picture_file("", language)]) for language in PICTURE_LANGUAGES] == [[], []]


def test_a_mark_never_reaches_into_another_and_all_are_inside_the_picture(pictures):
    for language in PICTURE_LANGUAGES:
        boxes = []
        for button in buttons():
            picture = pictures[picture_file(button.name, language)]
            boxes += marked(picture)
            assert boxes[-1][0] + boxes[-1][2] < float(picture.get("width"))
            assert boxes[-1][1] + boxes[-1][3] < float(picture.get("height"))
        for one, two in itertools.combinations(boxes, 2):
            apart = one[0] + one[2] <= two[0] or two[0] + two[2] <= one[0]
            above = one[1] + one[3] <= two[1] or two[1] + two[3] <= one[1]
            assert apart or above


def test_pictures_are_small_the_same_each_time_and_load_nothing():
    first, second = ribbon_pictures(), ribbon_pictures()
    assert first == second
    for text in first.values():
        assert len(text.encode()) <= LARGEST
        assert re.findall(r"https?://[^\"']+|href|@import|url\(", text) == ["http://www.w3.org/2000/svg"]


def test_every_picture_says_in_words_what_it_marks(pictures):
    for button in buttons():
        (title,) = pictures[picture_file(button.name)].iter(f"{SVG}title")
        assert button.label in title.text
        assert button.group in title.text


def test_every_button_has_a_section_with_its_pictures_and_what_they_show():
    page = "\n".join(buttons_reference.button_lines())
    for button in buttons():
        (section,) = re.findall(rf"^### {button.label}\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
        shown = re.search(r"!\[([^]]+)\]\(([^)]+)\)", section)
        assert shown is not None
        assert (button.label in shown[1], shown[2]) == (True, picture_file(button.name))
        chinese = re.search(r'<img src="([^"]+)" alt="([^"]+)"', section)
        assert chinese is not None
        assert (in_language(button.label, "zh") in chinese[2], chinese[1]) == (True, picture_file(button.name, "zh"))


def test_every_button_has_a_pictogram_of_its_own():
    images = [button.image for button in buttons()]
    drawn = [ribbon_icons.icon_path(image) for image in images]
    assert ribbon_icons.PLAIN not in drawn
    assert len(set(drawn)) == len(images)
    assert ribbon_icons.icon_path("SomethingNew") == ribbon_icons.PLAIN
