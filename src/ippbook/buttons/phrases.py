"""Phrases that the messages of several buttons share."""

from collections.abc import Sequence
from typing import Final

from ippbook.pipeline import Study

SHOWN: Final = 3
"""How many findings, accounts or refused rows a message shows."""


def counted(count: int, one: str, many: str = "") -> str:
    """A count and the things that are counted.

    >>> counted(1, "cell"), counted(1200, "cell"), counted(2, "entry", "entries")
    ('1 cell', '1,200 cells', '2 entries')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def summary(study: Study) -> str:
    """How many findings of each severity, and how many are not counted."""
    counts = study.counts()
    many = {"error": "errors", "warning": "warnings", "advice": "pieces of advice"}
    ones = {"error": "error", "warning": "warning", "advice": "piece of advice"}
    found = [counted(count, ones[word], many[word]) for word, count in counts.items() if count] or ["no findings"]
    waived = len(study.waived_findings)
    not_counted = [f"{waived:,} waived"] if waived else []
    if study.switched_off:
        not_counted.append(f"switched off: {', '.join(study.switched_off)}")
    return "; ".join([", ".join(found), *not_counted])


def most_severe(study: Study) -> list[str]:
    """The most severe findings in words, a line each."""
    return [f"{each.code} {each.place}: {each.message}" for each in study.first_findings(SHOWN)]


def cells_changed(cells: int) -> str:
    """How many cells changed."""
    return f"{counted(cells, 'cell')} changed" if cells else "nothing had to change"


def listed(names: Sequence[str]) -> str:
    """Names for a sentence, the first ones of many.

    >>> listed(["A", "B", "C", "D", "E", "F", "G", "H"])
    'A, B, C, D, E, F and 2 more'
    """
    return ", ".join(names[:6]) + (f" and {len(names) - 6:,} more" if len(names) > 6 else "")


__all__ = ["SHOWN", "cells_changed", "counted", "listed", "most_severe", "summary"]
