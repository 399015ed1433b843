"""The takedown text of one complaint."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ippbook import tables
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.likely_names import did_you_mean
from ippbook.notices.complaint_texts import takedowns, text_language
from ippbook.notices.fallback import fallback_remark
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.pipeline.study import day_of, wire
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import fold
from ippbook.tables.sources import WorkbookSource, opened

if TYPE_CHECKING:
    from ippbook.tables.column_types import TextColumn

_NO_REASON: Final = say("the complaint has no reason: choose one in Complaints")


@dataclass(frozen=True)
class TakedownText:
    """The text to file for a complaint, or why there is none."""

    complaint: str
    text: str
    """"" where there is a problem."""
    characters: int
    """Length of the text; 0 where there is none."""
    problem: str
    """One sentence; "" where there is a text."""
    missing: tuple[str, ...]
    """Fields that the text needs and that are blank."""
    remark: str = ""
    """One sentence where the text is in another language than requested, else ""."""

    def to_frame(self) -> pd.DataFrame:
        """One row with the fields of this dataclass; missing fields joined by ", "."""
        return pd.DataFrame([{**vars(self), "missing": say_series(self.missing)}])


def takedown_text(
    path: WorkbookSource,
    complaint: str,
    language: str,
    as_of: date | None,
    *,
    today: date,
    folders: SideFolders = NO_FOLDERS,
) -> TakedownText:
    """The takedown text of one complaint.

    *language* overrides the language of the complaint. If several accounts use the number, the first row counts.
    Raises `ooxml.WorkbookError` and `UserError`.
    """
    book = opened(path)
    typed = tables.typed_tables(book, registry().headers)
    return Takedowns(typed, language, day_of(typed, as_of, today), folders).of(complaint, f"{book.path}: ")


@dataclass(frozen=True)
class Takedowns:
    """The takedown texts of typed tables on a day. The first request writes all of them."""

    typed: tables.Tables
    language: str
    """Overrides the language of each complaint; "" to keep it."""
    as_of: date
    folders: SideFolders = NO_FOLDERS

    def of(self, complaint: str, where: str = "") -> TakedownText:
        """As `takedown_text`; *where* is the beginning of the error message. Raises `UserError`."""
        row = self._rows.get(fold(complaint))
        if row is None:
            numbers = sorted({self._numbers[each] for each in self._rows.values()})
            hint = did_you_mean(complaint, numbers, say("see its column Complaint"))
            raise UserError(
                "{where}there is no complaint {complaint!r} in the table Complaints; {hint}",
                where=where,
                complaint=complaint,
                hint=hint,
            )
        found = {name: column[row] for name, column in self._written.items()}
        return TakedownText(
            complaint=self._numbers[row],
            text=found["text"],
            characters=0 if np.isnan(found["characters"]) else int(found["characters"]),
            problem=found["problem"] or ("" if found["text"] else _NO_REASON),
            missing=tuple(name for name in found["missing"].split(", ") if name),
            remark=fallback_remark(found["wanted"], found["language"]) if found["text"] else "",
        )

    @property
    def _numbers(self) -> "TextColumn":
        return self.typed["Complaints"].columns["complaint"]

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The first row of each number."""
        rows: dict[str, int] = {}
        for row, number in enumerate(map(fold, self._numbers)):
            if number:
                rows.setdefault(number, row)
        return rows

    @cached_property
    def _written(self) -> pd.DataFrame:
        language = load_vocabulary("languages").read(self.language) if self.language else ""
        if language is None:
            raise UserError(
                "No takedown texts exist in the language {language!r}. Use one of: {codes}.",
                language=self.language,
                codes=say_series(load_vocabulary("languages").codes),
            )
        wiring = wire(self.typed, self.as_of, folders=self.folders)
        if language:
            wiring.overrides["Complaints", "language"] = pd.Series([language] * len(self._numbers), dtype=object)
        complaints = wiring.value("Complaints", "all_complaints")
        found: pd.DataFrame = complaints.once(takedowns).assign(wanted=text_language(complaints))
        return found
