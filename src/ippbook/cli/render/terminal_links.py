"""Links that a terminal can open (OSC 8), only where the terminal is known to show them, and only to places that ippbook knows.

Text from a workbook chooses neither: a link is clickable if it is exactly the canonical link of an item of a known marketplace. Every
other text stays text.
"""

import os
import re
from collections.abc import Mapping
from typing import Final

from rich.style import Style
from rich.text import Text

_LINK: Final = re.compile(r"https://[!-~]+")
_PROGRAMS: Final = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby", "mintty"})
_KINDS: Final = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")
_FIRST_VTE: Final = 5000
"""The version of VTE (GNOME Terminal and its kin) from which on links are shown."""


def shows_links(environment: Mapping[str, str]) -> bool:
    """Whether the terminal of *environment* shows links. FORCE_HYPERLINK decides, where it is set (0: no).

    >>> shows_links({"TERM": "xterm-256color", "WT_SESSION": "1"}), shows_links({"TERM": "dumb", "WT_SESSION": "1"}), shows_links({})
    (True, False, False)
    """
    forced = environment.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in {"", "0"}
    kind = environment.get("TERM", "")
    if kind == "dumb" or kind.startswith(("screen", "tmux")) or "CI" in environment:
        return False
    version = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _PROGRAMS
        or kind.startswith(_KINDS)
        or "WT_SESSION" in environment
        or "KONSOLE_VERSION" in environment
        or (version.isdigit() and int(version) >= _FIRST_VTE)
    )


def link_items(text: Text) -> Text:
    """*text*, in which the links of items can be opened, where the terminal shows links."""
    if "https://" in text.plain and shows_links(os.environ):
        from ippbook.functions.urls import canonical_url  # noqa: PLC0415  # late: few texts have a link

        for found in _LINK.finditer(text.plain):
            if canonical_url(found[0]) == found[0]:
                text.stylize(Style(link=found[0]), found.start(), found.end())
    return text
