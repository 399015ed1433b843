"""Drafts complaints from the listings that are ready, and packs them for the portal."""

from ippbook.cases.filing.eligibility import SETTLED
from ippbook.cases.filing.package import NotPacked, PackedFolder, PackResult, pack
from ippbook.cases.filing.plan import DraftedComplaint, ExcludedListing, FilingPlan, PlanResult, draft, plan

__all__ = [
    "SETTLED",
    "DraftedComplaint",
    "ExcludedListing",
    "FilingPlan",
    "NotPacked",
    "PackResult",
    "PackedFolder",
    "PlanResult",
    "draft",
    "pack",
    "plan",
]
