"""Under which reason a listing is filed: the one that its row names, else the only one that its evidence is for."""

from functools import lru_cache
from typing import Final

import numpy as np

from ippbook.cases.filing.workbook_view import FilingView, TextArray
from ippbook.catalog import reasons

_LEAST: Final = 2
"""So many filled columns make a reason out of evidence. One alone may stand there for another purpose."""
_PREFIX: Final = "listing_"


def inferable() -> dict[str, frozenset[str]]:
    """The reasons that evidence alone can point to, with the columns of Listings that are their evidence.

    Those that need a number of the portal's form (order, verdict, chat proof) are somebody's decision, and so are those
    that fewer than two columns of Listings speak for.
    """
    found = {
        code: frozenset(name.removeprefix(_PREFIX) for name in reason.text_facts if name.startswith(_PREFIX))
        for code, reason in reasons.REASONS.items()
        if not reason.portal_fields
    }
    return {code: columns for code, columns in found.items() if len(columns) >= _LEAST}


def chosen_reasons(view: FilingView) -> tuple[TextArray, dict[int, str]]:
    """The reason of each listing ("" where there is none), and why there is none by row.

    The column *Reason* decides. Where it is blank, the reason whose facts are all filled in and that fits the right is
    taken; where several are, the one whose facts hold those of all others; else nobody guesses.

    Source: ipp-facts 5.2, 5.3; the inference is ours.
    """
    found = view.listings("reason").copy()
    whys: dict[int, str] = {}
    candidates = inferable()
    names = tuple(sorted({name for columns in candidates.values() for name in columns}))
    held = [view.listings(name) != "" for name in names]
    types = view.listings("right_type")
    for row in np.flatnonzero(found == "").tolist():
        filled = frozenset(name for name, column in zip(names, held, strict=True) if column[row])
        fitting = _fitting(filled, types[row])
        if len(fitting) == 1:
            found[row] = fitting[0]
        elif fitting:
            whys[row] = f"several reasons fit what is filled in ({', '.join(fitting)}); choose one under Reason"
        else:
            whys[row] = "no reason is named, and what is filled in points to none; choose one under Reason"
    return found, whys


@lru_cache(maxsize=4096)
def _fitting(filled: frozenset[str], right_type: str) -> tuple[str, ...]:
    found = {
        code: columns
        for code, columns in inferable().items()
        if columns <= filled and reasons.fits(code, right_type) == "yes"
    }
    return tuple(code for code, columns in found.items() if not any(columns < other for other in found.values()))
