"""Why a formula cannot be calculated, as one plain sentence each."""

from ippbook.control_characters import visible_line


class FormulaError(Exception):
    """Excel would not accept this text as a formula; `str()` is one plain sentence, *position* counts characters from 1."""

    def __init__(self, sentence: str, position: int | None = None) -> None:
        where = "" if position is None else f" (at character {position})"
        super().__init__(visible_line(f"{sentence}{where}"))
        self.position = position


class NotCalculatedError(FormulaError):  # it says whose the formula is; nothing failed
    """The formula uses something that ippbook does not calculate, so all of it stays as it is."""


class RowByRowError(Exception):
    """The cells of a column cannot be calculated together, because a range differs from row to row. Never leaves this room."""
