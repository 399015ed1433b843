"""Reads the numbers of an office by the shapes that it prints: a list of patterns, and how each is printed.

A shape can also name a fault: the form of an application, for example, which no registration has.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from ippbook.catalog.offices.number_format import NumberError, NumberFault, without_point_zero
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_DASHES: Final = late_pattern(r"[\u2010-\u2015\u2212\u30fc]")
_GAPS: Final = late_pattern(r"[\s,_'’]")
_GROUPS: Final = late_pattern(r"[0-9]{1,3}(?:\.[0-9]{3})+")


Printer: TypeAlias = Callable[[re.Match[str]], str]


class Shape(NamedTuple):
    """One form of number: a pattern for the whole number in capitals, without spaces, commas and apostrophes."""

    pattern: str
    printed: str | Printer = r"\g<0>"
    """How the office prints it: a template with the groups of the pattern, or a function."""
    fault: NumberFault | None = None
    """The fault of numbers of this shape; None where they are right."""
    says: str = ""
    """What the fault is: the end of a sentence that begins with the number."""


Reader: TypeAlias = Callable[[str, str], str]
INTERNATIONAL_MARK: Final = Shape(r"(?:IR|WO|INT)-?0*([0-9]{4,7}[A-Z]?)", r"IR \1")
"""The part of a Madrid mark for one country, by its international number."""


def application(pattern: str) -> Shape:
    """The shape of an application's number."""
    return Shape(pattern, fault="application", says=say("is the number of an application, not of a registration"))


def padded(digits: int) -> Printer:
    """Print the number in the first group with zeros in front, *digits* long."""
    return lambda found: found[1].zfill(digits)


def with_part(digits: int) -> Printer:
    """Print the number in the first group and, behind a dash, the part in the second one, if there is one, *digits* long."""
    return lambda found: found[1] + (f"-{found[2].zfill(digits)}" if found[2] else "")


def shape_reader(example: str, *shapes: Shape) -> Reader:
    """Make the `read` of a `NumberFormat` from its *shapes*, tried in their order. *example*: a number for the error's sentence."""
    compiled = [(late_pattern(shape.pattern), shape) for shape in shapes]

    def read(text: str, _right_type: str) -> str:
        plain = _GAPS.sub("", _DASHES.sub("-", without_point_zero(text))).upper()
        if _GROUPS.fullmatch(plain):
            plain = plain.replace(".", "")
        for pattern, shape in compiled:
            if found := pattern.fullmatch(plain):
                if shape.fault is not None:
                    raise NumberError(f"{text} {shape.says}", shape.fault)
                return found.expand(shape.printed) if isinstance(shape.printed, str) else shape.printed(found)
        raise NumberError(say("{text} should read like {example}", text=text, example=example))

    return read


__all__ = ["INTERNATIONAL_MARK", "Printer", "Reader", "Shape", "application", "padded", "shape_reader", "with_part"]
