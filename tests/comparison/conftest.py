"""Two workbooks, written and compared."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from compared_workbooks import AS_OF, Rows, written

from ippbook.comparison import Comparison, compare_workbooks, read_side
from ippbook.comparison.content import unchecked_side
from ippbook.comparison.table_changes import TableChanges, table_changes


@pytest.fixture
def comparing(tmp_path: Path) -> Callable[..., Comparison]:
    """Compare two workbooks that are described as `written` takes them."""

    def between(
        old: Mapping[str, Rows], new: Mapping[str, Rows], old_sheets: Any = None, new_sheets: Any = None
    ) -> Comparison:
        paths = written(tmp_path / "old.xlsx", old, old_sheets), written(tmp_path / "new.xlsx", new, new_sheets)
        sides = [read_side(path, path.name, AS_OF, today=AS_OF) for path in paths]
        return compare_workbooks(*sides)

    return between


@pytest.fixture
def changes_of(tmp_path: Path) -> Callable[..., TableChanges]:
    """What changed in the table Listings or Complaints of two workbooks that are not checked, which is quick."""

    def between(old: Mapping[str, Rows], new: Mapping[str, Rows], table: str = "Listings") -> TableChanges:
        sides = [unchecked_side(written(tmp_path / f"{at}.xlsx", each)) for at, each in enumerate((old, new))]
        return table_changes(*sides, table)

    return between
