"""Which declarations use which section of the dossier of facts: the source tags of every declaration, by section."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from ippbook.catalog import platforms, reasons
from ippbook.declare import registry
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.problems import PROBLEMS
from ippbook.tables.records import RECORDS

_SECTION: Final = r"\d{1,2}(?:\.\d{1,2})?b?(?![\d%])(?: [A-Z]\d{2})?"
_TAG: Final = late_pattern(rf"ipp-facts ({_SECTION}(?:(?:,| and| to|, and) {_SECTION})*)")
_ONE: Final = late_pattern(r"(\d{1,2}(?:\.\d{1,2})?b?)(?: ([A-Z]\d{2}))?")
_INNER: Final = late_pattern(r"\[[^\[\]]*\]|\([^()]*\)")
_SUGGESTED: Final = late_pattern(r"\b11 ([A-Z]\d{2})\b")
_KEY_FACTS: Final = range(1, 11)
"""Section 0 counts its facts; `0.3` is the third of them."""


@dataclass(frozen=True)
class Section:
    """A section of the dossier."""

    number: str
    subject: str
    excluded: str = ""
    """What of it ippbook does not carry, and why."""


@dataclass(frozen=True)
class Carrier:
    """Something that cites the dossier: what kind of thing, its name, and the text of its source."""

    kind: str
    name: str
    source: str


@lru_cache
def sections() -> tuple[Section, ...]:
    """The sections, in order."""
    return tuple(Section(number, **facts) for number, facts in _data()["sections"].items())


@lru_cache
def suggested() -> dict[str, list[str] | str]:
    """For each rule that section 11 suggests, the codes that carry it, or why there is none.

    The codes are those of the list, and of every rule that cites the suggestion, as in `ipp-facts 11 R14`.
    """
    found: dict[str, list[str] | str] = dict(_data()["suggested"])
    for rule in registry().rules:
        for name in _SUGGESTED.findall(rule.page.source):
            carried = found.get(name, "")
            known = [] if isinstance(carried, str) else carried
            found[name] = sorted({*known, rule.code})
    return found


def _data() -> dict[str, Any]:
    return tomllib.loads((files("ippbook.docsgen") / "sections.toml").read_text(encoding="utf-8"))


def cited(text: str) -> tuple[str, ...]:
    """The sections that source tags in *text* name, as written; a range names its ends.

    >>> cited("ipp-facts 3.3 [O14, O15: OFF], 11 R13 [O4 9.9], 10; 5.4 alone")
    ('3.3', '11', '10')
    >>> cited("ipp-facts 2.1 to 2.3 (as 7 says) and house rule 9")
    ('2.1', '2.3')
    """
    plain = re.sub(r"[\s#]+", " ", text)
    while (shorter := _INNER.sub("", plain)) != plain:
        plain = shorter
    # What was in brackets leaves a space before the next comma.
    tags = _TAG.findall(re.sub(r" +(?=[,.;])", "", re.sub(r" {2,}", " ", plain)))
    return tuple(dict.fromkeys(found for tag in tags for found, _ in _ONE.findall(tag)))


def section_of(number: str) -> str:
    """The section that has the cited *number*: fact `0.3` is in section 0.

    >>> section_of("0.10"), section_of("3.3")
    ('0', '3.3')
    """
    whole, _, fact = number.partition(".")
    return "0" if whole == "0" and fact and int(fact) in _KEY_FACTS else number


@lru_cache
def carriers() -> tuple[Carrier, ...]:
    """Everything that cites the dossier."""
    return tuple(carrier for carrier in _all() if cited(carrier.source))


def _all() -> Iterator[Carrier]:
    known = registry()
    for rule in known.rules:
        yield Carrier("Rules", rule.code, rule.page.source)
    for problem in PROBLEMS:
        yield Carrier("Rules", problem.code, problem.page.source)
    for record in RECORDS:
        for field in record.fields():
            yield Carrier("Columns", f"{record.table}: {field.header}", field.column.source)
    for column in known.columns:
        yield Carrier("Columns", f"{column.table}: {column.header}", column.page.source)
    for setting in known.settings.values():
        yield Carrier("Settings", setting.header, setting.source)
    for name, function in known.functions.items():
        yield Carrier("Functions", name, function.page.source)
    for platform in platforms.PLATFORMS.values():
        yield Carrier("Platforms", platform.code, json.dumps(asdict(platform), default=str, ensure_ascii=False))
    for reason in reasons.REASONS.values():
        yield Carrier("Reasons", reason.code, reason.source)
    for name, text in package_files():
        if not name.startswith(("rules/", "columns/", "reasons/", "platforms/", "faces/sections")):
            yield Carrier("Code and data", name, text)


def package_files() -> Iterator[tuple[str, str]]:
    """Every Python and TOML file of the package, by its path below it, with its text."""
    yield from _below(files("ippbook"), "")


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _below(entry, f"{path}{entry.name}/")
        elif entry.name.endswith((".py", ".toml")):
            yield path + entry.name, entry.read_text(encoding="utf-8")


def by_section() -> dict[str, dict[str, list[str]]]:
    """For each section, by kind, the names of what carries it. A section without entry is carried by nothing itself."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for carrier in carriers():
        for section in dict.fromkeys(section_of(number) for number in cited(carrier.source)):
            found[section][carrier.kind].append(carrier.name)
    return found


def lines() -> Iterator[str]:
    """The page docs/coverage.md, without its head."""
    carried = by_section()
    yield "Which parts of ippbook use which section of the dossier of facts, and what is excluded, and why. The sections and their sources are in [sources.md](sources.md), the rules in [rules.md](rules.md).\n"
    for section in sections():
        yield f"## {section.number} {section.subject}\n"
        for kind, names in carried.get(section.number, {}).items():
            yield f"**{kind}:** {'; '.join(names) if kind == 'Columns' else ', '.join(names)}\n"
        if section.excluded:
            yield f"**Excluded:** {section.excluded}\n"
        elif section.number not in carried:
            yield "A heading; its parts follow.\n"
        if section.number == "11":
            yield from _suggested()


def _suggested() -> Iterator[str]:
    yield "Each rule that the section suggests:\n"
    yield "| Suggested | Carried by |\n| --- | --- |"
    for name, codes in suggested().items():
        yield f"| {name} | {codes if isinstance(codes, str) else ', '.join(codes)} |"
    yield ""
