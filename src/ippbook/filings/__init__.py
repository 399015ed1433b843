"""From listings to filings: drafts complaints from the listings that are ready, and packs them for the portal."""

from ippbook.filings.pack import Held, Packed, Packing, pack
from ippbook.filings.plan import Drafted, LeftOut, Plan, Planned, draft, plan
from ippbook.filings.sieve import SETTLED

__all__ = ["SETTLED", "Drafted", "Held", "LeftOut", "Packed", "Packing", "Plan", "Planned", "draft", "pack", "plan"]
