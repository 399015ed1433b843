"""The JSON output of the commands on whole workbooks: check, recalc, adopt."""

from typing import Final

from ippbook.cli.command_schema import (
    COUNTS,
    DAY,
    FINDING,
    INTEGER,
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

_FAILED: Final = record(
    {"file": TEXT_SHAPE, "error": described("Why the workbook could not be read, checked or written.", TEXT_SHAPE)}
)
_FOUND: Final = {
    "file": described("The workbook, as it was named; - for standard input.", TEXT_SHAPE),
    "error": {"type": "null"},
    "resumed": described("Done in an earlier run, and nothing has changed since.", TRUTH),
    "as_of": described("The day for which this workbook was judged.", DAY),
    "timezone": TEXT_SHAPE,
    "rows": described("How many filled rows each table has.", mapping(INTEGER)),
    "counts": COUNTS,
    "findings": items(FINDING),
    "waived": described("Findings that the team has waived; they are not counted.", items(FINDING)),
    "stale_inputs": described("Formulas whose old values the checks have read.", items(TEXT_SHAPE)),
    "switched_off": described("Codes of the rules that the team has switched off.", items(TEXT_SHAPE)),
    "notes": items(TEXT_SHAPE),
}
_STALE: Final = record({**texts("sheet first_cell last_cell"), "cells": INTEGER, "why": TEXT_SHAPE})
_RECALCULATED: Final = {
    "out": described("Where it was written, or would be.", TEXT_SHAPE),
    "up_to_date": TRUTH,
    "changed_cells": INTEGER,
    "formulas": record({
        **dict.fromkeys(("ours", "native", "random"), INTEGER),
        "engine": TEXT_SHAPE,
        "today": DAY,
        "stale": items(_STALE),
        "stale_policy": choice("error", "warn", "ignore", "by command"),
        "not_calculated": items(TEXT_SHAPE),
    }),
    "columns_left_alone": mapping(items(TEXT_SHAPE)),
    "warnings": items(TEXT_SHAPE),
}  # fmt: skip

CHECK: Final = CommandSchema("check", 1, ({"files": items({"anyOf": [record(_FOUND), _FAILED]})},), partial=True)
RECALC: Final = CommandSchema(
    "recalc", 1, ({"files": items({"anyOf": [record(_FOUND | _RECALCULATED), _FAILED]})},), partial=True
)

_FAULT: Final = record(
    {"code": TEXT_SHAPE, "severity": choice("repairs", "tolerates"), **texts("part place sentence remedy")}
)
VERIFY: Final = CommandSchema(
    "verify",
    1,
    ({"files": items(record({"file": TEXT_SHAPE, "error": maybe(TEXT_SHAPE), "faults": items(_FAULT)}))},),
)
_ADOPTED_COLUMN: Final = record({
    **texts("header column taken_for"),
    "certainty": choice("certain", "likely", "guess", "yours"),
    "why": TEXT_SHAPE,
    "filled": INTEGER,
    "unread": INTEGER,
    "computed": TRUTH,
})  # fmt: skip
_ADOPTED_TABLE: Final = record({
    **texts("table sheet range excel_table found_by"),
    "rows": INTEGER,
    "columns": items(_ADOPTED_COLUMN),
    "missing": items(TEXT_SHAPE),
    "notes": items(TEXT_SHAPE),
    "problems": items(TEXT_SHAPE),
})  # fmt: skip
_ADDED_TABLE: Final = record({"table": TEXT_SHAPE, "columns": items(TEXT_SHAPE), "rows": INTEGER})
ADOPT: Final = CommandSchema(
    "adopt",
    1,
    (
        {
            "file": TEXT_SHAPE,
            "out": maybe(TEXT_SHAPE),
            "written": TRUTH,
            "tables": items(_ADOPTED_TABLE),
            "sheets_not_read": items(TEXT_SHAPE),
            "questions": items(TEXT_SHAPE),
            "in_the_way": items(TEXT_SHAPE),
            "add": record({
                "columns": items(record({"table": TEXT_SHAPE, "columns": items(mapping({}))})),
                "sheets": items(record({"sheet": TEXT_SHAPE, "tables": items(_ADDED_TABLE)})),
                "names": items(record(texts("table column yours"))),
                "not_added": items(TEXT_SHAPE),
            }),
            "warnings": items(TEXT_SHAPE),
        },
    ),
)  # fmt: skip
