"""`python -m ippbook.workbook_builder` rebuilds the committed files: the sample workbook, with and without macros, the add-in, the VBA.

`python -m ippbook.workbook_builder PATH` writes one file, by its ending: .xlsx, .xlsm or .xlam.
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
            raise SystemExit(f"{path}: {other or 'no ending'} is none of .xlsx, .xlsm, .xlam; name the file so")


if __name__ == "__main__":
    reader = argparse.ArgumentParser(
        prog="python -m ippbook.workbook_builder", description="Rebuild the committed workbooks and VBA."
    )
    reader.add_argument("path", type=Path, nargs="?", help="one file instead: .xlsx, .xlsm or .xlam")
    asked = reader.parse_args().path
    if asked is None:
        write_golden(Path("macros") / "generated")
    for each in [asked] if asked else _COMMITTED:
        _build(each)
