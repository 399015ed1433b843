"""What the exit code of a command says. This list is the one declaration: help and docs/ci.md are made from it."""

import signal
from typing import Final, Literal

from ippbook.batch.failures import failure_sentence, is_foreseen
from ippbook.interruptions import Interrupted, interruption_sentence
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

FailureKind = Literal["usage", "input", "interrupted", "fault"]
"""Why a command stopped: wrong arguments; a file, a cell or the disk; Ctrl-C; an internal error."""


@dataclass(frozen=True)
class RunFailure:
    """Why a command stopped before its end: the sentence, its kind, and the exit code."""

    sentence: str
    kind: FailureKind
    exit_code: int


@dataclass(frozen=True)
class ExitCode:
    """An exit code and what it says."""

    code: int
    says: str


FINE: Final = 0
FOUND: Final = 1
NOT_DONE: Final = 2
INTERRUPTED: Final = 130
UNREAD: Final = 141
EXIT_CODES: Final = (
    ExitCode(FINE, say("done; nothing that you must look at")),
    ExitCode(
        FOUND,
        say(
            "done; there is something that you must look at: findings (--fail-on), a workbook that is not up to date, refused rows"
        ),
    ),
    ExitCode(
        NOT_DONE,
        say(
            "not done, or not for every workbook: wrong arguments, a file that cannot be read or written, an internal error"
        ),
    ),
    ExitCode(
        INTERRUPTED,
        say("interrupted (Ctrl-C); no file is partially written; 128 and the number of any other signal, such as 143"),
    ),
    ExitCode(UNREAD, say("the reader of the output has closed the pipe, as in ippbook rules | head -1")),
)
"""Every exit code, in order. An internal error has 2 too; its message begins with Internal error, and JSON says "kind": "fault"."""


def failure_of(failure: BaseException) -> RunFailure:
    """What *failure* is for people, for a document and as an exit code."""
    if not isinstance(failure, Exception):
        number = failure.number if isinstance(failure, Interrupted) else signal.SIGINT
        return RunFailure(interruption_sentence(number), "interrupted", 128 + number)
    return RunFailure(failure_sentence(failure), "input" if is_foreseen(failure) else "fault", NOT_DONE)


def exit_code_lines() -> list[str]:
    """A line for each code, for the help."""
    return [f"{each.code}: {each.says}" for each in EXIT_CODES]
