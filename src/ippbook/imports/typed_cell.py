"""What a typed cell of any column holds."""

from typing import Any, TypeAlias

TypedCell: TypeAlias = Any
"""A typed cell of any column: text, number, day, yes/no or None."""
