"""The language of a text where ippbook has no text in the language that the complaint names."""

from collections.abc import Mapping

from ippbook.catalog.platforms import PLATFORMS
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.languages import say


def written_language(
    texts: Mapping[tuple[str, str], object], reason: str, language: str, platform: str, otherwise: str
) -> str:
    """Give the language in which a text for *reason* exists: the one that the complaint names, else the portal's own.

    *otherwise* decides where the portal's own language was not found, or has no text either. "" where none of them has
    a text.

    >>> texts = {("test buy", "zh"): "…", ("test buy", "en"): "…"}
    >>> written_language(texts, "test buy", "ja", "taobao", "en"), written_language(texts, "test buy", "ja", "lazada", "en")
    ('zh', 'en')
    """
    for code in (language, portal_language(platform) or otherwise, otherwise):
        if (reason, code) in texts:
            return code
    return ""


def portal_language(platform: str) -> str:
    """Give the code of the portal's own language; "" where it was not found or *platform* is unknown."""
    known = PLATFORMS.get(platform)
    return known.portal.language if known else ""


def fallback_remark(language: str, written: str) -> str:
    """Say that a text is in another language than the complaint names; "" where it is not.

    >>> fallback_remark("ja", "zh")
    'ippbook has no Japanese text for this reason, so the text is in Chinese.'
    """
    if not written or written == language:
        return ""
    return say(
        "ippbook has no {language_name} text for this reason, so the text is in {language_name_2}.",
        language_name=language_name(language),
        language_name_2=language_name(written),
    )


def language_name(code: str) -> str:
    """Give the English name of a language; of an unknown code the code in quotation marks."""
    known = load_vocabulary("languages")
    return known[code].label.partition(" (")[0] if code in known else repr(code)
