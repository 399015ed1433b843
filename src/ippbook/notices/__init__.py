"""Takedown texts, a folder a language, a file a reason; its file name is the reason's code.

A text states what the row supports and nothing else. Missing data is a finding, never a hole: `render` gives either a
complete text or the names of the blank fields. Which fields a text needs is read from the text itself, so a new text is
one new file. Every text ends with its language's `closing.txt`: authority, good faith, accuracy and the request
(ipp-facts 5.8: the notice must include preliminary evidence, and a wrong notice makes liable).

>>> needs("keyword abuse", "en")[:3]
('right_name', 'right_number', 'right_office')
>>> render("keyword abuse", "en", {}, []).problem
'The complaint has no listing.'
"""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from ippbook import platforms, reasons
from ippbook.notices.language import Language
from ippbook.notices.render import Notice, write
from ippbook.notices.template import Template, TextError, read
from ippbook.notices.values import characters
from ippbook.platforms.schema import Limits
from ippbook.vocabulary import load

__all__ = ["ALL", "Notice", "Template", "TextError", "characters", "needs", "read", "render"]


def _discover() -> Mapping[tuple[str, str], Template]:
    found = {}
    for folder in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        settings = folder / "language.toml"
        if not settings.is_file():
            continue
        language = Language.model_validate(tomllib.loads(settings.read_text(encoding="utf-8")) | {"code": folder.name})
        closing = (folder / "closing.txt").read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".txt") and entry.name != "closing.txt":
                reason = entry.name.removesuffix(".txt").replace("_", " ")
                path = f"notices/{folder.name}/{entry.name}"
                text = entry.read_text(encoding="utf-8")
                found[reason, folder.name] = read(text, reason, language, path, closing)
    return MappingProxyType(found)


ALL: Final = _discover()
"""(reason, language) -> Template."""


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
) -> Notice:
    """Write the takedown text of one complaint.

    *facts* has the fields that the complaint's rows share (right_…, account_…, platform, order_number, …), *links* one
    mapping a reported link (listing_…), in the order of the complaint's link list; names as in a joined row of
    Complaints, printed forms and canonical addresses. *limit* is in characters; without it the platform's own counts. Unknown names are ignored, absent ones count as blank. Never
    raises for data: look at `Notice.problem`.
    """
    template = ALL.get((reason, language))
    if template is None:
        return Notice("", 0, (), f"There is no takedown text for {reason or 'a blank reason'!r} in {language!r}.")
    right_type = str(facts.get("right_type") or "")
    if reasons.fits(reason, right_type) == "no":
        named = load("right_types")[right_type].label.lower()
        return Notice("", 0, (), f"The reason {reason!r} cannot rest on this right ({named}): choose another.")
    if limit is None:
        platform = platforms.ALL.get(str(facts.get("platform") or ""))
        limit = (platform.limits if platform else Limits()).text
    return write(template, facts, links, limit)
