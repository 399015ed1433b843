"""Worksheet formulas with functions of ippbook: read, understood, calculated. All others stay as they are.

    formula text -> tree -> cells that it reads -> values -> cached values

`parse` tells whether ippbook calculates a formula, `evaluate` calculates one, `calculate_formulas` all of a workbook.
"""

from typing import TYPE_CHECKING, Final

from ippbook.late_names import late_names

if TYPE_CHECKING:
    from ippbook.formulas.answered_cells import AnsweredBook
    from ippbook.formulas.cell_cache import CellCache
    from ippbook.formulas.evaluation import FormulaAnswers, evaluate, evaluate_rows
    from ippbook.formulas.groups import PlacedFormula, SkippedFormulas
    from ippbook.formulas.names import plain_name
    from ippbook.formulas.parser import parse
    from ippbook.formulas.problems import FormulaError, NotCalculatedError
    from ippbook.formulas.recalculate import Calculated, FormulaOutcome, calculate_formulas
    from ippbook.formulas.source import CellSource, NoWorkbook, Place, TablePlace
    from ippbook.formulas.tree import Formula, formula_text
    from ippbook.formulas.values import ExcelError
    from ippbook.formulas.workbook_formulas import ColumnFill, Formulas

_HOMES: Final = {
    "CellCache": "cell_cache",
    "FormulaAnswers": "evaluation",
    "evaluate": "evaluation",
    "evaluate_rows": "evaluation",
    "PlacedFormula": "groups",
    "SkippedFormulas": "groups",
    "plain_name": "names",
    "parse": "parser",
    "FormulaError": "problems",
    "NotCalculatedError": "problems",
    "Calculated": "recalculate",
    "FormulaOutcome": "recalculate",
    "calculate_formulas": "recalculate",
    "CellSource": "source",
    "NoWorkbook": "source",
    "Place": "source",
    "TablePlace": "source",
    "Formula": "tree",
    "formula_text": "tree",
    "ExcelError": "values",
    "AnsweredBook": "answered_cells",
    "ColumnFill": "workbook_formulas",
    "Formulas": "workbook_formulas",
}
"""The module that defines each name; it is loaded when the name is first used."""

if not TYPE_CHECKING:
    __getattr__ = late_names(__name__, _HOMES)

__all__ = [
    "AnsweredBook",
    "Calculated",
    "CellCache",
    "CellSource",
    "ColumnFill",
    "ExcelError",
    "Formula",
    "FormulaAnswers",
    "FormulaError",
    "FormulaOutcome",
    "Formulas",
    "NoWorkbook",
    "NotCalculatedError",
    "Place",
    "PlacedFormula",
    "SkippedFormulas",
    "TablePlace",
    "calculate_formulas",
    "evaluate",
    "evaluate_rows",
    "formula_text",
    "parse",
    "plain_name",
]
