"""The JSON output of the command today."""

from typing import Final

from ippbook.cli.command_schema import (
    DAY,
    INTEGER,
    TEXT_SHAPE,
    TRUTH,
    CommandSchema,
    choice,
    described,
    items,
    maybe,
    record,
    texts,
)
from ippbook.today.urgency import TaskKind, Urgency

_SHARE: Final = {"type": "number"}
_ACCOUNT: Final = record({
    **texts("account portal"),
    "verdict": described("yes, no, or locked out until a day.", TEXT_SHAPE),
    "qualifies": TRUTH,
    "locked_until": maybe(DAY),
    "takedown_rate": described("A share of 1; null where nothing is decided.", maybe(_SHARE)),
    "counter_rate": maybe(_SHARE),
    "headroom": described("How many more rejections the takedown rate can take; null: any number.", maybe(INTEGER)),
    "runs_out": maybe(DAY),
    **texts("binds fails"),
    "takedown_limit": _SHARE,
    "counter_limit": _SHARE,
})  # fmt: skip
_TASK: Final = record({
    "urgency": choice(*Urgency),
    "kind": choice(*TaskKind),
    **texts("account what why"),
    "day": maybe(DAY),
    "days": described("Days until the day; below 0: it is late.", maybe(INTEGER)),
    **texts("when seller url table place"),
    "count": described("How many complaints, listings or rows it is about.", INTEGER),
    "code": described("The code of the error; empty for other tasks.", TEXT_SHAPE),
})  # fmt: skip
TODAY: Final = CommandSchema("today", 1, ({"days": INTEGER, "accounts": items(_ACCOUNT), "tasks": items(_TASK)},))
