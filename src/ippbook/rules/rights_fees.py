"""Rules on Rights: renewals, annuities, divided marks, Madrid marks, and marks that only describe goods."""

import re
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ippbook.catalog import offices
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.normalize import key
from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.reminders import reminders
from ippbook.rules.rows import as_mask, cell_empty, equals, is_filled, sentences_where
from ippbook.tables.column_types import ChoiceColumn, DateColumn, FlagColumn, Mask, Sentences, TextColumn

_DIVIDED: Final = late_pattern(r"[0-9]{5,8}[A-Z]")
_MADRID_IN_CHINA: Final = late_pattern(r"G.*")


def _day(day: np.datetime64) -> date | None:
    return None if np.isnat(day) else day.astype("datetime64[D]").item()


def _matching(column: TextColumn, pattern: re.Pattern[str]) -> Mask:
    return np.array([pattern.fullmatch(text) is not None for text in column], dtype=np.bool_)


@rule(
    "RT304",
    on="Rights",
    at="Expires",
    says="this mark can be renewed {detail}",
)
def renewal_window_open(
    right_type: ChoiceColumn, office: ChoiceColumn, expires: DateColumn, as_of: date, expiry_warning_days: int
) -> Sentences:
    """Trademark whose renewal can be filed.

    A Chinese mark can be renewed in the twelve months before its last day. RT209 warns in the last days before it. In
    the six months after it, the mark can still be renewed with a surcharge.

    Fix: file the renewal, and enter the new last day and the day of the renewal.
    Source: ipp-facts 3.6 (renewal of Chinese trademarks: GK).
    Certainty: general knowledge, so this is advice.

    Flagged:
        | Right type | Office | Expires    | As of      |
        | trademark  | CN     | 2027-06-30 | 2026-06-30 |
        | trademark  | CN     | 2026-09-29 | 2026-06-30 |
        | trademark  | CN     | 2026-06-29 | 2026-06-30 |
        | trademark  | CN     | 2025-12-30 | 2026-06-30 |
    Clean:
        | Right type | Office | Expires    | As of      |
        | trademark  | CN     | 2027-07-01 | 2026-06-30 |
        | trademark  | CN     | 2026-09-28 | 2026-06-30 |
        | trademark  | CN     | 2025-12-29 | 2026-06-30 |
        | trademark  | EU     | 2027-06-30 | 2026-06-30 |
        | trademark  | CN     |            | 2026-06-30 |
    """

    def renewal(right_type: str, office: str, expires: np.datetime64) -> str:
        until = _day(expires)
        window = offices.renewal(right_type, office, until)
        if until is None or window is None:
            return ""
        if until < as_of <= window.grace_ends:
            return say(
                "with a surcharge until {grace_ends}; it ended on {until}", grace_ends=window.grace_ends, until=until
            )
        if window.opens <= as_of and (until - as_of).days > expiry_warning_days:
            return say("now (since {opens}); it ends on {until}", opens=window.opens, until=until)
        return ""

    return sentences_where(is_filled(expires), renewal, right_type, office, expires)


@rule(
    "RT305",
    on="Rights",
    at="Annuities paid until",
    says="an annuity is due {detail}; pay it, and enter the new date under Annuities paid until",
)
def annuity_due_soon(  # a due day follows from five facts of the right
    right_type: ChoiceColumn,
    office: ChoiceColumn,
    filed: DateColumn,
    registered: DateColumn,
    protected_until: DateColumn,
    annuities_paid_until: DateColumn,
    as_of: date,
    checks: CheckSettings,
) -> Sentences:
    """Patent whose annuity is due soon.

    Chinese patents lapse if an annuity is not paid, so the term alone does not prove that a patent is in force. The
    annuity is due before the anniversary of the filing. If a date is entered under Annuities paid until, that date is
    used.

    Fix: pay the annuity, and enter the new date under Annuities paid until. The settings say how early this reminder
    comes.
    Source: ipp-facts 3.6 [L2: LAW].
    Certainty: law; the number of days is chosen, not official.

    Flagged:
        | Right type    | Office | Filed      | Registered | Annuities paid until | As of      |
        | utility model | CN     | 2020-07-15 | 2021-02-09 |                      | 2026-06-30 |
        | design patent | CN     | 2020-08-29 | 2021-02-09 |                      | 2026-06-30 |
        | design patent | CN     | 2020-01-15 | 2021-02-09 | 2026-07-14           | 2026-06-30 |
    Clean:
        | Right type    | Office | Filed      | Registered | Annuities paid until | As of      |
        | utility model | CN     | 2020-07-15 | 2021-02-09 | 2027-07-14           | 2026-06-30 |
        | utility model | CN     | 2020-09-15 | 2021-02-09 |                      | 2026-06-30 |
        | utility model | CN     | 2020-07-15 |            |                      | 2026-06-30 |
        | utility model | CN     | 2016-07-15 | 2017-02-09 |                      | 2026-06-30 |
        | utility model | DE     | 2020-07-15 | 2021-02-09 |                      | 2026-06-30 |
        | trademark     | CN     | 2020-07-15 | 2021-02-09 |                      | 2026-06-30 |
    """

    def due(right_type: str, office: str, filed: np.datetime64, until: np.datetime64) -> str:
        found = offices.annuity_due(right_type, office, _day(filed), _day(until), as_of)
        return (
            ""
            if found is None or (found - as_of).days > checks.annuity_reminder_days
            else say("by {found}", found=found)
        )

    granted = (
        is_filled(registered)
        & as_mask(registered <= pd.Timestamp(as_of))
        & ~as_mask(protected_until < pd.Timestamp(as_of))
    )
    computed = sentences_where(
        granted & ~is_filled(annuities_paid_until), due, right_type, office, filed, protected_until
    )
    stated = reminders(annuities_paid_until, as_of, checks.annuity_reminder_days, checks)
    ending = as_mask(annuities_paid_until >= protected_until)
    return np.where((stated != "") & ~ending, stated, computed).astype(object)


@rule(
    "RT214",
    on="Rights",
    at="Annuities paid until",
    says="the annuities are paid only until {annuities_paid_until:%Y-%m-%d}; {detail}",
)
def annuity_unpaid(annuities_paid_until: DateColumn, protected_until: DateColumn, as_of: date) -> Sentences:
    """Patent with unpaid annuities.

    For six months the annuity can still be paid with a surcharge. After that the patent has lapsed, and a complaint
    that cites it is rejected.

    Fix: pay the annuity with the surcharge, or look up the patent in the register. Then enter the new date under
    Annuities paid until.
    Source: ipp-facts 3.6 [L2: LAW].
    Certainty: law for China; other offices have other grace periods, so this is a warning.

    Flagged:
        | Annuities paid until | As of      |
        | 2026-06-29           | 2026-06-30 |
        | 2025-12-29           | 2026-06-30 |
    Clean:
        | Annuities paid until | Expires    | As of      |
        | 2026-06-30           |            | 2026-06-30 |
        | 2026-06-18           | 2026-06-18 | 2026-06-30 |
        |                      |            | 2026-06-30 |
    """

    def surcharge(paid: np.datetime64) -> str:
        until = _day(paid)
        last = offices.grace_ends(until) if until else as_of
        if as_of <= last:
            return say("pay with a surcharge by {last}", last=last)
        return say(
            "the grace period ended on {last}, so look up in the register whether the patent has lapsed", last=last
        )

    late = as_mask(annuities_paid_until < pd.Timestamp(as_of)) & ~as_mask(annuities_paid_until >= protected_until)
    return sentences_where(late, surcharge, annuities_paid_until)


@rule(
    "RT306",
    on="Rights",
    at="Classes",
    says="{number_as_printed} is a divided mark, which covers only a part of the goods; enter its classes from its own certificate",
)
def divided_mark_without_classes(
    number_as_printed: TextColumn, right_type: ChoiceColumn, office: ChoiceColumn, all_rights: Whole
) -> Mask:
    """Divided mark without classes.

    A letter after a Chinese number marks a part of a divided application. It covers other goods than the number without
    the letter, and has its own certificate. A complaint about goods outside the registration is rejected.

    Fix: enter the classes from the certificate of the divided mark.
    Source: ipp-facts 4.1 [L8: LAW], 10 [P1: PLAT].
    Certainty: law that the letter marks a divided mark.

    Flagged:
        | Right type | Office | Number    | Classes |
        | trademark  | CN     | 12345678A |         |
    Clean:
        | Right type | Office | Number    | Classes |
        | trademark  | CN     | 12345678A | 25      |
        | trademark  | CN     | 12345678  |         |
        | trademark  | CN     | G1234567A |         |
        | trademark  | US     | 12345678A |         |
    """
    divided = equals(right_type, "trademark") & equals(office, "CN") & _matching(number_as_printed, _DIVIDED)
    return divided & cell_empty(all_rights, "classes")


@rule(
    "RT307",
    on="Rights",
    at="China certificate",
    says="{number_as_printed} is the Chinese part of an international mark; order the certified copy from CNIPA, because the portal asks for it",
)
def madrid_mark_without_proof_of_extension(
    number_as_printed: TextColumn,
    right_type: ChoiceColumn,
    office: ChoiceColumn,
    china_certificate: FlagColumn,
    status: ChoiceColumn,
) -> Mask:
    """Chinese part of a Madrid mark without CNIPA's proof.

    CNIPA issues no certificate for the Chinese part of an international mark (number with G). The portal accepts a
    certified copy of its registration, which the owner must order. This rule checks only rights with “no” under China
    certificate.

    Fix: order the certified copy from CNIPA, and set China certificate to yes when you have it.
    Source: ipp-facts 3.2 [O18: OFF title; L7: LAW], 4.1 [L8: LAW].
    Certainty: law that there is no certificate; of the portal's page only the title was seen, so this is advice.

    Flagged:
        | Right type | Office | Number   | China certificate |
        | trademark  | CN     | G1234567 | no                |
    Clean:
        | Right type | Office | Number   | China certificate | Status   |
        | trademark  | CN     | G1234567 | yes               |          |
        | trademark  | CN     | G1234567 |                   |          |
        | trademark  | CN     | G1234567 | no                | approved |
        | trademark  | CN     | 8123456  | no                |          |
    """
    madrid = equals(right_type, "trademark") & equals(office, "CN") & _matching(number_as_printed, _MADRID_IN_CHINA)
    return madrid & equals(china_certificate, "no") & ~equals(status, "approved")


@rule(
    "RT308",
    on="Rights",
    at="Name",
    says="“{name}” describes goods, so it may not count as a brand; the platform has treated complaints with such marks as malicious",
)
def mark_that_describes_goods(name: TextColumn, right_type: ChoiceColumn, checks: CheckSettings) -> Mask:
    """Mark that only names or describes goods.

    In 2017 the platform refused 83 registered marks that are words for goods, and treated complaints with them as
    misuse. This rule flags only marks that consist of such a word and nothing else. The list is a setting.

    Fix: cite a distinctive mark, or be ready to prove its use. If the word is your brand, remove it from the setting
    Generic words.
    Source: ipp-facts 5.9 [L26: LAW], 11 C14.
    Certainty: law that this happened; the list is chosen, so this is advice.

    Flagged:
        | Right type | Name    |
        | trademark  | SLIP-ON |
        | trademark  | Slip on |
    Clean:
        | Right type    | Name         |
        | trademark     | NORDLYS      |
        | trademark     | SLIP-ON KING |
        | trademark     |              |
        | design patent | Slip-on      |
    """
    words = {key(word) for word in re.split(r"[;；]", checks.generic_words)} - {""}
    generic = np.array([key(text) in words for text in name], dtype=np.bool_)
    return generic & equals(right_type, "trademark")
