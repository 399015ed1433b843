"""Which charts the report has: of each account its two rates, then those of the whole workbook."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from ippbook.goodfaith.percent_text import limit_text
from ippbook.report.accounts import AccountReport, GoodFaithLimits
from ippbook.report.charts import Chart, ChartKind, Series
from ippbook.report.contents import ReportContents
from ippbook.report.overviews import MonthCounts, OutcomeFigures

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
        _months(
            "days", contents.takedown_days, {"median_days": "takedowns", "slowest_tenth": "counters"}, text, "lines"
        ),
        _months(
            "comebacks", contents.comebacks, {"taken_down": "good", "new_offers": "bad", "seen_again": "neutral"}, text
        ),
        _months(
            "last_days",
            contents.last_days,
            {
                "trademarks": "good",
                "patents_and_designs": "bad",
                "other_rights": "neutral",
                "powers_of_attorney": "fourth",
            },
            text,
        ),
    )
    return (each for each in charts if not each.empty)


def _months(
    kind: str, rows: tuple[MonthCounts, ...], roles: Mapping[str, str], text: PageText, drawn: ChartKind = "columns"
) -> Chart:
    return Chart(
        text(f"{kind}_title"),
        text(f"{kind}_about"),
        text("month"),
        tuple(each.month for each in rows),
        tuple(Series(text(name), tuple(each.figures[name] for each in rows), role) for name, role in roles.items()),
        kind=drawn,
    )


def _outcomes(kind: str, first: str, rows: tuple[OutcomeFigures, ...], text: PageText, language: str) -> Chart:
    names = ("taken_down", "rejected", "pending", "withdrawn")
    roles = ("good", "bad", "neutral", "fourth")
    return Chart(
        text(f"{kind}_title"),
        text(f"{kind}_about"),
        text(first),
        tuple(each.name_in(language) or text("unknown") for each in rows),
        tuple(
            Series(text(name), tuple(float(getattr(each, name)) for each in rows), role)
            for name, role in zip(names, roles, strict=True)
        ),
        kind="bars",
    )
