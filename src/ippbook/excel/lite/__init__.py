"""xlwings Lite: the web add-in that runs Python in Excel on a Mac, on the web and on a locked computer.

`embed` puts ippbook's code into a workbook, where the add-in from Office's store finds it; `run` is what that code calls.
"""
