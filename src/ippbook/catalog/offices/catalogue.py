"""Finds the number formats: every module of this package that defines a `NumberFormat`."""

import pkgutil
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.vocabulary import load_vocabulary


def _found() -> Iterator[NumberFormat]:
    package = import_module("ippbook.catalog.offices")
    for module in pkgutil.iter_modules(package.__path__):
        for value in vars(import_module(f"{package.__name__}.{module.name}")).values():
            if isinstance(value, NumberFormat):
                yield value


@lru_cache
def number_formats() -> Mapping[tuple[str, str], NumberFormat]:
    """Give the formats by (right type, office). Raises ValueError for two formats of one pair, or for an unknown code."""
    by_pair: dict[tuple[str, str], NumberFormat] = {}
    for form in _found():
        for right_type in form.right_types:
            if right_type not in load_vocabulary("right_types") or form.office not in load_vocabulary("offices"):
                raise ValueError(f"{form.name}: {right_type!r} at {form.office!r} is not in the vocabularies")
            if by_pair.setdefault((right_type, form.office), form) is not form:
                raise ValueError(f"{form.name} and {by_pair[right_type, form.office].name} claim the same rights")
    return MappingProxyType(by_pair)
