"""The reason for which a listing is filed: the one in its row, else the only one that its evidence supports."""

from functools import lru_cache
from typing import Final

import numpy as np

from ippbook.cases.filing.workbook_view import FilingView, TextValues
from ippbook.catalog import reasons
from ippbook.languages import say, say_series

_LEAST: Final = 2
"""How many filled columns point to a reason. One column alone may be filled for another purpose."""
_PREFIX: Final = "listing_"


def inferable() -> dict[str, frozenset[str]]:
    """The reasons that evidence alone can point to, with the columns of Listings that are their evidence.

    A person must choose the others: those that need a number of the portal's form (order, verdict, chat proof), and
    those with fewer than two columns of Listings as evidence.
    """
    found = {
        code: frozenset(name.removeprefix(_PREFIX) for name in reason.text_facts if name.startswith(_PREFIX))
        for code, reason in reasons.REASONS.items()
        if not reason.portal_fields
    }
    return {code: columns for code, columns in found.items() if len(columns) >= _LEAST}


def chosen_reasons(view: FilingView) -> tuple[TextValues, dict[int, str]]:
    """The reason of each listing ("" where there is none), and by row why there is none.

    The column *Reason* decides. Where it is blank, the reason is the one that fits the right and whose facts are all
    filled in; of several such reasons, the one whose facts include those of all others; else there is none.

    Source: ipp-facts 5.2, 5.3; the inference is a house rule.
    """
    found = view.listings("reason").copy()
    whys: dict[int, str] = {}
    candidates = inferable()
    names = tuple(sorted({name for columns in candidates.values() for name in columns}))
    has_value = [view.listings(name) != "" for name in names]
    types = view.listings("right_type")
    for row in np.flatnonzero(found == "").tolist():
        filled = frozenset(name for name, column in zip(names, has_value, strict=True) if column[row])
        fitting = _fitting(filled, types[row])
        if len(fitting) == 1:
            found[row] = fitting[0]
        elif fitting:
            whys[row] = say(
                "several reasons fit its facts ({fitting}); choose one under Reason", fitting=say_series(fitting)
            )
        else:
            whys[row] = say("it has no reason, and its facts fit none; choose one under Reason")
    return found, whys


@lru_cache(maxsize=4096)
def _fitting(filled: frozenset[str], right_type: str) -> tuple[str, ...]:
    found = {
        code: columns
        for code, columns in inferable().items()
        if columns <= filled and reasons.reason_fits(code, right_type) == "yes"
    }
    return tuple(code for code, columns in found.items() if not any(columns < other for other in found.values()))
