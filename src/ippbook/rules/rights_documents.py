"""Rules on Rights: the documents that the portal asks for. Approved rights are not checked: the portal has seen them."""

from typing import Final

import numpy as np

from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import as_mask, cell_empty, equals, is_filled, is_one_of
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, TextColumn

_TO_BE_SUBMITTED: Final = frozenset({"not submitted", "rejected"})
"""Where documents can still be corrected: before the first submission, and before the next one."""
_WORD: Final = (".doc", ".docx", ".docm", ".rtf", ".odt")


def _word_file(column: TextColumn) -> Mask:
    return np.array([text.casefold().rstrip().endswith(_WORD) for text in column], dtype=np.bool_)


@rule(
    "RT117",
    on="Rights",
    at="Claim statement",
    says="this copyright is not registered and has no Copyright Claim Statement; fill in the portal's form and sign or seal it",
)
def unregistered_copyright_without_claim_statement(
    right_type: ChoiceColumn, office: ChoiceColumn, status: ChoiceColumn, all_rights: Whole
) -> Mask:
    """Unregistered copyright without the claim statement.

    The portal accepts an unregistered work only with its Copyright Claim Statement. This rule checks rights that are
    not submitted yet or were rejected. If the status is empty, nothing is flagged.

    Fix: download the portal's form, fill it in, sign or seal it, and enter the name of the scan.
    Source: ipp-facts 3.1, 11 R14 [O21: OFF].
    Certainty: official.

    Flagged:
        | Right type | Office | Status        | Claim statement |
        | copyright  | none   | not submitted |                 |
        | copyright  | none   | rejected      |                 |
    Clean:
        | Right type | Office | Status        | Claim statement |
        | copyright  | none   | not submitted | claim.pdf       |
        | copyright  | none   | approved      |                 |
        | copyright  | none   |               |                 |
        | copyright  | CN     | not submitted |                 |
    """
    wanted = equals(right_type, "copyright") & equals(office, "none") & is_one_of(status, _TO_BE_SUBMITTED)
    return wanted & cell_empty(all_rights, "claim_statement")


@rule(
    "RT118",
    on="Rights",
    at="Claim statement",
    says="“{claim_statement}” is a Word file, which the portal does not accept; sign or seal the statement and submit a scan",
)
def claim_statement_in_word(claim_statement: TextColumn, status: ChoiceColumn) -> Mask:
    """Claim statement as a Word file.

    The statement must be signed or sealed. The portal does not accept Word files for it.

    Fix: print the statement, sign or seal it, scan it, and enter the name of the scan (pdf, jpg or png).
    Source: ipp-facts 3.1, 5.4, 11 R14 [O21: OFF].
    Certainty: official.

    Flagged:
        | Claim statement | Status        |
        | claim.docx      | not submitted |
        | CLAIM.DOC       |               |
    Clean:
        | Claim statement | Status        |
        | claim.pdf       | not submitted |
        | claim.doc.pdf   | not submitted |
        | claim.docx      | approved      |
        |                 | not submitted |
    """
    return _word_file(claim_statement) & ~equals(status, "approved")


@rule(
    "RT119",
    on="Rights",
    at="Changed",
    says="changed on {changed:%Y-%m-%d}, before it was filed on {filed:%Y-%m-%d}; correct one of the dates",
)
def changed_before_filed(changed: DateColumn, filed: DateColumn) -> Mask:
    """Right changed before it was filed.

    The two dates contradict each other.

    Fix: correct the wrong date.
    Source: ipp-facts 3.3 [O15: OFF].
    Certainty: certain; the dates contradict each other.

    Flagged:
        | Filed      | Changed    |
        | 2026-01-02 | 2026-01-01 |
    Clean:
        | Filed      | Changed    |
        | 2026-01-01 | 2026-01-01 |
        | 2026-01-01 |            |
        |            | 2026-01-01 |
    """
    return as_mask(changed < filed)


@rule(
    "RT211",
    on="Rights",
    at="Change certificate",
    says="this right was renewed, assigned or renamed on {changed:%Y-%m-%d}, but no certificate of the change is named; order it, because the portal asks for it",
)
def change_without_certificate(changed: DateColumn, status: ChoiceColumn, all_rights: Whole) -> Mask:
    """Renewed or assigned right without the certificate of the change.

    If a right was renewed, assigned or renamed, the portal also asks for the office's certificate of the change. This
    rule checks rights that the portal has not approved.

    Fix: order the certificate from the office, and enter the name of its scan.
    Source: ipp-facts 3.3, 11 R12 [O4, O15, O18: OFF].
    Certainty: official; whether the portal always asks is not known, so this is a warning.

    Flagged:
        | Changed    | Change certificate | Status        |
        | 2024-05-02 |                    | not submitted |
        | 2024-05-02 |                    | pending       |
    Clean:
        | Changed    | Change certificate | Status        |
        | 2024-05-02 | renewal.pdf        | not submitted |
        | 2024-05-02 |                    | approved      |
        | 2024-05-02 |                    |               |
        |            |                    | not submitted |
    """
    not_approved = is_filled(status) & ~equals(status, "approved")
    return is_filled(changed) & not_approved & cell_empty(all_rights, "change_certificate")


@rule(
    "RT212",
    on="Rights",
    at="Certificate copy",
    says="the certificate is a black-and-white copy without seal or signature; submit a colour scan of the original, or have the copy sealed or signed",
)
def plain_copy_of_certificate(certificate_copy: ChoiceColumn, status: ChoiceColumn) -> Mask:
    """Black-and-white certificate without seal or signature.

    The portal asks for a colour scan or photo of the original. A black-and-white copy must be sealed by the company or
    signed by the person that owns the right.

    Fix: scan the original in colour, or have the copy sealed or signed.
    Source: ipp-facts 3.3, 11 R13 [O14, O15: OFF].
    Certainty: official; this is a warning as long as the portal has not rejected it.

    Flagged:
        | Certificate copy | Status        |
        | plain copy       | not submitted |
        | plain copy       |               |
    Clean:
        | Certificate copy | Status        |
        | colour           | not submitted |
        | sealed copy      | not submitted |
        | plain copy       | approved      |
        |                  | not submitted |
    """
    return equals(certificate_copy, "plain copy") & ~equals(status, "approved")


@rule(
    "RT213",
    on="Rights",
    at="Certificate",
    says="“{certificate}” is a Word file; submit a colour scan or photo of the certificate",
)
def certificate_in_word(certificate: TextColumn, status: ChoiceColumn) -> Mask:
    """Certificate as a Word file.

    The certificate is a document of the office. The portal asks for a scan or photo of the original.

    Fix: scan the certificate in colour and enter the name of the scan.
    Source: ipp-facts 3.3 [O14, O15: OFF].
    Certainty: official that a scan is required; that Word files are refused here too is inferred, so this is a warning.

    Flagged:
        | Certificate     | Status        |
        | TM-CN-1.docx    | not submitted |
    Clean:
        | Certificate     | Status        |
        | TM-CN-1.pdf     | not submitted |
        | TM-CN-1.docx    | approved      |
        |                 | not submitted |
    """
    return _word_file(certificate) & ~equals(status, "approved")


@rule(
    "RT303",
    on="Rights",
    at="Certificate",
    says="no certificate is named; the portal asks for a colour scan of it before it accepts the right",
)
def right_without_certificate_file(office: ChoiceColumn, status: ChoiceColumn, all_rights: Whole) -> Mask:
    """Registered right without a file of its certificate.

    The certificate is the first document that the portal asks for. This rule checks only rights with the status “not
    submitted”.

    Fix: scan the certificate in colour, with all pages, and enter the name of the file.
    Source: ipp-facts 3.3 [O14, O15: OFF].
    Certainty: official.

    Flagged:
        | Office | Status        | Certificate |
        | CN     | not submitted |             |
    Clean:
        | Office | Status        | Certificate |
        | CN     | not submitted | TM-CN-1.pdf |
        | CN     | approved      |             |
        | CN     |               |             |
        | none   | not submitted |             |
        |        | not submitted |             |
    """
    registered = is_filled(office) & ~equals(office, "none")
    return registered & equals(status, "not submitted") & cell_empty(all_rights, "certificate")
