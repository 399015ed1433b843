"""Names of accounts that are almost a known one: a misspelt name is not an account of its own.

>>> similar_accounts(["nordlys_legal", "Nordlys-Legal", "nordlys-legal-2", "huanyu"], ["nordlys-legal", "lighthouse"])
{'nordlys_legal': 'nordlys-legal'}
"""

import difflib
from collections.abc import Iterable
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.tables.book import fold

_ALIKE: Final = 0.86
"""How alike two names must be (difflib's ratio), chosen: one wrong letter in seven, two in fourteen."""
_DIGITS: Final = late_pattern(r"\d+")
_SIGNS: Final = late_pattern(r"[\W_]+")


def similar_accounts(used: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """For each of the *used* names that is almost, but not exactly, one of the *known* names: that name.

    Case and spaces make no difference. Names with other digits are never alike, because nordlys-1 and nordlys-2 are two accounts.
    """
    names = {fold(name): name for name in known if fold(name)}
    found = {}
    for name in used:
        wanted = fold(name)
        if not wanted or wanted in names:
            continue
        alike = [each for each in names if _DIGITS.findall(each) == _DIGITS.findall(wanted)]
        same = [each for each in alike if _SIGNS.sub("", each) == _SIGNS.sub("", wanted)]
        near = same or difflib.get_close_matches(wanted, alike, n=1, cutoff=_ALIKE)
        if near:
            found[name] = names[near[0]]
    return found
