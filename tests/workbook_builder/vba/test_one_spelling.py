"""Every name in our VBA has one spelling, so that Excel's editor, which gives a name one spelling in the whole project, changes nothing."""

import dataclasses
from collections import defaultdict

import pytest

from ippbook.installer.doctor.vba_text import VBA_NAME, code_lines
from ippbook.workbook_builder.vba import modules
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK


def spellings(sources):
    """Folded name -> spelling -> the modules that have it."""
    found = defaultdict(lambda: defaultdict(set))
    for module, source in sources.items():
        for line in code_lines(source):
            for token in line:
                if token.kind == VBA_NAME:
                    plain = token.text.rstrip("$%&!#@^")
                    found[plain.casefold()][plain].add(module)
    return found


def collisions(sources):
    """The names that are spelled in more than one way."""
    return {name: dict(ways) for name, ways in spellings(sources).items() if len(ways) > 1}


@pytest.mark.parametrize("host", [BOOK, ADDIN], ids=["workbook", "add-in"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_of_a_project_is_spelled_in_two_ways(host, language):
    """If this fails, rename the name of ours: an argument that is spelled like a method of Excel but for its case is one of these."""
    sources = {**modules.modules(dataclasses.replace(host, language=language))}
    sources[modules.DOCUMENT] = modules.handwritten(f"{modules.DOCUMENT}.cls")
    found = spellings(sources)
    assert len(found) > 300
    assert {"ippbookrun", "thisworkbook", "err"} <= found.keys()
    assert collisions(sources) == {}


def test_a_collision_across_modules_is_found_but_not_one_inside_quotes_or_comments():
    assert collisions({"A": "Sub Go(name)\r\nEnd Sub", "B": "x = y.Name"}) == {"name": {"name": {"A"}, "Name": {"B"}}}
    assert collisions({"A": 'x = "Name" \' VBA_NAME\r\nRem NaMe', "B": "y = name"}) == {}
