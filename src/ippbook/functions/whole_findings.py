"""Findings in cells: all of a workbook as one spill, or those of a row."""

from typing import Final

import numpy as np

from ippbook.declare import worksheet
from ippbook.declare.parameters import TableBlock
from ippbook.functions.whole_tables import (
    AccountsTable,
    CheckDay,
    ComplaintsTable,
    ListingsTable,
    RightsTable,
    SettingsTable,
    TextsTable,
    WaiversTable,
    study_of,
)
from ippbook.languages import in_language
from ippbook.tables.book import fold
from ippbook.tables.values import Unreadable, quoted

_HEADERS: Final = ("Severity", "Code", "Table", "Row", "Column", "Finding")


@worksheet("IPP_FINDINGS", "Checks")
def findings(
    as_of: CheckDay,
    rights: RightsTable,
    listings: ListingsTable,
    complaints: ComplaintsTable,
    accounts: AccountsTable,
    settings: SettingsTable = None,
    texts: TextsTable = None,
    waivers: WaiversTable = None,
) -> TableBlock:
    """Every finding of a workbook, the most severe first: severity, code, table, row in the table, column, and the sentence.

    Enter it in one cell; it spills: =IPP_FINDINGS(TODAY(), Rights[#All], Listings[#All], Complaints[#All],
    Accounts[#All], Settings[#All]). It takes whole tables, so that Excel knows what it depends on. Do not put it into one of these
    tables. A cell cannot see texts and certificates in a folder next to the file.

    Source: house rule: a cell shows what `ippbook check` shows.

    Examples:
        =IPP_FINDINGS(DATE(2026,6,30), {"Right","Name","Right type","Office","Number","Owner","Registered","Expires";"R1","NORDLYS","trademark","CN","12345678","Nordlys","2020-01-01","2030-01-01"}, {"Listing","URL","Right";"L1","https://example.com/1","R1"}, {"Complaint","Account","Listing","Right","Reason"}, {"Account"}) -> Severity | Code | Table | Row | Column | Finding ; error | LS105 | Listings | 1 | URL | this is not a link to a marketplace that IPP covers; paste the link of the product page ; advice | TB301 | Accounts |  |  | the table has no rows ; advice | TB301 | Complaints |  |  | the table has no rows
    """
    study = study_of(as_of, rights, listings, complaints, accounts, settings, texts, waivers)
    found = study.findings
    answer = np.empty((len(found) + 1, len(_HEADERS)), dtype=object)
    answer[0] = _HEADERS
    for row, each in enumerate(found, start=1):
        place = each.row + 1 if each.row >= 0 else ""
        answer[row] = (
            each.severity.word,
            each.code,
            each.table,
            place,
            each.header,
            in_language(each.message, study.language),
        )
    return answer


@worksheet("IPP_ROW_FINDINGS", "Checks")
def row_findings(  # noqa: PLR0913, PLR0917  # the tables of a workbook, as a sheet hands them over
    table: str,
    row: int,
    as_of: CheckDay,
    rights: RightsTable,
    listings: ListingsTable,
    complaints: ComplaintsTable,
    accounts: AccountsTable,
    settings: SettingsTable = None,
    texts: TextsTable = None,
    waivers: WaiversTable = None,
) -> str:
    """The findings of one row, the most severe first; empty if there are none. It is the column *Findings* of the table.

    A column of row numbers returns a column: =IPP_ROW_FINDINGS("Rights", SEQUENCE(ROWS(Rights)), TODAY(), Rights[#All],
    Listings[#All], Complaints[#All], Accounts[#All]). Do not put it into a table that is one of its arguments.

    Source: house rule: the findings of a row are in the row.

    Arguments:
        table: the name of the table, as in "Listings"
        row: the row in the table, from 1

    Examples:
        =IPP_ROW_FINDINGS("Listings", 1, DATE(2026,6,30), {"Right","Name","Right type","Office","Number","Owner","Registered","Expires";"R1","NORDLYS","trademark","CN","12345678","Nordlys","2020-01-01","2030-01-01"}, {"Listing","URL","Right";"L1","https://example.com/1","R1"}, {"Complaint","Account","Listing","Right","Reason"}, {"Account"}) -> LS105 this is not a link to a marketplace that IPP covers; paste the link of the product page
        =IPP_ROW_FINDINGS("Rights", 1, DATE(2026,6,30), {"Right","Name","Right type","Office","Number","Owner","Registered","Expires";"R1","NORDLYS","trademark","CN","12345678","Nordlys","2020-01-01","2030-01-01"}, {"Listing","URL","Right";"L1","https://example.com/1","R1"}, {"Complaint","Account","Listing","Right","Reason"}, {"Account"}) ->
    """
    study = study_of(as_of, rights, listings, complaints, accounts, settings, texts, waivers)
    name = next((name for name in study.tables.tables if fold(name) == fold(table)), None)
    if name is None:
        raise Unreadable(f"Table {quoted(table)} is not known; name one of: {', '.join(study.tables.tables)}")
    length = study.tables[name].length
    if not 1 <= row <= length:
        raise Unreadable(f"there is no row {row} in {name}, which has {length}")
    return str(study.wiring.overrides[name, "row_findings"].iloc[row - 1])
