"""The generated texts in macros/generated/: people can read them, and a review shows their changes."""

from collections.abc import Mapping
from pathlib import Path

from ippbook.buttons import buttons
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK
from ippbook.workbook_builder.vba.modules import generated
from ippbook.workbook_builder.vba.ribbon import PART, ribbon


def golden() -> Mapping[str, bytes]:
    """File name -> bytes. The add-in's modules are included if they differ from the workbook's."""
    book, addin = generated(BOOK), generated(ADDIN)
    texts = {f"{name}.bas": source for name, source in book.items()}
    texts |= {f"{name}.addin.bas": source for name, source in addin.items() if source != book[name]}
    found = {name: source.encode("ascii") for name, source in texts.items()}
    part = Path(PART)
    found[part.name] = ribbon(buttons(), BOOK)
    found[f"{part.stem}.addin{part.suffix}"] = ribbon(buttons(), ADDIN)
    return found


def write_golden(folder: Path) -> None:
    """Write the texts into *folder*, and delete files without a declaration."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = golden()
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, data in wanted.items():
        (folder / name).write_bytes(data)
