"""Buttons and worksheet functions in Excel, through xlwings; over the engine of `ippbook.headless` they run without Excel.

Needs the extra `excel` (xlwings, pinned). Only the BSD part of xlwings is used: never its pro, server or reports.
"""
