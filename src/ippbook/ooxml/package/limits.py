"""How large a workbook may be before it is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How much a workbook may hold. Sizes in bytes, inflated; `max_ratio` counts for parts above `ratio_from` bytes.

    A sheet of 1,048,576 rows may inflate to more than 1 GB and pack 200 : 1, so the defaults let that pass.
    `max_tree_bytes` bounds the parts that are read whole: workbook, relationships, styles, tables.
    """

    max_parts: int = 20_000
    max_part_bytes: int = 4 << 30
    max_total_bytes: int = 8 << 30
    max_ratio: float = 400.0
    ratio_from: int = 64 << 20
    max_tree_bytes: int = 128 << 20


_ALLOWED: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039 - limits are frozen


@contextmanager
def allowing(limits: Limits) -> Iterator[None]:
    """Inside the block, workbooks are opened under *limits* where `open` gets no others."""
    token = _ALLOWED.set(limits)
    try:
        yield
    finally:
        _ALLOWED.reset(token)


def allowed() -> Limits:
    """The limits for a workbook that is opened without limits of its own."""
    return _ALLOWED.get()
