"""Phrases that the messages of several buttons share."""

from collections.abc import Sequence
from typing import Final

from ippbook.pipeline import Study

SHOWN: Final = 3
"""So many findings, accounts or refused rows are told in words; a message stays a message."""


def number(count: int, one: str, many: str = "") -> str:
    """A count and what is counted.

    >>> number(1, "cell"), number(1200, "cell"), number(2, "entry", "entries")
    ('1 cell', '1,200 cells', '2 entries')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def summary(study: Study) -> str:
    """How many findings of each severity, and what is left out of them."""
    counts = study.counts()
    many = {"error": "errors", "warning": "warnings", "advice": "pieces of advice"}
    ones = {"error": "error", "warning": "warning", "advice": "piece of advice"}
    said = [number(count, ones[word], many[word]) for word, count in counts.items() if count] or ["no findings"]
    waived = len(study.waived_findings)
    apart = [f"{waived:,} waived"] if waived else []
    if study.switched_off:
        apart.append(f"switched off: {', '.join(study.switched_off)}")
    return "; ".join([", ".join(said), *apart])


def gravest(study: Study) -> list[str]:
    """The gravest findings in words, a line each."""
    return [f"{each.code} {each.place}: {each.message}" for each in study.first_findings(SHOWN)]


def changed(cells: int) -> str:
    """How many cells changed."""
    return f"{number(cells, 'cell')} changed" if cells else "nothing had to change"


def some(names: Sequence[str]) -> str:
    """Names for a sentence, the first ones of many.

    >>> some(["A", "B", "C", "D", "E", "F", "G", "H"])
    'A, B, C, D, E, F and 2 more'
    """
    return ", ".join(names[:6]) + (f" and {len(names) - 6:,} more" if len(names) > 6 else "")


__all__ = ["SHOWN", "changed", "gravest", "number", "some", "summary"]
