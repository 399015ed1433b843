"""What a person needs who must get in, or get heard: the checklist of an account, and the dated trail of a listing."""

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
