"""Takedown texts, a folder a language, a file a reason; its file name is the reason's code.

A text states what the row supports and nothing else. Missing data is a finding, never a hole: `render` gives either a
complete text or the names of the blank fields. Which fields a text needs is read from the text itself, so a new text is
one new file. What all texts of a language share stands in its `language.toml`: how the right is cited, authority, good
faith, accuracy and the request (ipp-facts 5.8: the notice must include preliminary evidence, and a wrong notice makes
liable). A team's own text goes before ours: `with_own` lays a folder of files or the rows of a table over `ALL`.

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
from ippbook.catalog.platforms.schema import Limits
from ippbook.catalog.vocabulary import load
from ippbook.notices.fields import fields
from ippbook.notices.language import Language, read_language
from ippbook.notices.render import Form, Notice
from ippbook.notices.sections import TextError
from ippbook.notices.template import Template, read
from ippbook.notices.values import characters

__all__ = [
    "ALL", "LANGUAGES", "Form", "Notice", "Template", "TextError", "Texts", "characters", "fields", "form", "needs", "read", "render",
    "with_own",
]  # fmt: skip

Texts: TypeAlias = Mapping[tuple[str, str], Template]
"""(reason, language) -> Template."""


def _discover() -> tuple[Mapping[str, Language], Texts]:
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
                texts[reason, folder.name] = read(entry.read_text(encoding="utf-8"), reason, language, path)
    return MappingProxyType(languages), MappingProxyType(texts)


_FOUND: Final = _discover()
LANGUAGES: Final = _FOUND[0]
"""Code -> Language."""
ALL: Final[Texts] = _FOUND[1]
"""Every text of ours."""


def with_own(own: Iterable[Template], texts: Texts = ALL) -> Texts:
    """Lay a team's *own* texts over *texts*; of two for the same reason and language the first counts."""
    found: dict[tuple[str, str], Template] = {}
    for template in own:
        found.setdefault((template.reason, template.language.code), template)
    return ChainMap(found, dict(texts)) if found else texts


def needs(reason: str, language: str) -> tuple[str, ...]:
    """Fields, by their names in Complaints, that every text of *reason* in *language* needs; () without such a text."""
    template = ALL.get((reason, language))
    return template.needs if template else ()


def render(
    reason: str,
    language: str,
    facts: Mapping[str, Any],
    links: Sequence[Mapping[str, Any]],
    *,
    limit: int | None = None,
    texts: Texts = ALL,
) -> Notice:
    """Write the takedown text of one complaint.

    *facts* has the fields that the complaint's rows share (right_…, account_…, platform, order_number, …), *links* one
    mapping a reported link (listing_…), in the order of the complaint's link list; names as in a joined row of
    Complaints, printed forms and canonical addresses. *limit* is in characters; without it the platform's own counts.
    *texts* are ours, or those that `with_own` gives. Unknown names are ignored, absent ones count as blank. Never
    raises for data: look at `Notice.problem`.
    """
    return form(reason, language, facts, links, limit=limit, texts=texts).write(
        [link.get("listing_url") for link in links]
    )


def form(
    reason: str,
    language: str,
    facts: Mapping[str, Any],
    links: Sequence[Mapping[str, Any]],
    *,
    limit: int | None = None,
    texts: Texts = ALL,
) -> Form:
    """What `render` takes, for all complaints with these *facts* and *links*: its `write` asks for the addresses alone.

    Many complaints differ by nothing else, and their texts are then written at once.
    """
    template = texts.get((reason, language))
    if template is None:
        return Form.refused(f"There is no takedown text for {reason or 'a blank reason'!r} in {language!r}.")
    right_type = str(facts.get("right_type") or "")
    if reasons.fits(reason, right_type) == "no":
        named = load("right_types")[right_type].label.lower()
        return Form.refused(f"The reason {reason!r} cannot rest on this right ({named}): choose another.")
    if limit is None:
        platform = platforms.ALL.get(str(facts.get("platform") or ""))
        limit = (platform.limits if platform else Limits()).text
    return Form(template, facts, links, limit)
