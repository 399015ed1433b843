"""Worksheet formulas built of our functions: read, understood, calculated. All others are left as they are."""

from ippbook.formulas.failures import FormulaError, NotOurs
from ippbook.formulas.names import plain_name
from ippbook.formulas.parser import parse
from ippbook.formulas.tree import Formula, show
from ippbook.formulas.values import ExcelError

__all__ = ["ExcelError", "Formula", "FormulaError", "NotOurs", "parse", "plain_name", "show"]
