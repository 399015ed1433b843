"""Who is one seller: names that differ in case, width, spaces or punctuation are one, on whichever marketplace.

A row that names no seller goes by its store; where that store stands beside exactly one seller in other rows, it is that
seller's. Two stores with one name and no seller are taken for one. That the same name on two marketplaces is the same
person is inferred: a lead for the analyst, not a proof.

Source: ipp-facts 8 (per-store counts and seller nicks [C1, C2: CODE]), 10 (re-listing [V18: VEN]).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.normalize import clean, key


@dataclass(frozen=True)
class Sellers:
    """The seller of each row of Listings."""

    codes: NDArray[np.int64]
    """Place in `names`; -1 where the row names neither seller nor store."""
    names: tuple[str, ...]
    """As first written."""


def name_key(text: str) -> str:
    """What the spellings of one name share; "" for a blank.

    >>> name_key("Nova＿Bags 旗舰店") == name_key("nova bags旗舰店"), name_key(" ")
    (True, '')
    """
    return key(text) or clean(text).casefold()


def identify(seller: "pd.Series[Any]", store: "pd.Series[Any]") -> Sellers:
    """The sellers of rows with these two names (text columns of one length)."""
    owners: dict[str, set[str]] = {}
    pairs = [(name_key(one), name_key(other)) for one, other in zip(seller, store, strict=True)]
    for one, other in dict.fromkeys(pairs):
        if one and other:
            owners.setdefault(other, set()).add(one)
    found: dict[tuple[str, str], int] = {}
    names: list[str] = []
    codes = np.full(len(pairs), -1, dtype=np.int64)
    for row, ((one, other), *shown) in enumerate(zip(pairs, seller, store, strict=True)):
        if not one and not other:
            continue
        only = owners.get(other, set()) if not one else set()
        at = ("seller", one or next(iter(only))) if one or len(only) == 1 else ("store", other)
        if at not in found:
            found[at] = len(names)
            names.append(clean(shown[0]) or clean(shown[1]))
        elif one and not clean(names[found[at]]):
            names[found[at]] = clean(shown[0])
        codes[row] = found[at]
    return Sellers(codes, tuple(names))
