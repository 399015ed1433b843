"""docs/api.md: every public name has a section with an example, and every example gives what the page says."""

import doctest
import re
import shutil
from pathlib import Path

import pytest

import ippbook

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_page_has_a_section_for_each_public_name_and_for_no_other() -> None:
    headings = re.findall(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    prose = {"What every function takes", "Deprecation"}
    sections = {name for heading in headings if heading not in prose for name in heading.split(", ")}
    assert sections == set(ippbook.__all__) - {"__version__"}


def test_every_example_of_the_page_gives_what_the_page_says(
    sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(sample_path, tmp_path / "team.xlsx")
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(
        PAGE.read_text(encoding="utf-8").replace("```", ""), {}, "api.md", str(PAGE), 0
    )
    report: list[str] = []
    result = doctest.DocTestRunner().run(examples, out=report.append)
    assert result.attempted > 30
    assert not result.failed, "".join(report)
