"""Calculation engines for native formulas, behind one protocol: bytes of a workbook and a day in, a value or a reason for each cell out.

    EngineJob -> a process of its own, limited in time and memory -> EngineColumn

`engine_named` gives an engine. This room knows nothing of ippbook's tables, and no type of an engine leaves it.
"""

from ippbook.formulas.engines.named import DEFAULT_ENGINE, ENGINE_NAMES, engine_named
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
