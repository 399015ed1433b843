"""Writes the report as one HTML page that loads nothing and trusts nothing.

The page's own policy (a CSP meta tag) forbids every load and every script and style but its own two, which it knows by hash. jinja2
escapes each value; control characters are made visible; links go to the workbook and to known marketplaces.
"""

import base64
import hashlib
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from ippbook.goodfaith.percent_text import limit_text, percent_text
from ippbook.languages import ENGLISH, in_language
from ippbook.languages.names import name_in
from ippbook.languages.sentence import KnownWord, Sentence, TextSeries
from ippbook.report.accounts import AccountState
from ippbook.report.chart_drawing import draw_chart
from ippbook.report.chart_list import rate_charts, trend_charts
from ippbook.report.contents import ReportContents
from ippbook.report.overviews import DAYS_AHEAD, reason_in_chinese
from ippbook.report.shown_text import cut
from ippbook.report.theme import DARK, LIGHT
from ippbook.report.words import PAGE_WORDS, SEVERITY_WORDS, STATES
from ippbook.version import __version__


def report_page(contents: ReportContents, zone: str, out: Path | None = None, language: str = ENGLISH) -> str:
    """The page in *language*. *zone*: the time zone of the day; *out*: the file it is for, from which it links to the workbook."""
    text = partial(page_text, language)
    ours = partial(in_language, language=language)
    script = _template_text("page.js")
    style = _environment(ours).from_string(_template_text("page.css")).render(light=LIGHT, dark=DARK)
    return _environment(ours).get_template("page.html").render(
        contents=contents,
        day=contents.as_of.isoformat(),
        zone=zone,
        version=__version__,
        days_ahead=DAYS_AHEAD,
        language=language,
        text=text,
        states={key: ours(word) for key, word in STATES.items()},
        severities={key: ours(word) for key, word in SEVERITY_WORDS.items()},
        AccountState=AccountState,
        percent=percent_text,
        limit=lambda share: limit_text(Decimal(repr(share))),
        iso=date.isoformat,
        reason_name=lambda reason: name_in(reason, (reason_in_chinese(reason),), language),
        gauge=gauge,
        rate_charts=partial(rate_charts, limits=contents.good_faith.limits, text=text),
        trend_charts=trend_charts(contents, text, language),
        drawing=lambda chart, name: Markup(draw_chart(chart, name)),  # noqa: S704  # made by lxml, which escapes texts
        book=workbook_link(contents.file, out),
        cell=partial(cell_link, workbook_link(contents.file, out)),
        style=Markup(style),  # noqa: S704  # the package's own file
        script=Markup(script),  # noqa: S704  # likewise
        policy=page_policy(style, script),
    )  # fmt: skip


def page_text(language: str, name: str, /, **values: object) -> str:
    """The text of the page called *name* in *language*, with *values* in its placeholders."""
    return in_language(Sentence(PAGE_WORDS[name], values) if values else PAGE_WORDS[name], language)


def page_policy(style: str, script: str) -> str:
    """The page's Content-Security-Policy: nothing but this style and this script, and no load at all."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def workbook_link(file: Path, out: Path | None) -> str:
    """The relative link to the workbook from the page *out*; from nowhere, the file's own name.

    >>> workbook_link(Path("a b/team #1.xlsx"), Path("a b/report.html"))
    'team%20%231.xlsx'
    >>> workbook_link(Path("javascript:x.xlsx"), None)
    './javascript%3Ax.xlsx'
    """
    if out is None:
        return f"./{quote(file.name)}"
    try:
        return quote(Path(os.path.relpath(file, out.parent)).as_posix())
    except ValueError:  # another drive of Windows
        return file.absolute().as_uri()


def cell_link(book: str, sheet: str, cell: str) -> str:
    """The link to a cell: FILE#Sheet!Cell, or to the sheet's first cell.

    >>> cell_link("team.xlsx", "Complaints", "K12"), cell_link("team.xlsx", "My sheet's", "")
    ('team.xlsx#Complaints!K12', "team.xlsx#'My%20sheet''s'!A1")
    """
    name = sheet if sheet.isidentifier() and sheet.isascii() else "'{}'".format(sheet.replace("'", "''"))
    place = quote(name, safe="'")
    return f"{book}#{place}!{cell or 'A1'}"


def gauge(value: float, limit: float, top: float) -> tuple[float, float]:
    """How far a bar and the mark of its limit reach, in percent of its width; *top* is the end of the scale."""
    end = max(top, limit) or 1
    return round(min(value / end, 1) * 100, 1), round(min(limit / end, 1) * 100, 1)


def _template_text(name: str) -> str:
    return files(__package__).joinpath("template", name).read_text(encoding="utf-8")


def _printed(ours: Callable[[str], str], value: object) -> object:
    """A value as it is printed: a sentence in the page's language, a text without control characters and of bounded length."""
    if isinstance(value, Sentence | TextSeries | KnownWord):
        return cut(ours(value))
    return cut(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment(ours: Callable[[str], str]) -> jinja2.Environment:
    """The templates' environment. The filter `ours` is for texts that are ippbook's; a name of a workbook is never translated."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template_text),
        autoescape=True,
        finalize=partial(_printed, ours),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["ours"] = ours
    return environment
