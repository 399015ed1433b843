"""Groups listings that are ready into complaints: one account, one platform, one right, one reason, up to the platform's limit of links.

All links of a seller stay together, because complaints against a seller within three days count as one for the
seller's penalty. A test buy is a complaint of its own: one order, one listing, one complaint. A judgment or a chat proof
is about one seller, so such a complaint has one seller too.

Source: ipp-facts 0.3 [O7: OFF], 5.2 [O11: OFF; C1: CODE], 5.7 [V16: VEN; INF].
"""

from collections.abc import Sequence

from ippbook.cases.filing.eligibility import Eligibility
from ippbook.catalog import platforms, reasons
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

SellerRows = tuple[int, ...]
"""Rows of Listings of one seller."""


@dataclass(frozen=True)
class Draft:
    """A complaint that could be filed: what its rows share, and its listings by seller."""

    account: str
    platform: str
    right: str
    reason: str
    blocks: tuple[SellerRows, ...]

    @property
    def rows(self) -> SellerRows:
        """The rows of Listings, in the order of the link list."""
        return tuple(row for block in self.blocks for row in block)

    def halves(self) -> "tuple[Draft, Draft] | None":
        """The complaint as two, between sellers where it has several; None for a single link."""
        if len(self.blocks) > 1:
            cut = _middle([len(block) for block in self.blocks])
            return self._with(self.blocks[:cut]), self._with(self.blocks[cut:])
        rows = self.rows
        if len(rows) < 2:
            return None
        return self._with((rows[: len(rows) // 2],)), self._with((rows[len(rows) // 2 :],))

    def _with(self, blocks: tuple[SellerRows, ...]) -> "Draft":
        return Draft(self.account, self.platform, self.right, self.reason, blocks)


def _middle(sizes: Sequence[int]) -> int:
    """Where to cut so that both sides have something, and as equal a share as possible."""
    passed, half = 0, sum(sizes) / 2
    for place, size in enumerate(sizes):
        if passed + size / 2 >= half:
            return min(max(place, 1), len(sizes) - 1)
        passed += size
    return len(sizes) - 1


def group_listings(eligibility: Eligibility) -> list[Draft]:
    """The ready listings of *eligibility* as complaints, in the order of their first listings."""
    view = eligibility.view
    rights = view.study.wiring.value("Rights", "right").to_numpy()
    site, seller = view.listings("url_platform"), view.sellers.codes
    groups: dict[tuple[object, ...], dict[object, list[int]]] = {}
    for row in eligibility.ready:
        reason = eligibility.reason[row]
        who: object = int(seller[row]) if seller[row] >= 0 else say("row {row}", row=row)
        shared = (eligibility.account[row], site[row], rights[view.rights[row]], reason, _alone(reason, row, who))
        groups.setdefault(shared, {}).setdefault(who, []).append(row)
    return [
        Draft(str(account), str(platform), str(right), str(reason), blocks)
        for (account, platform, right, reason, _), sellers in groups.items()
        for blocks in packed(
            [tuple(rows) for rows in sellers.values()], platforms.complaint_limits(str(platform)).links
        )
    ]


def _alone(reason: str, row: int, who: object) -> object:
    """What separates a listing from the complaint of others: its order, its seller, or nothing."""
    needs = reasons.REASONS[reason].portal_fields
    if "order_number" in needs:
        return row
    return who if {"verdict_number", "chat_number"} & {*needs} else None


def packed(blocks: Sequence[SellerRows], limit: int) -> list[tuple[SellerRows, ...]]:
    """The blocks in order, combined up to *limit* rows; only a longer block is cut.

    >>> packed([(1, 2), (3,), (4, 5, 6, 7)], 3)
    [((1, 2), (3,)), ((4, 5, 6),), ((7,),)]
    """
    found: list[list[SellerRows]] = []
    room = 0
    for block in blocks:
        for start in range(0, len(block), limit):
            part = block[start : start + limit]
            if len(part) > room or start:
                found.append([])
                room = limit
            found[-1].append(part)
            room -= len(part)
    return [tuple(each) for each in found]
