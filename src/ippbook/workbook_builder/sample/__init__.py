"""A fictitious brand team: NORDLYS, bags and outdoor clothes. Every name, number and link is invented; the random numbers have a fixed seed.

Item ids come from ranges that, as far as known ids show, no platform uses. The mistakes are those of real teams; `flaws` adds
and names each of them.
"""

import random
from typing import Final

from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.sample.brand import ACCOUNTS, RIGHTS
from ippbook.workbook_builder.sample.calendar import SAMPLE_DAY
from ippbook.workbook_builder.sample.complaints import sample_complaints
from ippbook.workbook_builder.sample.documents import add_documents
from ippbook.workbook_builder.sample.flaws import spoil
from ippbook.workbook_builder.sample.house_rules import TEXTS, WAIVERS
from ippbook.workbook_builder.sample.listings import sample_listings

_SEED: Final = 20_261_031
_REMARK: Final = f"Sample: the team NORDLYS and all its data are fictitious. The data have mistakes on purpose. As-of date: {SAMPLE_DAY}."


def sample_content() -> Content:
    """The input cells of the sample; every call returns the same."""
    luck = random.Random(_SEED)  # noqa: S311  # sample data, no secret
    found = sample_listings(luck)
    reported = sample_complaints(luck, found)
    rows = {
        "Rights": [dict(row) for row in RIGHTS],
        "Accounts": [dict(row) for row in ACCOUNTS],
        "Listings": [dict(each.row) for each in found],
        "Complaints": reported,
        "Texts": [dict(row) for row in TEXTS],
        "Waivers": [dict(row) for row in WAIVERS],
    }
    add_documents(rows, found)
    spoil(rows)
    return Content(rows, {"as_of": SAMPLE_DAY}, _REMARK)


__all__ = ["SAMPLE_DAY", "sample_content"]
