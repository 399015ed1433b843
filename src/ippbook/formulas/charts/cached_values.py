"""The values of cells as a chart keeps them, and whether the values that it keeps are these."""

import math
from collections.abc import Sequence
from typing import Final

from ippbook import ooxml
from ippbook.late_numpy import NDArray, np
from ippbook.ooxml.xml.splices import xml_number
from ippbook.quick_dataclasses import dataclass

_SAME_DIGITS: Final = 1e-12


@dataclass(frozen=True)
class ChartCells:
    """Cells in the order in which a chart reads them; one entry a cell in every array."""

    kind: NDArray[np.uint8]
    number: NDArray[np.float64]
    text: NDArray[np.object_]
    code: tuple[str, ...]
    """The number formats."""
    hidden: NDArray[np.bool_]

    def shown(self) -> "ChartCells":
        """Those that are not hidden."""
        keep = ~self.hidden
        codes = tuple(code for code, kept in zip(self.code, keep, strict=True) if kept)
        return ChartCells(self.kind[keep], self.number[keep], self.text[keep], codes, self.hidden[keep])

    def numbers(self, *, on_axis: bool) -> list[str | None]:
        """As charts draw numbers: a text is 0, on an axis it is left out; a blank cell and an error are left out.

        Excel keeps an error too, but does not draw it; other programs would draw it as 0.
        """
        found: list[str | None] = []
        for kind, number in zip(self.kind, self.number, strict=True):
            if kind == ooxml.TEXT:
                found.append(None if on_axis else "0")
            elif kind in (ooxml.BLANK, ooxml.ERROR) or not math.isfinite(number):
                found.append(None)
            else:
                found.append(xml_number(float(number)))
        return found

    def text_places(self) -> frozenset[int]:
        """The places of the texts."""
        return frozenset(np.flatnonzero(self.kind == ooxml.TEXT).tolist())

    def texts(self) -> list[str | None] | None:
        """As Excel keeps texts: what the cells show. None where a number has a format, because what it shows is not known here."""
        found: list[str | None] = []
        for kind, number, text, code in zip(self.kind, self.number, self.text, self.code, strict=True):
            if kind in (ooxml.TEXT, ooxml.ERROR):
                found.append(str(text))
            elif kind == ooxml.BLANK:
                found.append(None)
            elif kind == ooxml.BOOL:
                found.append("TRUE" if number else "FALSE")
            elif code in ("General", "", "@"):
                found.append(f"{number:.15g}" if not float(number).is_integer() else xml_number(float(number)))
            else:
                return None
        return found


def differing(old: dict[int, str], new: Sequence[str | None], texts: frozenset[int] = frozenset()) -> int:
    """How many values of a cache are not the *new* ones. A value that is there without a value, and an absent one, are the same.

    *texts*: the places of texts among numbers, for which some programs keep 0 and others nothing.
    """
    count = sum(place >= len(new) for place in old)
    return count + sum(not _same(old.get(place), value, place in texts) for place, value in enumerate(new))


def _same(old: str | None, new: str | None, zero_is_blank: bool) -> bool:  # one call, above
    if (old or "") == (new or ""):
        return True
    if zero_is_blank and {old or "", new or ""} == {"", "0"}:
        return True
    if (old or "").startswith("#") or (new or "").startswith("#"):
        return not old or not new  # an error may be kept, or left out: neither is drawn
    try:
        one, other = float(old or "nan"), float(new or "nan")
    except ValueError:
        return False
    return math.isclose(one, other, rel_tol=_SAME_DIGITS, abs_tol=0.0)
