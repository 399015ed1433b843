"""Old path of `ippbook.press`: buttons of workbooks and add-ins made by versions before 0.2 name this module."""

from ippbook.press import press

__all__ = ["press"]
