"""What goes wrong with a workbook file, in one plain sentence."""

from collections.abc import Sequence
from pathlib import Path

from ippbook.languages.sentence import say, say_series


class WorkbookError(Exception):
    """The file cannot be read or written. `str(error)` is one sentence: the file, the place, what is wrong, the remedy.

    It is a template with the values of its placeholders, so that a face can translate it.
    """

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        super().__init__(say(sentence, **values) if values or type(sentence) is str else sentence)


class DamagedError(WorkbookError):
    """The file is not what its name says: truncated, malformed, or with a part missing."""


class HostileError(WorkbookError):
    """The file is built to do harm, or is larger than the limits allow."""


class LimitError(HostileError):
    """The workbook is larger than the limits allow.

    `found` says how large without the remedy, `limit` names the field of `Limits` that would let it pass.
    """

    def __init__(self, found: str, limit: str) -> None:
        super().__init__("{found}; raise {limit} if you trust it.", found=found, limit=limit)
        self.found = found
        self.limit = limit


class FormatError(WorkbookError):
    """The file is of a kind that is not read here: encrypted, .xls, .xlsb, .ods, or not a workbook."""


class LockedError(WorkbookError):
    """The file is open elsewhere, changed since it was read, or may not be written."""


class EditError(WorkbookError):
    """The edit cannot be made: no such sheet, a text too long, a cell on which others depend."""


class MissingSheetError(EditError):
    """The workbook has no sheet of that name. *sheets*: the names it has."""

    def __init__(self, path: Path, name: str, sheets: Sequence[str]) -> None:
        known = say("the sheets are {known}", known=say_series(sheets[:12])) if sheets else say("it has no sheets")
        super().__init__("{path}: there is no sheet {name!r}; {hint}.", path=path, name=name, hint=known)
        self.path = path
        self.name = name
        self.sheets = tuple(sheets)
