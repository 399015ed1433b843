"""What a person needs who must get in, or get heard: the checklist of an account, and the dated trail of a listing."""

from ippbook.dossiers.dossier import Dossier, dossier, trail
from ippbook.dossiers.entries import Entry
from ippbook.dossiers.items import Item, State
from ippbook.dossiers.ready import Readiness, readiness, ready

__all__ = ["Dossier", "Entry", "Item", "Readiness", "State", "dossier", "readiness", "ready", "trail"]
