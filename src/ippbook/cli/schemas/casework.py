"""The JSON output of the commands from listings to filings: import, plan, pack, notice, due."""

from typing import Final

from ippbook.cli.command_schema import (
    DAY,
    INTEGER,
    TEXT_SHAPE,
    TRUTH,
    CommandSchema,
    described,
    items,
    maybe,
    record,
    texts,
)

IMPORT: Final = CommandSchema(
    "import",
    1,
    (
        {
            "file": TEXT_SHAPE,
            "out": maybe(TEXT_SHAPE),
            "export": TEXT_SHAPE,
            "table": TEXT_SHAPE,
            **dict.fromkeys(("added", "updated", "unchanged", "kept", "cells"), INTEGER),
            "refused": described(
                "The rows that were refused: their place in the export (a line, a row or an item), and why.",
                items(record({"because": TEXT_SHAPE}, dict.fromkeys(("line", "row", "item"), INTEGER))),
            ),
            "refused_rows_file": maybe(TEXT_SHAPE),
            "columns_left_out": items(TEXT_SHAPE),
            "notes": items(TEXT_SHAPE),
            "stale": items(TEXT_SHAPE),
        },
    ),
    optional={"warnings": items(TEXT_SHAPE)},
)
_DRAFT: Final = record({
    **texts("complaint account platform right reason"),
    "listings": items(TEXT_SHAPE),
    "characters": INTEGER,
    "note": TEXT_SHAPE,
})  # fmt: skip
PLAN: Final = CommandSchema(
    "plan",
    1,
    (
        {
            "file": TEXT_SHAPE,
            "out": TEXT_SHAPE,
            "written": TRUTH,
            "table_grew_by": INTEGER,
            "drafts": items(_DRAFT),
            "left_out": items(record(texts("listing place kind why"))),
            "stale": items(TEXT_SHAPE),
        },
    ),
    optional={"warnings": items(TEXT_SHAPE)},
)
_PACKED: Final = record({
    **texts("complaint account platform portal right reason"),
    "links": INTEGER,
    "folder": TEXT_SHAPE,
    "state": TEXT_SHAPE,
    "changed_by_hand": items(TEXT_SHAPE),
    "remarks": items(TEXT_SHAPE),
})  # fmt: skip
PACK: Final = CommandSchema(
    "pack",
    1,
    ({"out": TEXT_SHAPE, "packed": items(_PACKED), "held": items(record(texts("complaint place kind why")))},),
)
NOTICE: Final = CommandSchema(
    "notice",
    1,
    (
        {
            "complaint": TEXT_SHAPE,
            "text": TEXT_SHAPE,
            "characters": INTEGER,
            "problem": TEXT_SHAPE,
            "missing": items(TEXT_SHAPE),
            "remark": TEXT_SHAPE,
        },
    ),
)
_DUE: Final = record({
    "day": DAY,
    **texts("kind what table key account"),
    "links": INTEGER,
    "since": maybe(DAY),
    "place": TEXT_SHAPE,
    "estimated": described("The official calendar of that year is not published yet.", TRUTH),
    "seller": described("The seller of the first listing; empty where none is named.", TEXT_SHAPE),
    "url": described("The canonical link of the first listing; empty where it cannot be read.", TEXT_SHAPE),
    "days_left": INTEGER,
    "urgency": described("now, this week or soon; the list has the most urgent first.", TEXT_SHAPE),
    "when": described("How late it is in words, such as 16 days late.", TEXT_SHAPE),
})  # fmt: skip
DUE: Final = CommandSchema("due", 2, ({"due": items(_DUE)},))
