"""Texts of complaints, measured as the portal measures them."""

from ippbook import notices
from ippbook.declare import worksheet
from ippbook.declare.parameters import Verbatim


@worksheet("IPP_CHARACTERS", "Complaints")
def characters(text: Verbatim) -> int:
    """How many characters the portal counts in a text: an emoji counts two, a line break one.

    Source: ipp-facts 5.4 [C1: CODE 2019].

    Arguments:
        text: the text of the complaint

    Examples:
        =IPP_CHARACTERS("商标") -> 2
        =IPP_CHARACTERS("ok 👍") -> 5
    """
    return notices.characters(text)
