"""A linter that knows VBA and Excel's objects finds nothing in what is ours, and nothing that would not compile in the rest."""

import pytest
from pyvbaanalysis import analyze_project, analyze_workbook
from pyvbaanalysis.symbols.project_index import ModuleInput
from pyvbaanalysis.symbols.symbol_model import ModuleSymbolKind

from ippbook.build.vba.hosts import BOOK
from ippbook.build.vba.sources import modules

OURS = ("IppBook", "IppBookButtons", "IppBookFunctions", "IppBookWizard", "ThisWorkbook")


def test_our_modules_are_clean_and_those_of_others_have_no_error(either):
    found = analyze_workbook(either)
    assert set(OURS) | {"xlwings", "Dictionary"} <= set(found)
    for name, diagnostics in found.items():
        grave = [each for each in diagnostics if name in OURS or each.severity.value == "error"]
        assert [(each.code, each.message) for each in grave] == [], name


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("IppBookRun ", "IppBookWalk "),
        ("Public Sub IPP_Check()", "Public Sub Next()"),
        ("Dim problem As String", "Dim trouble As String"),
        ("IppBookFailure(Err.Description)", "IppBookFailure(Err.Description"),
    ],
)
def test_the_linter_would_have_seen_a_mistake(right, wrong):
    sources = {name: source for name, source in modules(BOOK).items() if name in OURS or name == "xlwings"}
    assert any(right in source for source in sources.values())
    spoiled = [
        ModuleInput(name, ModuleSymbolKind.STANDARD, source.replace(right, wrong)) for name, source in sources.items()
    ]
    whole = [ModuleInput(name, ModuleSymbolKind.STANDARD, source) for name, source in sources.items()]
    assert not any(found for name, found in analyze_project(whole).items() if name in OURS)
    assert any(found for name, found in analyze_project(spoiled).items() if name in OURS)
