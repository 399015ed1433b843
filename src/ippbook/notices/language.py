"""What is special to a language: `language.toml` of its folder, and the filters that print values its way."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, Literal

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict

from ippbook import platforms
from ippbook.notices.values import items, unquoted
from ippbook.vocabulary import load

NAMED: Final = ("offices", "right_types", "roles")
"""The closed lists whose names a text may print."""


class Language(BaseModel):
    """The words and marks with which the machine itself writes in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    label: Literal["label", "zh"]
    """Which name of a vocabulary's entry the texts print."""
    quotes: tuple[str, str]
    comma: str
    """Between numbers and short things."""
    semicolon: str
    """Between things of several words."""
    colon: str
    listing: str
    """Before the address of the only link."""
    link: str
    """Before one link's number."""
    links: str
    """Before several links' numbers."""


def _printed(value: Any) -> str:
    """Print one value on one line. An undefined or blank value tells of itself when it becomes text."""
    return str(value).replace("\n", " ")


def _mainland(value: Any) -> bool:
    """Whether a marketplace takes rights of mainland China alone (ipp-facts 3.2).

    On the others the texts do not rest on the E-Commerce Law: no source that was read states its reach abroad.
    """
    platform = platforms.ALL.get(str(value))
    return platform is not None and platform.accepts.offices == ("CN",)


@lru_cache
def environment(language: Language) -> ImmutableSandboxedEnvironment:
    """Make the closed Jinja2 environment of *language*: no loader, no globals, our filters and tests alone."""

    def named(value: Any, vocabulary: str) -> str:
        code, known = str(value), load(vocabulary)
        return (getattr(known[code], language.label) or known[code].label) if code in known else code

    def quoted(value: Any) -> str:
        opening, closing = language.quotes
        return f"{opening}{unquoted(str(value))}{closing}"

    def numbered(value: Any) -> str:
        found = items(str(value))
        if len(found) < 2:
            return "".join(found)
        return language.semicolon.join(f"({number}) {item}" for number, item in enumerate(found, 1))

    def listed(value: Any) -> str:
        return language.comma.join(items(str(value), also=",，、"))

    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # plain text, pasted into a form; no markup is ever made of it
        cache_size=0,
    )
    filters: dict[str, Callable[..., Any]] = {"named": named, "quoted": quoted, "numbered": numbered, "listed": listed}
    made.filters = filters
    made.tests = {"mainland": _mainland}
    made.globals = {}
    return made
