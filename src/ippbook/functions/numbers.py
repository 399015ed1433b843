"""Registration numbers: as the office prints them, and whether they can be right."""

from ippbook.catalog import offices
from ippbook.catalog.nice_classes import read_classes
from ippbook.declare import worksheet
from ippbook.declare.parameters import Office, RightType


@worksheet("IPP_NUMBER", "Rights")
def number(number: str, right_type: RightType, office: Office) -> str:
    """A registration number as its office prints it; only cleaned if the format is not known or does not fit.

    Source: ipp-facts 4.1.

    Arguments:
        number: the number, as typed or pasted
        right_type: what kind of right it is, in any known spelling
        office: where it is registered

    Examples:
        =IPP_NUMBER("2017106018623", "invention patent", "CN") -> ZL201710601862.3
        =IPP_NUMBER("第8123456号", "trademark", "CN") -> 8123456
    """
    return offices.format_number(number, right_type, office)


@worksheet("IPP_NUMBER_VALID", "Rights")
def number_valid(number: str, right_type: RightType, office: Office) -> str:
    """Whether a registration number has the format of its office: yes, no, or empty if the format is not known.

    "yes" means that the format, and the check digit if there is one, is correct. It does not mean that the right exists.

    Source: ipp-facts 4.1, 4.2 [B1, C7].

    Arguments:
        number: the number, as typed or pasted
        right_type: what kind of right it is, in any known spelling
        office: where it is registered

    Examples:
        =IPP_NUMBER_VALID("ZL201710601862.3", "invention patent", "CN") -> yes
        =IPP_NUMBER_VALID("ZL201710601862.4", "invention patent", "CN") -> no
        =IPP_NUMBER_VALID("", "invention patent", "CN") ->
    """
    return offices.number_valid(number, right_type, office)


@worksheet("IPP_NUMBER_PROBLEM", "Rights")
def number_problem(number: str, right_type: RightType, office: Office) -> str:
    """The problem with a registration number, in a sentence; empty if there is none, or if the format is not known.

    Source: ipp-facts 4.1, 4.2 [B1, C7].

    Arguments:
        number: the number, as typed or pasted
        right_type: what kind of right it is, in any known spelling
        office: where it is registered

    Examples:
        =IPP_NUMBER_PROBLEM("ZL201710601862.4", "invention patent", "CN") -> Chinese patent number ZL201710601862.4 has the check digit 4 instead of 3: a digit is wrong.
        =IPP_NUMBER_PROBLEM("ZL201710601862.3", "invention patent", "CN") ->
    """
    return offices.check_number(number, right_type, office) if number else ""


@worksheet("IPP_CLASSES", "Rights")
def classes(text: str) -> str:
    """The classes of a trademark as numbers with commas; empty if they can be read in two ways, or not at all.

    A range with a dash can also be two classes, and a spreadsheet turns 9,10 into 9.1, so such cells give an empty result.

    Source: ipp-facts 4.1.

    Arguments:
        text: the classes, as typed or pasted

    Examples:
        =IPP_CLASSES("第18、25类") -> 18, 25
        =IPP_CLASSES("Class 025") -> 25
        =IPP_CLASSES("18-25") ->
    """
    return read_classes(text).text
