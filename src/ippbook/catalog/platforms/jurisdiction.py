"""Whose registrations a platform takes (ipp-facts 3.2)."""

from typing import Final

from ippbook.catalog.platforms.catalogue import PLATFORMS
from ippbook.catalog.platforms.schema import Acceptance, YesNoUnsure
from ippbook.catalog.vocabulary import load_vocabulary

_BORN_BY_REGISTRATION: Final = frozenset({"trademark", "invention patent", "utility model"})
# A work is protected without registration, so a registry elsewhere does not settle whether China protects it.
_BORN_BY_CREATION: Final = frozenset({"copyright", "software copyright"})


def accepts(platform: str, right_type: str, office: str, china_certificate: str = "") -> YesNoUnsure:
    """Whether *platform* takes a *right_type* registered at *office*: "yes", "no", "unsure", or "" for unknown codes.

    Mainland Chinese platforms want a right valid in mainland China. There a Madrid mark (office WIPO) counts only with
    the certificate of its extension to China: *china_certificate* "yes"; "no" and "" both answer "no", because the
    certificate must be handed in. What the sources leave open answers "unsure": a Hague design or a foreign copyright
    registration on a Chinese platform, a foreign right on Lazada, a portrait right anywhere.

    Source: ipp-facts 3.1 [O4, O7, O21], 3.2 [SEED, V1, V3, L7, O18].

    >>> accepts("taobao", "trademark", "EU"), accepts("aliexpress", "trademark", "EU")
    ('no', 'yes')
    >>> accepts("tmall", "trademark", "WIPO"), accepts("tmall", "trademark", "WIPO", "yes")
    ('no', 'yes')
    """
    if (
        platform not in PLATFORMS
        or right_type not in load_vocabulary("right_types")
        or office not in load_vocabulary("offices")
    ):
        return ""
    if right_type == "portrait right":  # belongs to a person, not to an office; seen on Tao sites in 2019 only
        return "unsure"
    if office == "none":
        return _unregistered(right_type)
    rule = PLATFORMS[platform].accepts
    if office in rule.offices or "any" in rule.offices:
        return "yes"
    return _foreign(rule, right_type, office, china_certificate)


def _foreign(rule: Acceptance, right_type: str, office: str, china_certificate: str) -> YesNoUnsure:
    if "CN" in rule.offices and office == "WIPO" and right_type == "trademark":
        return "yes" if china_certificate == "yes" else "no"
    if rule.otherwise == "no" and (right_type in _BORN_BY_CREATION or office == "WIPO"):
        return "unsure"
    return rule.otherwise


def _unregistered(right_type: str) -> YesNoUnsure:
    """Unregistered copyright is taken with a signed claim statement [O21: OFF]; an unregistered mark nowhere found."""
    if right_type == "copyright":
        return "yes"
    return "no" if right_type in _BORN_BY_REGISTRATION else "unsure"


def prefers_china(platform: str) -> bool:
    """Whether *platform* takes foreign rights but handles Chinese registrations faster (ipp-facts 11 R09 [SEED])."""
    return platform in PLATFORMS and PLATFORMS[platform].accepts.prefers_china
