"""A linter that knows VBA and Excel's objects finds nothing in what is ours, and nothing that would not compile in the rest."""

import pytest
from pyvbaanalysis import analyze_project, analyze_workbook
from pyvbaanalysis.symbols.project_index import ModuleInput
from pyvbaanalysis.symbols.symbol_model import ModuleSymbolKind

from ippbook.workbook_builder.vba.hosts import BOOK
from ippbook.workbook_builder.vba.modules import modules

OURS = ("IppBook", "IppBookButtons", "IppBookFunctions", "IppBookWizard", "ThisWorkbook")


def test_our_modules_are_clean_and_those_of_others_have_no_error(either):
    found = analyze_workbook(either)
    assert set(OURS) | {"xlwings", "Dictionary"} <= set(found)
    for name, diagnostics in found.items():
        grave = [each for each in diagnostics if name in OURS or each.severity.value == "error"]
        assert [(each.code, each.message) for each in grave] == [], name


# Without xlwings' long module, whose functions the linter then misses: told apart by the difference from the whole.
def found_in(sources):
    given = [ModuleInput(name, ModuleSymbolKind.STANDARD, source) for name, source in sources.items()]
    return {(name, each.code, each.message) for name, found in analyze_project(given).items() for each in found}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("IppBookRun ", "IppBookWalk "),
        ("Public Sub IPP_Check()", "Public Sub Next()"),
        ("Dim problem As String", "Dim trouble As String"),
        ("IppBookFailure = ", "IppBookFailure = = "),
        ("problem = Obstacle()", "problem = Obstacle("),
    ],
)
def test_the_linter_would_have_seen_a_mistake(right, wrong):
    sources = {name: source for name, source in modules(BOOK).items() if name in ("IppBook", "IppBookButtons")}
    spoiled = {name: source.replace(right, wrong) for name, source in sources.items()}
    assert spoiled != sources
    assert found_in(spoiled) - found_in(sources)
