"""Counts and lists of names in a sentence."""

from collections.abc import Sequence


def counted(count: int, one: str, many: str = "") -> str:
    """A count and the things that are counted.

    >>> counted(1, "cell"), counted(1200, "cell"), counted(2, "entry", "entries")
    ('1 cell', '1,200 cells', '2 entries')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def listed(names: Sequence[str]) -> str:
    """Names for a sentence, the first ones of many.

    >>> listed(["A", "B", "C", "D", "E", "F", "G", "H"])
    'A, B, C, D, E, F and 2 more'
    """
    return ", ".join(names[:6]) + (f" and {len(names) - 6:,} more" if len(names) > 6 else "")
