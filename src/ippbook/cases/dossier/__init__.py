"""The checklist of an account until its first complaint, and the dated trail of a listing for counsel."""

from ippbook.cases.dossier.checklist import ChecklistItem, ItemState
from ippbook.cases.dossier.dossier import Dossier, dossier, trail
from ippbook.cases.dossier.entries import DossierEntry
from ippbook.cases.dossier.readiness import Readiness, readiness, ready

__all__ = [
    "ChecklistItem",
    "Dossier",
    "DossierEntry",
    "ItemState",
    "Readiness",
    "dossier",
    "readiness",
    "ready",
    "trail",
]
