"""Takedown texts, a folder a language, a file a reason; the file's name is the reason's code.

A text states what the row supports and nothing else. Missing data is a finding, never a gap: `render` gives either a
complete text or the names of the blank fields. Which fields a text needs is read from the text itself, so a new text is
one new file. All texts of a language share its `language.toml`: how the right is cited, authority, good faith, accuracy
and the request (ipp-facts 5.8: the notice must include preliminary evidence; the sender is liable for a wrong notice).
A team's own text overrides the built-in one: `with_own` puts a folder of files or the rows of a table before
`TAKEDOWN_TEXTS`. Where a language has no text for a reason, the text is in the portal's own language (`fallback`).

>>> needs("keyword abuse", "en")[:3]
('right_name', 'right_number', 'right_office')
>>> render("keyword abuse", "en", {}, []).problem
'The complaint has no listing.'
"""

import tomllib
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from ippbook.catalog import platforms, reasons
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.languages import say
from ippbook.notices.fallback import fallback_remark, written_language
from ippbook.notices.fields import text_fields
from ippbook.notices.language import NoticeLanguage, read_language
from ippbook.notices.render import Notice, NoticeBatch, NoticeWriters
from ippbook.notices.sections import TextError
from ippbook.notices.template import Template, read_template
from ippbook.notices.values import as_texts, characters

__all__ = [
    "LANGUAGES",
    "TAKEDOWN_TEXTS",
    "Notice",
    "NoticeBatch",
    "NoticeWriters",
    "TakedownTexts",
    "Template",
    "TextError",
    "as_texts",
    "characters",
    "fallback_remark",
    "needs",
    "read_template",
    "render",
    "text_fields",
    "with_own",
    "writers",
    "written_language",
]

TakedownTexts: TypeAlias = Mapping[tuple[str, str], Template]
"""(reason, language) -> Template."""
NoticeFacts: TypeAlias = Mapping[str, Any]  # any typed cell: text, number, day or blank
"""Values of fields, by their names in a joined row of Complaints."""


def _discover() -> tuple[Mapping[str, NoticeLanguage], TakedownTexts]:
    languages, texts = {}, {}
    for folder in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        settings = folder / "language.toml"
        if not settings.is_file():
            continue
        language = read_language(folder.name, tomllib.loads(settings.read_text(encoding="utf-8")))
        languages[folder.name] = language
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".txt"):
                reason = entry.name.removesuffix(".txt").replace("_", " ")
                path = f"notices/{folder.name}/{entry.name}"
                if reason not in reasons.REASONS:
                    raise ValueError(f"{path}: there is no reason {reason!r}; see catalog/reasons")
                texts[reason, folder.name] = read_template(entry.read_text(encoding="utf-8"), reason, language, path)
    return MappingProxyType(languages), MappingProxyType(texts)


_FOUND: Final = _discover()
LANGUAGES: Final = _FOUND[0]
"""Code -> NoticeLanguage."""
TAKEDOWN_TEXTS: Final[TakedownTexts] = _FOUND[1]
"""Every text of ippbook."""


def with_own(own: Iterable[Template], texts: TakedownTexts = TAKEDOWN_TEXTS) -> TakedownTexts:
    """Put a team's *own* texts before *texts*; of two for the same reason and language the first is used."""
    found: dict[tuple[str, str], Template] = {}
    for template in own:
        found.setdefault((template.reason, template.language.code), template)
    return ChainMap(found, dict(texts)) if found else texts


def needs(reason: str, language: str) -> tuple[str, ...]:
    """Fields, by their names in Complaints, that every text of *reason* in *language* needs; () without such a text."""
    template = TAKEDOWN_TEXTS.get((reason, language))
    return template.needs if template else ()


def render(
    reason: str,
    language: str,
    facts: NoticeFacts,
    links: Sequence[NoticeFacts],
    *,
    limit: int | None = None,
    texts: TakedownTexts = TAKEDOWN_TEXTS,
    otherwise: str = "en",
) -> Notice:
    """Write the takedown text of one complaint.

    *facts* has the fields that all rows of the complaint share (right_…, account_…, platform, order_number, …), *links*
    one mapping for each reported link (listing_…), in the order of the complaint's link list. Names are those of a
    joined row of Complaints; numbers are in their printed form, links in their canonical form. Unknown names are
    ignored, absent ones are blank. *limit* is in characters; the default is the platform's own. *texts* are the
    built-in texts, or the result of `with_own`. Without a text in *language*, the text is in the portal's own language,
    or in *otherwise* where that was not found. Data never raises an error: look at `Notice.problem`.
    """
    found = writers(reason, language, facts, limit=limit, texts=texts, otherwise=otherwise)
    return found.of_links(links).write([link.get("listing_url") for link in links])


def writers(
    reason: str,
    language: str,
    facts: NoticeFacts,
    *,
    limit: int | None = None,
    texts: TakedownTexts = TAKEDOWN_TEXTS,
    otherwise: str = "en",
) -> NoticeWriters:
    """Prepare the text for all complaints with these *facts*; `NoticeWriters.of_links` needs their links.

    The arguments are those of `render`. Many complaints differ only by their links, so what they share is prepared once.
    """
    platform = str(facts.get("platform") or "")
    written = written_language(texts, reason, language, platform, otherwise)
    template = texts.get((reason, written))
    if template is None:
        return NoticeWriters.refused(
            say(
                "There is no takedown text for {reason!r} in {language!r} or in the portal's language: write one in the table Texts.",
                reason=(reason or say("a blank reason")),
                language=language,
            )
        )
    right_type = str(facts.get("right_type") or "")
    if reasons.reason_fits(reason, right_type) == "no":
        named = load_vocabulary("right_types")[right_type].label.lower()
        return NoticeWriters.refused(
            say(
                "The reason {reason!r} does not fit this right ({named}): choose another reason.",
                reason=reason,
                named=named,
            )
        )
    if limit is None:
        limit = platforms.complaint_limits(platform).text
    return NoticeWriters(template, facts, limit, fallback_remark(language, written), own=is_own(template))


def is_own(template: Template) -> bool:
    """Whether *template* is a team's own, and not one of ippbook."""
    return template is not TAKEDOWN_TEXTS.get((template.reason, template.language.code))
