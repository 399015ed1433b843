"""The shapes of the JSON output: one `CommandSchema` for each command that has --format json. A new one is found."""

import importlib
import pkgutil
from functools import cache

from ippbook.cli.command_schema import CommandSchema


@cache
def command_schemas() -> dict[str, CommandSchema]:
    """Every schema, by its command, in the order of the alphabet."""
    modules = (importlib.import_module(f"{__name__}.{entry.name}") for entry in pkgutil.iter_modules(__path__))
    found = [value for module in modules for value in vars(module).values() if isinstance(value, CommandSchema)]
    return {schema.command: schema for schema in sorted(found, key=lambda schema: schema.command)}
