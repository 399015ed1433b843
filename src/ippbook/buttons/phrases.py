"""Phrases that the messages of several buttons share."""

from collections.abc import Mapping, Sequence
from typing import Final

from ippbook.languages import say, say_number, say_series
from ippbook.number_words import counted
from ippbook.pipeline import Study

SHOWN: Final = 3
"""How many findings, accounts or refused rows a message shows."""


def summary(study: Study) -> str:
    """How many findings of each severity, and how many are not counted."""
    return counts_phrase(study.counts(), len(study.waived_findings), study.switched_off)


def counts_phrase(counts: Mapping[str, int], waived: int, switched_off: Sequence[str]) -> str:
    """How many findings of each severity, how many are waived, and which rules are switched off."""
    words = {
        "error": say_number(counts.get("error", 0), "{n:,} error", "{n:,} errors"),
        "warning": say_number(counts.get("warning", 0), "{n:,} warning", "{n:,} warnings"),
        "advice": say_number(counts.get("advice", 0), "{n:,} piece of advice", "{n:,} pieces of advice"),
    }
    found = [words[word] for word, count in counts.items() if count] or [say("no findings")]
    not_counted = [say("{waived:,} waived", waived=waived)] if waived else []
    if switched_off:
        not_counted.append(say("switched off: {switched_off}", switched_off=say_series(switched_off)))
    return say_series([say_series(found), *not_counted], "; ")


def most_severe(study: Study) -> list[str]:
    """The most severe findings in words, a line each."""
    return [
        say("{code} {place}: {message}", code=each.code, place=each.place, message=each.message)
        for each in study.first_findings(SHOWN)
    ]


def cells_changed(cells: int) -> str:
    """How many cells changed."""
    return say("{cells} changed", cells=counted(cells, "cell")) if cells else say("nothing changed")


__all__ = ["SHOWN", "cells_changed", "counts_phrase", "most_severe", "summary"]
