"""The page of exports: which files an import reads, and which headers mean a column in them."""

from collections.abc import Iterator
from typing import Final

from ippbook.imports.header_names import APPEAL, CURRENCY, ITEM, SURE_NAMES, WEAK_NAMES
from ippbook.tables.headers import header_of

_OWN: Final = {
    ITEM: "the item ID, if there is no link",
    CURRENCY: "the currency of the prices",
    APPEAL: "how the seller's counter-notice ended; *successful* means here that the seller won",
}
_TEXT: Final = """\
`ippbook import team.xlsx --listings FILE` and `--outcomes FILE` read CSV, TSV, Excel, JSON and JSON lines, in UTF-8, UTF-16 and GB18030. What people typed stays.

- **Headers** are those of [columns.md](columns.md), and the names below. Order, case, spaces and punctuation do not matter. A remark in brackets, a number in front and a second language are read too: `商品价格(单位：元)`, `1. URL`, `标题/Title`.
- **JSON**: an object with a link and a title is one listing; its lists are its pictures and variants. In `supplier.name`, `supplier` says whose name it is.
- **Fields and values** (`字段,值`) in two or more columns are read as records.
- **Without known headers** the values show what the columns are. ippbook says so, and imports nothing before you confirm it: `--columns "URL, Title, -"` by order (`-` leaves one out), or `--columns "Adresse=URL, Preis=Price"` by header.
- **Links only or item IDs only**: one a line. Item IDs need `--platform taobao`.
- **For all rows**: `--right TM-CN-25` and `--reason counterfeit` fill the rows that have none.
- **Prices** keep their currency, their range and their words (`US $12.99`, `¥88-128`, `面议`). A price that is only a number becomes a number.
- **Totals rows** (合计, Total, Summe) are named and not imported.
- **Dates** that can mean two days are refused, with both days. So is every other row that cannot be read: it goes into a file next to the export, with the reason.
"""


def export_lines() -> Iterator[str]:
    """The page after its title."""
    yield _TEXT
    for title, table in (("Listings", "Listings"), ("Complaints", "Complaints"), ("In both", "")):
        yield f"## {title}\n"
        fields = [name for where, name in SURE_NAMES if where == table]
        fields += [name for where, name in WEAK_NAMES if where == table and name not in fields]
        for name in fields:
            sure, weak = SURE_NAMES.get((table, name), ()), WEAK_NAMES.get((table, name), ())
            yield f"**{header_of(name) if table else _OWN[name]}**: {', '.join(sure) or 'only the headers of columns.md'}."
            if weak:
                yield f"Only if none of these is there: {', '.join(weak)}. The import names the header that it used."
            yield ""
