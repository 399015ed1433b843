"""The findings of the report by rule: what is wrong, how to fix it, and in which cells."""

from collections import Counter
from typing import TYPE_CHECKING, Final

from ippbook.catalog.platforms import parse_link
from ippbook.quick_dataclasses import dataclass
from ippbook.report.shown_text import cut
from ippbook.tables.findings import Batch, Problem, Severity

if TYPE_CHECKING:
    from ippbook.pipeline import Study

_LONGEST: Final = 400
"""Characters of a sentence that the page shows; a cell of Excel holds 32,767."""
_LINKS: Final = {"Listings": "canonical_url", "Complaints": "listing_canonical_url"}
"""By table: the column with the canonical link of a row's listing."""


@dataclass(frozen=True)
class CellFinding:
    """One finding: its cell, its row by name, what is wrong there, and the listing's page."""

    sheet: str
    cell: str
    key: str
    message: str
    listing: str
    """The canonical link of a known marketplace; "" where the row has none."""

    @property
    def place(self) -> str:
        """Sheet and cell, as people write them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True)
class RuleFindings:
    """All findings of one rule; of many cells, the first ones."""

    code: str
    severity: Severity
    table: str
    summary: str
    why: str
    fix: str
    count: int
    cells: tuple[CellFinding, ...]

    @property
    def more(self) -> int:
        """Findings that are not among `cells`."""
        return self.count - len(self.cells)


def rule_findings(study: "Study", each_rule: int, in_all: int) -> tuple[RuleFindings, ...]:
    """The findings of *study* by rule: the most severe first, then the most frequent.

    At most *each_rule* cells of a rule and *in_all* cells together; a rule without a cell left still has its count.
    """
    batches: dict[tuple[str, Severity], list[Batch]] = {}
    for batch in study.batches:
        if len(batch):
            batches.setdefault((batch.problem.code, batch.problem.severity), []).append(batch)
    counts = Counter({key: sum(map(len, each)) for key, each in batches.items()})
    order = sorted(batches, key=lambda key: (key[1], -counts[key], key[0]))
    left = in_all
    found: list[RuleFindings] = []
    for key in order:
        cells = tuple(_cells(study, batches[key], min(each_rule, left)))
        left -= len(cells)
        problem: Problem = batches[key][0].problem
        page = problem.page
        tables = {batch.table for batch in batches[key]}
        found.append(
            RuleFindings(
                key[0],
                key[1],
                tables.pop() if len(tables) == 1 else "",
                page.summary,
                page.why,
                page.fix,
                counts[key],
                cells,
            )
        )
    return tuple(found)


def _cells(study: "Study", batches: list[Batch], most: int) -> list[CellFinding]:
    found: list[CellFinding] = []
    places = study.tables.places
    for batch in batches:
        place = places.get(batch.table)
        table = study.tables.tables.get(batch.table)
        for row, message in zip(batch.rows.tolist(), batch.messages, strict=True):
            if len(found) >= most:
                return found
            filled = table is not None and 0 <= row < table.length
            found.append(
                CellFinding(
                    place.sheet if place else batch.table,
                    place.cell(row, batch.header) if place else "",
                    cut(table.row_keys[row], _LONGEST) if table is not None and filled else "",
                    message if len(message) <= _LONGEST else cut(message, _LONGEST),
                    _listing(study, batch.table, row) if filled else "",
                )
            )
    return found


def _listing(study: "Study", table: str, row: int) -> str:
    if table not in _LINKS:
        return ""
    return marketplace_link(str(study.wiring.value(table, _LINKS[table]).iloc[row]))


def marketplace_link(text: str) -> str:
    """*text* if it is the canonical https link of a known marketplace, else "".

    >>> marketplace_link("https://item.taobao.com/item.htm?id=520813250866")
    'https://item.taobao.com/item.htm?id=520813250866'
    >>> marketplace_link("javascript:alert(1)"), marketplace_link("https://item.taobao.com.evil.cn/item.htm?id=1")
    ('', '')
    """
    if not text.startswith("https://"):
        return ""
    link = parse_link(text)
    return text if link.kind in {"item", "store"} and link.canonical == text else ""
