"""The folders that may accompany a workbook: one with the team's own takedown texts, one with evidence files."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ippbook import notices
from ippbook.errors import UserError
from ippbook.evidence.files import check_evidence
from ippbook.languages import say
from ippbook.notices.folder import read_text_folder
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Batch
from ippbook.tables.problems import problem

if TYPE_CHECKING:
    from ippbook.tables.book import Tables


@dataclass(frozen=True)
class SideFolders:
    """The folders of a run, read."""

    texts: tuple[notices.Template, ...] = ()
    """Takedown texts. They override the built-in ones; the texts of the workbook's own table override them."""
    problems: tuple[Batch, ...] = ()
    """The findings about these texts."""
    evidence: Path | None = None
    """The folder with the evidence files; None: evidence is not checked."""

    def batches(self, book: "Tables") -> list[Batch]:
        """Every finding about the folders, for the tables of *book*."""
        found = [] if self.evidence is None else check_evidence(self.evidence, book["Listings"])
        return [*self.problems, *found]


NO_FOLDERS = SideFolders()
"""No folders."""


def read_side_folders(texts: Path | None = None, evidence: Path | None = None) -> SideFolders:
    """Read the folder *texts*, and check that the folder *evidence* exists. Raises `UserError` where a folder does not exist."""
    if evidence is not None and not evidence.is_dir():
        raise UserError(
            "{evidence}: this evidence folder does not exist. Give the folder that contains the evidence files.",
            evidence=evidence,
        )
    if texts is None:
        return SideFolders(evidence=evidence)
    found, problems = read_text_folder(texts, dict(notices.LANGUAGES))
    wrong = problem("TX103")
    rows = np.full(len(problems), -1, dtype=np.int64)
    batches = (
        (Batch(wrong, "Texts", "", rows, [say(wrong.says, detail=each) for each in problems]),) if problems else ()
    )
    return SideFolders(found, batches, evidence)
