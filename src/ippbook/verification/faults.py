"""What a check finds, and a fault of a file."""

from dataclasses import asdict
from typing import NamedTuple

from ippbook.quick_dataclasses import dataclass

REPAIRS = "repairs"
"""Excel repairs the file, with a loss, or refuses it."""
TOLERATES = "tolerates"
"""Excel opens the file without a word, but it is not what the standard says."""


class Observation(NamedTuple):
    """What a check says of the subject that it looks at: a place in it (a cell, an element; may be empty), and a sentence."""

    place: str
    sentence: str


@dataclass(frozen=True)
class FileFault:
    """A fault of a file."""

    code: str
    severity: str
    """`repairs` or `tolerates`: what Excel does with it."""
    part: str
    """The part of the zip, as it is called there; empty for the package itself."""
    place: str
    """Sheet, table or cell, as a person finds it."""
    sentence: str
    remedy: str

    @property
    def line(self) -> str:
        """The fault in one line."""
        where = ", ".join(each for each in (self.place or self.part,) if each)
        return f"{self.code} {where}: {self.sentence}. Fix: {self.remedy}"

    def as_dict(self) -> dict[str, str]:
        """The fault for JSON."""
        return asdict(self)
