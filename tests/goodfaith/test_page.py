"""docs/good-faith.md is true: its examples run, and its table of settings is the one in the code."""

import doctest
import io
from pathlib import Path

from ippbook.goodfaith import Terms

PAGE = Path(__file__).parents[2] / "docs" / "good-faith.md"


def settings_table():
    lines = ["| Setting | Default | Choices | What it decides | How sure | Source |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {each.header} | {each.shown_default} | {', '.join(each.choices)} | {each.about} | {each.certainty} | {each.source} |"
        for each in Terms.settings()
    ]
    return "\n".join(lines)


def test_every_example_of_the_page_runs_as_it_is_written():
    # Without its fences the page is a doctest; their lines stay, so that a failure names the right one.
    text = PAGE.read_text(encoding="utf-8").replace("```python", "").replace("```", "")
    page = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    report = io.StringIO()
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(page, out=report.write)
    assert result.attempted > 20
    assert result.failed == 0, report.getvalue()


def test_the_page_lists_every_setting_with_its_default_and_source():
    text = PAGE.read_text(encoding="utf-8")
    shown = text.partition("<!-- terms -->\n")[2].partition("\n<!-- /terms -->")[0]
    assert shown == settings_table()
