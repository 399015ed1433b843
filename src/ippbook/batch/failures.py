"""The sentence about a failure: the same for a command and for one file of many."""

import errno
from typing import Final

from ippbook import ooxml, ooxml_limits
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.likely_names import did_you_mean

INTERNAL_ERROR: Final = (
    "Internal error ({what}). No file was partially written. Run again with --debug and report the output."
)
"""The sentence about an internal error."""


def is_foreseen(failure: Exception) -> bool:
    """Whether *failure* is about the input or the disk: the user can act on it, and a traceback says nothing more."""
    return isinstance(failure, ooxml.WorkbookError | UserError | OSError)


def failure_sentence(failure: Exception) -> str:
    """What happened, why, and what to do."""
    match failure:
        case ooxml.LimitError():
            return ooxml_limits.sentence(failure)
        case ooxml.MissingSheetError(path=path, name=name) if hint := did_you_mean(name, failure.sheets):
            return say("{path}: there is no sheet {name!r}; {hint}", path=path, name=name, hint=hint)
        case ooxml.WorkbookError() | UserError():
            return str(failure)
        case OSError(filename=place) if place:
            return say(
                "{place}: cannot be read or written ({strerror}). {remedy}",
                place=place,
                strerror=(failure.strerror or failure),
                remedy=_remedy(failure),
            )
        case OSError():
            return say(
                "the output cannot be written ({strerror}). Free some disk space or send it to another place.",
                strerror=(failure.strerror or failure),
            )
    return say(INTERNAL_ERROR, what=f"{type(failure).__name__}: {failure}")


def named_error(name: str, sentence: str) -> str:
    """*sentence* with the workbook that it is about."""
    return sentence if name in sentence else say("{name}: {why}", name=name, why=sentence)


def _remedy(failure: OSError) -> str:
    if failure.errno in {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}:
        return say("Check the name and the folder.")
    if failure.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return say("Correct the permissions or choose another place.")
    return say("Free some disk space or choose another place.")
