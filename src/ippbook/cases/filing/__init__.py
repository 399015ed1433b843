"""From listings to filings: drafts complaints from the listings that are ready, and packs them for the portal."""

from ippbook.cases.filing.eligibility import SETTLED
from ippbook.cases.filing.package import Held, Packed, Packing, pack
from ippbook.cases.filing.plan import Drafted, LeftOut, Plan, Planned, draft, plan

__all__ = ["SETTLED", "Drafted", "Held", "LeftOut", "Packed", "Packing", "Plan", "Planned", "draft", "pack", "plan"]
