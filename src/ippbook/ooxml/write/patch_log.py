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

    corners: list[Keys] = field(default_factory=list)
    later: int = 0
    """How many cells were made in the rows that a plan leaves to `later`, and their corners: the keys of so large a number are not kept."""

    def count(self) -> int:
        """How many cells were changed or inserted."""
        return sum(map(len, self.changed)) + sum(map(len, self.inserted)) + self.later

    def keys(self) -> Keys:
        """All of them, sorted; without the cells of `later`, which no merged cells can cover: a table does not grow over those."""
        return np.sort(np.concatenate([*self.changed, *self.inserted]))
