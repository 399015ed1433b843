"""Draws the pictures of README and docs again: the report in a browser, the sheets of the sample workbook in LibreOffice.

    make pictures            write docs/pictures/*.png
    python tests/report/pictures.py --check   list the pictures that show something else than the program draws now

Fonts and versions differ between machines. So a picture is compared after it was made small and grey: of the little squares that
remain, few may differ, and by little. `test_pictures.py` runs the check.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ippbook import pipeline
from ippbook.report import report_contents, report_page

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "workbook" / "ippbook.xlsx"
DAY = date(2026, 10, 31)
SHEETS = {"today": "Today", "rights": "Right", "good-faith": "Good-Faith", "complaints": "Complaint"}
"""By the name of its picture: the first line of a printed page of the sample workbook; the first page of several counts."""
TOGETHER = 1_500_000
"""Bytes of all pictures."""
DIFFERENCE = 0.08
"""The largest mean difference of two pictures, from 0 to 1, after both were made small."""
_SMALL = (48, 48)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def report_pictures(folder: Path) -> Iterator[Path]:
    """The top of the report in both themes and in Chinese, and a chart section."""
    from playwright.sync_api import sync_playwright

    contents = report_contents(pipeline.check(SAMPLE, DAY, today=DAY), SAMPLE)
    program = next(found for name in CHROMIUM if (found := shutil.which(name)))
    with sync_playwright() as started, tempfile.TemporaryDirectory() as place:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
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


def _picture(what: object, path: Path) -> Path:
    what.screenshot(path=path)
    return path


def sheet_pictures(folder: Path) -> Iterator[Path]:
    """The printed pages of `SHEETS`, by LibreOffice."""
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
        )
        paper = Path(place) / "ippbook.pdf"
        text = subprocess.run(["pdftotext", paper, "-"], check=True, capture_output=True, text=True).stdout
        begins = [page.strip().partition("\n")[0].strip() for page in text.split("\f")]
        for name, first in SHEETS.items():
            number, path = str(begins.index(first) + 1), folder / f"{name}.png"
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
            yield path


def draw(folder: Path) -> list[Path]:
    """Every picture, with few colours so that it is small."""
    folder.mkdir(parents=True, exist_ok=True)
    from PIL import Image

    found = [*report_pictures(folder), *sheet_pictures(folder)]
    for path in found:
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(colors=96, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
    return found


def difference(one: Path, two: Path) -> float:
    """How much two pictures differ, from 0 (the same) to 1, whatever their fonts."""
    from PIL import Image, ImageChops

    small = []
    for path in (one, two):
        with Image.open(path) as picture:
            small.append(picture.convert("L").resize(_SMALL, Image.Resampling.BOX))
    values = ImageChops.difference(*small).getdata()
    return sum(values) / len(values) / 255


def drift(folder: Path) -> dict[str, float]:
    """The committed pictures that differ from those in *folder*, or that one of both does not have (1.0)."""
    names = {each.name for each in (*FOLDER.glob("*.png"), *folder.glob("*.png"))}
    found = {
        name: difference(FOLDER / name, folder / name) if (FOLDER / name).exists() and (folder / name).exists() else 1.0
        for name in sorted(names)
    }
    return {name: value for name, value in found.items() if value > DIFFERENCE}


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
    for name, value in stale.items():
        print(f"{name}: differs by {value:.0%}; run make pictures")  # noqa: T201
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
