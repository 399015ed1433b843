"""The VBA project: a document module for the workbook and for each sheet, and the modules of ippbook."""

import zipfile
from collections.abc import Mapping
from typing import Final

from ippbook.errors import UserError
from ippbook.ooxml.package.temporary_files import temporary_folder
from ippbook.workbook_builder.finished_package import fixed_zip
from ippbook.workbook_builder.vba.hosts import MacroFile
from ippbook.workbook_builder.vba.modules import DOCUMENT, handwritten, modules
from ippbook.workbook_builder.vba.xlwings_vba import DICTIONARY

PROJECT: Final = "xl/vbaProject.bin"
SOURCE_ALONE: Final = bytes.fromhex("cc61ffff000000")
"""[MS-OVBA] 2.3.4.1: Reserved1, Version 0xFFFF, Reserved2, Reserved3, and no cache."""


def with_project(package: bytes, host: MacroFile) -> bytes:
    """Add the VBA project of *host* to *package*, a workbook without macros, and the code names that link sheets to it.

    Raises `UserError` if a library that it needs is not installed.
    """
    try:
        from pyopenvba import ExcelFile, VBAModuleKind  # noqa: PLC0415  # an optional library, needed only here
    except ImportError as missing:
        raise UserError(
            "a workbook with macros needs pyOpenVBA, which is not installed; run: pip install ippbook[excel]"
        ) from missing
    with temporary_folder() as folder:
        path = folder / "book.xlsm"
        path.write_bytes(package)
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            project.get_module(DOCUMENT).body = handwritten(f"{DOCUMENT}.cls")
            for name, source in _in_order(modules(host)).items():
                kind = VBAModuleKind.other if name == DICTIONARY else VBAModuleKind.standard
                project.add_module(name, source, kind=kind)
            for module in project.modules:
                module.body = module.body  # write it again to drop code that Excel once compiled
            book.save()
        with zipfile.ZipFile(path) as made:
            members = [(entry.filename, made.read(entry)) for entry in made.infolist()]
    return fixed_zip([(name, without_compiled_code(data) if name == PROJECT else data) for name, data in members])


def without_compiled_code(project: bytes) -> bytes:
    """The part vbaProject.bin with source only, as [MS-OVBA] 2.3.4.1 specifies: Excel compiles it when it opens the file.

    pyOpenVBA starts from a project that Excel has compiled. It blanks the compiled code, but keeps the mark of that Excel's
    version. An Excel of the same version would read the blank as compiled code (1.6).
    """
    from pyopenvba.cfb import CFB  # noqa: PLC0415  # as above

    container = CFB.from_bytes(project)
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", SOURCE_ALONE)
    return bytes(container.to_bytes())


def _in_order(found: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(found.items(), key=lambda entry: entry[0].lower()))
