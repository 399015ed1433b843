"""What may stand beside a workbook: a folder of the team's own takedown texts, a folder of evidence."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ippbook import notices
from ippbook.errors import UserError
from ippbook.evidence.files import check_evidence
from ippbook.notices.folder import read_text_folder
from ippbook.tables.book import Tables
from ippbook.tables.findings import Batch
from ippbook.tables.problems import problem


@dataclass(frozen=True)
class SideFolders:
    """The folders of a run, read."""

    texts: tuple[notices.Template, ...] = ()
    """Takedown texts that go before ours, and after those of the workbook's own table."""
    said: tuple[Batch, ...] = ()
    """What is wrong with them."""
    evidence: Path | None = None
    """The folder in which evidence files are looked up; without it they are not."""

    def batches(self, book: Tables) -> list[Batch]:
        """Every finding that the folders give for *book*."""
        found = [] if self.evidence is None else check_evidence(self.evidence, book["Listings"])
        return [*self.said, *found]


NO_FOLDERS = SideFolders()
"""No folder at all."""


def read_side_folders(texts: Path | None = None, evidence: Path | None = None) -> SideFolders:
    """Read the folder of *texts*, and see that the folder of *evidence* is there. Raises `UserError` where one is not."""
    if evidence is not None and not evidence.is_dir():
        raise UserError(f"{evidence}: there is no such folder of evidence; name the folder that holds the files")
    if texts is None:
        return SideFolders(evidence=evidence)
    found, said = read_text_folder(texts, dict(notices.LANGUAGES))
    wrong = problem("TX103")
    rows = np.full(len(said), -1, dtype=np.int64)
    batches = (Batch(wrong, "Texts", "", rows, [wrong.says.format(detail=each) for each in said]),) if said else ()
    return SideFolders(found, batches, evidence)
