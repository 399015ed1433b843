"""What a patch did to a sheet: the keys of its cells."""

from dataclasses import field

import numpy as np

from ippbook.ooxml.cell_keys import Keys
from ippbook.quick_dataclasses import dataclass


@dataclass
class PatchLog:
    """The cells that a patch touched, by key; arrays come block by block."""

    changed: list[Keys] = field(default_factory=list)
    inserted: list[Keys] = field(default_factory=list)
    lost_formula: list[int] = field(default_factory=list)
    """Cells whose formula is gone."""
    new_formula: list[int] = field(default_factory=list)
    """Cells with a formula that was not in the file."""

    def count(self) -> int:
        """How many cells were changed or inserted."""
        return sum(map(len, self.changed)) + sum(map(len, self.inserted))

    def keys(self) -> Keys:
        """All of them, sorted."""
        return np.sort(np.concatenate([*self.changed, *self.inserted]))
