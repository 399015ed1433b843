"""A slip on the command line, answered with what was probably meant: an option, or a value out of a few."""

import difflib
import re
import sys
from pathlib import Path
from typing import Final

from ippbook.languages import say
from ippbook.normalize import near_names

_NO_CHOICE: Final = re.compile(r"(?:Value error, )?'(?P<typed>.*)' is not one of (?P<known>'.*')\.", re.DOTALL)
_NAMED: Final = re.compile(r"'([^']*)'")


def explain_slip(refusal: Exception) -> None:
    """Give the parser's *refusal* the name that was probably meant. One that is like no name stays as it is."""
    typed, possible = getattr(refusal, "option_name", None), getattr(refusal, "possibilities", None)
    message = getattr(refusal, "message", None)
    if not isinstance(message, str):
        return
    if typed and possible:  # the parser guesses widely, and sorts its guesses by letter
        near = near_names(typed, possible, 1)
        message = say("{message}; did you mean {near}?", message=message, near=near[0]) if near else message
        refusal.possibilities = ()  # type: ignore[attr-defined]  # as the line above found
    if typed and (file := _file_like(typed)):
        message = say("{message}; {file} is a file: write ./{file}", message=message, file=file)
    refusal.message = _with_choice(message)  # type: ignore[attr-defined]  # as above


def _file_like(option: str) -> str:
    """The argument that the parser took for *option* though it is the name of a file; "" where none is."""
    return next((each for each in sys.argv[1:] if each.startswith(option) and Path(each).is_file()), "")


def _with_choice(message: str) -> str:
    """*message*, with the choice that was probably meant.

    >>> _with_choice("Value error, 'eror' is not one of 'error', 'never'.")
    "'eror' is not one of 'error', 'never'; did you mean 'error'?"
    >>> _with_choice("'jsn' is not one of 'text', 'json'.")
    "'jsn' is not one of 'text', 'json'; did you mean 'json'?"
    >>> _with_choice("'x' is not one of 'error', 'never'.")
    "'x' is not one of 'error', 'never'."
    """
    found = _NO_CHOICE.fullmatch(message)
    if not found:
        return message
    known = _NAMED.findall(found["known"])
    near = near_names(found["typed"], known, 1) or difflib.get_close_matches(found["typed"].lower(), known, 1)
    sentence = say("'{found}' is not one of {found_2}", found=found["typed"], found_2=found["known"])
    return say("{sentence_}; did you mean '{near}'?", sentence_=sentence, near=near[0]) if near else f"{sentence}."
