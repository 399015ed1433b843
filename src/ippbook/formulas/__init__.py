"""Worksheet formulas built of our functions: read, understood, calculated. All others are left as they are.

    formula text -> tree -> cells that it reads -> values -> cached values

`parse` says whose a formula is, `evaluate` answers one, `recalculate` answers all of a workbook.
"""

from ippbook.formulas.cell_cache import HeldCells
from ippbook.formulas.evaluate import Answers, evaluate, evaluate_rows
from ippbook.formulas.groups import FormulaCell, Left
from ippbook.formulas.names import plain_name
from ippbook.formulas.parser import parse
from ippbook.formulas.problems import FormulaError, NotOurs
from ippbook.formulas.recalculate import Calculated, Outcome, recalculate
from ippbook.formulas.source import NoWorkbook, Place, Source, Table
from ippbook.formulas.tree import Formula, show
from ippbook.formulas.values import ExcelError
from ippbook.formulas.workbook_formulas import Fill, Formulas, Overlaid

__all__ = [
    "Answers",
    "Calculated",
    "ExcelError",
    "Fill",
    "Formula",
    "FormulaCell",
    "FormulaError",
    "Formulas",
    "HeldCells",
    "Left",
    "NoWorkbook",
    "NotOurs",
    "Outcome",
    "Overlaid",
    "Place",
    "Source",
    "Table",
    "evaluate",
    "evaluate_rows",
    "parse",
    "plain_name",
    "recalculate",
    "show",
]
