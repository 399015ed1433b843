"""`python -m ippbook.workbook_builder` rebuilds the committed files: the sample workbook with and without macros, the add-in, the VBA.

`python -m ippbook.workbook_builder PATH` writes one file; its ending decides which: .xlsx, .xlsm or .xlam.
"""

import argparse
from pathlib import Path

from ippbook.workbook_builder import sample, vba
from ippbook.workbook_builder.vba.golden import write_golden

_COMMITTED = tuple(Path("workbook") / f"ippbook{ending}" for ending in (".xlsx", ".xlsm", ".xlam"))


def _build(path: Path) -> None:
    match path.suffix.lower():
        case ".xlsx":
            sample(path)
        case ".xlsm":
            vba.workbook(path, sample=True)
        case ".xlam":
            vba.addin(path)
        case other:
            raise SystemExit(f"{path}: unknown ending {other!r}; use .xlsx, .xlsm or .xlam")


if __name__ == "__main__":
    reader = argparse.ArgumentParser(
        prog="python -m ippbook.workbook_builder", description="Rebuild the committed workbooks and VBA."
    )
    reader.add_argument("path", type=Path, nargs="?", help="build only this file: .xlsx, .xlsm or .xlam")
    single = reader.parse_args().path
    if single is None:
        write_golden(Path("macros") / "generated")
    for each in [single] if single else _COMMITTED:
        _build(each)
