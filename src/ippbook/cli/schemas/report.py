"""The JSON output of the report: what its page shows."""

from typing import Final

from ippbook.cli.command_schema import (
    COUNTS,
    DAY,
    INTEGER,
    SEVERITIES,
    TEXT_SHAPE,
    TRUTH,
    CommandSchema,
    JsonShape,
    choice,
    described,
    items,
    mapping,
    maybe,
    record,
    texts,
)

_NUMBER: Final[JsonShape] = {"type": "number"}


def _counts(names: str) -> dict[str, JsonShape]:
    return dict.fromkeys(names.split(), INTEGER)


_MONTH: Final = record({
    "day": DAY, "complaints": INTEGER, "takedown_rate": maybe(_NUMBER), "counter_rate": maybe(_NUMBER), "qualifies": TRUTH,
})  # fmt: skip
_REASON: Final = record({
    **texts("reason chinese"), **_counts("complaints taken_down rejected pending"),
    "takedown_rate": maybe(_NUMBER), "counter_rate": maybe(_NUMBER), "tested": TRUTH, "fails": TEXT_SHAPE,
})  # fmt: skip
_PLAN: Final = record({
    **_counts("file hold_back fix_first"), "month_end": DAY, "chance_now": _NUMBER, "chance_then": _NUMBER, "way": TEXT_SHAPE,
})  # fmt: skip
_ACCOUNT: Final = record({
    **texts("name portal"),
    "state": choice("locked out", "does not qualify", "no complaints", "qualifies"),
    "fails": items(TEXT_SHAPE),
    "complaints": INTEGER,
    "takedown_rate": maybe(_NUMBER),
    "counter_rate": maybe(_NUMBER),
    "headroom": maybe(INTEGER),
    "headroom_by": TEXT_SHAPE,
    "needed": maybe(INTEGER),
    "runs_out": maybe(DAY),
    "runs_out_by": TEXT_SHAPE,
    "locked_until": maybe(DAY),
    "forecast": items(record({"day": DAY, "chance": _NUMBER, "sure": TEXT_SHAPE})),
    "plan": maybe(_PLAN),
    "months": items(_MONTH),
    "reasons": items(_REASON),
})  # fmt: skip
_OUTCOMES: Final = items(
    record({
        **texts("name chinese"), **_counts("filed taken_down reinstated rejected pending withdrawn"),
    })
)  # fmt: skip
_RULE: Final = record({
    **texts("code table summary why fix"),
    "severity": choice(*SEVERITIES),
    "count": INTEGER,
    "cells": described("The first ones of many.", items(record(texts("sheet cell key message listing")))),
})  # fmt: skip
_DEADLINE: Final = record({
    "day": DAY, **_counts("days_left links"), **texts("kind what key account sheet cell"), "estimated": TRUTH,
})  # fmt: skip
_TASK: Final = record({
    "urgency": choice("now", "this week", "soon"), "days": maybe(INTEGER),
    **texts("when what why account seller listing sheet cell place"),
})  # fmt: skip
_MONTH_COUNTS: Final = items(record({"month": TEXT_SHAPE, "figures": mapping(maybe(_NUMBER))}))
_SELLER: Final = record({
    **texts("seller stores platforms"),
    "first_seen": maybe(DAY),
    "last_seen": maybe(DAY),
    **_counts("listings unfiled open closed taken_down relisted new_offers_after_a_takedown"),
    "repeat": TRUTH,
    "whitelisted": TRUTH,
})  # fmt: skip
REPORT: Final = CommandSchema(
    "report",
    1,
    (
        {
            "file": TEXT_SHAPE,
            "counts": COUNTS,
            "rows": mapping(INTEGER),
            **_counts("overdue to_file"),
            "good_faith": record({
                "limits": record({"complaints": INTEGER, "takedown_rate": _NUMBER, "counter_rate": _NUMBER}),
                "accounts": items(_ACCOUNT),
                "more_accounts": INTEGER,
                "notes": items(TEXT_SHAPE),
            }),
            "rules": items(_RULE),
            "tasks": items(_TASK),
            "all_tasks": INTEGER,
            "deadlines": items(_DEADLINE),
            "all_deadlines": INTEGER,
            "sellers": items(_SELLER),
            "all_sellers": INTEGER,
            "platforms": _OUTCOMES,
            "reasons": _OUTCOMES,
            **dict.fromkeys(("takedown_days", "comebacks", "last_days"), _MONTH_COUNTS),
            "notes": items(TEXT_SHAPE),
        },
    ),
)  # fmt: skip
