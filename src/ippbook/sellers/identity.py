"""Which rows have the same seller. Names that differ only in case, width, spaces or punctuation are the same, on any marketplace.

A row without a seller goes by its store. If other rows name exactly one seller for that store, it belongs to that seller.
Two stores with the same name and no seller count as one. That the same name on two marketplaces is the same person is
inferred: a hint for the analyst, not a proof.

Source: ipp-facts 8 (per-store counts and seller nicks [C1, C2: CODE]), 10 (re-listing [V18: VEN]).
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ippbook.normalize import clean, key
from ippbook.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from ippbook.tables.column_types import TextColumn


@dataclass(frozen=True)
class Sellers:
    """The seller of each row of Listings."""

    codes: NDArray[np.int64]
    """Place in `names`; -1 where the row names neither seller nor store."""
    names: tuple[str, ...]
    """As the first row has them."""


def name_key(text: str) -> str:
    """The key that all spellings of a name share; "" for a blank.

    >>> name_key("Nova＿Bags 旗舰店") == name_key("nova bags旗舰店"), name_key(" ")
    (True, '')
    """
    return key(text) or clean(text).casefold()


def identify(seller: "TextColumn", store: "TextColumn") -> Sellers:
    """The seller of each row, from the two columns of names (of one length)."""
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
