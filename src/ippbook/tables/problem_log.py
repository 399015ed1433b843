"""The problems that reading finds in one table, gathered into a batch for each problem and column."""

from collections import defaultdict

import numpy as np

from ippbook.languages import say
from ippbook.tables.findings import Batch
from ippbook.tables.problems import problem


class ProblemLog:
    """The problems found in one table while it is read."""

    def __init__(self, table: str) -> None:
        self.table = table
        self._messages: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)

    def add(self, code: str, detail: str, header: str = "", row: int = -1) -> None:
        """Note the problem *code* at a cell of the table; without *row*, at the table itself."""
        self._messages[code, header].append((row, say(problem(code).says, detail=detail)))

    def batches(self) -> list[Batch]:
        """Every problem noted, a batch for each problem and column."""
        return [
            Batch(
                problem(code),
                self.table,
                header,
                np.array([row for row, _ in messages], dtype=np.int64),
                [text for _, text in messages],
            )
            for (code, header), messages in self._messages.items()
        ]


__all__ = ["ProblemLog"]
