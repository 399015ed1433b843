"""ippbook: the workbook with which a brand team defends its intellectual property on Alibaba's marketplaces, and its Python.

    import ippbook

    study = ippbook.check("team.xlsx")
    print(study.counts(), study.to_frame())

Every name of `__all__` is public and is loaded when it is first used; docs/api.md has an example of each. All other
modules are internal, except `ippbook.udfs`, `ippbook.press` and `ippbook.lite`, which workbooks name.
"""

from ippbook.version import __version__

TYPE_CHECKING = False  # as typing has it, without the time that importing typing takes
if TYPE_CHECKING:
    from typing import Any

    from ippbook.api.links import canonical_url, item_id, number, platform
    from ippbook.api.operations import (
        check,
        due,
        good_faith,
        pack,
        plan,
        recalculate,
        repeat_sellers,
        takedown_text,
    )
    from ippbook.api.operations import (
        open_workbook as open,  # noqa: A004  # as pathlib and zipfile do: `ippbook.open`
    )
    from ippbook.api.pages import rule_pages, worksheet_functions
    from ippbook.errors import UserError
    from ippbook.ooxml import WorkbookError

_HOMES = {
    "open": "ippbook.api.operations:open_workbook",
    "check": "ippbook.api.operations",
    "recalculate": "ippbook.api.operations",
    "plan": "ippbook.api.operations",
    "pack": "ippbook.api.operations",
    "due": "ippbook.api.operations",
    "takedown_text": "ippbook.api.operations",
    "good_faith": "ippbook.api.operations",
    "repeat_sellers": "ippbook.api.operations",
    "platform": "ippbook.api.links",
    "item_id": "ippbook.api.links",
    "canonical_url": "ippbook.api.links",
    "number": "ippbook.api.links",
    "rule_pages": "ippbook.api.pages",
    "worksheet_functions": "ippbook.api.pages",
    "UserError": "ippbook.errors",
    "WorkbookError": "ippbook.ooxml",
}
"""Where each public name is defined: its module, and its name there if it differs."""

__all__ = [
    "UserError",
    "WorkbookError",
    "__version__",
    "canonical_url",
    "check",
    "due",
    "good_faith",
    "item_id",
    "number",
    "open",
    "pack",
    "plan",
    "platform",
    "recalculate",
    "repeat_sellers",
    "rule_pages",
    "takedown_text",
    "worksheet_functions",
]


def __getattr__(name: str) -> "Any":  # any public object: PEP 562 loads it on first use
    import importlib  # noqa: PLC0415  # on first use, so that `import ippbook` stays cheap

    if name not in _HOMES:
        raise AttributeError(f"module 'ippbook' has no attribute {name!r}")
    module, _, own = _HOMES[name].partition(":")
    found = getattr(importlib.import_module(module), own or name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
