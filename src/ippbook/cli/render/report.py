"""The summary of a report as text, and its contents for programs."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ippbook.batch.sources import STDIN
from ippbook.buttons.phrases import counts_phrase
from ippbook.cli.render.text import day_text
from ippbook.goodfaith.verdict import verdict
from ippbook.number_words import counted
from ippbook.report.accounts import AccountState

if TYPE_CHECKING:
    from ippbook.cli.json_text import OutputObject, OutputValue
    from ippbook.report import ReportContents


def report_text(contents: "ReportContents", out: Path | None) -> Iterator[str]:
    """The state in a few lines: a verdict for each account, the three numbers of the page, and where the page is."""
    for account in contents.good_faith.accounts:
        if account.state is AccountState.NO_COMPLAINTS:
            yield f"{account.title} has no complaints yet"
        else:
            qualifies = "no" if account.fails else "yes"
            yield f"{account.title} {verdict(qualifies, '; '.join(account.fails), account.locked_until)}"
    if contents.good_faith.more_accounts:
        yield f"{counted(contents.good_faith.more_accounts, 'more account')} not shown; run: ippbook goodfaith {contents.file}"
    yield (
        f"{contents.file}: {counted(contents.overdue, 'overdue deadline')}, {counts_phrase(contents.counts, 0, ())}, "
        f"{counted(contents.to_file, 'link')} to file now; as of {day_text(contents.as_of)}"
    )
    if out is None:
        yield f"For the page, run: ippbook report {contents.file} -o report.html"
    elif str(out) != STDIN:
        yield f"{out}: written"


def report(contents: "ReportContents") -> "OutputObject":
    """What the page shows, for programs."""
    found = _plain(contents)
    del found["as_of"]
    found["file"] = str(contents.file)
    for rule, entry in zip(contents.rules, found["rules"], strict=True):
        entry["severity"] = rule.severity.word
    return {**found, "overdue": contents.overdue, "to_file": contents.to_file}


def _plain(value: "OutputValue") -> "OutputValue":
    """A record as a dictionary, all the way down."""
    if dataclasses.is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
