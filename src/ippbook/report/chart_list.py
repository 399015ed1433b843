"""Which charts the report has: of each account its two rates, then those of the whole workbook."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from ippbook.goodfaith.percent_text import limit_text
from ippbook.report.accounts import AccountReport, GoodFaithLimits
from ippbook.report.charts import Chart, Series
from ippbook.report.contents import ReportContents
from ippbook.report.overviews import OutcomeFigures

PageText = Callable[..., str]
"""A text of the page by name, with values for its placeholders."""


def rate_charts(account: AccountReport, limits: GoodFaithLimits, text: PageText) -> Iterator[Chart]:
    """Both rates of an account over twelve months, each next to its limit; none where nothing is decided."""
    months = tuple(f"{each.day:%Y-%m}" for each in account.months)
    kinds = (
        ("rates", "takedown", "takedowns", limits.takedown_rate, [each.takedown_rate for each in account.months]),
        ("counter", "counter", "counters", limits.counter_rate, [each.counter_rate for each in account.months]),
    )
    for kind, rate, role, limit, values in kinds:
        if any(value is not None for value in values):
            yield Chart(
                text(f"{kind}_title", account=account.title),
                text(f"{kind}_about", limit=limit_text(Decimal(repr(limit)))),
                text("month"),
                months,
                (
                    Series(text(f"{rate}_rate"), tuple(values), role),
                    Series(text(f"{rate}_limit"), (limit,) * len(months), "limit"),
                ),
                percent=True,
                caption=text(f"{rate}_rate"),
            )


def trend_charts(contents: ReportContents, text: PageText, language: str) -> Iterator[Chart]:
    """The charts of the whole workbook that have something to show."""
    charts = (
        _outcomes("by_platform", "platform", contents.platforms, text, language),
        _outcomes("by_reason", "reason", contents.reasons, text, language),
        Chart(
            text("days_title"),
            text("days_about"),
            text("month"),
            tuple(each.month for each in contents.months),
            (Series(text("median_days"), tuple(each.median_days for each in contents.months), "takedowns"),),
        ),
        Chart(
            text("rights_title"),
            text("rights_about"),
            text("month"),
            tuple(each.month for each in contents.rights),
            (Series(text("rights"), tuple(float(each.rights) for each in contents.rights), "counters"),),
            kind="columns",
        ),
    )
    return (each for each in charts if not each.empty)


def _outcomes(kind: str, first: str, rows: tuple[OutcomeFigures, ...], text: PageText, language: str) -> Chart:
    # pygal stacks from the bottom, so the largest comes last.
    names = ("taken_down", "rejected", "pending")
    roles = ("good", "bad", "neutral")
    upwards = rows[::-1]
    return Chart(
        text(f"{kind}_title"),
        text(f"{kind}_about"),
        text(first),
        tuple(each.name_in(language) or text("no_reason") for each in upwards),
        tuple(
            Series(text(name), tuple(float(getattr(each, name)) for each in upwards), role)
            for name, role in zip(names, roles, strict=True)
        ),
        kind="bars",
    )
