"""`python -m ippbook.build [PATH]` rebuilds the committed workbook."""

import argparse
from pathlib import Path

from ippbook.build import sample

if __name__ == "__main__":
    reader = argparse.ArgumentParser(prog="python -m ippbook.build", description="Rebuild the sample workbook.")
    reader.add_argument("path", type=Path, nargs="?", default=Path("workbook/ippbook.xlsx"))
    sample(reader.parse_args().path)
