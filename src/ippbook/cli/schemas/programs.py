"""The JSON output of the commands for Excel: run, doctor, excel install, uninstall, status."""

from typing import Final

from ippbook.cli.command_schema import (
    INTEGER,
    TEXT_SHAPE,
    TRUTH,
    CommandSchema,
    choice,
    items,
    mapping,
    maybe,
    record,
    texts,
)

RUN: Final = CommandSchema(
    "run",
    1,
    (
        {
            **texts("macro file text"),
            "changed": maybe(INTEGER),
            "grave": TRUTH,
            "failed": TRUTH,
            "saved": maybe(TEXT_SHAPE),
            "written": items(TEXT_SHAPE),
            "warnings": items(TEXT_SHAPE),
        },
        {"buttons": items(record(texts("name macro label group tip")))},
    ),
)
DOCTOR: Final = CommandSchema(
    "doctor", 1, ({"wrong": INTEGER, "checks": items(record(texts("check title state found remedy")))},)
)
_SETUP: Final = {"changed": TRUTH, "notes": items(TEXT_SHAPE)}
INSTALL: Final = CommandSchema("excel install", 1, (_SETUP,))
UNINSTALL: Final = CommandSchema("excel uninstall", 1, (_SETUP,))
CALC_INSTALL: Final = CommandSchema("libreoffice install", 1, (_SETUP,))
CALC_UNINSTALL: Final = CommandSchema("libreoffice uninstall", 1, (_SETUP,))
CALC_STATUS: Final = CommandSchema(
    "libreoffice status",
    1,
    (
        {
            "running": TEXT_SHAPE,
            "profiles": items(
                record(
                    {
                        "state": choice("installed", "damaged", "absent"),
                        **texts("version profile office"),
                        "notes": items(TEXT_SHAPE),
                    }
                )
            ),
        },
    ),
)
STATUS_SCHEMA: Final = CommandSchema(
    "excel status",
    1,
    (
        {
            "state": choice("installed", "damaged", "absent"),
            **texts("version running"),
            "packages": mapping(TEXT_SHAPE),
            "places": mapping(TEXT_SHAPE),
            "missing": items(TEXT_SHAPE),
            "notes": items(TEXT_SHAPE),
        },
    ),
)
