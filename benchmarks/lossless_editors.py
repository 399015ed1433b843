"""Other editors open and save a workbook with nothing changed; what of it is gone or other afterwards. Part of `lossless_corpus.py`."""

import importlib.util
import json
import platform
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import openpyxl

import ippbook
from ippbook import ooxml

Editor = Callable[[Path, Path], object]
"""Opens the first file and saves it as the second."""

_TOGETHER: Final = 20
"""Files that one start of LibreOffice converts."""
KINDS: Final = {
    "charts": ("/charts/chart", "/chartex"),
    "pictures": ("/media/",),
    "shapes and drawings": ("/drawings/drawing",),
    "comments": ("/comments", "/threadedcomments"),
    "form controls": ("/ctrlprops/", "/activex/"),
    "pivot tables": ("/pivottables/", "/pivotcache/"),
    "slicers and timelines": ("/slicers/", "/timelines/", "/slicercaches/"),
    "macros": ("vbaproject.bin",),
    "links to other workbooks": ("/externallinks/",),
    "printer settings": ("/printersettings/",),
    "custom XML and properties": ("customxml/", "docprops/custom.xml"),
    "embedded objects": ("/embeddings/",),
    "data models and queries": ("/model/", "/connections.xml", "/querytables/"),
    "calculation chain": ("calcchain.xml",),
}
"""A kind of content, and what the names of its parts contain."""
MARKS: Final = {
    "extensions of sheets (sparklines, data bars, validations)": b"<extLst",
    "conditional formats": b"<conditionalFormatting",
    "data validations": b"<dataValidation ",
    "hyperlinks": b"<hyperlink ",
    "rich text in cells": b"<r><rPr",
}
"""A kind of content inside sheets and strings, and its first bytes."""


def content(path: Path) -> set[str]:
    """The kinds of content that a file has."""
    found: set[str] = set()
    with zipfile.ZipFile(path) as box:
        for name in box.namelist():
            spelled = "/" + name.lower().replace("\\", "/")
            found |= {kind for kind, pieces in KINDS.items() if any(piece in spelled for piece in pieces)}
            if "/worksheets/sheet" in spelled or "sharedstrings" in spelled:
                data = box.read(name)
                found |= {kind for kind, mark in MARKS.items() if mark in data}
    return found


def parts(path: Path) -> dict[str, int]:
    """The parts of a file by name, in small letters, with the checksum of their content."""
    with zipfile.ZipFile(path) as box:
        infos = [each for each in box.infolist() if not each.is_dir()]
        return {each.filename.lower().replace("\\", "/"): each.CRC for each in infos}


def by_openpyxl(path: Path, out: Path) -> None:
    """Open and save with openpyxl, as its users do."""
    openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm", rich_text=True).save(out)


def convert_by_libreoffice(files: Sequence[Path], folder: Path) -> None:
    """Have LibreOffice open and save *files* into *folder*, many in one start; one that cannot be converted is not there afterwards."""
    for suffix in {each.suffix for each in files}:
        alike = [each for each in files if each.suffix == suffix]
        for first in range(0, len(alike), _TOGETHER):
            chunk = alike[first : first + _TOGETHER]
            if not _converted(chunk, folder, suffix):  # it stopped at one of them
                for each in chunk:
                    _converted([each], folder, suffix)


def _converted(files: Sequence[Path], folder: Path, suffix: str) -> bool:
    form = "xlsm:Calc MS Excel 2007 VBA XML" if suffix == ".xlsm" else "xlsx"
    profile = (folder.parent / "profile").as_uri()
    with tempfile.TemporaryDirectory() as scratch:
        named = {Path(scratch, f"{at}{suffix}"): each for at, each in enumerate(files)}
        for copy, each in named.items():
            copy.symlink_to(each.absolute())
        out = Path(scratch, "out")
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", str(out)]  # fmt: skip
        try:
            done = subprocess.run([*command, *map(str, named)], check=False, capture_output=True, timeout=60 + 20 * len(files))  # fmt: skip
        except subprocess.TimeoutExpired:
            return False
        for copy, each in named.items():
            result = out / f"{copy.stem}.{form[:4]}"
            if result.exists():
                place = folder / each.relative_to(each.parents[1])
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(result, place)
        return done.returncode == 0


def by_libreoffice(folder: Path) -> Editor:
    """What LibreOffice made of a file before, in *folder*."""
    return lambda path, out: out.write_bytes((folder / path.relative_to(path.parents[1])).read_bytes())


def by_exceljs(node: Path) -> Editor:
    """Open and save with ExcelJS, which runs in Node."""
    script = (
        "const E=require('exceljs');const w=new E.Workbook();"
        "w.xlsx.readFile(process.argv[1]).then(()=>w.xlsx.writeFile(process.argv[2])).catch(e=>{console.error(e);process.exit(1)})"
    )

    def work(path: Path, out: Path) -> None:
        subprocess.run(
            ["node", "-e", script, str(path), str(out)], check=True, capture_output=True, timeout=120, cwd=node
        )

    return work


def by_ippbook(path: Path, out: Path) -> None:
    """Save with ippbook, with one cell written."""
    book = ooxml.open(path)
    edits = ooxml.Edits()
    sheet = next(each for each in book.sheets if each.kind != "chartsheet")
    edits.put(sheet.name, book.read(sheet.name).used[0] + 3, 2, "ippbook")
    ooxml.save(book, edits, out, force=True)


def editors_of(node: Path | None, converted: Path | None) -> dict[str, Editor]:
    """The editors that this machine has. ippbook writes a cell, the others nothing. *converted*: what LibreOffice has made."""
    found: dict[str, Editor] = {"ippbook": by_ippbook, "openpyxl": by_openpyxl}
    if converted:
        found["LibreOffice"] = by_libreoffice(converted)
    if node:
        found["ExcelJS"] = by_exceljs(node)
    return found


def versions(node: Path | None) -> dict[str, str]:
    """The versions of the editors that this machine has."""
    found = {"ippbook": ippbook.__version__, "Python": platform.python_version(), "openpyxl": openpyxl.__version__}
    pictures = "with" if importlib.util.find_spec("PIL") else "without"  # without it openpyxl drops every picture
    found["openpyxl"] += f" ({pictures} Pillow)"
    if shutil.which("soffice"):
        line = subprocess.run(["soffice", "--version"], check=True, capture_output=True, text=True).stdout
        found["LibreOffice"] = line.split()[1]
    if node:
        package = json.loads((node / "node_modules" / "exceljs" / "package.json").read_text("utf-8"))
        found["ExcelJS"] = package["version"]
    return found


def losses(collection: str, path: Path, editors: dict[str, Editor]) -> dict[str, object]:
    """By editor: the parts that are gone, those that are other, those that are as before, the kinds of content that are gone; or that it failed."""
    before, kinds = parts(path), content(path)
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, editor in editors.items():
            out = Path(scratch, f"{name}{path.suffix}")
            try:
                editor(path, out)
                after, rest = parts(out), content(out)
            except Exception as error:  # noqa: BLE001  # whatever an editor does with a file that it cannot open
                found[name] = {"failed": f"{type(error).__name__}: {str(error)[:200]}"}
                continue
            lost = [part for part in before if part not in after]
            same = sum(after.get(part) == crc for part, crc in before.items())
            found[name] = {
                "lost": len(lost), "changed": len(before) - len(lost) - same, "same": same, "gone": sorted(kinds - rest),
            }  # fmt: skip
    return {"collection": collection, "file": path.name, "parts": len(before), "kinds": sorted(kinds), "editors": found}
