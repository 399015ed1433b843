"""The story: workbook file -> cells -> typed tables -> findings -> computed columns -> formulas -> workbook file.

`stages` has one function for each step and `recalculate` writes the result. `examine` is pure: no file, no clock, no host.
"""

from ippbook.declare.formula_answer import FormulaAnswer, evaluate_formula
from ippbook.pipeline.queries import Agenda, due, sellers, todays_tasks
from ippbook.pipeline.recalculate import STAGE_NAMES, FilePath, Recalculation, calculate, check, recalculate
from ippbook.pipeline.run import Progress, Run, silent
from ippbook.pipeline.study import Study, day_of, error_batches, examine, wire
from ippbook.pipeline.takedown_text import Takedowns, TakedownText, takedown_text

__all__ = [
    "STAGE_NAMES",
    "Agenda",
    "FilePath",
    "FormulaAnswer",
    "Progress",
    "Recalculation",
    "Run",
    "Study",
    "TakedownText",
    "Takedowns",
    "calculate",
    "check",
    "day_of",
    "due",
    "error_batches",
    "evaluate_formula",
    "examine",
    "recalculate",
    "sellers",
    "silent",
    "takedown_text",
    "todays_tasks",
    "wire",
]
