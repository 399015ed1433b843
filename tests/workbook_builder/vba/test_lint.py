"""A linter that knows VBA and Excel's objects finds nothing in ippbook's modules, and no error in those of xlwings."""

import pytest
from pyvbaanalysis import analyze_project, analyze_workbook
from pyvbaanalysis.symbols.project_index import ModuleInput
from pyvbaanalysis.symbols.symbol_model import ModuleSymbolKind

from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK
from ippbook.workbook_builder.vba.modules import modules
from ippbook.workbook_builder.vba.xlwings_vba import DICTIONARY

OURS = ("IppBook", "IppBookButtons", "IppBookFunctions", "IppBookWizard", "ThisWorkbook")


def as_inputs(sources):
    kinds = {DICTIONARY: ModuleSymbolKind.CLASS}
    return [ModuleInput(name, kinds.get(name, ModuleSymbolKind.STANDARD), source) for name, source in sources.items()]


def objections(found):
    """Every finding in a module of ippbook, and the errors in the others."""
    return [
        (name, each.code, each.message)
        for name, diagnostics in found.items()
        for each in diagnostics
        if name in OURS or each.severity.value == "error"
    ]


@pytest.mark.deep
@pytest.mark.slow("a linter in pure Python reads 5,000 lines of VBA")
def test_the_linter_finds_nothing_in_the_workbook(built):
    found = analyze_workbook(built[".xlsm"])
    assert set(OURS) | {"xlwings", DICTIONARY} <= set(found)
    assert objections(found) == []


@pytest.mark.deep
@pytest.mark.slow("a linter in pure Python reads 3,000 lines of VBA")
def test_the_linter_finds_nothing_in_the_modules_that_differ_in_the_add_in():
    book, addin = modules(BOOK), modules(ADDIN)
    differing = {name for name, source in addin.items() if source != book[name]}
    assert {"IppBookFunctions", "xlwings"} <= differing
    assert objections(analyze_project(as_inputs(addin), only=differing)) == []


# Without the long module of xlwings. The linter then misses its functions, so only the difference counts.
def found_in(sources):
    found = analyze_project(as_inputs(sources))
    return {(name, each.code, each.message) for name, diagnostics in found.items() for each in diagnostics}


def linted():
    return {name: source for name, source in modules(BOOK).items() if name in ("IppBook", "IppBookButtons")}


@pytest.fixture(scope="module")
def found_in_ours():
    return found_in(linted())


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
def test_the_linter_finds_a_planted_mistake(right, wrong, found_in_ours):
    spoiled = {name: source.replace(right, wrong) for name, source in linted().items()}
    assert spoiled != linted()
    assert found_in(spoiled) - found_in_ours
