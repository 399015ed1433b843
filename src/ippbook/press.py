"""The buttons under the name that workbooks and add-ins contain. This module never moves.

The Sub of each button runs ``from ippbook.press import press; press('check')``.
"""

from ippbook.excel.press_button import press

__all__ = ["press"]
