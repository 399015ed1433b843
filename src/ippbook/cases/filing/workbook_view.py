"""The columns of Listings and Complaints that drafting and packing read."""

from dataclasses import field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ippbook.languages import say, say_series
from ippbook.pipeline import Study
from ippbook.quick_dataclasses import dataclass
from ippbook.sellers import LinkStage, Sellers, identify, link_stages
from ippbook.tables.book import fold
from ippbook.tables.findings import Severity

TextValues = NDArray[np.object_]
ColumnArray: TypeAlias = Any  # an array of texts, days or numbers: the column decides


@dataclass(frozen=True)
class FilingView:
    """A study, with the names that drafting and packing use."""

    study: Study
    _arrays: dict[tuple[str, str], ColumnArray] = field(default_factory=dict)

    def listings(self, name: str) -> ColumnArray:
        """A column of Listings as an array: its own, a computed or a joined one."""
        return self._array("Listings", name)

    def complaints(self, name: str) -> ColumnArray:
        """A column of Complaints as an array."""
        return self._array("Complaints", name)

    def _array(self, table: str, name: str) -> ColumnArray:
        at = (table, name)
        if at not in self._arrays:
            self._arrays[at] = self.study.wiring.value(table, name).to_numpy()
        return self._arrays[at]

    @property
    def count(self) -> int:
        """Rows of Listings, completely empty ones included."""
        return self.study.tables["Listings"].length

    @cached_property
    def offers(self) -> TextValues:
        """The canonical link of each listing, the same for all links to one offer; "" where the link cannot be read."""
        found: TextValues = self.listings("canonical_url")
        return found

    @cached_property
    def rights(self) -> NDArray[np.int64]:
        """The row in Rights of the right that each listing infringes; -1 where there is none."""
        return self.study.wiring.rows("Listings", "right")

    @cached_property
    def sellers(self) -> Sellers:
        """The seller of each listing."""
        wiring = self.study.wiring
        return identify(wiring.value("Listings", "seller"), wiring.value("Listings", "store"))

    @cached_property
    def authorised(self) -> dict[int, str]:
        """By row of Listings, why its seller is authorised: its own row or another row of the seller says so."""
        white = np.asarray(self.listings("whitelisted") == "yes")
        codes = self.sellers.codes
        friends = np.isin(codes, codes[white & (codes >= 0)]) & (codes >= 0)
        found = {
            row: say("another row says that {names} is authorised", names=self.sellers.names[codes[row]])
            for row in np.flatnonzero(friends).tolist()
        }
        return found | dict.fromkeys(np.flatnonzero(white).tolist(), say("the seller is authorised"))

    @cached_property
    def seen(self) -> ColumnArray:
        """The last day on which each listing is known to have been online (datetime64, NaT where unknown)."""
        return np.fmax(self.listings("first_seen"), self.listings("last_seen"))

    @cached_property
    def stages(self) -> NDArray[np.object_]:
        """The stage of each row of Complaints."""
        return link_stages(
            self.study.wiring.value("Complaints", "status"), self.study.wiring.value("Complaints", "filed")
        )

    @cached_property
    def errors(self) -> dict[str, dict[int, str]]:
        """By table and row, the errors that the checks found: "LS106 this is a short link; …"."""
        found = self._messages(Severity.ERROR, with_codes=True)
        return {table: {row: say_series(each, "; ") for row, each in rows.items()} for table, rows in found.items()}

    @cached_property
    def warnings(self) -> dict[str, dict[int, list[str]]]:
        """By table and row, what the checks warn of, without the codes of the rules."""
        return self._messages(Severity.WARNING, with_codes=False)

    def _messages(self, severity: Severity, *, with_codes: bool) -> dict[str, dict[int, list[str]]]:
        found: dict[str, dict[int, list[str]]] = {}
        for batch in self.study.batches:
            if batch.problem.severity is not severity:
                continue
            of_table = found.setdefault(batch.table, {})
            for row, message in zip(batch.rows.tolist(), batch.messages, strict=True):
                of_table.setdefault(row, []).append(
                    say("{code} {message}", code=batch.problem.code, message=message) if with_codes else message
                )
        return found

    @cached_property
    def history(self) -> dict[tuple[str, int], list[int]]:
        """For each offer and right (its row), the rows of Complaints about them, the latest filed last."""
        listing, right = (self.study.wiring.rows("Complaints", name) for name in ("listing", "right"))
        filed = self.complaints("filed").astype("datetime64[D]").astype(np.int64)  # NaT is the smallest number
        found: dict[tuple[str, int], list[int]] = {}
        for row in np.lexsort((np.arange(len(filed)), filed)).tolist():
            if listing[row] >= 0:
                found.setdefault((self.offers[listing[row]], int(right[row])), []).append(row)
        return found

    def ended(self, row: int) -> np.datetime64:
        """The day on which the complaint in *row* ended: decided, else filed; NaT where both are unknown."""
        decided, filed = self.complaints("decided")[row], self.complaints("filed")[row]
        ended: np.datetime64 = filed if np.isnat(decided) else decided
        return ended

    @cached_property
    def accounts(self) -> dict[str, int]:
        """The row of each account, by its folded name."""
        return self.study.tables["Accounts"].keys

    def account_row(self, name: str) -> int:
        """The row of the account *name*; -1 where Accounts has none."""
        return self.accounts.get(fold(name), -1)


def day_text(value: np.datetime64) -> str:
    """A day as ISO text; "an unknown day" for NaT."""
    return say("an unknown day") if np.isnat(value) else str(value.astype("datetime64[D]"))


__all__ = ["FilingView", "LinkStage", "TextValues", "day_text"]
