"""`python -m ippbook.build [PATH]` rebuilds the committed workbook, workbook/ippbook.xlsx by default."""

import sys
from pathlib import Path

from ippbook.build import sample

if __name__ == "__main__":
    sample(Path(sys.argv[1] if len(sys.argv) > 1 else "workbook/ippbook.xlsx"))
