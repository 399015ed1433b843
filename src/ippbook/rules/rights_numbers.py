"""Rules on Rights: registration numbers.

The formats are in `ippbook.catalog.offices`, which also writes the sentence about a wrong number. Each fault has one rule.
"""

from ippbook.catalog import offices
from ippbook.declare import rule
from ippbook.languages import say_clause
from ippbook.rules.rows import equals, is_filled, sentences_where
from ippbook.tables.column_types import ChoiceColumn, Mask, Sentences, TextColumn


def _wrong(
    fault: offices.NumberFault,
    number: TextColumn,
    right_type: ChoiceColumn,
    office: ChoiceColumn,
    *,
    certain: bool = True,
) -> Sentences:
    """The sentence about each number with *fault*, without its full stop. *certain*: whether the format is certain."""

    def fault_of(number: str, right_type: str, office: str) -> str:
        wrong = offices.wrong_number(number, right_type, office)
        return say_clause(wrong.sentence) if wrong and (wrong.kind, wrong.certain) == (fault, certain) else ""

    return sentences_where(is_filled(number), fault_of, number, right_type, office)


@rule("RT107", on="Rights", at="Number", says="{detail}; compare it with the certificate")
def number_not_in_the_office_format(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """Number in a form that the office does not use.

    The portal compares the number with the register. A number in another form belongs to another office or another
    right, or has lost a digit.

    Fix: enter the registration number as printed on the certificate, or correct type and office.
    Source: ipp-facts 4.1 [L2, L8, L16, L17, L18, G1: LAW].
    Certainty: law; for offices whose format is general knowledge see RT203.

    Flagged:
        | Right type         | Office | Number         |
        | trademark          | CN     | 1234567890     |
        | trademark          | EU     | 12345678901    |
        | software copyright | CN     | ABC-1          |
    Clean:
        | Right type         | Office | Number           |
        | trademark          | CN     | 8123456          |
        | trademark          | CN     | G1234567         |
        | trademark          | CN     | 123456789        |
        | trademark          | CN     | 注册商标第17528858号 |
        | trademark          | CN     |                  |
        | trademark          | KR     | anything         |
        | trademark          | WIPO   | anything         |
        | invention patent   | CN     | ZL201710601862   |
        | invention patent   | CN     | 201710601862.3   |
        | software copyright | CN     | 2016SR172900     |
        |                    |        | 1234567890       |
    """
    return _wrong("form", number, right_type, office)


@rule("RT203", on="Rights", at="Number", says="{detail}; compare it with the certificate")
def number_of_unusual_form(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """Number in an unusual form.

    The number formats of WIPO, of United States copyright and of most countries are general knowledge. We read no source
    that states them in full, so this is a warning. An office without a known format is never flagged.

    Fix: compare the number with the certificate. WIPO writes no G before a Madrid number.
    Source: ipp-facts 4.1 (WIPO and US copyright: GK; no G in WIPO's own database [L8: LAW]), 14 (offices that teams cite).
    Certainty: general knowledge, so this is a warning.

    Flagged:
        | Right type | Office | Number   |
        | trademark  | WIPO   | 12       |
        | trademark  | WIPO   | NORDLYS  |
        | copyright  | US     | pending  |
        | trademark  | KR     | anything |
        | design patent | BR  | BR 30    |
    Clean:
        | Right type | Office | Number       |
        | trademark  | WIPO   | 1234567      |
        | trademark  | WIPO   | 654321A      |
        | trademark  | WIPO   |              |
        | trademark  | CN     | NORDLYS      |
        | copyright  | US     | VA 1-319-228 |
        | copyright  | US     | VAu 123-456  |
        | copyright  | US     | TX0006196514 |
        | trademark  | KR     | 40-1190084   |
        | trademark  | LK     | anything     |
        | design patent | GB  | 6460391      |
    """
    return _wrong("form", number, right_type, office, certain=False)


@rule("RT108", on="Rights", at="Number", says="{detail}; compare it with the certificate")
def check_digit_wrong(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """Chinese patent number with a wrong check digit.

    The digit after the dot is calculated from the digits before it. So at least one digit is wrong, and the portal will
    not find the patent.

    Fix: copy the number from the certificate.
    Source: ipp-facts 4.2 [B1, B2: VEN; C7: CODE], recomputed on published numbers.
    Certainty: verified with every published number that we have.

    Flagged:
        | Right type       | Office | Number           |
        | invention patent | CN     | ZL201710601862.4 |
        | invention patent | CN     | 95115608.0       |
    Clean:
        | Right type       | Office | Number           |
        | invention patent | CN     | ZL201710601862.3 |
        | invention patent | CN     | 95115608.X       |
        | invention patent | CN     | 95115608x        |
        | invention patent | CN     |                  |
        | invention patent | US     | 201710601862.4   |
    """
    return _wrong("check digit", number, right_type, office)


@rule("RT109", on="Rights", at="Right type", says="{detail}; correct the type or the number")
def type_digit_of_another_right(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """Chinese patent number of another type of patent.

    The digit after the year shows the type of patent. The type decides which reasons and documents the portal asks for.

    Fix: correct the right type, or the number.
    Source: ipp-facts 4.1 [L2: LAW].
    Certainty: law.

    Flagged:
        | Right type    | Office | Number           |
        | design patent | CN     | ZL201710601862.3 |
        | utility model | CN     | ZL97101765.4     |
    Clean:
        | Right type       | Office | Number           |
        | invention patent | CN     | ZL201710601862.3 |
        | invention patent | CN     | ZL201080063196.9 |
        |                  | CN     | ZL201710601862.3 |
        | patent           | CN     | ZL201710601862.3 |
        | patent           | CN     | ZL202030123456.7 |
    """
    return _wrong("type digit", number, right_type, office)


@rule("RT110", on="Rights", at="Number", says="{detail}; enter the number from the certificate")
def publication_number(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """Publication number instead of the patent number.

    `CN` with digits and a letter at the end is the number of the published document, not of the patent. The portal's
    field accepts only the registration number.

    Fix: enter the ZL number from the certificate.
    Source: ipp-facts 4.1 [C7: CODE], 3.3 [O14: OFF].
    Certainty: official that only the registration number counts; the form of the publication number is from public code
    and general knowledge.

    Flagged:
        | Right type       | Office | Number       |
        | invention patent | CN     | CN107399230A |
        | utility model    | CN     | CN207399230U |
    Clean:
        | Right type       | Office | Number           |
        | invention patent | CN     | CN201710601862.3 |
        | invention patent | CN     |                  |
    """
    return _wrong("publication", number, right_type, office)


@rule("RT111", on="Rights", at="Number", says="{detail}; cite the patent that was granted from it")
def pct_application(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """PCT application instead of a right.

    A PCT application never becomes a right by itself. Offices grant national patents from it.

    Fix: enter the number of the patent that an office granted.
    Source: ipp-facts 4.1 [W1: LAW].
    Certainty: law.

    Flagged:
        | Right type       | Office | Number            |
        | invention patent | CN     | PCT/CN2017/095123 |
        | invention patent | US     | PCT/US2017/095123 |
        | invention patent | WIPO   | PCT/EP2017/095123 |
    Clean:
        | Right type       | Office | Number           |
        | invention patent | CN     | ZL201080063196.9 |
        | invention patent | CN     |                  |
    """
    return _wrong("pct", number, right_type, office)


@rule("RT112", on="Rights", at="Number", says="{detail}; enter the registration number")
def application_instead_of_right(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """Application or filing receipt instead of the registration.

    The portal accepts registered rights. Its field asks only for the registration number.

    Fix: enter the registration number, or wait until there is one.
    Source: ipp-facts 3.3 [O14: OFF], 4.1 [W1: LAW].
    Certainty: official.

    Flagged:
        | Right type         | Office | Number          |
        | software copyright | CN     | 2019R11L1234567 |
        | design patent      | US     | 29/123,456      |
        | trademark          | KR     | 40-2025-0164692 |
        | trademark          | JP     | 商願2019-123456 |
    Clean:
        | Right type         | Office | Number       |
        | software copyright | CN     | 2016SR172900 |
        | design patent      | US     | D696456      |
        | software copyright | CN     |              |
    """
    return _wrong("application", number, right_type, office)


@rule("RT215", on="Rights", at="Office", says="{detail}; enter WIPO as the office")
def number_of_the_hague_register(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """Hague design under the name of a country.

    A number with DM is that of an international design registration. WIPO keeps its register, so the portal looks for it
    there. The countries in which it is valid are on the certificate.

    Fix: choose WIPO as the office.
    Source: ipp-facts 14 (DM/ is WIPO's), 4.1 (GK).
    Certainty: general knowledge, so this is a warning.

    Flagged:
        | Right type    | Office | Number    |
        | design patent | EU     | DM/083512 |
        | design patent | KR     | dm 083512 |
    Clean:
        | Right type    | Office | Number         |
        | design patent | WIPO   | DM/083512      |
        | design patent | EU     | 004048098-0004 |
        | design patent |        | DM/083512      |
    """
    return _wrong("other office", number, right_type, office)


@rule("RT210", on="Rights", at="Number", says="{detail}; compare it with the certificate")
def check_digit_missing(number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn) -> Sentences:
    """Chinese patent number without its check digit.

    Some lists omit the digit after the dot. The certificate has it. With this digit, an error in any other digit can be
    found.

    Fix: compare the number with the certificate and enter the complete number.
    Source: ipp-facts 4.1 [L2, W1: LAW], 4.2.
    Certainty: law for the form; whether the portal's field accepts the number without the digit is not known, so this
    is a warning.

    Flagged:
        | Right type       | Office | Number         |
        | design patent    | CN     | 201730123456   |
        | invention patent | CN     | ZL201710601862 |
    Clean:
        | Right type       | Office | Number           |
        | invention patent | CN     | ZL201710601862.3 |
        | invention patent | CN     |                  |
    """
    return _wrong("check digit missing", number, right_type, office)


@rule("RT113", on="Rights", at="Number", says="{detail}")
def number_shortened_by_the_spreadsheet(
    number: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn
) -> Sentences:
    """Number that a spreadsheet has rounded.

    If a cell is not formatted as text, a long number becomes 2.01711E+12 and loses its last digits.

    Fix: format the cell as text, and enter the number again from the certificate.
    Source: house rule: a number that a spreadsheet has rounded is reported, never guessed; ipp-facts 4.1.
    Certainty: certain.

    Flagged:
        | Right type       | Office | Number      |
        | invention patent | CN     | 2.01711E+12 |
        | trademark        | CN     | 1.2E+7      |
    Clean:
        | Right type       | Office | Number         |
        | invention patent | CN     | 201710601862.3 |
    """
    return _wrong("shortened", number, right_type, office)


@rule(
    "RT204",
    on="Rights",
    at="Number",
    says="{number_as_printed} is a serial number; if the mark is registered, enter the registration number",
)
def serial_number_of_an_application(
    number_as_printed: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn
) -> Mask:
    """United States serial number instead of the registration number.

    The serial number is the number of the application. The portal's field accepts only the registration number.

    Fix: enter the registration number from the certificate. A pending mark cannot be cited.
    Source: ipp-facts 3.3 [O14: OFF], 4.1 [L16, L17: LAW].
    Certainty: official; that pending marks cannot be enforced is inferred, so this is a warning.

    Flagged:
        | Right type | Office | Number     |
        | trademark  | US     | 88/123,456 |
        | trademark  | US     | 88123456   |
    Clean:
        | Right type | Office | Number  |
        | trademark  | US     | 5123456 |
        | trademark  | US     |         |
        | trademark  | CN     | 88123456 |
    """
    serial = number_as_printed.str.contains("/", regex=False).to_numpy(dtype=bool)
    return serial & equals(right_type, "trademark") & equals(office, "US")
