"""Engines by name."""

from collections.abc import Callable
from typing import Final

from ippbook.errors import UserError
from ippbook.formulas.engines import cellrune, formulon, libreoffice
from ippbook.formulas.engines.names import DEFAULT_ENGINE, ENGINE_NAMES
from ippbook.formulas.engines.protocol import Engine
from ippbook.languages import say_series
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class _Known:
    make: Callable[[], Engine]
    missing: Callable[[], str | None]


_ENGINES: Final = {
    "cellrune": _Known(cellrune.Cellrune, cellrune.cellrune_missing),
    "libreoffice": _Known(libreoffice.LibreOffice, libreoffice.libreoffice_missing),
    "formulon": _Known(formulon.Formulon, formulon.formulon_missing),
}


def engine_named(name: str = DEFAULT_ENGINE) -> Engine:
    """The engine *name*; raises `UserError`, which says what to install, where there is none or it cannot be used here."""
    known = _ENGINES.get(name)
    if known is None:
        raise UserError(
            "there is no calculation engine {name!r}; choose one of: {engine_names}",
            name=name,
            engine_names=say_series(ENGINE_NAMES),
        )
    if why := known.missing():
        raise UserError("the calculation engine {name} cannot be used: {why}", name=name, why=why)
    return known.make()
