"""Prints the document of a command that a signal has ended while its modules were loaded: `-m ippbook.cli.interrupted_document NUMBER WORDS`."""

import signal
import sys
from contextlib import suppress

from ippbook.cli import streams
from ippbook.cli.command_line import choose_zone, print_end
from ippbook.cli.command_words import take_value
from ippbook.cli.exit_codes import failure_of
from ippbook.errors import UserError
from ippbook.interruptions import Interrupted


def main() -> int:
    """Print the document, where the words ask for one; the exit code is that of the command."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C once more: end without a word
    number, *words = sys.argv[1:]
    streams.speak_utf8()
    words, zone = take_value(words, "--timezone")
    if zone:
        with suppress(UserError):
            choose_zone(zone)
    return print_end(words, failure_of(Interrupted(int(number))))


if __name__ == "__main__":
    sys.exit(main())
