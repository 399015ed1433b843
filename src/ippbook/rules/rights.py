"""Rules on Rights: names, types and what every right must state."""

from typing import Final

import pandas as pd

from ippbook.catalog import offices
from ippbook.catalog.nice_classes import read_classes
from ippbook.catalog.reasons import PATENTS
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import cell_empty, equals, group_numbers, is_filled, is_one_of, repeated
from ippbook.tables.column_types import ChoiceColumn, FlagColumn, Mask, TextColumn

_UNREGISTERED: Final = "none"
_WITHOUT_NUMBER: Final = frozenset({"portrait right"})
"""Rights that are in no register."""
_NEVER_UNREGISTERED: Final = PATENTS | {"trademark"}


@rule("RT101", on="Rights", at="Right", says="this right has no short name; enter one, such as TM-CN-1")
def right_without_short_name(right: TextColumn) -> Mask:
    """Right without a short name.

    Listings and complaints refer to a right by its short name. Without it, no row can cite the right.

    Fix: enter a short name of your own under Right.
    Source: house rule: one row, one record; ipp-facts 8 (what teams keep).
    Certainty: certain; listings and complaints refer to rights by this name.

    Flagged:
        | Right | Number  |
        |       | 8123456 |
        |       | 8123457 |
    Clean:
        | Right   | Number  |
        | TM-CN-1 | 8123456 |
        | TM-CN-2 |         |
    """
    return ~is_filled(right)


@rule(
    "RT102",
    on="Rights",
    at="Right",
    says="{right} is the short name of more than one right, and only the first one is used; give each right its own short name",
)
def short_name_of_two_rights(right: TextColumn) -> Mask:
    """Two rights with the same short name.

    A listing or complaint with this name is checked against the first right that has the name. That may be the wrong
    right.

    Fix: give each right its own short name, and correct the rows that cite it.
    Source: house rule: one row, one record.
    Certainty: certain; listings and complaints refer to rights by this name.

    Flagged:
        | Right   | Number  |
        | TM-CN-1 | 8123456 |
        | tm-cn-1 | 8123457 |
    Clean:
        | Right   | Number  |
        | TM-CN-1 | 8123456 |
        | TM-CN-2 | 8123456 |
        |         | 8123457 |
        |         | 8123458 |
    """
    return repeated(group_numbers(right))


@rule("RT103", on="Rights", at="Right type", says="this right has no type; choose one from the list")
def type_missing(all_rights: Whole) -> Mask:
    """Right without a type.

    The portal asks for the type first. The type decides which reasons a complaint can have.

    Fix: choose the type of the right from the list.
    Source: ipp-facts 5.1 [O5, O7: OFF]; 3.3 [O4, O14: OFF].
    Certainty: official.

    Flagged:
        | Right   | Right type |
        | TM-CN-1 |            |
    Clean:
        | Right   | Right type    |
        | TM-CN-1 | trademark     |
        | DE-CN-1 | design patent |
    """
    return cell_empty(all_rights, "right_type")


@rule(
    "RT104",
    on="Rights",
    at="Office",
    says="this right has no office; choose where it is registered, or “none” for an unregistered copyright",
)
def office_missing(all_rights: Whole) -> Mask:
    """Right without an office.

    Whether a marketplace accepts a right depends on where it is registered.

    Fix: choose the office from the list. For an unregistered copyright choose “none”.
    Source: ipp-facts 3.2 [O9: OFF in part; SEED, V1, V3: VEN].
    Certainty: official in part.

    Flagged:
        | Right   | Right type | Office |
        | TM-CN-1 | trademark  |        |
    Clean:
        | Right   | Right type     | Office |
        | TM-CN-1 | trademark      | CN     |
        | CR-1    | copyright      | none   |
        | PR-1    | portrait right |        |
    """
    rights = all_rights["right_type"]
    return cell_empty(all_rights, "office") & ~is_one_of(rights, _WITHOUT_NUMBER)


@rule(
    "RT105",
    on="Rights",
    at="Number",
    says="this right has no registration number; enter it as printed on the certificate",
)
def number_missing(office: ChoiceColumn, right_type: ChoiceColumn, all_rights: Whole) -> Mask:
    """Registered right without a number.

    The portal and the takedown text state the registration number. Unregistered copyright and portrait rights have no
    number.

    Fix: enter the registration number from the certificate.
    Source: ipp-facts 3.3 [O14: OFF].
    Certainty: official.

    Flagged:
        | Right   | Right type | Office | Number |
        | TM-CN-1 | trademark  | CN     |        |
    Clean:
        | Right   | Right type     | Office | Number  |
        | TM-CN-1 | trademark      | CN     | 8123456 |
        | CR-1    | copyright      | none   |         |
        | PR-1    | portrait right | CN     |         |
        | NEW-1   | trademark      |        |         |
    """
    registered = is_filled(office) & ~equals(office, _UNREGISTERED) & ~is_one_of(right_type, _WITHOUT_NUMBER)
    return cell_empty(all_rights, "number") & registered


@rule(
    "RT106",
    on="Rights",
    at="Name",
    says="this right has no name; enter the word of the mark, a short description of the device, or the title of the patent or work",
)
def name_missing(all_rights: Whole) -> Mask:
    """Right without a name.

    The portal asks for the name of the right, and every takedown text states it.

    Fix: enter the word of a word mark, a short description of a device, or the title of a patent or work.
    Source: ipp-facts 3.3 [O14: OFF].
    Certainty: official.

    Flagged:
        | Right   | Name |
        | TM-CN-1 |      |
    Clean:
        | Right   | Name               |
        | TM-CN-1 | NORDLYS            |
        | TM-CN-2 | Device: north star |
    """
    return cell_empty(all_rights, "name")


@rule(
    "RT201",
    on="Rights",
    at="Office",
    says="this right ({right_type}) exists only by registration, but its office is “none”; choose the office, or do not cite the right",
)
def right_that_needs_an_office(right_type: ChoiceColumn, office: ChoiceColumn) -> Mask:
    """Unregistered trademark, patent or design.

    Only copyright is accepted without registration, with a signed claim statement. We found no source that an
    unregistered mark is accepted.

    Fix: choose the office where the right is registered. Do not cite a right that is not registered.
    Source: ipp-facts 3.1 [O21: OFF], 3.2 (unregistered marks: not found).
    Certainty: not found, so this is a warning.

    Flagged:
        | Right type    | Office |
        | trademark     | none   |
        | design patent | none   |
    Clean:
        | Right type | Office |
        | copyright  | none   |
        | trademark  | CN     |
        | trademark  |        |
        |            | none   |
    """
    return is_one_of(right_type, _NEVER_UNREGISTERED) & equals(office, _UNREGISTERED)


@rule(
    "RT202",
    on="Rights",
    at="Number",
    says="number {number} is in more than one row with the same type, office and classes; keep one row",
)
def registration_twice(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn, classes: TextColumn) -> Mask:
    """The same registration in two rows.

    Complaints then cite one right under two names, and the checks for open complaints do not see both. Rows with
    different classes are not flagged, because teams may keep one row for each class.

    Fix: keep one row, and cite it in every listing and complaint.
    Source: ipp-facts 3.3 [O4, O14: OFF]: one right per submission.
    Certainty: inferred, so this is a warning.

    Flagged:
        | Right type | Office | Number  | Classes |
        | trademark  | CN     | 8123456 | 18      |
        | trademark  | CN     | 第8123456号 | 第18类 |
    Clean:
        | Right type | Office | Number  | Classes |
        | trademark  | CN     | 8123456 | 18      |
        | trademark  | CN     | 8123456 | 25      |
        | trademark  | EU     | 8123456 | 18      |
        | trademark  | US     |         |         |
        | trademark  | US     |         |         |
    """
    keys = [offices.same_number_key(*row) for row in zip(number, right_type, office, strict=True)]
    numbers = pd.Series(keys, dtype=object)
    same = {text: f"={read_classes(text).text or text}" for text in set(classes)}
    return repeated(group_numbers(numbers, right_type, office, classes.map(same)))


@rule(
    "RT301",
    on="Rights",
    at="China certificate",
    says="this international mark has no CNIPA certificate of its extension to China, so it cannot be cited on marketplaces of mainland China; order the certificate",
)
def extension_certificate_missing(
    right_type: ChoiceColumn, office: ChoiceColumn, china_certificate: FlagColumn
) -> Mask:
    """International mark without the certificate of its extension to China.

    The portal asks for proof that the mark extends to China. CNIPA issues a certified copy on request. This takes time,
    so order it early.

    Fix: order the certified copy of the registration from CNIPA, and enter yes when you have it.
    Source: ipp-facts 3.2 [O18: OFF, title only; L7: LAW].
    Certainty: official by its title; law for the document.

    Flagged:
        | Right type | Office | China certificate |
        | trademark  | WIPO   | no                |
    Clean:
        | Right type    | Office | China certificate |
        | trademark     | WIPO   | yes               |
        | trademark     | WIPO   |                   |
        | trademark     | CN     | no                |
        | design patent | WIPO   | no                |
    """
    return equals(right_type, "trademark") & equals(office, "WIPO") & equals(china_certificate, "no")


@rule(
    "RT302",
    on="Rights",
    at="Status",
    says="the portal rejected this right; correct the documents and submit it again",
)
def rejected_by_the_portal(status: ChoiceColumn) -> Mask:
    """Right that the portal rejected.

    Complaints can cite only approved rights, so this right cannot be used until you correct it.

    Fix: read the portal's reason, correct the documents (colour scan, class pages, current registrant), and submit the
    right again.
    Source: ipp-facts 5.1 [O21: OFF], 3.3 [O14, O15: OFF].
    Certainty: official.

    Flagged:
        | Right   | Status   |
        | TM-CN-1 | rejected |
    Clean:
        | Right   | Status        |
        | TM-CN-1 | approved      |
        | TM-CN-2 | pending       |
        | TM-CN-3 | not submitted |
        | TM-CN-4 |               |
    """
    return equals(status, "rejected")
