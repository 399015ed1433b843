"""Rules on Accounts: identity documents, business certificates, and what a power of attorney must say."""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.languages import say_series
from ippbook.late_patterns import late_pattern
from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.reminders import reminders
from ippbook.rules.rows import as_mask, equals, is_filled, sentences_where, table_exists
from ippbook.tables.book import fold
from ippbook.tables.column_types import ChoiceColumn, DateColumn, FlagColumn, Mask, Sentences, TextColumn
from ippbook.tables.schema import vocabulary_of

_BETWEEN: Final = late_pattern(r"\s*[,;，；、]\s*")
_ALL: Final = frozenset({"all", "全部"})


def listed_names(text: str) -> tuple[str, ...]:
    """The names, folded, in a list that a person typed; () if it is empty or says "all".

    >>> listed_names("TM-CN-1， tm-cn-2"), listed_names("all")
    (('tm-cn-1', 'tm-cn-2'), ())
    """
    names = tuple(fold(name) for name in _BETWEEN.split(text) if fold(name))
    return () if set(names) & _ALL else names


@rule(
    "AC106",
    on="Accounts",
    at="POA enforcement",
    says="the power of attorney does not authorise enforcement; have one signed that does",
)
def power_of_attorney_without_enforcement(role: ChoiceColumn, poa_enforcement: FlagColumn) -> Mask:
    """Power of attorney that does not cover enforcement.

    The portal offers a template. Your own text is accepted too, if it states explicitly that the agent may enforce the
    rights.

    Fix: use the portal's template, or add the sentence and have the document signed again.
    Source: ipp-facts 3.4, 11 A01 [O13: OFF].
    Certainty: official.

    Flagged:
        | Role  | POA enforcement |
        | agent | no              |
    Clean:
        | Role         | POA enforcement |
        | agent        | yes             |
        | agent        |                 |
        | right holder | no              |
    """
    return equals(role, "agent") & equals(poa_enforcement, "no")


@rule(
    "AC107",
    on="Accounts",
    at="POA title",
    says="the power of attorney lacks a seal, a signature or the signatory's title; have it signed again with the title",
)
def power_of_attorney_without_title(role: ChoiceColumn, poa_title: FlagColumn) -> Mask:
    """Power of attorney without seal or signature, or without the signatory's title.

    A company needs its seal on the document; a person needs a handwritten signature. The signatory's title must be next
    to the name. A notary is not needed.

    Fix: have it sealed or signed with the title, and upload a photo or scan.
    Source: ipp-facts 3.4, 11 A01 [O13: OFF; L9: LAW on the notary].
    Certainty: official.

    Flagged:
        | Role  | POA title |
        | agent | no        |
    Clean:
        | Role         | POA title |
        | agent        | yes       |
        | agent        |           |
        | right holder | no        |
    """
    return equals(role, "agent") & equals(poa_title, "no")


@rule(
    "AC108",
    on="Accounts",
    at="ID until",
    says="the Hong Kong business registration certificate expired on {id_until:%Y-%m-%d}; submit the new one",
)
def hong_kong_certificate_expired(registered_in: ChoiceColumn, id_until: DateColumn, as_of: date) -> Mask:
    """Hong Kong business registration certificate that has expired.

    The portal accepts the business registration (BR) certificate of a Hong Kong company only while it is valid. It is
    renewed every year or every three years.

    Fix: submit the new certificate and enter its last day.
    Source: ipp-facts 3.3, 11 A02 [O20: OFF].
    Certainty: official.

    Flagged:
        | Registered in | ID until   | As of      |
        | HK            | 2026-06-29 | 2026-06-30 |
    Clean:
        | Registered in | ID until   | As of      |
        | HK            | 2026-06-30 | 2026-06-30 |
        | HK            |            | 2026-06-30 |
        | CN            | 2026-06-29 | 2026-06-30 |
        |               | 2026-06-29 | 2026-06-30 |
    """
    return equals(registered_in, "HK") & as_mask(id_until < pd.Timestamp(as_of))


@rule(
    "AC207",
    on="Accounts",
    at="ID until",
    says="the identity document or business certificate expired on {id_until:%Y-%m-%d}; submit the new one before the portal asks for it",
)
def identity_document_expired(registered_in: ChoiceColumn, id_until: DateColumn, as_of: date) -> Mask:
    """Identity document or business certificate that has expired.

    An approved document need not be submitted again while it is valid. For Hong Kong companies see AC108.

    Fix: submit the new document and enter its last day.
    Source: ipp-facts 3.3 [O20: OFF], 3.4 [O5: OFF], 10.
    Certainty: official for Hong Kong; inferred for other countries, so this is a warning.

    Flagged:
        | Registered in | ID until   | As of      |
        | CN            | 2026-06-29 | 2026-06-30 |
        |               | 2026-06-29 | 2026-06-30 |
    Clean:
        | Registered in | ID until   | As of      |
        | CN            | 2026-06-30 | 2026-06-30 |
        | HK            | 2026-06-29 | 2026-06-30 |
        |               |            | 2026-06-30 |
    """
    return ~equals(registered_in, "HK") & as_mask(id_until < pd.Timestamp(as_of))


@rule(
    "AC208",
    on="Accounts",
    at="ID until",
    says="the identity document or business certificate expires on {id_until:%Y-%m-%d}, {detail}; obtain a new one",
)
def identity_document_ends_soon(
    id_until: DateColumn, as_of: date, expiry_warning_days: int, checks: CheckSettings
) -> Sentences:
    """Identity document or business certificate that expires soon.

    It takes days to obtain a new document, and the portal needs days to check it.

    Fix: obtain and submit the new document. The setting Expiry warning days says how early the first reminder comes.
    The settings Second reminder days and Last reminder days say when the next two come.
    Source: ipp-facts 10 [O15, O20: OFF; V14: VEN].
    Certainty: the number of days is chosen, not official.

    Flagged:
        | ID until   | As of      |
        | 2026-06-30 | 2026-06-30 |
        | 2026-09-28 | 2026-06-30 |
    Clean:
        | ID until   | As of      |
        | 2026-09-29 | 2026-06-30 |
        | 2026-06-29 | 2026-06-30 |
        |            | 2026-06-30 |
    """
    return reminders(id_until, as_of, expiry_warning_days, checks)


@rule(
    "AC209",
    on="Accounts",
    at="Red chop",
    says="the copy of the Chinese business licence has no red chop; have the company stamp the copy",
)
def chinese_licence_without_chop(registered_in: ChoiceColumn, red_chop: FlagColumn) -> Mask:
    """Chinese company whose licence copy is not stamped.

    The portal asks for a copy of a mainland company's business licence with the company's red chop (seal) on it.

    Fix: have the copy stamped, and submit a colour scan.
    Source: ipp-facts 3.3, 11 A02 [O20: OFF].
    Certainty: official; this is a warning, because the portal may have accepted the copy already.

    Flagged:
        | Registered in | Red chop |
        | CN            | no       |
    Clean:
        | Registered in | Red chop |
        | CN            | yes      |
        | CN            |          |
        | HK            | no       |
        |               | no       |
    """
    return equals(registered_in, "CN") & equals(red_chop, "no")


@rule(
    "AC211",
    on="Accounts",
    at="POA rights",
    says="POA rights lists names that are not in Rights: {detail}; use the short names of Rights",
)
def authorised_right_unknown(poa_rights: TextColumn, all_rights: Whole) -> Sentences:
    """Power of attorney for a right that is not in Rights.

    Complaints are checked against this list. A spelling mistake makes a right look as if it were not covered.

    Fix: enter the short names of Rights, separated by commas. Leave the cell empty if all rights are covered.
    Source: ipp-facts 3.4 (scope: INF from [O13: OFF]).
    Certainty: inferred, so this is a warning.

    Flagged:
        | POA rights          |
        | TM-CN-1, nowhere    |
    Clean:
        | POA rights |
        |            |
        | all        |
    """
    known = {fold(name) for column in ("right", "number") for name in all_rights[column]}
    rows = is_filled(poa_rights) if table_exists(all_rights) else np.zeros(len(poa_rights), dtype=np.bool_)
    return sentences_where(
        rows, lambda text: say_series(name for name in listed_names(text) if name not in known), poa_rights
    )


@rule(
    "AC212",
    on="Accounts",
    at="POA platforms",
    says="POA platforms lists names that are not known marketplaces: {detail}; choose from the list of platforms",
)
def authorised_platform_unknown(poa_platforms: TextColumn) -> Sentences:
    """Power of attorney for an unknown marketplace.

    While one of the names is unknown, complaints are not checked against this list.

    Fix: enter the codes of the marketplaces, such as taobao, tmall. Leave the cell empty if all marketplaces are
    covered.
    Source: ipp-facts 1, 3.4 (scope: INF).
    Certainty: inferred, so this is a warning.

    Flagged:
        | POA platforms    |
        | taobao, teemall  |
    Clean:
        | POA platforms    |
        | taobao, 天猫     |
        | all              |
        |                  |
    """
    read = vocabulary_of("platforms").read
    return sentences_where(
        is_filled(poa_platforms),
        lambda text: say_series(name for name in listed_names(text) if read(name) is None),
        poa_platforms,
    )
