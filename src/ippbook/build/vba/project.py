"""The VBA project: a document module for the workbook and for each sheet, and our modules beside them."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from ippbook.build.vba.foreign import DICTIONARY
from ippbook.build.vba.hosts import Host
from ippbook.build.vba.sources import DOCUMENT, modules, written
from ippbook.refusal import Refusal


def with_project(package: bytes, host: Host) -> bytes:
    """*package*, a workbook without macros, with the VBA project of *host* and the code names that bind sheets to it.

    Raises `Refusal` where the libraries that write it are not installed.
    """
    try:
        from pyopenvba import ExcelFile, VBAModuleKind  # noqa: PLC0415  # an optional library, needed here alone
    except ImportError as missing:
        raise Refusal(
            "a workbook with macros needs pyOpenVBA, which is not installed; run: pip install ippbook[excel]"
        ) from missing
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsm"
        path.write_bytes(package)
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            project.get_module(DOCUMENT).body = written(f"{DOCUMENT}.cls")
            for name, source in _in_order(modules(host)).items():
                kind = VBAModuleKind.other if name == DICTIONARY else VBAModuleKind.standard
                project.add_module(name, source, kind=kind)
            book.save()
        return path.read_bytes()


def _in_order(found: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(found.items(), key=lambda entry: entry[0].lower()))
