"""The JSON output of the overviews: goodfaith, sellers, ready, dossier."""

from typing import Final

from ippbook.cli.command_schema import (
    DAY,
    INTEGER,
    TEXT_SHAPE,
    TRUTH,
    CommandSchema,
    choice,
    items,
    maybe,
    record,
    row,
    texts,
)

_COUNTS: Final = "decided taken_down rejected pending withdrawn dead counter_upheld takedown_of counter_of takedown_rate counter_rate withdrawn_rate"
_STANDING: Final = f"complaints links complaint_numbers {_COUNTS}"
_ACCOUNT: Final = row(
    "account portal worst_reason qualifies fails headroom_by best worst runs_out runs_out_by lost_on locked_until",
    f"{_STANDING} headroom needed best_rate worst_rate",
)
_REASON: Final = row("account portal reason tested fails", f"complaints {_COUNTS}")
_FORECAST: Final = row("account portal day sure assuming", "pending chance rate_low rate_middle rate_high")
_PLAN: Final = row(
    "account portal month_end way",
    "ready fix_first file hold_back batches pending chance_now chance_then takedowns chance_of_all",
)
_PLAN_ROW: Final = row(
    "workbook complaint listing account portal platform right reason advice why likelier", "row chance batch"
)
_MORE: Final = {
    "forecast": items(_FORECAST),
    "plan": items(_PLAN),
    "plan_rows": items(_PLAN_ROW),
    "plan_curve": items(row("account portal", "file takedowns chance")),
}
"""What --forecast and --plan add."""
_CHANGE: Final = record({
    **texts("account portal"),
    "day": DAY,
    **texts("qualifies fails"),
    **dict.fromkeys(("filed", "decided", "left"), INTEGER),
    "rows": items(INTEGER),
})  # fmt: skip
_ROW: Final = row(
    "workbook complaint listing reason portal filed decided counts_as leaves_on figures why_not", "row unit"
)
_FAILED: Final = items(record(texts("file error")))
"""The workbooks that could not be read."""
GOODFAITH: Final = CommandSchema(
    "goodfaith",
    1,
    (
        {"accounts": items(_ACCOUNT), "reasons": items(_REASON), "notes": items(TEXT_SHAPE), "failed": _FAILED},
        {
            "notes": items(TEXT_SHAPE),
            "standing": items(row("account portal worst_reason qualifies fails", _STANDING)),
            "reasons": items(_REASON),
            "rows": items(_ROW),
            "changes": items(_CHANGE),
            "failed": _FAILED,
        },
    ),
    optional=_MORE,
)
SELLERS: Final = CommandSchema(
    "sellers",
    1,
    (
        {
            "sellers": items(
                row(
                    "seller stores platforms first_seen last_seen repeat whitelisted",
                    "listings unfiled open closed taken_down relisted new_offers_after_a_takedown",
                )
            )
        },
    ),
)
_ITEM: Final = record({
    **texts("step statement"),
    "state": choice("true", "false", "unknown"),
    **texts("found next source place"),
})  # fmt: skip
READY: Final = CommandSchema(
    "ready",
    1,
    (
        {
            "accounts": items(
                record({"account": TEXT_SHAPE, "as_of": DAY, "ready": TRUTH, "next": TEXT_SHAPE, "items": items(_ITEM)})
            )
        },
    ),
)
DOSSIER: Final = CommandSchema(
    "dossier",
    1,
    (
        {
            **texts("listing link platform seller store right place why caution"),
            "entries": items(record({"day": maybe(DAY), **texts("kind what place text")})),
        },
    ),
)
