"""The summary of a report as text, and its contents for programs."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ippbook.batch.sources import STDIN
from ippbook.buttons.phrases import counts_phrase
from ippbook.cli.render.text import day_text
from ippbook.goodfaith.verdict import verdict
from ippbook.languages import say, say_number, say_series
from ippbook.report.accounts import AccountState

if TYPE_CHECKING:
    from ippbook.cli.json_text import OutputObject, OutputValue
    from ippbook.report import ReportContents


def report_text(contents: "ReportContents", out: Path | None) -> Iterator[str]:
    """The state in a few lines: a verdict for each account, the three numbers of the page, and where the page is."""
    for account in contents.good_faith.accounts:
        if account.state is AccountState.NO_COMPLAINTS:
            yield say("{account} has no complaints yet", account=account.title)
        else:
            qualifies = "no" if account.fails else "yes"
            fails = say_series(account.fails, "; ")
            yield say(
                "{account} {verdict}", account=account.title, verdict=verdict(qualifies, fails, account.locked_until)
            )
    if contents.good_faith.more_accounts:
        yield say(
            "{n:,} more accounts are not shown; run: ippbook goodfaith {file}",
            n=contents.good_faith.more_accounts,
            file=contents.file,
        )
    yield say(
        "{file}: {overdue}, {findings}, {links}; as of {day}",
        file=contents.file,
        overdue=say_number(contents.overdue, "1 overdue deadline", "{n:,} overdue deadlines"),
        findings=counts_phrase(contents.counts, 0, ()),
        links=say_number(contents.to_file, "1 link to file now", "{n:,} links to file now"),
        day=day_text(contents.as_of),
    )
    if out is None:
        yield say("For the page, run: ippbook report {file} -o report.html", file=contents.file)
    elif str(out) != STDIN:
        yield say("{file}: written", file=out)


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
