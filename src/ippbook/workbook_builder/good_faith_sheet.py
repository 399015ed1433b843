"""The top of the sheet Good-Faith: a tile with the verdict on each account, and one chart for each rate, with a line for each account.

Tiles and charts read fixed rows of the table GoodFaithMonths: twelve rows for each account, in the order of the sheet Accounts. The sheet
Charts shows the accounts after the fifth.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.goodfaith import History, trend
from ippbook.goodfaith.trend import TREND_MONTHS
from ippbook.ooxml.refs import cell_name, column_letters
from ippbook.workbook_builder import charts, palette
from ippbook.workbook_builder.charts import ChartSeries
from ippbook.workbook_builder.content import InputValue
from ippbook.workbook_builder.figure_places import FigurePlaces
from ippbook.workbook_builder.instructions import Instructions
from ippbook.workbook_builder.styles import FONT, CellRole, Styles
from ippbook.workbook_builder.xlsx_types import XlsxOptions, XlsxSheet, XlsxWorkbook

_TABLE: Final = "GoodFaithMonths"
_FEWEST, _MOST = 3, 5
_TILES: Final = ((0, 1), (2, 4), (5, 7), (8, 10), (11, 11))
"""First and last column of each tile."""
_LOWEST_START: Final = 0.5
"""An axis of takedown rates that begins below this begins where the program wants."""
_FIGURES: Final = ("takedown_rate", "takedown_limit", "counter_rate", "counter_limit", "qualifies")
_LOOKS: Final = (
    {"font_size": 12, "bold": True, "indent": 1},
    {"bold": True, "indent": 1},
    {"indent": 1},
    {"indent": 1},
)
"""Of the lines of a tile: the account, the verdict, both rates."""
_TILE: Final = 3
"""The first row of the tiles (from 0)."""
_CHART: Final = 8
"""The first row of the charts."""
_WIDTH, _HEIGHT = 660, 290
"""Pixels of a chart."""
TABLE_ROW: Final = _CHART + -(-_HEIGHT // charts.ROW) + 3
"""The row of the header of the table below the charts (from 0)."""


def draw_good_faith_top(
    workbook: XlsxWorkbook,
    sheet: XlsxSheet,
    styles: Styles,
    places: FigurePlaces,
    accounts: Sequence[str],
    instructions: Instructions,
    lowest: float | None,
) -> None:
    """Draw title, tiles and charts for the first accounts of the workbook. *lowest*: as `takedown_axis` takes it."""
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Good-Faith", styles(CellRole.TITLE))
    line = f"The verdict on each account, and both rates against their limits over the last twelve months. {instructions('good_faith')} to update this sheet."
    sheet.write_string(1, 0, line, styles(CellRole.TITLE_LINE))
    count = min(max(len(accounts), _FEWEST), _MOST)
    for place in range(count):
        _draw_tile(sheet, styles, places, place)
    for chart_place, (rate, title, limit_name, axis) in enumerate(
        (
            (
                "takedown",
                "Takedown rate: keep it on or above the limit",
                "Limit: at least",
                takedown_axis(lowest),
            ),
            (
                "counter",
                "Counter-notice rate: keep it on or below the limit",
                "Limit: at most",
                {"min": 0, "num_format": "0%"},
            ),
        )
    ):
        lines = [
            ChartSeries(
                [sheet.get_name(), _TILE, _TILES[place][0]],
                places.rows(_TABLE, f"{rate}_rate", place * TREND_MONTHS, TREND_MONTHS),
                palette.LINE_COLOURS[place],
            )
            for place in range(count)
        ]
        limit = places.rows(_TABLE, f"{rate}_limit", 0, TREND_MONTHS)
        lines.append(ChartSeries(limit_name, limit, palette.LIMIT, limit=True))
        months = places.rows(_TABLE, "month_end", 0, TREND_MONTHS)
        chart = charts.line_chart(workbook, title, months, lines, axis)
        charts.place_chart(sheet, chart, (_CHART, chart_place * (_WIDTH + 14)), (_WIDTH, _HEIGHT), title)


def takedown_axis(lowest: float | None) -> XlsxOptions:
    """The axis of takedown rates: it begins below *lowest* (the lowest rate or limit of the rows that are drawn), so that the distance to the limit can be seen.

    Without it the program chooses the beginning by the figures.
    """
    start = None if lowest is None else math.floor((lowest - 0.01) * 20) / 20
    if start is None or start < _LOWEST_START:
        return {"max": 1, "num_format": "0%"}
    return {"min": min(start, 0.8), "max": 1, "major_unit": 0.05, "num_format": "0%"}


def lowest_rate(complaints: Sequence[Mapping[str, InputValue]]) -> float | None:
    """The lowest takedown rate or limit in the last twelve months of the rows of Complaints that are drawn; None where there is none."""
    statuses = load_vocabulary("statuses")
    rows = [
        [row.get(name) for name in ("account", "complaint", "filed", "status", "decided")]
        for row in complaints
        if isinstance(row.get("filed"), date)
        and row.get("status") in statuses
        and (row.get("decided") is None or isinstance(row.get("decided"), date))
    ]
    if not rows:
        return None
    account, complaint, filed, status, decided = (list(column) for column in zip(*rows, strict=True))
    history = History.of(account, complaint, filed, status, decided=decided)
    found = trend(history, max(day for day in filed if isinstance(day, date)))
    rates = found["takedown_rate"].dropna()
    return None if rates.empty else float(min(rates.min(), found["min_takedown_rate"].min()))


def _draw_tile(sheet: XlsxSheet, styles: Styles, places: FigurePlaces, place: int) -> None:
    """The tile of one account: its name, the verdict in words, and both rates with their limits, on the last day that is known."""
    first, last = _TILES[place]
    name = month_cell(places, "account", place * TREND_MONTHS)
    last_row = (place + 1) * TREND_MONTHS - 1
    today = {column: month_cell(places, column, last_row) for column in _FIGURES}
    text = sheet.names.text

    def words(sentence: str) -> str:
        shown: str = text(sentence)
        return '"' + shown.replace('"', '""') + '"'

    def percent(rate: str, limit: str, label: str, at: str) -> str:
        # more digits where one digit would hide that the limit is not met, or make it look so
        hides = f"({rate}<{limit})<>(ROUND({rate},3)<{limit})"
        shown = f'TEXT({rate},IF({hides},"0.000%","0.0%"))'
        return (
            f'IF({rate}="",{words(label)}&" –",{words(label)}&" "&{shown}&" ("&{words(at)}&" "&TEXT({limit},"0%")&")")'
        )

    yes, no, none, out = (
        words(each) for each in ("✓ Good-Faith: yes", "✗ Good-Faith: no", "No complaint yet", "■ Locked out until")
    )
    locked = f"INDEX(Accounts[Locked out until],MATCH({name},Accounts[Account],0))"
    # not TEXT(…, "yyyy-mm-dd"), whose letters are others in other languages of Excel
    day = f'YEAR({locked})&"-"&TEXT(MONTH({locked}),"00")&"-"&TEXT(DAY({locked}),"00")'
    met = f'IF(IFERROR(N({locked}),0)>0,{out}&" "&{day},{yes})'
    verdict = f'IF(LEN({today["qualifies"]})=0,{none},IF(OR(LEFT({today["qualifies"]},1)="y",{today["qualifies"]}="是"),{met},{no}))'
    takedowns = percent(today["takedown_rate"], today["takedown_limit"], "Takedown rate", "at least")
    counters = percent(today["counter_rate"], today["counter_limit"], "Counter-notices", "at most")
    lines = (
        (f'=IF({name}="",{words("No account yet")},{name})', text("No account yet")),
        (f'=IF({name}="","",{verdict})', ""),
        (f'=IF({name}="","",{takedowns})', ""),
        (f'=IF({name}="","",{counters})', ""),
    )
    for line, (formula, value) in enumerate(lines):
        look = styles.workbook.add_format(
            FONT | {"bg_color": palette.COMPUTED.ground, "font_color": palette.INK} | _LOOKS[line]
        )
        sheet.write_formula(_TILE + line, first, formula, look, value)
        for column in range(first + 1, last + 1):
            edge = {"right": 5, "right_color": palette.PAPER} if column == last else {}
            blank = styles.workbook.add_format({"bg_color": palette.COMPUTED.ground} | edge)
            sheet.write_blank(_TILE + line, column, None, blank)
    verdict_cell = f"${column_letters(first + 1)}${_TILE + 2}"
    for sign, pair in (("✓", palette.GOOD_TINT), ("✗", palette.BAD_TINT), ("■", palette.WARNING_TINT)):
        _colour(sheet, styles, (1, first, last), f'=LEFT({verdict_cell},1)="{sign}"', pair)
    for line, rate, limit, sign in (
        (2, "takedown_rate", "takedown_limit", "<"),
        (3, "counter_rate", "counter_limit", ">"),
    ):
        failing = f"=AND(ISNUMBER({today[rate]}),{today[rate]}{sign}{today[limit]})"
        _colour(sheet, styles, (line, first, last), failing, palette.BAD_TINT)


def _colour(sheet: XlsxSheet, styles: Styles, at: tuple[int, int, int], criteria: str, pair: palette.Pair) -> None:
    """Colour a line of a tile (line, first and last column) where *criteria* is true."""
    line, first, last = at
    condition = {"type": "formula", "criteria": criteria, "format": styles.tint(pair)}
    sheet.conditional_format(_TILE + line, first, _TILE + line, last, condition)


def month_cell(places: FigurePlaces, column: str, row: int) -> str:
    """The address of a cell of the table of months, with its sheet, in the names of the drawing code."""
    _, first, at, *_ = places.rows(_TABLE, column, row, 1)
    letters, digits = cell_name(int(first) + 1, int(at) + 1), str(int(first) + 1)
    return f"Figures!${letters[: -len(digits)]}${digits}"
