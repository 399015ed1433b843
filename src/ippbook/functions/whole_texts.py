"""The takedown text of a complaint, in a cell."""

from datetime import date
from typing import Annotated, Final

from ippbook.declare import worksheet
from ippbook.declare.cache import remembered
from ippbook.declare.parameters import LanguageCode, OneOnly, TableBlock
from ippbook.errors import UserError
from ippbook.functions.whole_tables import (
    AccountsTable,
    CheckDay,
    ComplaintsTable,
    ListingsTable,
    RightsTable,
    SettingsTable,
    TextsTable,
    day_in,
    typed_of,
)
from ippbook.pipeline import Takedowns
from ippbook.tables.values import Unreadable

_ONE: Final = OneOnly("a text is longer than the 255 characters that each cell of a spilled column takes")


@worksheet("IPP_TAKEDOWN_TEXT", "Complaints")
def takedown_text(  # noqa: PLR0913, PLR0917  # the tables of a workbook, as a sheet hands them over
    complaint: Annotated[str, _ONE],
    as_of: Annotated[CheckDay, _ONE],
    rights: RightsTable,
    listings: ListingsTable,
    complaints: ComplaintsTable,
    accounts: AccountsTable,
    language: Annotated[LanguageCode, _ONE] = "",
    settings: SettingsTable = None,
    texts: TextsTable = None,
) -> str:
    """The complete text of one complaint for the portal; if data is missing, the name of the missing field.

    =IPP_TAKEDOWN_TEXT("C-7", TODAY(), Rights[#All], Listings[#All], Complaints[#All], Accounts[#All], "zh"). Use one
    cell for each complaint: Excel does not cut the text of a single cell, but refuses long texts in a spilled column. A cell
    cannot see a folder of texts next to the file.

    Source: ipp-facts 5.3 [O8: OFF; C1: CODE], 5.8 (E-Commerce Law art. 42).

    Arguments:
        complaint: the complaint's number
        language: the language of the text; default: the complaint's language, otherwise the one in the settings

    Examples:
        =IPP_TAKEDOWN_TEXT("C9", DATE(2026,6,30), {"Right","Name","Right type","Office","Number","Owner","Registered","Expires";"R1","NORDLYS","trademark","CN","12345678","Nordlys","2020-01-01","2030-01-01"}, {"Listing","URL","Right";"L1","https://example.com/1","R1"}, {"Complaint","Listing","Right","Reason";"C1","L1","R1","counterfeit"}, {"Account"}) -> #IPP! there is no complaint 'C9' in the table Complaints; see its column Complaint
        =IPP_TAKEDOWN_TEXT("C1", DATE(2026,6,30), {"Right","Name","Right type","Office","Number","Owner","Registered","Expires";"R1","NORDLYS","trademark","CN","12345678","Nordlys","2020-01-01","2030-01-01"}, {"Listing","URL","Right";"L1","https://item.taobao.com/item.htm?id=520813250866","R1"}, {"Complaint","Listing","Right","Reason";"C1","L1","R1","counterfeit"}, {"Account"}, "en", "", {"Reason","Language","Text";"counterfeit","en","Goods under {{ right_name }}, not by {{ right_owner }}."}) -> Goods under NORDLYS, not by Nordlys.
    """
    try:
        found = _takedowns(as_of, language, rights, listings, complaints, accounts, settings, texts, None).of(complaint)
    except UserError as refusal:
        raise Unreadable(str(refusal)) from None
    if not found.text:
        raise Unreadable(found.problem)
    return found.text


@remembered(4)
def _takedowns(as_of: date, language: str, *blocks: TableBlock | None) -> Takedowns:
    """The texts of all complaints in these blocks, because a sheet asks in many cells, each for one complaint."""
    typed = typed_of(*blocks)
    return Takedowns(typed, language, day_in(typed, as_of))
