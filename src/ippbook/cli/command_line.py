"""Runs a command: arguments in, exit code out (`exit_codes`)."""

import os
import sys
import traceback
from collections.abc import Callable
from contextvars import copy_context
from typing import Final

from ippbook import ooxml, ooxml_limits
from ippbook.cli import streams
from ippbook.cli.command_words import command_of, first_workbook, take_flag, take_language, take_value
from ippbook.cli.exit_codes import NOT_DONE, RunFailure, failure_of
from ippbook.cli.plain_words import without_parser
from ippbook.cli.run_state import debugging, document_printed, keep_one_day, quiet, time_zone
from ippbook.cli.visible_stream import complain, controls_shown, remark, show_controls
from ippbook.errors import UserError
from ippbook.freed_memory import seldom_search_for_cycles
from ippbook.interruptions import Interrupted, in_new_process, interruptible, interruption
from ippbook.languages import known_languages, say, say_series
from ippbook.languages.run_language import choose_language
from ippbook.run_day import TIME_ZONE, today_in
from ippbook.second_core import second_core_allowed
from ippbook.tables.heard_settings import hear_refused_settings

_LIST_SETTINGS: Final = frozenset({"check", "recalc", "goodfaith"})
"""Commands that list the settings that cannot be used in their output; all others print a note."""


def run(arguments: list[str] | None) -> int:
    """What `ippbook.cli.main` does, for all arguments but --version alone.

    In a context of its own: what holds for one command (`run_state`, the language, its limits) ends with it. The next command of
    this process, or a button, begins as if there had been none.
    """
    return copy_context().run(_run_command, arguments)


def _run_command(arguments: list[str] | None) -> int:
    if arguments is None:
        streams.start_over_in_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    words, debug = take_flag(words, "--debug")
    if command_of(words) != "diff":  # it has an option of this name
        words, silent = take_flag(words, "--quiet")
        quiet.set(silent)
    words, zone = take_value(words, "--timezone")
    words, language = take_language(words)
    debugging.set(debug)
    streams.speak_utf8()
    if arguments is None:  # the process is ours
        show_controls()  # also what Python prints at its end
        seldom_search_for_cycles()
        _start_no_threads()
    document_printed.set(False)
    time_zone.set(TIME_ZONE)
    choose_language("")
    keep_one_day()
    with controls_shown():
        code = _guard(words, lambda: _run(words, zone, language), debug=debug)
    if arguments is None:
        streams.drop_unwritten()
    return code


def _start_no_threads() -> None:
    """Let numpy start no threads when it is loaded, one for each core. They wait busily, which takes the second core from its work.

    They are for products of large matrices, which ippbook has none of. Who has set the number of threads keeps it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _run(arguments: list[str], zone: str | None, language: str | None) -> None:
    if language is not None:
        _choose_language(language)
    if zone is not None:
        choose_zone(zone)
    try:
        with (
            ooxml.allowing(ooxml_limits.limits(os.environ)),
            second_core_allowed(),
            ooxml.scanning_ahead(first_workbook(arguments)),
            hear_refused_settings() as heard,
        ):
            try:
                if plain := without_parser(arguments):
                    sys.exit(plain())
                from ippbook.cli.parser import app  # noqa: PLC0415  # late: the parser

                app(arguments, prog_name="ippbook")
            finally:
                if not _LIST_SETTINGS.intersection(arguments[:1]):
                    for sentence in heard:
                        remark(say("note: {sentence_}", sentence_=sentence))
    finally:
        if sys.stdout:  # None in a program without a console
            sys.stdout.flush()  # here a closed pipe or a full disk can still be reported; at exit it cannot


def choose_zone(zone: str) -> None:
    """Count the days in the time zone *zone*. Raises `UserError`."""
    try:
        today_in(zone)
    except UserError as refusal:
        raise UserError("--timezone: {refusal}", refusal=refusal) from None
    time_zone.set(zone)


def _choose_language(language: str) -> None:
    if language not in known_languages():
        raise UserError(
            "There is no language {language}. Use one of: {languages}.",
            language=language or say("without a name"),
            languages=say_series(known_languages()),
        )
    choose_language(language)


def _guard(words: list[str], work: Callable[[], object], *, debug: bool) -> int:
    try:
        with interruptible():
            work()
    except SystemExit as stop:  # the parser has printed its message
        if isinstance(stop.__context__, BrokenPipeError):  # the parser or the table printer wrote to the closed pipe
            return streams.unread()
        code = stop.code if isinstance(stop.code, int) else NOT_DONE
        if message := getattr(stop.__context__, "format_message", None):  # the parser's own exceptions have it
            return print_end(words, RunFailure(message().replace(": Value error, ", ": "), "usage", code))
        return code
    except BrokenPipeError:
        return streams.unread()
    except (Exception, KeyboardInterrupt, Interrupted) as failure:  # noqa: BLE001  # the border of a command: an analyst gets one sentence, an engineer adds --debug
        number = interruption()  # an import that it cut off has errors of its own
        found = failure_of(Interrupted(number) if number else failure)
        if debug and found.kind == "fault":
            traceback.print_exc()
        complain(found.sentence)
        return print_end(words, found)
    return 0


def print_end(words: list[str], failure: RunFailure) -> int:
    """End the output with a document that says why the command stopped, if a program reads it; and give the exit code."""
    chosen = take_value(words, "--format")[1]
    if chosen in {None, "text"}:
        return failure.exit_code
    try:
        from ippbook.cli.report_output import print_failure  # noqa: PLC0415  # late: only a failure needs it

        print_failure(command_of(words), chosen or "", take_value(words, "--as-of")[1], failure)
    except BrokenPipeError:
        return streams.unread()
    except OSError:  # the message is on standard error; the output cannot be written
        return failure.exit_code
    except Exception:
        if not interruption():
            raise
        # the signal has cut off the loading of a module that the document needs
        in_new_process(interruption(), ["--timezone", time_zone.get(), *words])
    return failure.exit_code
