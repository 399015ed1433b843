"""What a command line says before any command runs: its command, its format, and the options that work in any position."""

from collections.abc import Sequence


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


def command_of(words: Sequence[str]) -> str:
    """The command: the first word that is not an option; of a group, with the word after it.

    >>> command_of(["excel", "status", "--format", "json"]), command_of(["--debug", "check", "a.xlsx"]), command_of([])
    ('excel status', 'check', '')
    """
    plain = [word for word in _halves(words)[0] if not word.startswith("-")]
    return " ".join(plain[: 2 if plain[:1] == ["excel"] else 1])


def _halves(words: Sequence[str]) -> tuple[list[str], list[str]]:
    end = words.index("--") if "--" in words else len(words)
    return list(words[:end]), list(words[end:])
