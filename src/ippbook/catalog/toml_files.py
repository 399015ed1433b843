"""Reads the TOML files of the catalog, one entry a file."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import TypeVar

from ippbook.catalog.toml_records import UnfitError, record_of

Entry = TypeVar("Entry")


def catalog_entries(package: str, model: type[Entry]) -> Iterator[Entry]:
    """Read every TOML file of *package* as a *model*. A model with the field `code` gets the file's name as its code.

    Raises ValueError for a file that does not fit: the message names the file, the field, and what the field needs.
    """
    for file in sorted(files(package).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            yield catalog_entry(file.name, file.read_text(encoding="utf-8"), package, model)


def catalog_entry(name: str, text: str, package: str, model: type[Entry]) -> Entry:
    """Read one file called *name* with the content *text*. Raises ValueError as `catalog_entries` does."""
    place = f"{package.replace('.', '/')}/{name}"
    try:
        return record_of(model, {"code": name.removesuffix(".toml").replace("_", " ")} | tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{place}: not valid TOML: {error}") from error
    except UnfitError as error:
        raise ValueError(f"{place}: {error}") from error
