"""The two files with macros: the workbook, and the add-in for workbooks without macros."""

import dataclasses
from io import BytesIO
from os import PathLike

import xlsxwriter

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.draw import DRAWN, draw_hidden, drawn
from ippbook.workbook_builder.finished_package import rezipped
from ippbook.workbook_builder.sample import sample_content
from ippbook.workbook_builder.sample_workbook import sampled
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK, SETTINGS
from ippbook.workbook_builder.vba.package import with_macros


def workbook(path: str | PathLike[str], *, sample: bool = False, live: bool = False) -> None:
    """Write a workbook with macros (.xlsm) to *path*, over what stands there; *sample* fills it with the made-up team's data.

    *live* as in `ippbook.workbook_builder.draw`. Raises `UserError` where xlwings or pyOpenVBA is missing, `ooxml.LockedError` where the file
    cannot be written; what stood there then still stands.
    """
    found = sample_content() if sample else Content()
    found = dataclasses.replace(found, macros=True, hidden={BOOK.settings_sheet: SETTINGS})
    package = sampled(found, live=live) if sample else drawn(registry(), found, live=live)
    ooxml.write_whole(path, with_macros(package, BOOK))


def addin(path: str | PathLike[str]) -> None:
    """Write the add-in (.xlam) to *path*: the same functions and ribbon, for the workbook in front. Raises as `workbook`."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    # What Excel lists under Options > Add-ins.
    book.set_properties(
        {
            "title": "ippbook",
            "subject": "Intellectual property on Alibaba's marketplaces",
            "comments": "Worksheet functions (IPP_...) and the ribbon tab ippbook, for every open workbook.",
            "created": DRAWN,
        }
    )
    book.add_worksheet("ippbook")  # an add-in shows no sheet, but a file without a visible one does not open
    draw_hidden(book, ADDIN.settings_sheet, SETTINGS)
    book.close()
    ooxml.write_whole(path, with_macros(rezipped(target.getvalue()), ADDIN))
