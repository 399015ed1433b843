"""The command line: arguments in, exit code out. 0: no findings. 1: findings at or above --fail-on. 2: not done."""

import gc
import os
import sys
from typing import NoReturn

from ippbook.version import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; every failure becomes one sentence and exit code 2, with a traceback only after --debug."""
    if arguments is not None:
        return _run(arguments)
    try:
        from ippbook.interruptions import end_as_it_stands, end_quietly  # noqa: PLC0415  # before all others: loading them takes time

        end_quietly()
    except KeyboardInterrupt:
        return _interrupted_before_all()
    code = _run(None)
    end_as_it_stands()
    gc.freeze()  # else Python searches every object for cycles as it ends: a quarter of a check, for memory that the system takes back
    return code


def program() -> NoReturn:
    """The command line as a whole process: it ends with the exit code of `main`."""
    code = main()
    from ippbook.cli.quick_end import end_at_once  # noqa: PLC0415  # late, as all that a mistake at the start does not need

    end_at_once(code)
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    if words == ["--version"] and _printed(f"ippbook {__version__}\n", directly=arguments is None):
        return 0  # scripts ask for it first, and it needs no parser
    from ippbook.cli.command_line import run  # noqa: PLC0415  # late: everything but --version needs the parser

    return run(arguments)


def _interrupted_before_all() -> int:
    """Say it in the sentence of the module that was being loaded."""
    from ippbook.interruptions import interruption_sentence  # noqa: PLC0415  # late: see main

    sys.stderr.write(f"ippbook: {interruption_sentence(2)}\n")
    return 130


def _printed(text: str, *, directly: bool) -> bool:
    """Whether *text* could be printed. If not, the whole command line says why. *directly*: past the stream, which would keep it for later."""
    try:
        if directly:
            return os.write(sys.stdout.fileno(), text.encode("ascii")) == len(text)
        sys.stdout.write(text)
        sys.stdout.flush()
    except (AttributeError, OSError, ValueError):  # no console, a full disk, a closed pipe
        return False
    return True
