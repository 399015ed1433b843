"""The pictures of README and docs show what the program draws; they are small. Fonts and versions differ, so two thresholds decide."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"


def test_the_pictures_are_small() -> None:
    assert 0 < sum(each.stat().st_size for each in FOLDER.glob("*.png")) < 1_500_000


def test_each_picture_of_a_page_is_there_and_has_a_text_for_those_who_do_not_see_it() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = [
        (page, text, link)
        for page in pages
        for text, link in re.findall(r"!\[([^\]]*)\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8"))
    ]
    assert shown
    assert [(page.name, link) for page, text, link in shown if not text or not (page.parent / link).is_file()] == []


@pytest.mark.hosts
@pytest.mark.slow("starts a browser and LibreOffice")
def test_the_pictures_show_what_the_program_draws(tmp_path) -> None:
    from tests.report.pictures import draw, drift

    draw(tmp_path)
    assert drift(tmp_path) == {}


@pytest.mark.hosts
def test_the_comparison_sees_another_theme_and_not_another_font(tmp_path) -> None:
    from PIL import Image, ImageDraw, ImageFont
    from tests.report.pictures import DIFFERENCE, difference

    for name, size in (("one", 22), ("two", 24)):
        picture = Image.new("RGB", (800, 600), "white")
        drawing = ImageDraw.Draw(picture)
        for line in range(10):
            drawing.text(
                (20, 20 + 55 * line), "Complaints and takedown rates", fill="black", font=ImageFont.load_default(size)
            )
        picture.save(tmp_path / f"{name}.png")
    assert difference(tmp_path / "one.png", tmp_path / "two.png") < DIFFERENCE
    assert difference(FOLDER / "report.png", FOLDER / "report-dark.png") > DIFFERENCE


@pytest.mark.hosts
def test_the_comparison_sees_other_words_and_not_another_page_break(tmp_path) -> None:
    from tests.report.pictures import OTHER_WORDS, other_words, words, write_picture

    shown = words(FOLDER / "today.png")
    assert len(shown) > 50
    some = sorted(shown)
    for name, kept in (("break", some[len(some) // 5 :]), ("content", some[: len(some) // 2])):
        (tmp_path / f"{name}.png").write_bytes((FOLDER / "today.png").read_bytes())
        write_picture(tmp_path / f"{name}.png", " ".join(kept))
    assert other_words(FOLDER / "today.png", tmp_path / "break.png") < OTHER_WORDS
    assert other_words(FOLDER / "today.png", tmp_path / "content.png") > OTHER_WORDS
