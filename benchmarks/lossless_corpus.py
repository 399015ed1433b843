"""What a change and a recalculation do to workbooks of the world, next to what other editors lose on the same files.

    python benchmarks/lossless_corpus.py FOLDER [--editors N] [--node FOLDER]

Each folder below FOLDER is a collection. Of every workbook: one cell is written (`workbook_corpus.py`: both readers, every part compared
byte for byte), and all formulas are calculated as `ippbook recalc` does; afterwards nothing may differ but the values of formulas, and the
ranges of spills. Of N drawn workbooks, openpyxl, LibreOffice and ExcelJS each open and save a copy, with nothing changed; what is counted is
the kinds of content that were in the file before and are not after. ExcelJS runs in Node, from `node_modules` in the folder of --node.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import openpyxl
from lxml import etree

from ippbook import ooxml, pipeline
from ippbook.errors import UserError
from ippbook.ooxml import WorkbookError
from workbook_corpus import Report, examine, workbooks

DAY: Final = date(2026, 11, 2)
MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
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


@dataclass
class Collection:
    """What happened to the workbooks of one collection."""

    name: str
    files: int = 0
    refused: int = 0
    edits: int = 0
    calculated: int = 0
    faults: list[str] = field(default_factory=list)


def tried(folder: Path) -> Collection:
    """Write into and calculate every workbook below *folder*."""
    found = Collection(folder.name)
    for path in workbooks([str(folder)]):
        with tempfile.TemporaryDirectory() as scratch:
            report = Report()
            examine(path, Path(scratch), report)
            found.files += 1
            found.edits += report.edits
            found.refused += bool(report.refused) and not report.edits
            found.faults += report.faults
            out = Path(scratch, f"calculated{path.suffix}")
            try:
                pipeline.recalculate(path, out, DAY, today=DAY)
            except (UserError, WorkbookError):
                continue  # nothing to calculate, or not a workbook
            except Exception as error:  # noqa: BLE001  # a crash of any kind is what this script looks for
                found.faults.append(f"{path}: CRASH in recalc: {error!r}")
                continue
            found.calculated += 1
            found.faults += [f"{path}: {each}" for each in differences(path, out)]
    return found


def differences(before: Path, after: Path) -> Iterator[str]:
    """What a recalculation changed beyond the values of formulas."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        if old.namelist() != new.namelist():
            yield f"the list of parts changed: {set(old.namelist()) ^ set(new.namelist())}"
            return
        for name in dict.fromkeys(old.namelist()):
            one, other = old.read(name), new.read(name)
            if one != other and without_values(one) != without_values(other):
                yield f"recalc changed the part {name}"


def without_values(data: bytes) -> bytes:
    """A sheet without what a calculation may change: values and types of formula cells, ranges of spills and the cells they fill."""
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, safe)
    for space in (MAIN, STRICT):
        for dimension in root.findall(f"{space}dimension"):
            dimension.attrib.pop("ref", "")
        spills = any(formula.get("t") == "array" for formula in root.iter(f"{space}f"))
        for row in root.iter(f"{space}row"):
            row.attrib.pop("spans", "")
        for cell in list(root.iter(f"{space}c")):
            formula = cell.find(f"{space}f")
            if formula is None and not spills:
                continue
            cell.attrib.pop("t", "")
            for inside in (*cell.findall(f"{space}v"), *cell.findall(f"{space}is")):
                cell.remove(inside)
            if formula is not None and formula.get("t") == "array":
                formula.attrib.pop("ref", "")
            if formula is None and not len(cell) and set(cell.attrib) <= {"r", "s"} and (parent := cell.getparent()) is not None:  # fmt: skip
                parent.remove(cell)
    return etree.tostring(root, method="c14n")


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


def by_openpyxl(path: Path, out: Path) -> None:
    """Open and save with openpyxl, as its users do."""
    openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm", rich_text=True).save(out)


def by_libreoffice(path: Path, out: Path) -> None:
    """Open and save with LibreOffice."""
    form = "xlsm:Calc MS Excel 2007 VBA XML" if path.suffix == ".xlsm" else "xlsx"
    folder = out.parent / "lo"
    command = ["soffice", "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.move(folder / f"{path.stem}{path.suffix}", out)


def by_exceljs(node: Path) -> Callable[[Path, Path], None]:
    """Open and save with ExcelJS."""
    script = (
        "const E=require('exceljs');const w=new E.Workbook();"
        "w.xlsx.readFile(process.argv[1]).then(()=>w.xlsx.writeFile(process.argv[2])).catch(e=>{console.error(e);process.exit(1)})"
    )

    def work(path: Path, out: Path) -> None:
        subprocess.run(
            ["node", "-e", script, str(path), str(out)], check=True, capture_output=True, timeout=120, cwd=node
        )

    return work


def losses(drawn: list[Path], editors: dict[str, Callable[[Path, Path], None]]) -> dict[str, dict[str, list[int]]]:
    """By editor and kind: in how many of the drawn files it was, in how many of them it is gone; `failed`: files that did not come out."""
    found: dict[str, dict[str, list[int]]] = {name: defaultdict(lambda: [0, 0]) for name in editors}
    for path in drawn:
        with tempfile.TemporaryDirectory() as scratch:
            try:
                before = content(path)
            except (zipfile.BadZipFile, KeyError, OSError):
                continue
            for name, editor in editors.items():
                out = Path(scratch, f"{name.split()[0]}{path.suffix}")
                tally = found[name]
                tally["failed"][0] += 1
                try:
                    editor(path, out)
                    after = content(out)
                except Exception:  # noqa: BLE001  # whatever an editor does with a file that it cannot open
                    tally["failed"][1] += 1
                    continue
                for kind in before:
                    tally[kind][0] += 1
                    tally[kind][1] += kind not in after
    return found


def by_ippbook(path: Path, out: Path) -> None:
    """Save with ippbook, with one cell written."""
    book = ooxml.open(path)
    edits = ooxml.Edits()
    sheet = next(each for each in book.sheets if each.kind != "chartsheet")
    edits.put(sheet.name, book.read(sheet.name).used[0] + 3, 2, "ippbook")
    ooxml.save(book, edits, out, force=True)


def main() -> int:
    """Run over the collections; 1 where something changed that should not."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument(
        "--editors", type=int, default=0, metavar="N", help="also compare other editors on N drawn workbooks"
    )
    options.add_argument("--node", type=Path, help="a folder with ExcelJS in its node_modules")
    options.add_argument("--only-editors", action="store_true")
    options.add_argument("--result", type=Path, help="write the figures here, as JSON")
    chosen = options.parse_args()
    collections = (
        [] if chosen.only_editors else [tried(each) for each in sorted(chosen.folder.iterdir()) if each.is_dir()]
    )
    for each in collections:
        print(f"{each.name}: {each.files} workbooks, {each.edits} edits compared, {each.calculated} calculated, {each.refused} refused, {len(each.faults)} faults", flush=True)  # fmt: skip
        for fault in each.faults:
            print(f"  FAULT {fault}")
    figures: dict[str, object] = {"collections": [vars(each) for each in collections]}
    if chosen.editors:
        every = [path for path in workbooks([str(chosen.folder)]) if zipfile.is_zipfile(path)]
        drawn = random.Random(20261129).sample(every, min(chosen.editors, len(every)))  # noqa: S311  # the same files are drawn in each run
        editors: dict[str, Callable[[Path, Path], None]] = {
            "ippbook": by_ippbook,
            f"openpyxl {openpyxl.__version__}": by_openpyxl,
        }
        if shutil.which("soffice"):
            editors["LibreOffice"] = by_libreoffice
        if chosen.node:
            editors["ExcelJS"] = by_exceljs(chosen.node)
        figures["drawn"] = len(drawn)
        figures["losses"] = {name: dict(tally) for name, tally in losses(drawn, editors).items()}
        print(json.dumps(figures["losses"], indent=1))
    if chosen.result:
        chosen.result.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    total = Counter(files=sum(each.files for each in collections), faults=sum(len(each.faults) for each in collections))
    print(f"{total['files']:,} workbooks, {total['faults']} faults")
    return 1 if total["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
