"""What a change and a recalculation do to workbooks of the world, next to what other editors lose on the same files.

    python benchmarks/lossless_corpus.py FOLDER --journal FILE [--editors N] [--node FOLDER] [--jobs N]
    python benchmarks/lossless_page.py FILE

Each folder below FOLDER is a collection. Of every workbook: cells are written one after the other (`workbook_corpus.py`: both readers, every
part compared byte for byte), and all formulas are calculated as `ippbook recalc` does; afterwards nothing may differ but the values of formulas,
and the ranges of spills. Of N drawn workbooks, `lossless_editors.py` has other editors open and save a copy with nothing changed.

The journal gets a line for each workbook; a second run with the same journal does only what is not in it. A workbook that takes longer than
--seconds is named there, not counted. `lossless_page.py` writes docs/lossless.md from the journal.
"""

import argparse
import json
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, cast

from lxml import etree

import ippbook
from ippbook import ooxml, pipeline
from ippbook.errors import UserError
from lossless_editors import convert_by_libreoffice, editors_of, losses, versions
from workbook_corpus import Report, examine, workbooks

DAY: Final = date(2026, 11, 2)
MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
FUNCTION: Final = 'IPP_CHARACTERS("ippbook")'
SEED: Final = 20261129
"""The same workbooks are drawn in each run."""


@dataclass
class Trial:
    """What happened to one workbook: `refused` and `not_calculated` are reasons, empty where it was patched and calculated."""

    collection: str
    file: str
    edits: int = 0
    refused: str = ""
    calculated: bool = False
    not_calculated: str = ""
    faults: list[str] = field(default_factory=list)
    version: str = ippbook.__version__
    late: bool = False


def tried(collection: str, path: Path) -> Trial:
    """Write into one workbook and calculate it."""
    found = Trial(collection, path.name)
    with tempfile.TemporaryDirectory() as scratch:
        report = Report()
        examine(path, Path(scratch), report)
        found.edits = report.edits
        if report.refusals and not report.edits:
            found.refused = report.refusals[0].replace(str(path), path.name)
        found.faults += [each.replace(str(path), path.name) for each in report.faults]
        prepared, out = Path(scratch, f"prepared{path.suffix}"), Path(scratch, f"calculated{path.suffix}")
        try:
            with_a_function(path, prepared)
            pipeline.recalculate(prepared, out, DAY, today=DAY)
        except (UserError, ooxml.WorkbookError) as error:
            found.not_calculated = str(error).replace(str(path), path.name).replace(str(prepared), path.name)
        except Exception as error:  # noqa: BLE001  # a crash of any kind is what this script looks for
            found.faults.append(f"CRASH in recalc: {error!r}")
        else:
            found.calculated = True
            found.faults += differences(prepared, out)
    return found


def with_a_function(path: Path, out: Path) -> None:
    """The workbook with an IPP_ formula below its cells: without one, and without a table of ippbook, `recalc` refuses it."""
    book = ooxml.open(path)
    sheet = next((each for each in book.sheets if each.kind != "chartsheet"), None)
    if sheet is None:
        raise UserError("there is no sheet with cells")
    edits = ooxml.Edits()
    edits.put_formula(sheet.name, 2, [book.read(sheet.name).used[0] + 3], FUNCTION, [0])
    ooxml.save(book, edits, out, force=True)


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
    """A sheet or a chart without what a calculation may change.

    Of a sheet: values of formula cells and what belongs to a value, ranges of spills, and the cells that they fill. Of a chart: the values that it
    keeps of its cells.
    """
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, safe)
    remove_caches(root)
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
            cell.attrib.pop("vm", "")  # what kind of value it is, such as an error that older programs do not know
            for inside in (*cell.findall(f"{space}v"), *cell.findall(f"{space}is")):
                cell.remove(inside)
            if formula is not None and formula.get("t") == "array":
                formula.attrib.pop("ref", "")
            if formula is None and not len(cell) and set(cell.attrib) <= {"r", "s"} and (parent := cell.getparent()) is not None:  # fmt: skip
                parent.remove(cell)
        for rows in root.iter(f"{space}sheetData") if spills else ():
            for row in rows.findall(f"{space}row[@r]"):
                if not len(row) and len(row.attrib) == 1:
                    rows.remove(row)
    return etree.tostring(root, method="c14n")


def remove_caches(root: Any) -> None:
    """Take the values out that a chart keeps of its cells, and the space between a formula and a value that may not have been there."""
    for formula in root.iter(f"{MAIN}f", f"{STRICT}f"):
        formula.tail = None
    for cache in list(root.iter(*(f"{CHART}{name}" for name in ("numCache", "strCache", "multiLvlStrCache")))):
        for name in ("ptCount", "pt", "lvl"):
            for inside in cache.findall(f"{CHART}{name}"):
                cache.remove(inside)
        if not len(cache):  # a chart that kept nothing yet may begin to
            cache.getparent().remove(cache)


def serve(pipe: Connection, node: Path | None, converted: Path | None) -> None:
    """Work on one workbook after the other in a process of its own, which may be ended when one takes too long."""
    editors = editors_of(node, converted)
    while True:
        task, collection, path = pipe.recv()
        pipe.send(asdict(tried(collection, path)) if task == "ippbook" else losses(collection, path, editors))


class Worker:
    """A process that tries workbooks, started again when it had to be ended."""

    def __init__(self, node: Path | None, converted: Path | None, seconds: float) -> None:
        self.node, self.converted, self.seconds = node, converted, seconds
        self.start()

    def start(self) -> None:
        """A new process."""
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, self.node, self.converted), daemon=False)
        self.process.start()

    def answer(self, task: str, collection: str, path: Path) -> dict[str, object]:
        """What was found in one workbook."""
        self.pipe.send((task, collection, path))
        if self.pipe.poll(self.seconds):
            try:
                found: dict[str, object] = self.pipe.recv()
            except EOFError:
                found = {**asdict(Trial(collection, path.name)), "faults": ["the process died"]}
                self.start()
            return {"task": task, **found}
        self.process.kill()
        self.start()
        return {"task": task, "collection": collection, "file": path.name, "late": True}


def all_tasks(folder: Path, drawn: int, only: str) -> Iterator[tuple[str, str, Path]]:
    """(task, collection, workbook): every workbook for ippbook, *drawn* of them for the other editors."""
    every = [(each.name, path) for each in sorted(folder.iterdir()) if each.is_dir() for path in workbooks([str(each)])]
    if only != "editors":
        yield from (
            ("ippbook", *each) for each in sorted(every, key=lambda each: unpacked(each[1]))
        )  # the largest last
    if only != "ippbook":
        mixed = random.Random(SEED).sample(every, len(every))  # noqa: S311  # a drawing, not a secret
        zipped = (each for each in mixed if unpacked(each[1]))  # a damaged zip has no parts to compare
        yield from (("editors", *each) for each in islice(zipped, drawn))


def unpacked(path: Path) -> int:
    """How many bytes the parts of a workbook are."""
    try:
        with zipfile.ZipFile(path) as box:
            return sum(each.file_size for each in box.infolist())
    except (OSError, zipfile.BadZipFile):
        return 0


def run(tasks: list[tuple[str, str, Path]], journal: Path, worker_of: Callable[[], Worker], jobs: int) -> None:
    """Do what the journal does not have yet."""
    done = {(each["task"], each["collection"], each["file"]) for each in lines(journal) if each["task"] != "versions"}
    rest = [each for each in tasks if (each[0], each[1], each[2].name) not in done]
    began = time.monotonic()
    with journal.open("a", encoding="utf-8") as file:

        def share(first: int) -> None:
            worker = worker_of()
            for place in range(first, len(rest), jobs):
                found = worker.answer(*rest[place])
                file.write(json.dumps(found, ensure_ascii=False) + "\n")
                file.flush()
                if place % 100 < jobs:
                    print(f"{place:,} of {len(rest):,} in {time.monotonic() - began:.0f} s", flush=True)
            worker.process.kill()

        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(share, range(jobs)))


def lines(journal: Path) -> Iterator[dict[str, object]]:
    """The lines of a journal; the last one may be cut."""
    for line in journal.read_text("utf-8").splitlines() if journal.exists() else ():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def arguments() -> argparse.ArgumentParser:
    """The options of the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument(
        "--journal", type=Path, required=True, help="a line for each workbook goes here; what it has is not done again"
    )
    options.add_argument(
        "--editors", type=int, default=400, metavar="N", help="have other editors save N drawn workbooks"
    )
    options.add_argument("--node", type=Path, help="a folder with ExcelJS in its node_modules")
    options.add_argument("--only", choices=("ippbook", "editors"), default="")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--seconds", type=float, default=120, help="for one workbook")
    return options


def main() -> int:
    """Run over the collections; 1 where something changed that should not."""
    chosen = arguments().parse_args()
    tasks = list(all_tasks(chosen.folder, chosen.editors, chosen.only))
    with chosen.journal.open("a", encoding="utf-8") as file:
        head = {"versions": versions(chosen.node), "found": len({path for _, _, path in tasks}), "only": chosen.only}
        file.write(json.dumps({"task": "versions", **head}) + "\n")
    with tempfile.TemporaryDirectory() as scratch:
        drawn = [path for task, _, path in tasks if task == "editors"]
        converted = Path(scratch, "libreoffice") if drawn and shutil.which("soffice") else None
        if converted:
            convert_by_libreoffice(drawn, converted)
        run(tasks, chosen.journal, lambda: Worker(chosen.node, converted, chosen.seconds), chosen.jobs)
    faults = [
        (each["collection"], each["file"], fault)
        for each in lines(chosen.journal)
        for fault in cast("list[str]", each.get("faults", []))
    ]
    for collection, file, fault in faults:
        print(f"FAULT {collection} {file}: {fault}")
    print(f"{len(tasks):,} tasks, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
