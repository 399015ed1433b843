"""Rules on Complaints: rights that are younger than the listing, and rights of another country than the site's."""

from typing import Final

from ippbook.catalog import platforms
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.declare import rule
from ippbook.rules.rows import as_mask, filled, is_one_of, sentences_where, unfiled
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, Sentences, TextColumn

_NEW_ON_FILING: Final = frozenset({"design patent", "utility model", "invention patent"})
"""Rights that must have been new when they were filed."""
_COUNTRIES: Final = frozenset(
    country for platform in platforms.PLATFORMS.values() for country in platform.countries.values()
)
"""Countries that have a site of their own."""


@rule(
    "CP225",
    on="Complaints",
    at="Right",
    says="{listing} was seen on {listing_first_seen:%Y-%m-%d}, before {right} was filed on {right_filed:%Y-%m-%d}; a seller who proves an earlier sale wins",
)
def listing_older_than_the_patent(
    status: ChoiceColumn,
    filed: DateColumn,
    right_type: ChoiceColumn,
    right_filed: DateColumn,
    listing_first_seen: DateColumn,
) -> Mask:
    """Listing that was there before the patent was filed.

    A complaint fails where the seller proves a sale, or a design, from before the filing; the sale may even show that the
    patent was not new.

    Fix: cite another right, or ask counsel before filing.
    Source: ipp-facts 5.2 [O12: OFF], 10 [O12: OFF].
    Certainty: official that prior sale defeats the complaint; that this listing proves one is inferred, hence a warning.

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
    says="{listing} is on the site of {detail}, and {right} is registered at {right_office}; cite a right of that country, if there is one",
)
def right_of_another_country(
    status: ChoiceColumn, filed: DateColumn, right_office: ChoiceColumn, listing_url: TextColumn
) -> Sentences:
    """Right of another country than that of the site.

    Lazada has a site for each of six countries, and a right holds in the country of its registration. Asked where the
    right is registered in another of these countries; for offices elsewhere CP207 speaks.

    Fix: cite a right registered in the country of the site.
    Source: ipp-facts 3.2 [S-L: PLAT; that the right must be local: GK].
    Certainty: general knowledge, hence an advice.

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

    def say(office: str, url: str) -> str:
        country = platforms.parse_link(url).country
        found = load_vocabulary("offices")
        return found[country].label if country and country != office and country in found else ""

    rows = unfiled(status, filed) & is_one_of(right_office, _COUNTRIES) & filled(listing_url)
    return sentences_where(rows, say, right_office, listing_url)
