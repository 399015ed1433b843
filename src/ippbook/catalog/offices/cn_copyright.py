"""Chinese registration numbers of works.

Since 2016: region + `作登字-YYYY-<class letter>-NNNNNNNN`, nationally `国作登字-…`. Older certificates leave out the region, put
a two-digit region code before the year or have shorter serials; these are accepted unchanged, because no source lists them.

Source: ipp-facts 4.1 [G1: LAW; two numbers seen: CODE]; the older forms are general knowledge.

>>> CN_COPYRIGHT.format("国作登字 - 2021 - l - 00268255")
'国作登字-2021-L-00268255'
>>> CN_COPYRIGHT.is_valid("2016SR172900")
False
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_WORK: Final = late_pattern(r"([\u4e00-\u9fa5]{0,3}作登字)?-?((?:[0-9]{2}-)?)([0-9]{4})-([A-L])-([0-9]{4,10})")
_SOFTWARE: Final = late_pattern(r"[0-9]{4}SR[0-9]+|软著登字.*|[0-9]{4}R11[A-Z]?[0-9]+")
_DASHES: Final = late_pattern(r"\s*[-\u2010-\u2015\u2212]\s*")


def _read(text: str, _right_type: str) -> str:
    plain = _DASHES.sub("-", text).replace(" ", "").removeprefix("第").removesuffix("号").upper()
    if _SOFTWARE.fullmatch(plain):
        raise NumberError(
            say("{text} is a number of the software register, so its right type is software copyright", text=text)
        )
    found = _WORK.fullmatch(plain)
    if found is None:
        raise NumberError(
            say(
                "{text} should read like 国作登字-2021-L-00268255: region, 作登字, year, letter A to L, serial",
                text=text,
            )
        )
    region, code, year, letter, serial = found.groups()
    return (f"{region}-" if region else "") + f"{code}{year}-{letter}-{serial}"


def _year(printed: str) -> int:
    found = _WORK.fullmatch(printed)
    return int(found[3]) if found else 0


CN_COPYRIGHT: Final = NumberFormat("CN", ("copyright",), say("Chinese copyright registration number"), _read, _year)
