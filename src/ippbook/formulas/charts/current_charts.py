"""Charts whose kept values are old: the new parts, and those that cannot be brought up to date."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field

from ippbook import ooxml
from ippbook.formulas.charts.cached_values import ChartCells, differing
from ippbook.formulas.charts.chart_areas import grown, loose_regions, regions
from ippbook.formulas.charts.chart_cells import ChartReader
from ippbook.formulas.groups import SkippedFormulas
from ippbook.formulas.regions import Region
from ippbook.formulas.workbook_formulas import cells_of
from ippbook.ooxml.cell_keys import key_cols, key_rows
from ippbook.ooxml.read.chart_parts import ChartPart, ChartReference, chart_cell, chart_parts
from ippbook.ooxml.write.chart_caches import cache_splices, formula_splice
from ippbook.ooxml.xml.elements import replaced
from ippbook.ooxml.xml.splices import Splice
from ippbook.quick_dataclasses import dataclass


@dataclass
class ChartUpdates:
    """What becomes of the charts of a workbook."""

    parts: ooxml.Parts = field(default_factory=ooxml.Parts)
    """The parts of charts with their new values."""
    changed: int = 0
    """How many kept values differ from their cells."""
    stale: list[SkippedFormulas] = field(default_factory=list)
    """Charts that depend on a changed cell and keep an old value, by the cell in which each begins."""


@dataclass(frozen=True)
class _Plan:
    """A reference whose cells are known: what it means before the edits, and its formula and cells after them."""

    reference: ChartReference
    formula: str
    areas: list[Region]


def chart_updates(book: ooxml.Book, edits: ooxml.Edits, *, everything: bool) -> ChartUpdates:
    """The charts of *book* after *edits*: their references and kept values brought up to date.

    Without *everything* only references to changed cells. A range of all rows of a table grows with it. A cache that has these values
    already keeps its bytes. Raises as every reading of the workbook.
    """
    found = ChartUpdates()
    charts = chart_parts(book)
    if not charts:
        return found
    source = cells_of(book)
    changes = _Changes(edits)
    plans: list[tuple[ChartPart, list[_Plan]]] = []
    for chart in charts:
        mine = []
        for reference in chart.references:
            areas = _readable(book, regions(reference.formula, source))
            if areas is None or chart.fixed or not reference.kind:
                touched = changes.touch(areas or loose_regions(reference.formula, source))
                why = chart.fixed or "its series is a formula that is not calculated here"
                if touched:
                    found.stale.append(_stale(book, chart, f"{reference.formula}: {why}"))
                continue
            formula, after = grown(reference.formula, areas, list(edits.growths.values()))
            if everything or changes.touch(after):
                mine.append(_Plan(reference, formula, after))
        if mine:
            plans.append((chart, mine))
    reader = ChartReader(book, edits)
    reader.prepare(area for _, mine in plans for plan in mine for area in plan.areas)
    for chart, mine in plans:
        cuts: list[Splice] = []
        for plan in mine:
            cuts += _cuts(book, chart, plan, reader, changes, found)
        if cuts:
            found.parts.put(chart.part, replaced(chart.raw, cuts))
    return found


def _readable(book: ooxml.Book, areas: list[Region] | None) -> list[Region] | None:
    """*areas*, if each is on a sheet that has cells."""
    for area in areas or ():
        sheet = book.sheet(area.sheet)
        if sheet.kind == "chartsheet" or sheet.part.lower() not in book.members:
            return None
    return areas


def _cuts(
    book: ooxml.Book, chart: ChartPart, plan: _Plan, reader: ChartReader, changes: "_Changes", found: ChartUpdates
) -> list[Splice]:
    """The cuts for one reference; none where its cache has the values already."""
    reference = plan.reference
    moved = [formula_splice(chart.raw, reference, plan.formula)] if plan.formula != reference.formula else []
    several = reference.kind == "multiLvlStrRef"
    every = reader.levels(plan.areas, reference.size) if several else [reader.cells(plan.areas)]
    forms = [every]
    if chart.visible_only and any(cells.hidden.any() for cells in every):
        forms.insert(0, [cells.shown() for cells in every])  # what Excel keeps; other programs keep all of them
    wanted = [[_values(reference, cells) for cells in form] for form in forms]
    if any(values is None for form in wanted for values in form):
        if changes.touch(plan.areas):
            why = f"{plan.formula}: it shows numbers as texts, and their format is not applied here"
            found.stale.append(_stale(book, chart, why))
        return moved
    known = [[values or [] for values in form] for form in wanted]
    differences = [_differences(reference, cells, values) for cells, values in zip(forms, known, strict=True)]
    if min(differences) == 0:
        return moved
    found.changed += differences[0]
    size = len(known[0][0]) if known[0] else 0
    return [*moved, *cache_splices(chart.raw, reference, known[0] or [[]], size)]


def _values(reference: ChartReference, cells: ChartCells) -> list[str | None] | None:
    return cells.numbers(on_axis=reference.on_axis) if reference.kind == "numRef" else cells.texts()


def _differences(reference: ChartReference, cells: list[ChartCells], levels: list[list[str | None]]) -> int:
    """How many kept values differ; at least 1 where the number of points or of levels does, or there is no cache.

    Some programs do not count blank cells at the end.
    """
    size = len(levels[0]) if levels else 0
    last = max((place + 1 for level in levels for place, value in enumerate(level) if value is not None), default=0)
    texts = [each.text_places() if reference.kind == "numRef" else frozenset[int]() for each in cells]
    count = sum(differing(old, new, at) for old, new, at in zip(reference.levels, levels, texts, strict=False))
    return max(count, int(not last <= reference.size <= size or len(reference.levels) != len(levels)))


def _stale(book: ooxml.Book, chart: ChartPart, why: str) -> SkippedFormulas:
    sheet, row, column = chart_cell(book, chart.part)
    return SkippedFormulas(sheet or chart.part, column, (row,), f"the chart that begins here keeps old values of {why}")


class _Changes:
    """The cells that edits change."""

    def __init__(self, edits: ooxml.Edits) -> None:
        boxes: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
        for sheet, batches in edits.batches.items():
            for batch in batches:
                rows, columns = key_rows(batch.key), key_cols(batch.key)
                if len(rows):
                    boxes[sheet].append((int(rows.min()), int(columns.min()), int(rows.max()), int(columns.max())))
        for growth in edits.growths.values():
            added = growth.added
            boxes[growth.table.sheet.casefold()].append(
                (added.first_row, added.first_col, added.last_row, added.last_col)
            )
        self._boxes = boxes

    def touch(self, areas: Iterable[Region]) -> bool:
        """Whether a changed cell may be in one of *areas*."""
        return any(
            top <= area.bottom and area.top <= bottom and left <= area.right and area.left <= right
            for area in areas
            for top, left, bottom, right in self._boxes.get(area.sheet.casefold(), ())
        )
