"""Rules on Complaints: rights that are younger than the listing, and rights of another country than the site."""

from typing import Final

from ippbook.catalog import platforms
from ippbook.catalog.reasons import PATENTS
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.declare import rule
from ippbook.rules.rows import as_mask, is_filled, is_one_of, sentences_where, unfiled
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, Sentences, TextColumn

_NEW_ON_FILING: Final = PATENTS
"""Rights that must have been new when they were filed."""
_COUNTRIES: Final = frozenset(
    country for platform in platforms.PLATFORMS.values() for country in platform.countries.values()
)
"""Countries with their own site of a marketplace."""


@rule(
    "CP225",
    on="Complaints",
    at="Right",
    says="{listing} was first seen on {listing_first_seen:%Y-%m-%d}, before {right} was filed on {right_filed:%Y-%m-%d}; a seller who proves an earlier sale wins, so cite another right or ask a lawyer",
)
def listing_older_than_the_patent(
    status: ChoiceColumn,
    filed: DateColumn,
    right_type: ChoiceColumn,
    right_filed: DateColumn,
    listing_first_seen: DateColumn,
) -> Mask:
    """Listing that is older than the patent.

    A complaint fails if the seller proves a sale or a design from before the filing date. Such a sale may even show
    that the patent was not new.

    Fix: cite another right, or ask a lawyer before you file.
    Source: ipp-facts 5.2 [O12: OFF], 10 [O12: OFF].
    Certainty: official that an earlier sale defeats the complaint; that this listing proves one is inferred, so this is
    a warning.

    Flagged:
        | Status | Filed | Right type    | Right filed | Listing first seen |
        | draft  |       | design patent | 2026-05-02  | 2026-05-01         |
        | ready  |       | utility model | 2026-05-02  | 2024-01-01         |
    Clean:
        | Status   | Filed      | Right type    | Right filed | Listing first seen |
        | draft    |            | design patent | 2026-05-01  | 2026-05-01         |
        | draft    |            | design patent |             | 2026-05-01         |
        | draft    |            | design patent | 2026-05-02  |                    |
        | draft    |            | trademark     | 2026-05-02  | 2026-05-01         |
        | accepted | 2026-06-04 | design patent | 2026-05-02  | 2026-05-01         |
    """
    return unfiled(status, filed) & is_one_of(right_type, _NEW_ON_FILING) & as_mask(listing_first_seen < right_filed)


@rule(
    "CP308",
    on="Complaints",
    at="Right",
    says="{listing} is on the site for {detail}, but {right} is registered in another country ({right_office}); cite a right of that site's country if you have one",
)
def right_of_another_country(
    status: ChoiceColumn, filed: DateColumn, right_office: ChoiceColumn, listing_url: TextColumn
) -> Sentences:
    """Right of another country than the site.

    Lazada has a site in each of six countries, and a right is valid in the country of its registration. This rule
    checks rights that are registered in another of these six countries. For other offices see CP207.

    Fix: cite a right registered in the country of the site.
    Source: ipp-facts 3.2 [S-L: PLAT; that the right must be local: GK].
    Certainty: general knowledge, so this is advice.

    Flagged:
        | Status | Filed | Right office | Listing URL                                         |
        | draft  |       | SG           | https://www.lazada.com.my/products/bag-i123456789.html |
    Clean:
        | Status   | Filed      | Right office | Listing URL                                         |
        | draft    |            | MY           | https://www.lazada.com.my/products/bag-i123456789.html |
        | draft    |            | CN           | https://www.lazada.com.my/products/bag-i123456789.html |
        | draft    |            |              | https://www.lazada.com.my/products/bag-i123456789.html |
        | draft    |            | SG           | https://item.taobao.com/item.htm?id=612345678901     |
        | accepted | 2026-05-04 | SG           | https://www.lazada.com.my/products/bag-i123456789.html |
    """

    def other_country(office: str, url: str) -> str:
        country = platforms.parse_link(url).country
        found = load_vocabulary("offices")
        return found[country].label if country and country != office and country in found else ""

    rows = unfiled(status, filed) & is_one_of(right_office, _COUNTRIES) & is_filled(listing_url)
    return sentences_where(rows, other_country, right_office, listing_url)
