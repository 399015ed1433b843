"""Draws the workbook from the declarations: sheets, tables, drop-downs, notes, colours, guide. Also draws the sample workbook.

draw("team.xlsx")      an empty workbook for a new team
sample("ippbook.xlsx") the committed workbook with the data of a fictitious brand team
"""

from ippbook.workbook_builder.content import Content, InputValue
from ippbook.workbook_builder.draw import draw
from ippbook.workbook_builder.instructions import Instructions
from ippbook.workbook_builder.sample_workbook import sample

__all__ = ["Content", "InputValue", "Instructions", "draw", "sample"]
