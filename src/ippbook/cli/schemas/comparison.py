"""The JSON output of the command diff."""

from typing import Final

from ippbook.cli.command_schema import (
    CELL_VALUE,
    COUNTS,
    DAY,
    FINDING_FIELDS,
    INTEGER,
    SEVERITIES,
    TEXT_SHAPE,
    TRUTH,
    CommandSchema,
    choice,
    described,
    items,
    mapping,
    maybe,
    record,
    texts,
)

_OLD_AND_NEW: Final = {"old": CELL_VALUE, "new": CELL_VALUE}
_SIDE: Final = record({
    "file": TEXT_SHAPE,
    "exists": TRUTH,
    "as_of": DAY,
    "findings": maybe(COUNTS),
    "stale_cells": INTEGER,
    "stale_formulas": items(TEXT_SHAPE),
})  # fmt: skip
_ROW: Final = record({
    "name": described("What names the row; empty where it has no name.", TEXT_SHAPE),
    "old_row": maybe(INTEGER),
    "new_row": maybe(INTEGER),
    "cells": items(record({**texts("column kind"), **_OLD_AND_NEW})),
})  # fmt: skip
_TABLE: Final = record({
    **texts("table presence"),
    "counts": mapping(INTEGER),
    "repeated_names": INTEGER,
    "rows_without_name": INTEGER,
    "columns": items(record(texts("change kind old new"))),
    "added": items(_ROW),
    "changed": items(_ROW),
    "removed": items(_ROW),
    "computed": items(record({"column": TEXT_SHAPE, "cells": INTEGER})),
})  # fmt: skip
_FIGURE: Final = record({"figure": TEXT_SHAPE, **_OLD_AND_NEW})
_ACCOUNT: Final = record({
    **texts("account portal old_verdict new_verdict"),
    "verdict_differs": TRUTH,
    "figures": items(_FIGURE),
    "reasons": items(record({"reason": TEXT_SHAPE, "figures": items(_FIGURE)})),
})  # fmt: skip
_CHANGE: Final = record({
    **FINDING_FIELDS,
    **texts("name why"),
    "before": maybe(record({"severity": choice(*SEVERITIES), "message": TEXT_SHAPE})),
})  # fmt: skip
_SHEET: Final = record({
    **texts("sheet change"),
    "count": INTEGER,
    "recalculated": INTEGER,
    "cells": items(record({"cell": TEXT_SHAPE, **_OLD_AND_NEW})),
})  # fmt: skip
DIFF: Final = CommandSchema(
    "diff",
    1,
    (
        {
            "old": _SIDE,
            "new": _SIDE,
            "differs": TRUTH,
            "tables": items(_TABLE),
            "settings": items(record({"name": TEXT_SHAPE, **_OLD_AND_NEW, "old_default": TRUTH, "new_default": TRUTH})),
            "good_faith": record({"accounts": items(_ACCOUNT), "unchanged": INTEGER}),
            "findings": record({"came": items(_CHANGE), "went": items(_CHANGE), "changed": items(_CHANGE)}),
            "takedown_texts": record({
                "changed": items(record(texts("complaint account old new old_problem new_problem"))),
                "added": INTEGER,
                "removed": INTEGER,
            }),
            "sheets": items(_SHEET),
            "macros": items(TEXT_SHAPE),
            "not_compared": record({
                "parts": items(TEXT_SHAPE),
                "defined_names": items(TEXT_SHAPE),
                "sheets": items(TEXT_SHAPE),
            }),
            "notes": items(TEXT_SHAPE),
        },
    ),
)  # fmt: skip
