"""The site of docs/: each page is in it, nothing comes from the network, and its checker sees a link that leads nowhere."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from tests.docs.check_site import site_faults

ROOT = Path(__file__).parents[2]
SITE = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]


def pages(entry):
    if isinstance(entry, str):
        yield entry
    else:
        for each in entry.values() if isinstance(entry, dict) else entry:
            yield from pages(each)


def test_every_page_is_in_the_navigation_and_stands_there_once():
    assert sorted(pages(SITE["nav"])) == sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def test_the_site_asks_no_server_for_anything():
    assert SITE["theme"]["font"] is False
    assert SITE["use_directory_urls"] is False
    (polyfill,) = SITE["extra"]["polyfills"]
    assert (ROOT / "docs" / polyfill["path"]).is_file()
    assert "iframe-worker" in polyfill["path"]  # the plugin offline adds none from a server where one of this name is


def test_every_link_of_a_page_to_another_page_leads_to_a_file():
    for page in (ROOT / "docs").glob("*.md"):
        for link in re.findall(r"\]\((?!\w+:)([^)#\s]+)", re.sub(r"`[^`]*`", "", page.read_text(encoding="utf-8"))):
            assert (page.parent / link).is_file(), f"{page.name}: {link}"


def built(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return site_faults(folder)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ('<a href="gone.html">x</a>', "a.html: gone.html leads nowhere"),
        ('<a href="b.html#gone">x</a>', "a.html: b.html#gone: the page has no such heading"),
        ('<a href="#gone">x</a>', "a.html: #gone: the page has no such heading"),
        ('<script src="https://example.com/x.js"></script>', "a.html: loads https://example.com/x.js from the network"),
        ('<link rel="stylesheet" href="//example.com/x.css">', "a.html: loads //example.com/x.css from the network"),
        ('<img src="gone.png">', "a.html: gone.png leads nowhere"),
    ],
)
def test_the_checker_of_the_site_names_what_is_wrong(page, fault, tmp_path):
    assert built(tmp_path, a=page, b='<h2 id="there">There</h2>') == [fault]


def test_the_checker_of_the_site_accepts_what_is_right(tmp_path):
    page = '<h1 id="top"></h1><a href="b.html#there">1</a><a href="#top">2</a><a href="https://example.com">3</a>'
    assert built(tmp_path, a=page, b='<h2 id="there">There</h2>') == []


@pytest.mark.deep
@pytest.mark.skipif(shutil.which("zensical") is None, reason="make site installs it")
def test_the_site_can_be_built_and_has_no_fault(tmp_path):
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    subprocess.run(["zensical", "build", "--strict"], cwd=tmp_path, check=True, capture_output=True)
    assert site_faults(tmp_path / "build" / "site") == []
