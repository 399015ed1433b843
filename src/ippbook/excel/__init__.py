"""The Excel face: worksheet functions and buttons through xlwings, in Excel and, over an engine of our own, without it.

Needs the extra `excel` (xlwings, pinned). Only the BSD part of xlwings is used: never its pro, server or reports.
"""
