"""The example case of a takedown text: made from `example.toml`, the reason's file and the head of the text."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from ippbook.catalog import reasons
from ippbook.catalog.toml_records import record_of
from ippbook.notices.template import Template
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.records import RECORDS, Complaint


@dataclass(frozen=True)
class ExampleCase:
    """The facts of one complaint with one link, by the names of fields in Complaints."""

    facts: Mapping[str, str]
    listing: Mapping[str, str]


def example_case(template: Template, facts: Mapping[str, str] = MappingProxyType({})) -> ExampleCase:
    """Give the case with which *template* is tried.

    Later values replace earlier ones: the examples of the columns, `example.toml`, *facts*, the values for the type of
    the right, the reason's `[example]`, and the `example:` lines in the head of the text.
    """
    found: dict[str, str] = {**_column_examples(), **_settings().facts, **_settings().listing, **facts}
    reason = reasons.REASONS.get(template.reason)
    if reason and reason.right_types:
        right_type = reason.right_types[0]
        found |= {"right_type": right_type, **_settings().rights.get(right_type, {})}
    found |= {**(reason.example if reason else {}), **template.text.examples}
    listing = {name: value for name, value in found.items() if name.startswith("listing_")}
    return ExampleCase({name: value for name, value in found.items() if name not in listing}, listing)


@dataclass(frozen=True, kw_only=True)
class _Settings:
    """What `example.toml` contains."""

    facts: Mapping[str, str]
    listing: Mapping[str, str]
    rights: Mapping[str, Mapping[str, str]]


@lru_cache
def _settings() -> _Settings:
    text = files(__package__).joinpath("example.toml").read_text(encoding="utf-8")
    return record_of(_Settings, tomllib.loads(text))


@lru_cache
def _column_examples() -> Mapping[str, str]:
    """The example of each column that has one, by its name in a joined row of Complaints."""
    return {
        field.name if record is Complaint else record.joined_name(field.name): field.column.example
        for record in RECORDS
        for field in record.fields()
        if field.column.example
    }
