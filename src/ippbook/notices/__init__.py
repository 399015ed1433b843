"""Takedown texts, a folder a language, a file a reason; its file name is the reason's code.

A text states what the row supports and nothing else. Missing data is a finding, never a hole: `render` gives either a
complete text or the names of the blank fields. Which fields a text needs is read from the text itself, so a new text is
one new file. What all texts of a language share stands in its `language.toml`: how the right is cited, authority, good
faith, accuracy and the request (ipp-facts 5.8: the notice must include preliminary evidence, and a wrong notice makes
liable). A team's own text goes before ours: `with_own` lays a folder of files or the rows of a table over `TAKEDOWN_TEXTS`.

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
from ippbook.notices.fields import text_fields
from ippbook.notices.language import NoticeLanguage, read_language
from ippbook.notices.render import Notice, NoticeWriter
from ippbook.notices.sections import TextError
from ippbook.notices.template import Template, read_template
from ippbook.notices.values import characters

__all__ = [
    "LANGUAGES",
    "TAKEDOWN_TEXTS",
    "Notice",
    "NoticeWriter",
    "TakedownTexts",
    "Template",
    "TextError",
    "characters",
    "needs",
    "read_template",
    "render",
    "text_fields",
    "with_own",
    "writer",
]  # fmt: skip

TakedownTexts: TypeAlias = Mapping[tuple[str, str], Template]
"""(reason, language) -> Template."""


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
                texts[reason, folder.name] = read_template(entry.read_text(encoding="utf-8"), reason, language, path)
    return MappingProxyType(languages), MappingProxyType(texts)


_FOUND: Final = _discover()
LANGUAGES: Final = _FOUND[0]
"""Code -> Language."""
TAKEDOWN_TEXTS: Final[TakedownTexts] = _FOUND[1]
"""Every text of ours."""


def with_own(own: Iterable[Template], texts: TakedownTexts = TAKEDOWN_TEXTS) -> TakedownTexts:
    """Lay a team's *own* texts over *texts*; of two for the same reason and language the first counts."""
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
    facts: Mapping[str, Any],
    links: Sequence[Mapping[str, Any]],
    *,
    limit: int | None = None,
    texts: TakedownTexts = TAKEDOWN_TEXTS,
) -> Notice:
    """Write the takedown text of one complaint.

    *facts* has the fields that the complaint's rows share (right_…, account_…, platform, order_number, …), *links* one
    mapping a reported link (listing_…), in the order of the complaint's link list; names as in a joined row of
    Complaints, printed forms and canonical addresses. *limit* is in characters; without it the platform's own counts.
    *texts* are ours, or those that `with_own` gives. Unknown names are ignored, absent ones count as blank. Never
    raises for data: look at `Notice.problem`.
    """
    return writer(reason, language, facts, links, limit=limit, texts=texts).write(
        [link.get("listing_url") for link in links]
    )


def writer(
    reason: str,
    language: str,
    facts: Mapping[str, Any],
    links: Sequence[Mapping[str, Any]],
    *,
    limit: int | None = None,
    texts: TakedownTexts = TAKEDOWN_TEXTS,
) -> NoticeWriter:
    """What `render` takes, for all complaints with these *facts* and *links*: its `write` asks for the addresses alone.

    Many complaints differ by nothing else, and their texts are then written at once.
    """
    template = texts.get((reason, language))
    if template is None:
        return NoticeWriter.refused(f"There is no takedown text for {reason or 'a blank reason'!r} in {language!r}.")
    right_type = str(facts.get("right_type") or "")
    if reasons.fits(reason, right_type) == "no":
        named = load_vocabulary("right_types")[right_type].label.lower()
        return NoticeWriter.refused(f"The reason {reason!r} cannot rest on this right ({named}): choose another.")
    if limit is None:
        limit = platforms.complaint_limits(str(facts.get("platform") or "")).text
    return NoticeWriter(template, facts, links, limit)
