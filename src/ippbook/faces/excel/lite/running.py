"""Old path of `ippbook.lite`. Scripts embedded by versions before 0.2 run ``from ippbook.faces.excel.lite import running``.

The module stays, so that a workbook whose script installs the package works with this version too. A test runs such a script.
"""

from ippbook.lite import NotDoneError, answer, press

__all__ = ["NotDoneError", "answer", "press"]
