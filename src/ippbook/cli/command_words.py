"""What a command line says before any command runs: its command, its format, and the options that work in any position."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ippbook.cli.commands import READ_ALL_TABLES


def take_flag(words: Sequence[str], name: str) -> tuple[list[str], bool]:
    """*words* without the option *name*, and whether it was there. Words after `--` are never options."""
    options, rest = _halves(words)
    return [*(word for word in options if word != name), *rest], name in options


def take_value(words: Sequence[str], name: str) -> tuple[list[str], str | None]:
    """*words* without the option *name* and its value, and the last value; None where it is not there, "" where its value is missing.

    >>> take_value(["check", "a.xlsx", "--timezone", "UTC"], "--timezone")
    (['check', 'a.xlsx'], 'UTC')
    """
    options, rest = _halves(words)
    kept, value = [], None
    waiting = iter(options)
    for word in waiting:
        if word == name:
            value = next(waiting, "")
        elif word.startswith(f"{name}="):
            value = word.removeprefix(f"{name}=")
        else:
            kept.append(word)
    return [*kept, *rest], value


_OWN_LANGUAGE: Final = frozenset({"new", "notice"})
"""Commands with an option --language of their own: the language of what they make. Before the command it is the one to speak."""


def take_language(words: Sequence[str]) -> tuple[list[str], str | None]:
    """*words* without the option --language that says in which language to speak, and its value.

    >>> take_language(["check", "a.xlsx", "--language", "zh"]), take_language(["notice", "a.xlsx", "--language", "de"])
    ((['check', 'a.xlsx'], 'zh'), (['notice', 'a.xlsx', '--language', 'de'], None))
    """
    at = next((place for place, word in enumerate(words) if word in _OWN_LANGUAGE), len(words))
    before, language = take_value(words[:at], "--language")
    if at < len(words) and command_of([*before, *words[at:]]) in _OWN_LANGUAGE:
        return [*before, *words[at:]], language
    return take_value(words, "--language")


def command_of(words: Sequence[str]) -> str:
    """The command: the first word that is not an option; of a group, with the word after it.

    >>> command_of(["excel", "status", "--format", "json"]), command_of(["--debug", "check", "a.xlsx"]), command_of([])
    ('excel status', 'check', '')
    """
    plain = [word for word in _halves(words)[0] if not word.startswith("-")]
    return " ".join(plain[: 2 if plain[:1] in (["excel"], ["libreoffice"]) else 1])


_WITH_FILE: Final = frozenset({"-o", "--out", "--listings", "--outcomes"})
_ELSEWHERE: Final = ("--jobs", "--scheduler")
"""Options with which other processes read the workbooks."""


def first_workbook(words: Sequence[str]) -> Path | None:
    """The workbook that the command will read first, as far as the words show it without a parser; None for a command that reads no tables.

    >>> str(first_workbook(["recalc", "-o", "b.xlsx", "a.xlsx"])), first_workbook(["get", "a.xlsx", "B2"])
    ('a.xlsx', None)
    """
    command, *rest = words or [""]
    if command not in READ_ALL_TABLES or any(word.startswith(_ELSEWHERE) for word in rest):
        return None
    for before, word in zip(words, rest, strict=False):
        if before not in _WITH_FILE and Path(word).suffix.lower() in {".xlsx", ".xlsm"} and not word.startswith("-"):
            return Path(word)
    return None


def _halves(words: Sequence[str]) -> tuple[list[str], list[str]]:
    end = words.index("--") if "--" in words else len(words)
    return list(words[:end]), list(words[end:])
