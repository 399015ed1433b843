"""The figures of docs/wps.md are those of the registry, and the table of docs/watch.md names every event."""

import re
from pathlib import Path

from ippbook.declare import registry
from ippbook.watch import EventKind
from ippbook.watch.events import WaitKind

DOCS = Path(__file__).parents[2] / "docs"


def test_every_worksheet_function_is_in_one_row_of_the_page_about_wps() -> None:
    page = (DOCS / "wps.md").read_text(encoding="utf-8")
    names = set(registry().functions)
    rows = re.findall(r"^\| [^|]*?: (.*?`IPP_.*?) \| (\d+) \|", page, re.MULTILINE)
    named = [set(re.findall(r"`(IPP_[A-Z_]+)`", text)) & names for text, _ in rows]
    groups = [
        {name for name in names if name.startswith("IPP_GF_")} if "`IPP_GF_`" in text else set() for text, _ in rows
    ]
    assert [len(one | group) for one, group in zip(named, groups, strict=True)] == [int(count) for _, count in rows]
    assert set().union(*named, *groups) == names
    assert f"of {len(names)} functions" in page


def test_the_page_about_watch_names_every_event_and_every_reason_to_wait() -> None:
    page = (DOCS / "watch.md").read_text(encoding="utf-8")
    assert {f"`{kind.value}`" for kind in (*EventKind, *WaitKind)} <= set(re.findall(r"`[^`\n]+`", page))
