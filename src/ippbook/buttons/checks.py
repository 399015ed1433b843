"""The group Check: what is wrong, where it is, and what it means."""

import re
from collections.abc import Iterator
from typing import Final

from ippbook import pipeline, tables
from ippbook.buttons import column_share
from ippbook.buttons.phrases import cells_changed, most_severe, summary
from ippbook.declare import registry
from ippbook.declare.button import Desk, Done, Spot, button
from ippbook.declare.pages import PageEntry, page_entries
from ippbook.languages import say, say_series
from ippbook.late_patterns import late_pattern
from ippbook.number_words import counted, listed
from ippbook.ooxml import ERROR, TEXT
from ippbook.ooxml.refs import cell_place as cell_of
from ippbook.pipeline import Study
from ippbook.tables.findings import FINDINGS_FIELD, Finding

_CODE: Final = late_pattern(r"\b[A-Z]{2}\d{3}\b")
_FUNCTION: Final = late_pattern(r"\bIPP_[A-Z0-9_]+", re.IGNORECASE)
_PAGES: Final = 3
"""How many pages a message shows."""


@button("Check", group="Check", image="ReviewTrackChanges", large=True)
def check(desk: Desk) -> Done:
    """Check every row and write what is wrong into its column Findings.

    The most severe findings come first, and the message shows the first three. Nothing else is changed. The checks are those
    of `ippbook check`.
    """
    found = column_share.calculated(desk)
    cells = column_share.write_share(desk, column_share.of_name(found, FINDINGS_FIELD))
    study = found.study
    lines = [
        say("{summary}; as of {as_of}", summary=summary(study), as_of=study.as_of),
        *most_severe(study),
        say("Findings: {changed}.", changed=cells_changed(cells)),
    ]
    return Done(say_series(lines, "\n"), cells, bool(study.counts()["error"]))


@button("Go to finding", group="Check", image="FindDialog", writes=False)
def go_to_finding(desk: Desk) -> Done:
    """Select the next cell with a finding and say what is wrong there.

    The most severe findings come first. Press again for the next one; after the last one comes the first. Cells on hidden
    sheets are skipped, and the message counts them. Nothing is changed.
    """
    study = pipeline.check(desk.book, desk.as_of, today=desk.today, progress=desk.tell)
    stops = _stops(study)
    if not stops:
        return Done(say("{summary}; there is no cell to go to", summary=summary(study)))
    seen = {sheet.name for sheet in desk.book.sheets if sheet.state == "visible"}
    places = [spot for spot in stops if spot.sheet in seen]
    hidden = list(dict.fromkeys(spot.sheet for spot in stops if spot.sheet not in seen))
    if not places:
        return Done(
            say(
                "{summary}; all {cells} with findings are on hidden sheets ({hidden}); unhide a sheet (right-click a sheet's tab, Unhide) and press the button again",
                summary=summary(study),
                cells=counted(len(stops), "cell"),
                hidden=listed(hidden),
            )
        )
    here = places.index(desk.spot) if desk.spot in places else -1
    at = (here + 1) % len(places)
    desk.go(places[at])
    again = say("; that was the last one, this is the first") if here + 1 == len(places) else ""
    found = [each.line for each in stops[places[at]]]
    skipped = (
        say(
            "; {stops_count:,} more on hidden sheets ({hidden})",
            stops_count=len(stops) - len(places),
            hidden=listed(hidden),
        )
        if hidden
        else ""
    )
    return Done(
        say_series(
            [
                *found,
                say(
                    "{at:,} of {places_count:,} cells with findings{again}{skipped}",
                    at=at + 1,
                    places_count=len(places),
                    again=again,
                    skipped=skipped,
                ),
            ],
            "\n",
        )
    )


def _stops(study: Study) -> dict[Spot, list[Finding]]:
    """The cells with findings, in the order of their most severe one, and all findings of each."""
    stops: dict[Spot, list[Finding]] = {}
    for finding in study.findings:
        if place := cell_of(finding.cell):
            stops.setdefault(Spot(finding.sheet, *place), []).append(finding)
    return stops


@button("Explain", group="Check", image="Help", writes=False)
def explain(desk: Desk) -> Done:
    """Explain the finding, the worksheet function or the column of the active cell.

    The button looks for a code in the cell, then for a worksheet function in it, then for the computed column of the cell, then
    for the findings of its row. It explains what it means, why it matters, how to fix it, and the source. Nothing is changed.
    """
    spot = desk.spot
    cells = desk.book.read(spot.sheet, [spot.column], spot.row, spot.row)[spot.column]
    text = str(cells.text[0]) if cells.kind[0] in (TEXT, ERROR) else ""
    formula = str(cells.formula[0]) if cells.formula is not None else ""
    known = page_entries()
    names = [*_CODE.findall(text), *(name.upper() for name in _FUNCTION.findall(formula))]
    wanted = [name for name in dict.fromkeys(names) if name in known]
    pages = [_shown(known[name]) for name in wanted[:_PAGES]] or list(_column(desk))
    if not pages:
        wanted = _codes_of_row(desk)
        pages = [_shown(known[name]) for name in wanted[:_PAGES]]
    if not pages:
        return Done(
            say(
                "There is nothing to explain in this cell; select a row with findings, a computed column or a cell with IPP_…"
            )
        )
    rest = [say("The row has more: {wanted}", wanted=say_series(wanted[_PAGES:]))] if len(wanted) > _PAGES else []
    return Done(say_series([*pages, *rest], "\n\n"))


def _codes_of_row(desk: Desk) -> list[str]:
    """The codes of the findings in the active row, those of the active cell first."""
    spot = desk.spot
    study = pipeline.check(desk.book, desk.as_of, today=desk.today, progress=desk.tell)
    mine = [(place, found) for place, found in _stops(study).items() if place[:2] == spot[:2]]
    mine.sort(key=lambda each: each[0] != spot)
    known = page_entries()
    return list(dict.fromkeys(one.code for _, found in mine for one in found if one.code in known))


def _column(desk: Desk) -> Iterator[str]:
    """The page of the computed column of the active cell."""
    spot = desk.spot
    known = registry()
    for name, table in tables.typed_tables(desk.book, known.headers).tables.items():
        if table.places.sheet != spot.sheet or not 0 <= spot.row - table.places.first_row < table.length:
            continue
        for column in known.columns_of(name):
            if table.places.columns.get(column.header) == spot.column:
                yield _shown(
                    PageEntry(
                        f"{name}: {column.header}",
                        say("computed column, {kind_value}", kind_value=column.kind.value),
                        column.page,
                    )
                )


def _shown(entry: PageEntry) -> str:
    """A page in lines."""
    page = entry.page
    parts = (("", page.why), (say("To fix it: "), page.fix), ("Source: ", page.source))
    lines = [f"{start}{text}" for start, text in parts if text]
    return "\n".join([f"{entry.code} ({entry.kind})", page.summary, *lines])
