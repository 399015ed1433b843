"""The question "did you mean …?" after a name that nothing has."""

from collections.abc import Iterable

from ippbook.languages.sentence import say, say_series
from ippbook.normalize import near_names


def did_you_mean(wanted: str, known: Iterable[str], otherwise: str = "") -> str:
    """Ask about the *known* names that *wanted* is probably a slip for; where it is like none, *otherwise*.

    >>> did_you_mean("Listngs", ["Listings", "Rights"]), did_you_mean("Fees", ["Rights"], "use Rights")
    ('did you mean Listings?', 'use Rights')
    """
    near = near_names(wanted, known)
    return say("did you mean {near}?", near=say_series(near)) if near else otherwise
