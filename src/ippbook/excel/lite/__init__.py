"""xlwings Lite: the web add-in that runs Python in Excel on a Mac, on the web and on a locked computer.

`embedding` puts our code into a workbook, where the add-in from Office's store finds it; `running` is what that code calls.
"""
