"""`python -m ippbook.libreoffice PATH.oxt` writes the extension, which any user can add in LibreOffice's Extension Manager."""

import argparse
from pathlib import Path

from ippbook.libreoffice.extension import extension

if __name__ == "__main__":
    reader = argparse.ArgumentParser(prog="python -m ippbook.libreoffice", description="Write the extension.")
    reader.add_argument("path", type=Path, help="the file to write, such as dist/ippbook.oxt")
    target: Path = reader.parse_args().path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(extension())
