"""The report in headless Chromium: it renders, asks for nothing, reports nothing on the console; people without a mouse or with a screen reader can use it."""

import re
import shutil
import subprocess

import pytest
from tests.report.pictures import CHROMIUM, CHROMIUM_ARGUMENTS

from ippbook.report import report_contents, report_page

pytestmark = [pytest.mark.hosts, pytest.mark.slow("starts a browser")]


@pytest.fixture(scope="module")
def browser():
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("Chromium is missing: run make test-hosts, which installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["en", "zh"])
def address(request, sample_study, sample_path, tmp_path_factory) -> str:
    out = tmp_path_factory.mktemp("page") / f"report-{request.param}.html"
    page = report_page(report_contents(sample_study, sample_path), "Asia/Shanghai", out, request.param)
    out.write_text(page, encoding="utf-8")
    return out.as_uri()


class Opened:
    """A page that was opened, with what the browser said and asked for."""

    def __init__(self, browser, address: str, theme: str = "light", width: int = 1280) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_renders_asks_for_nothing_and_has_no_error(browser, address, theme, width) -> None:
    with Opened(browser, address, theme, width) as opened:
        assert opened.page.locator("article.tile").count() == 3
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        dark = opened.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(247, 249, 251)"
        assert dark == (theme == "dark")
        assert (opened.said, opened.asked) == ([], [address])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser, address, theme) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with Opened(browser, address, theme) as opened:
        opened.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        found = Axe().run(opened.page)
        assert found.violations_count == 0, found.generate_report()


def test_a_table_is_sorted_with_the_keyboard(browser, address) -> None:
    with Opened(browser, address) as opened:
        heading = opened.page.locator("#platforms thead th").nth(1)
        numbers = "[...document.querySelectorAll('#platforms tbody tr')].map(row => Number(row.cells[1].dataset.value))"
        for direction in ("ascending", "descending"):
            heading.locator("button").focus()
            opened.page.keyboard.press("Enter")
            shown = opened.page.evaluate(numbers)
            assert heading.get_attribute("aria-sort") == direction
            assert shown == sorted(shown, reverse=direction == "descending")


def test_a_filter_keeps_the_rows_that_have_every_word_and_says_how_many(browser, address) -> None:
    with Opened(browser, address) as opened:
        opened.page.locator("#findings input[type=search]").fill("cp130")
        rows = opened.page.locator("#findings tbody tr:visible")
        assert rows.count() == 1
        assert "CP130" in rows.first.inner_text()
        assert re.search("1", opened.page.locator("#findings [role=status]").inner_text())


def test_the_theme_button_works_with_the_keyboard_and_is_kept(browser, address) -> None:
    with Opened(browser, address) as opened:
        button = opened.page.locator("#theme")
        button.focus()
        opened.page.keyboard.press("Space")
        assert button.get_attribute("aria-pressed") == "true"
        assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 31)"
        opened.page.reload()
        assert opened.page.locator("#theme").get_attribute("aria-pressed") == "true"


def test_the_first_tab_leads_past_the_navigation(browser, address) -> None:
    with Opened(browser, address) as opened:
        opened.page.keyboard.press("Tab")
        assert opened.page.evaluate("document.activeElement.className") == "skip"
        opened.page.keyboard.press("Enter")
        assert opened.page.url.endswith("#main")


def test_without_script_everything_can_be_read(browser, address) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("figure svg[role=img]").count() >= 8
    assert not page.locator("#theme").is_visible()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_prints_on_a4_pages_that_are_light_and_whole(browser, address, theme, tmp_path) -> None:
    with Opened(browser, address, theme) as opened:
        opened.page.emulate_media(media="print")
        assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        opened.page.emulate_media()
        paper = tmp_path / "report.pdf"
        opened.page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    ran = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True)
    sheets = ran.stdout.count("\f")
    assert 5 <= sheets <= 25
    assert "CP130" in ran.stdout
    assert "nordlys-legal" in ran.stdout.partition("\f")[0]
