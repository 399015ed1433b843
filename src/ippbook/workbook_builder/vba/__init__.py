"""Workbooks with macros, built from text: generated VBA, the handwritten modules in macros/, the ribbon, the drawn sheets.

workbook("team.xlsm")  the workbook with its own macros
addin("ippbook.xlam")  the same functions and buttons for every open workbook
"""

from ippbook.workbook_builder.vba.build_files import addin, workbook

__all__ = ["addin", "workbook"]
