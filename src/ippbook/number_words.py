"""Counts and lists of names in a sentence."""

from collections.abc import Sequence

from ippbook.languages.sentence import Sentence, TextSeries, say


def counted(count: int, one: str, many: str = "") -> str:
    """A count and the things that are counted.

    >>> counted(1, "cell"), counted(1200, "cell"), counted(2, "entry", "entries")
    ('1 cell', '1,200 cells', '2 entries')
    """
    return Sentence(f"{{n:,}} {one if count == 1 else many or f'{one}s'}", {"n": count})


def listed(names: Sequence[str]) -> str:
    """Names for a sentence, the first ones of many.

    >>> listed(["A", "B", "C", "D", "E", "F", "G", "H"])
    'A, B, C, D, E, F and 2 more'
    """
    first = TextSeries(names[:6])
    return say("{names} and {n:,} more", names=first, n=len(names) - 6) if len(names) > 6 else first
