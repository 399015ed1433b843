"""The two files with macros: the workbook, and the add-in for workbooks without macros."""

import dataclasses
from io import BytesIO
from os import PathLike

import xlsxwriter

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.languages import ENGLISH
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.draw import DRAWN, draw_hidden, drawn, never_calculated_on_opening
from ippbook.workbook_builder.finished_package import rezipped
from ippbook.workbook_builder.sample import sample_content
from ippbook.workbook_builder.sample_workbook import sampled
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK, SETTINGS
from ippbook.workbook_builder.vba.package import with_macros


def workbook(
    path: str | PathLike[str], *, sample: bool = False, live: bool = False, language: str = ENGLISH
) -> tuple[str, ...]:
    """Write a workbook with macros (.xlsm) to *path*; a file that is there is overwritten. *sample*: with the fictitious team's data.

    *live*, *language* and the warnings: see `ippbook.workbook_builder.draw`. Raises `UserError` if xlwings or pyOpenVBA is missing, `ooxml.LockedError` if the file
    cannot be written; the old file then stays.
    """
    found = sample_content() if sample else Content()
    found = dataclasses.replace(found, macros=True, hidden={BOOK.settings_sheet: SETTINGS})
    package = (
        sampled(found, live=live, language=language)
        if sample
        else drawn(registry(), found, live=live, language=language)
    )
    return ooxml.write_whole(path, with_macros(package, dataclasses.replace(BOOK, language=language)))


def addin(path: str | PathLike[str], *, language: str = ENGLISH) -> None:
    """Write the add-in (.xlam) to *path*: the same functions and ribbon, for the active workbook. Raises the same errors as `workbook`.

    *language*: of the ribbon, the messages of VBA and the function wizard.
    """
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    # Excel shows these under Options > Add-ins.
    book.set_properties(
        {
            "title": "ippbook",
            "subject": "Intellectual property on Alibaba's marketplaces",
            "comments": "Worksheet functions (IPP_...) and the ribbon tab ippbook, for every open workbook.",
            "created": DRAWN,
        }
    )
    never_calculated_on_opening(book)
    book.add_worksheet("ippbook")  # an add-in shows no sheet, but a file without a visible sheet does not open
    draw_hidden(book, ADDIN.settings_sheet, SETTINGS)
    book.close()
    ooxml.write_whole(path, with_macros(rezipped(target.getvalue()), dataclasses.replace(ADDIN, language=language)))
