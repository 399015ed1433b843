"""Registrations of which offices a platform accepts (ipp-facts 3.2)."""

from typing import Final

from ippbook.catalog.platforms.catalogue import PLATFORMS
from ippbook.catalog.platforms.schema import Acceptance, YesNoUnsure
from ippbook.catalog.vocabulary import load_vocabulary

_BORN_BY_REGISTRATION: Final = frozenset({"trademark", "invention patent", "utility model", "patent"})
# A work is protected without registration, so a foreign register does not decide whether China protects it.
_BORN_BY_CREATION: Final = frozenset({"copyright", "software copyright"})


def accepts(platform: str, right_type: str, office: str, china_certificate: str = "") -> YesNoUnsure:
    """Whether *platform* accepts a *right_type* registered at *office*: "yes", "no", "unsure", or "" for unknown codes.

    Mainland Chinese platforms require a right valid in mainland China. A Madrid mark (office WIPO) is valid there only
    with the certificate of its extension to China: *china_certificate* "yes"; "no" and "" both give "no", because the
    certificate must be submitted. Where the sources do not say, the answer is "unsure": a Hague design or a foreign
    copyright registration on a Chinese platform, a foreign right on Lazada, Tmall Global or Xianyu, a portrait right anywhere.

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
    rule = PLATFORMS[platform].accepts
    if office == "none":
        return _unregistered(right_type, rule)
    if office in rule.offices or "any" in rule.offices:
        return "yes"
    return _foreign(rule, right_type, office, china_certificate)


def _foreign(rule: Acceptance, right_type: str, office: str, china_certificate: str) -> YesNoUnsure:
    if "CN" in rule.offices and office == "WIPO" and right_type == "trademark":
        return "yes" if china_certificate == "yes" else rule.otherwise
    if rule.otherwise == "no" and (right_type in _BORN_BY_CREATION or office == "WIPO"):
        return "unsure"
    return rule.otherwise


def _unregistered(right_type: str, rule: Acceptance) -> YesNoUnsure:
    """Unregistered copyright is accepted with a signed claim statement [O21: OFF]; for an unregistered mark no source was found."""
    if right_type == "copyright":
        return "yes"
    inferred = "CN" in rule.offices and rule.otherwise == "unsure"
    return "no" if right_type in _BORN_BY_REGISTRATION and not inferred else "unsure"


def prefers_china(platform: str) -> bool:
    """Whether *platform* accepts foreign rights but processes Chinese registrations faster (ipp-facts 11 R09 [SEED])."""
    return platform in PLATFORMS and PLATFORMS[platform].accepts.prefers_china
