"""What the script in a workbook calls under xlwings Lite. This module never moves.

The script that `ippbook lite` embeds runs ``from ippbook import lite``, then ``lite.answer(…)`` and ``lite.press(…)``.
"""

from ippbook.excel.lite.run import NotDoneError, answer
from ippbook.excel.lite.run import press_in_lite as press

__all__ = ["NotDoneError", "answer", "press"]
