"""Registration numbers: as the office prints them, and whether they can be right."""

from ippbook.catalog import offices
from ippbook.declare import worksheet
from ippbook.declare.parameters import Office, RightType


@worksheet("IPP_NUMBER", "Rights")
def number(number: str, right_type: RightType, office: Office) -> str:
    """A registration number as its office prints it; cleaned only, where the format is not known or does not fit.

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
    """Whether a registration number can be one of its office's: yes, no, or empty where the format is not known.

    "yes" says that the form (and the check digit, where there is one) is right, not that the right exists.

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
    """What is wrong with a registration number, in a sentence; empty where nothing is, or the format is not known.

    Source: ipp-facts 4.1, 4.2 [B1, C7].

    Arguments:
        number: the number, as typed or pasted
        right_type: what kind of right it is, in any known spelling
        office: where it is registered

    Examples:
        =IPP_NUMBER_PROBLEM("ZL201710601862.4", "invention patent", "CN") -> Chinese patent number ZL201710601862.4 has the check digit 4 where 3 belongs: a digit is wrong.
        =IPP_NUMBER_PROBLEM("ZL201710601862.3", "invention patent", "CN") ->
    """
    return offices.check_number(number, right_type, office) if number else ""
