"""What is not a zip, but a workbook of another kind: encrypted, or of an old Excel."""

from pathlib import Path
from typing import BinaryIO

from ippbook.ooxml.errors import FormatError, WorkbookError


def ole_refusal(path: Path, file: BinaryIO, size: int) -> WorkbookError:
    """Which OLE file it is: an encrypted package, or the old .xls."""
    file.seek(0)
    head = file.read(min(size, 1 << 20))
    file.seek(max(0, size - (1 << 20)))
    both = head + file.read()
    if "EncryptedPackage".encode("utf-16-le") in both:
        return FormatError(
            "{path}: the workbook is encrypted with a password; open it in Excel, remove the password (File > Info > Protect Workbook) and save.",
            path=path,
        )
    return FormatError(
        "{path}: this is an old Excel 97-2003 workbook (.xls); open it in Excel and save it as .xlsx or .xlsm.",
        path=path,
    )
