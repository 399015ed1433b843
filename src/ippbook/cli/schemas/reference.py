"""The JSON output of the commands that explain and look up: rules, explain, eval, get, trace."""

from typing import Final

from ippbook.cli.command_schema import (
    CELL_VALUE,
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

_PAGE: Final = texts("code name summary why fix source certainty")
_SECTIONS: Final = texts("flagged clean arguments examples")
RULES: Final = CommandSchema(
    "rules", 1, ({"rules": items(record({**_PAGE, **texts("severity table column says")}, _SECTIONS))},)
)
EXPLAIN: Final = CommandSchema(
    "explain",
    1,
    ({**_PAGE, "inputs": items(record(texts("parameter table header kind"), texts("note default")))},),
    optional=_SECTIONS,
)
EVAL: Final = CommandSchema(
    "eval", 1, ({"answers": items(record({"formula": TEXT_SHAPE, "value": {}, "type": TEXT_SHAPE}))},)
)
GET: Final = CommandSchema(
    "get",
    1,
    (
        {
            "cells": items(
                record({"cell": TEXT_SHAPE, "value": CELL_VALUE, "formula": maybe(TEXT_SHAPE), "type": TEXT_SHAPE})
            )
        },
    ),
)
_NODE: Final = record(
    {
        "number": INTEGER,
        **texts("kind place"),
        "links": described("Numbers of the nodes that it reads, or that read it.", items(INTEGER)),
    },
    {
        **texts("table formula shown stored stale"),
        "cells": INTEGER,
        "blank": INTEGER,
        "value": CELL_VALUE,
        "notes": items(TEXT_SHAPE),
        "more": INTEGER,
    },
)
TRACE: Final = CommandSchema(
    "trace",
    1,
    (
        {
            "cell": TEXT_SHAPE,
            "direction": choice("precedents", "dependents"),
            "complete": TRUTH,
            "nodes": items(_NODE),
        },
    ),
)
