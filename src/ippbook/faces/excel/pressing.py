"""Old path of `ippbook.press`. The buttons of workbooks and add-ins made by versions before 0.2 run ``from ippbook.faces.excel.pressing import press``.

The module stays, so that such a workbook or add-in works with this version too. A test starts a button as they do.
"""

from ippbook.press import press

__all__ = ["press"]
