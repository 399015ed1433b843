"""What a person needs who must get in, or get heard: the checklist of an account, and the dated trail of a listing."""

from ippbook.cases.dossier.checklist import Item, State
from ippbook.cases.dossier.dossier import Dossier, dossier, trail
from ippbook.cases.dossier.entries import Entry
from ippbook.cases.dossier.readiness import Readiness, readiness, ready

__all__ = ["Dossier", "Entry", "Item", "Readiness", "State", "dossier", "readiness", "ready", "trail"]
