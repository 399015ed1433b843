"""Draws the workbook from the declarations: sheets, tables, drop-downs, notes, colours, guide; and the sample workbook.

draw("team.xlsx")      an empty workbook for a new team
sample("ippbook.xlsx") the committed workbook with a made-up brand team's data
"""

from ippbook.build.content import Cell, Content
from ippbook.build.drawing import draw
from ippbook.build.sampling import sample
from ippbook.build.ways import Ways

__all__ = ["Cell", "Content", "Ways", "draw", "sample"]
