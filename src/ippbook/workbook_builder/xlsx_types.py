"""Types of XlsxWriter, which publishes none: a name for each kind of object that the drawing modules pass on."""

from typing import Any

XlsxWorkbook = Any
XlsxSheet = Any
XlsxFormat = Any
XlsxChart = Any
XlsxTarget = Any
XlsxValue = Any
XlsxOptions = dict[str, Any]
"""A dictionary of options, as XlsxWriter's methods take it."""
