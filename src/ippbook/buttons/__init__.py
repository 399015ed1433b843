"""The buttons: one function for each, the same in every host. A function that is put into this room becomes a button."""

from functools import lru_cache
from typing import Final

from ippbook.declare.button import Button
from ippbook.declare.discovery import discover, modules_of

_ORDER: Final = ("checks", "compute", "cases", "cells")
"""The modules in the order of the ribbon, a group each; one that is not named here comes last."""


@lru_cache
def buttons() -> tuple[Button, ...]:
    """Every button, in the order of the ribbon: by module as listed, then as declared."""
    order = {f"{__name__}.{name}": place for place, name in enumerate(_ORDER)}
    found = [button for _, button in discover(modules_of(__name__), Button)]
    return tuple(sorted(found, key=lambda button: order.get(button.module, len(order))))


__all__ = ["buttons"]
