"""Old path of `ippbook.lite`: scripts embedded by versions before 0.2 name this module."""

from ippbook.lite import NotDoneError, answer, press

__all__ = ["NotDoneError", "answer", "press"]
