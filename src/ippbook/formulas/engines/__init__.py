"""Calculation engines for native formulas, behind one protocol: bytes of a workbook and a day in, a value or a reason for each cell out.

    EngineJob -> a process of its own, limited in time and memory -> EngineColumn

`engine_named` gives an engine. This room knows nothing of ippbook's tables, and no type of an engine leaves it.
"""

from typing import TYPE_CHECKING, Final

from ippbook.late_names import late_names

if TYPE_CHECKING:
    from ippbook.formulas.engines.named import engine_named
    from ippbook.formulas.engines.names import DEFAULT_ENGINE, ENGINE_NAMES
    from ippbook.formulas.engines.protocol import (
        CODES,
        DEFAULT_LIMITS,
        Engine,
        EngineColumn,
        EngineJob,
        EngineLimits,
        EngineValue,
        Unavailable,
    )

_HOMES: Final = {
    "DEFAULT_ENGINE": "names",
    "ENGINE_NAMES": "names",
    "engine_named": "named",
    "CODES": "protocol",
    "DEFAULT_LIMITS": "protocol",
    "Engine": "protocol",
    "EngineColumn": "protocol",
    "EngineJob": "protocol",
    "EngineLimits": "protocol",
    "EngineValue": "protocol",
    "Unavailable": "protocol",
}
"""The module that defines each name; it is loaded when the name is first used."""

if not TYPE_CHECKING:
    __getattr__ = late_names(__name__, _HOMES)

__all__ = [
    "CODES",
    "DEFAULT_ENGINE",
    "DEFAULT_LIMITS",
    "ENGINE_NAMES",
    "Engine",
    "EngineColumn",
    "EngineJob",
    "EngineLimits",
    "EngineValue",
    "Unavailable",
    "engine_named",
]
