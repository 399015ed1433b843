"""How sure a fact of the catalog is."""

from typing import Literal

Certainty = Literal["OFF", "PLAT", "LAW", "VEN", "CODE", "INF", "GK"]
"""The source tags of ipp-facts: official page, platform page, law, vendor, code, inferred, general knowledge."""
