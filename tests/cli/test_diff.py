"""The command diff: its formats, its exit codes, git and pull requests, and the examples of docs/diff.md."""

import html.parser
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from compared_workbooks import complaint, listing, written

from ippbook.cli.render.comparison.as_markdown import comparison_markdown
from ippbook.cli.render.comparison.outline import DIFFERENT, Outline, OutlineEntry, OutlineSection
from ippbook.cli.render.comparison.shown_values import ShownChange

PAGE = (Path(__file__).parents[2] / "docs" / "diff.md").read_text(encoding="utf-8")
DAY = ("--as-of", "2026-10-31")
HOSTILE = "<img src=x onerror=alert(1)> \\| `@team` #1 https://evil.example \x1b[31m \u202egpj.exe </style><script>"


def page_link(number):
    return f"https://item.taobao.com/item.htm?id=61234567890{number}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The two workbooks of the page, and two with hostile texts."""
    place = tmp_path_factory.mktemp("diff")
    old = [{"Listing": f"L{n}", "URL": page_link(n), "Seller": f"seller{n}"} for n in (1, 2, 3)]
    new = [
        old[0],
        {**old[1], "Seller": "aurora"},
        {"Listing": "L4", "URL": "https://www.ebay.com/itm/4", "Seller": "seller4"},
    ]
    written(place / "old.xlsx", {"Listings": old})
    written(place / "new.xlsx", {"Listings": new})
    written(
        place / "evil.xlsx",
        {"Listings": [{**old[0], "Seller": HOSTILE, HOSTILE.replace("\x1b", ""): 1}]},
        {"@team <b>": {"A1": HOSTILE}},
    )
    (place / "bad.xlsx").write_bytes(b"not a workbook")
    return place


@pytest.fixture
def here(folder, monkeypatch):
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("here")
def test_the_examples_of_the_page_give_what_the_page_shows(ippbook):
    examples = re.findall(r"^\$ (.+)\n((?:(?!\$ |```).*\n)*)", PAGE, re.MULTILINE)
    assert len(examples) == 4
    for command, shown in examples:
        words, _, after = command.partition("; ")
        done = ippbook(*words.split()[1:])
        printed = done.out + (f"{done.code}\n" if after == "echo $?" else "")
        wanted = shown.removesuffix("...\n")
        assert printed[: len(wanted) if wanted != shown else None] == wanted, words


def test_the_options_of_the_page_are_those_of_the_command(ippbook):
    shown = set(re.findall(r"`(--?[a-z-]+)", PAGE)) - {"--name-only"}
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", ippbook("diff", "--help").out))
    assert shown <= known, shown - known


@pytest.mark.usefixtures("here")
def test_exit_codes(ippbook):
    assert ippbook("diff", "old.xlsx", "new.xlsx", *DAY).code == 0
    assert ippbook("diff", "old.xlsx", "new.xlsx", *DAY, "--exit-code").code == 1
    quiet = ippbook("diff", "old.xlsx", "old.xlsx", *DAY, "-q")
    assert (quiet.code, quiet.out) == (0, "")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("old.xlsx", "bad.xlsx"), "bad.xlsx: this is not an Excel workbook"),
        (("old.xlsx", "none.xlsx"), "none.xlsx: there is no such file"),
        (("old.xlsx",), "name two workbooks"),
        (("-", "-"), "only one of the two workbooks"),
        (("/dev/null", "/dev/null"), "both workbooks are /dev/null"),
        (("--textconv", "old.xlsx", "new.xlsx"), "--textconv takes one workbook"),
    ],
)
def test_bad_input_gets_one_sentence(ippbook, words, sentence):
    done = ippbook("diff", *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1


def test_a_workbook_can_come_from_the_standard_input(here, ippbook, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((here / "old.xlsx").read_bytes())))
    done = ippbook("diff", "-", "new.xlsx", *DAY)
    assert done.out.startswith("standard input → new.xlsx, as of 2026-10-31 (Asia/Shanghai)\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"no workbook")))
    assert "standard input: this is not an Excel workbook" in ippbook("diff", "-", "new.xlsx").err


# ---- formats


@pytest.mark.usefixtures("here")
def test_json_has_everything_whatever_the_limit(ippbook):
    found = json.loads(ippbook("diff", "old.xlsx", "new.xlsx", *DAY, "--format", "json", "--limit", "1").out)
    (listings,) = found["tables"]
    assert listings["counts"] == {"added": 1, "changed": 1, "removed": 1, "unchanged": 1}
    assert listings["changed"] == [
        {"name": "L2", "old_row": 3, "new_row": 3,
         "cells": [{"column": "Seller", "kind": "input", "old": "seller2", "new": "aurora"}]}
    ]  # fmt: skip
    assert found["differs"] is True
    assert {each["name"] for each in found["findings"]["came"]} == {"L4"}


class Tags(html.parser.HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self):
        super().__init__()
        self.tags = set()
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.usefixtures("here")
def test_with_html_what_stops_the_comparison_is_a_whole_page_that_says_why(ippbook):
    Path("bad <b>.xlsx").write_text("no workbook")
    ran = ippbook("diff", "old.xlsx", "bad <b>.xlsx", *DAY, "--format", "html")
    assert ran.code == 2
    assert ran.out.startswith("<!DOCTYPE html>")
    assert ran.out.endswith("</html>\n")
    assert "bad &lt;b&gt;.xlsx: this is not an Excel workbook" in ran.out
    assert f"As of {DAY[1]} (Asia/Shanghai)" in ran.out
    assert ippbook("diff", "old.xlsx", "bad <b>.xlsx", *DAY, "--format", "html", "--quiet").out == ""


@pytest.mark.usefixtures("here")
def test_the_html_page_has_no_script_and_nothing_from_outside(ippbook):
    page = ippbook("diff", "old.xlsx", "evil.xlsx", *DAY, "--format", "html").out
    seen = Tags()
    seen.feed(page)
    assert not seen.tags & {"script", "img", "iframe", "link", "object", "svg", "form"}
    assert seen.attributes <= {
        "lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "colspan", "scope", "title"
    }  # fmt: skip
    assert set(re.findall(r'href="(.)', page)) == {"#"}
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert not re.search("[\x1b\u202e]", page)


@pytest.mark.usefixtures("here")
def test_hostile_text_is_code_in_markdown(ippbook):
    text = ippbook("diff", "old.xlsx", "evil.xlsx", *DAY, "--format", "markdown").out
    bare = re.sub(r"<code>[^<]*</code>|(`+)(?!`).+?(?<!`)\1(?!`)", "", text)
    assert not re.search(r"@team|#1|https?:|onerror|[\x1b\u202e]", bare)
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.count("|") in {3, 5}, line  # two or four cells, whatever is in them


@pytest.mark.usefixtures("here")
def test_a_text_for_the_terminal_has_no_control_characters(ippbook):
    out = ippbook("diff", "old.xlsx", "evil.xlsx", *DAY).out
    assert "onerror" in out
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", out)


@pytest.mark.parametrize("limit", [0, 20, 5000])
def test_a_comment_fits_github_and_says_what_is_missing(limit):
    def outline(most):
        change = ShownChange("Title", "𝒂" * 150, "|" * 150)
        entries = tuple(OutlineEntry(DIFFERENT, f"L{n}", "", (change,)) for n in range(1500))[: most or None]
        sections = tuple(OutlineSection(f"Table {n}", "1,500 changed", entries, 1500 - len(entries)) for n in range(3))
        return Outline("a", "b", "2026-10-31", "The content differs.", sections, ())

    text = comparison_markdown(outline, limit)
    assert len(text.encode("utf-16-le")) // 2 <= 65_536
    assert "because a comment has room for 65,536 characters" in text
    assert text.count("<details>") == text.count("</details>") == 3


def test_a_comment_with_too_many_lists_ends_with_a_sentence():
    sections = tuple(OutlineSection(f"Sheet {n}", "1 cell", (OutlineEntry(DIFFERENT, "A1"),)) for n in range(3000))
    text = comparison_markdown(lambda _: Outline("a", "b", "2026-10-31", "The content differs.", sections, ()), 20)
    assert len(text) <= 65_536
    assert text.rstrip().endswith("`--format html` shows all of it.")
    assert "**The rest is not shown**" in text


# ---- git


@pytest.mark.usefixtures("here")
def test_the_seven_arguments_of_git_name_both_versions(ippbook):
    done = ippbook("diff", *DAY, "team.xlsx", "old.xlsx", "1234567890", "100644", "new.xlsx", "0" * 40, "100644")
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        "team.xlsx@1234567 → team.xlsx, as of 2026-10-31 (Asia/Shanghai)",
    )
    added = ippbook("diff", *DAY, "team.xlsx", "/dev/null", ".", ".", "new.xlsx", "0" * 40, "100644")
    assert added.out.startswith("/dev/null → team.xlsx")
    bad = ippbook("diff", "team.xlsx", "bad.xlsx", "1234567", "100644", "new.xlsx", ".", "100644")
    assert bad.code == 0  # git would stop at this file
    assert bad.out.startswith("team.xlsx: cannot be compared: team.xlsx@1234567: this is not an Excel workbook")


@pytest.mark.usefixtures("here")
def test_a_workbook_that_cannot_be_read_is_one_line_of_textconv_because_git_would_stop_there(ippbook):
    bad = ippbook("diff", "--textconv", "bad.xlsx")
    assert (bad.code, bad.out.count("\n")) == (0, 1)
    assert bad.out.startswith("bad.xlsx: this is not an Excel workbook")
    assert ippbook("diff", "--textconv", "missing.xlsx").code == 2


@pytest.mark.usefixtures("here")
def test_a_workbook_with_a_conflict_does_not_stop_git(ippbook, monkeypatch):
    monkeypatch.setenv("GIT_DIFF_PATH_COUNTER", "1")  # git names the path alone
    done = ippbook("diff", "team.xlsx")
    assert (done.code, done.out) == (0, "team.xlsx: unmerged; choose a version first\n")


@pytest.fixture
def repository(here, tmp_path):
    """A repository with the workbook of the page, set up as the page says."""

    def git(*words, **more):
        return subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *words],
            cwd=tmp_path, check=True, capture_output=True, text=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}, **more,
        ).stdout  # fmt: skip

    git("init", "-q", "-b", "main")
    attributes = re.search(r"```gitattributes\n(\*\.xlsx diff=ippbook\n.*?)```", PAGE, re.DOTALL)[1]
    (tmp_path / ".gitattributes").write_text(attributes, encoding="utf-8")
    for name, value in re.findall(r'^git config (\S+) "?(.+?)"?$', PAGE, re.MULTILINE):
        own = f'"{sys.executable}" -m ippbook diff'
        git(
            "config",
            name,
            value.replace("ippbook diff", own + (" --as-of 2026-10-31" if name.endswith("command") else "")),
        )
    shutil.copy(here / "old.xlsx", tmp_path / "team.xlsx")
    git("add", ".")
    git("commit", "-qm", "first")
    shutil.copy(here / "new.xlsx", tmp_path / "team.xlsx")
    git.folder = tmp_path
    return git


def test_git_diff_shows_the_comparison(repository):
    shown = repository("diff")
    assert re.match(
        r"team\.xlsx@[0-9a-f]{7} → team\.xlsx, as of 2026-10-31 \(Asia/Shanghai\)\nThe content differs\.\n", shown
    )
    assert "Seller: seller2 → aurora" in shown


@pytest.mark.deep
@pytest.mark.slow("git starts a process for each workbook")
def test_git_shows_added_removed_renamed_and_bad_workbooks_and_the_lines_of_the_log(repository):
    folder = repository.folder
    shutil.copy(folder / "team.xlsx", folder / "added.xlsx")
    (folder / "bad.xlsx").write_bytes(b"not a workbook")
    repository("add", ".")
    shown = repository("diff", "--cached")
    assert "/dev/null → added.xlsx" in shown
    assert "bad.xlsx: cannot be compared: " in shown
    assert "→ team.xlsx@" in shown
    repository("commit", "-qm", "second")
    lines = repository("log", "-p", "-1", "--", "team.xlsx")
    assert "\n-Listings [L2] | Seller: seller2\n" in lines
    assert "\n+Listings [L2] | Seller: aurora\n" in lines
    repository("mv", "team.xlsx", "brand.xlsx")
    shutil.copy(folder / "bad.xlsx", folder / "added.xlsx")
    repository("rm", "-qf", "bad.xlsx")
    gone = repository("diff", "HEAD", "-M")
    assert "bad.xlsx: cannot be compared: " in gone
    assert "added.xlsx: cannot be compared: " in gone


@pytest.mark.deep
@pytest.mark.slow("git starts a process for each workbook")
def test_the_workflow_of_the_page_comments_each_workbook(repository, tmp_path):
    script = re.search(r"        run: \|\n(.*?)```", PAGE, re.DOTALL)[1]
    base = repository("rev-parse", "HEAD").strip()
    shutil.copy(repository.folder / "team.xlsx", repository.folder / "new 'one'.xlsx")
    repository("add", ".")
    repository("commit", "-qm", "second")
    programs, temporary = tmp_path / "programs", tmp_path / "temporary"
    for each in (programs, temporary):
        each.mkdir()
    (programs / "ippbook").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ippbook "$@"\n')
    (programs / "gh").write_text('#!/bin/sh\necho "$@"\ncat "$5"\n')
    for each in programs.iterdir():
        each.chmod(0o755)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=repository.folder, check=True, capture_output=True, text=True,
        env={**os.environ, "BASE": base, "NUMBER": "7", "RUNNER_TEMP": str(temporary), "PATH": f"{programs}:{os.environ['PATH']}"},
    ).stdout  # fmt: skip
    assert done.count("pr comment 7 --body-file") == 2
    assert f"### `team.xlsx@{base[:7]}` → `team.xlsx`" in done
    assert "### `/dev/null` → `new 'one'.xlsx`" in done


def test_complaints_appear_by_number_and_listing(tmp_path, ippbook):
    listings = [listing(1), listing(2)]
    for name, status in (("a.xlsx", "accepted"), ("b.xlsx", "rejected")):
        written(
            tmp_path / name,
            {"Listings": listings, "Complaints": [complaint("C1", "L1", Status=status), complaint("C1", "L2")]},
        )
    out = ippbook("diff", tmp_path / "a.xlsx", tmp_path / "b.xlsx", *DAY).out
    assert "  ~ C1 / L1\n      Status: accepted → rejected\n" in out
    assert "Good-Faith: 1 account with other figures, 0 with the same\n  ~ nordlys\n" in out


def test_a_row_without_a_name_is_chinese_too(tmp_path, ippbook):
    old = written(tmp_path / "old.xlsx", {"Listings": [{"Listing": "L1", "URL": page_link(1)}]})
    new = written(tmp_path / "new.xlsx", {"Listings": [{"Listing": "", "URL": page_link(1)}]})
    shown = ippbook("--language", "zh", "diff", old, new, *DAY).out
    assert "第2行（无名称）" in shown
    assert "no name" not in shown
