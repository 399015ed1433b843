"""Draws the pictures of README and docs again: the report in a browser, the sheets of the sample workbook in LibreOffice.

    make pictures            write docs/pictures/*.png
    python tests/report/pictures.py --check   list the pictures that show something else than the program draws now

Fonts and versions differ between machines, and with them the places where lines and pages break. So two properties are compared that
survive this: the words that a picture shows (each file carries them), of which most must be the same, and the picture itself after it was made
small and grey, which must be about the same. `test_pictures.py` runs the check.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ippbook import pipeline
from ippbook.report import report_contents, report_page

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "workbook" / "ippbook.xlsx"
DAY = date(2026, 10, 31)
SHEETS = {"today": "Today", "rights": "Rights", "good-faith": "Good-Faith", "to-print": "To print", "charts": "Charts"}
"""By the name of its picture: the sheet of the sample workbook, whose first printed page is shown. The footer of a page begins with its name."""
TOGETHER = 1_500_000
"""Bytes of all pictures."""
DIFFERENCE = 0.08
"""The largest mean difference of two pictures, from 0 to 1, after both were made small."""
OTHER_WORDS = 0.35
"""The largest share of words that only one of two pictures shows: a page that breaks elsewhere has some, another content has more."""
WORDS = "Words"
"""The field of a PNG file with the words that it shows."""
_SMALL = (48, 48)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
"""Without a sandbox, because CI is root, and without /dev/shm, which is small in a container; the pages are ours."""


def report_pictures(folder: Path) -> Iterator[tuple[Path, str]]:
    """The top of the report in both themes and in Chinese, and a chart section; each with the text of its page."""
    from playwright.sync_api import sync_playwright

    contents = report_contents(pipeline.check(SAMPLE, DAY, today=DAY), SAMPLE)
    program = next(found for name in CHROMIUM if (found := shutil.which(name)))
    with sync_playwright() as started, tempfile.TemporaryDirectory() as place:
        browser = started.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        for name, language, theme in (
            ("report", "en", "light"),
            ("report-dark", "en", "dark"),
            ("report-zh", "zh", "light"),
        ):
            page = Path(place) / f"{name}.html"
            page.write_text(report_page(contents, "Asia/Shanghai", None, language), encoding="utf-8")
            context = browser.new_context(viewport={"width": 1280, "height": 860}, color_scheme=theme)
            tab = context.new_page()
            tab.goto(page.as_uri())
            yield _picture(tab, folder / f"{name}.png")
            if name == "report":
                tab.evaluate("document.querySelector('.sections').remove()")  # it stays at the top of the window
                yield _picture(tab.locator("#trends"), folder / "report-trends.png")
                tab.set_viewport_size({"width": 400, "height": 860})
                tab.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
                yield _picture(tab, folder / "report-phone.png")
            context.close()
        browser.close()


def _picture(what: "Page | Locator", path: Path) -> tuple[Path, str]:
    what.screenshot(path=path)
    return path, what.inner_text() if path.stem == "report-trends" else what.inner_text("main")


def sheet_pictures(folder: Path) -> Iterator[tuple[Path, str]]:
    """The printed pages of `SHEETS`, by LibreOffice; each with its text."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={home.as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                place,
                SAMPLE,
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        paper = Path(place) / "ippbook.pdf"
        command = ["pdftotext", "-layout", "-enc", "UTF-8", paper, "-"]
        text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
        pages = [page.strip() for page in text.split("\f")]
        footers = [page.rpartition("\n")[2] for page in pages]
        for name, sheet in SHEETS.items():
            page = next((at for at, footer in enumerate(footers) if re.match(f"{sheet}  ", footer.strip())), None)
            if page is None:
                message = f"no printed page has the footer of the sheet {sheet}; the footers are {footers}"
                raise LookupError(message)
            number, path = str(page + 1), folder / f"{name}.png"
            subprocess.run(
                [
                    "pdftoppm",
                    "-r",
                    "90",
                    "-f",
                    number,
                    "-l",
                    number,
                    "-singlefile",
                    "-png",
                    paper,
                    path.with_suffix(""),
                ],
                check=True,
            )
            yield path, pages[page]


def draw(folder: Path) -> list[Path]:
    """Every picture, with few colours so that it is small, and with the words that it shows."""
    folder.mkdir(parents=True, exist_ok=True)
    found = [*report_pictures(folder), *sheet_pictures(folder)]
    for path, text in found:
        write_picture(path, text)
    return [path for path, _ in found]


def write_picture(path: Path, text: str) -> None:
    """Write the picture again with few colours, and with the words of *text*."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(colors=96, dither=Image.Dither.NONE)
    notes = PngInfo()
    notes.add_itxt(WORDS, " ".join(sorted(set(text.split()))), zip=True)
    small.save(path, optimize=True, pnginfo=notes)


def words(path: Path) -> set[str]:
    """The words that a picture shows, as `draw` noted them."""
    from PIL import Image

    with Image.open(path) as picture:
        return set(picture.text.get(WORDS, "").split())


def other_words(one: Path, two: Path) -> float:
    """The share of words that only one of two pictures shows, from 0 to 1."""
    first, second = words(one), words(two)
    return len(first ^ second) / max(len(first | second), 1)


def difference(one: Path, two: Path) -> float:
    """How much two pictures differ, from 0 (the same) to 1, whatever their fonts."""
    from PIL import Image, ImageChops, ImageStat

    small = []
    for path in (one, two):
        with Image.open(path) as picture:
            small.append(picture.convert("L").resize(_SMALL, Image.Resampling.BOX))
    return ImageStat.Stat(ImageChops.difference(*small)).mean[0] / 255


def drift(folder: Path) -> dict[str, str]:
    """The committed pictures that show something else than those in *folder*, or that one of both does not have, and why."""
    found = {}
    for name in sorted({each.name for each in (*FOLDER.glob("*.png"), *folder.glob("*.png"))}):
        one, two = FOLDER / name, folder / name
        if not (one.exists() and two.exists()):
            found[name] = "it is not drawn any more" if one.exists() else "it is not committed"
        elif (share := other_words(one, two)) > OTHER_WORDS:
            found[name] = f"{share:.0%} of its words differ: {sorted(words(one) ^ words(two))[:20]}"
        elif (value := difference(one, two)) > DIFFERENCE:
            found[name] = f"it looks different by {value:.0%}"
    return found


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        for path in draw(FOLDER):
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")  # noqa: T201  # says what it wrote
        return 0
    with tempfile.TemporaryDirectory() as place:
        draw(Path(place))
        stale = drift(Path(place))
    for name, why in stale.items():
        print(f"{name}: {why}; run make pictures")  # noqa: T201
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
