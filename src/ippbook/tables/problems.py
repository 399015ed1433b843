"""The problems that reading itself finds: cells, headers and tables. Problems of the field are rules (`ippbook.rules`)."""

from typing import Final

from ippbook.tables.findings import Page, Problem

PROBLEMS: Final = (
    Problem(
        "CL101",
        "",
        "{detail}",
        Page(
            "Cell that cannot be read.",
            "The cell does not hold what its column is for, so every check that needs it passes the row by. The rest of the row still counts.",
            "enter the value as the message says: dates as 2026-01-31, choices from the drop-down, yes or no.",
            "house rule: a cell that cannot be read is said, never guessed",
        ),
    ),
    Problem(
        "CL102",
        "",
        "the cell holds the error {detail}",
        Page(
            "Error value in an input cell.",
            "A formula in an input cell ended in an error; the cell is taken as blank.",
            "mend the formula, or enter the value.",
            "house rule: a cell that cannot be read is said, never guessed",
        ),
    ),
    Problem(
        "CL201",
        "",
        "the number {detail} is stored as a number of 16 digits or more; Excel has rounded all but the first fifteen",
        Page(
            "Long number that Excel may have rounded.",
            "Excel keeps fifteen digits of a number. Item ids and order numbers are longer, so the last digits may already be wrong.",
            "format the column as text and paste the number again from its source.",
            "ipp-facts 2.1 (AliExpress ids have 16 digits); Excel's documented precision of 15 digits",
        ),
    ),
    Problem(
        "CL202",
        "",
        "the formula ={detail} has no value yet",
        Page(
            "Formula without a value in an input cell.",
            "The program that wrote the workbook did not calculate this formula, so there is no value to check.",
            "open the workbook in Excel or LibreOffice, save it, and run again.",
            "house rule: a cell that cannot be read is said, never guessed",
        ),
    ),
    Problem(
        "CL203",
        "",
        "cells {detail} are merged; only the first of them has a value",
        Page(
            "Merged cells in a table.",
            "A merged block has one value, in its first cell; every other row of the block is blank for every check.",
            "unmerge the cells and repeat the value in each row.",
            "house rule: one row, one record",
        ),
    ),
    Problem(
        "TB101",
        "",
        "there is no column {detail}",
        Page(
            "Required column is missing.",
            "The table has no column under this header or any of its known other names, so nothing that needs it can be checked.",
            "add the column, or rename yours; docs/columns.md lists every accepted header.",
            "house rule: what is not checked is said",
        ),
    ),
    Problem(
        "TB102",
        "",
        "setting {detail}",
        Page(
            "Setting that cannot be used.",
            "The Settings table holds a name that is no setting, or a value that the setting cannot take; the default is used.",
            "take the name from docs/settings.md, and a value of the kind it states.",
            "house rule: a setting is never guessed",
        ),
    ),
    Problem(
        "TB103",
        "",
        "the sheet {detail} has no header that ippbook knows in its first rows, so nothing on it is read",
        Page(
            "Sheet without a known header.",
            "A sheet has the name of a table, but no row among its first thirty names a column of that table, so its rows are passed by.",
            "give the columns the headers of docs/columns.md, in one row above the data.",
            "house rule: what is not checked is said",
        ),
    ),
    Problem(
        "TB201",
        "",
        "there is no table and no sheet named {detail}; what needs it is not checked",
        Page(
            "Table is missing.",
            "Checks that need this table are passed by.",
            "name your table or its sheet so, or start from a new workbook: ippbook new team.xlsx.",
            "house rule: what is not checked is said",
        ),
    ),
    Problem(
        "TB202",
        "",
        "{detail}",
        Page(
            "Two columns stand for the same field.",
            "Only the first of them is read.",
            "rename or remove one of the two.",
            "house rule: one field, one column",
        ),
    ),
    Problem(
        "TB203",
        "",
        "column “{detail}",
        Page(
            "Header that is almost one of ours.",
            "The column is left alone, because its header is not known; a small difference of spelling may be the cause.",
            "correct the header, if it was meant so.",
            "house rule: what is not checked is said",
        ),
    ),
    Problem(
        "TB301",
        "",
        "the table has no rows",
        Page(
            "Table without rows.",
            "There is nothing to check in it.",
            "enter the first row, or ignore this advice in a new workbook.",
            "house rule: what is not checked is said",
        ),
    ),
    Problem(
        "EV101",
        "Listings",
        "evidence {detail}",
        Page(
            "Evidence file that is not there.",
            "Listings names a file that the folder of evidence does not hold, or whose name leads out of the folder.",
            "put the file into the folder, or correct its name under Evidence.",
            "ipp-facts 5.4, 5.8 (E-Commerce Law art. 42 [L3: LAW])",
        ),
    ),
    Problem(
        "EV102",
        "Listings",
        "evidence {detail}",
        Page(
            "Evidence file that the portal does not take.",
            "The file is of another type, empty, or larger than every source allows.",
            "save it as the message says.",
            "ipp-facts 5.4 [C1: CODE; C4: CODE]",
        ),
    ),
    Problem(
        "EV201",
        "Listings",
        "evidence {detail}",
        Page(
            "Evidence file that older forms refuse.",
            "The sources disagree on the size of a file: 5 MB in 2019 and 2024, 20 MB in a newer one.",
            "make the file smaller, if the portal refuses it.",
            "ipp-facts 5.4 [C1: CODE; V8: VEN; C4: CODE]",
        ),
    ),
    Problem(
        "TX103",
        "Texts",
        "{detail}",
        Page(
            "Takedown text in a folder that cannot be used.",
            "A file in the folder of texts has a fault, or its place says neither language nor reason.",
            "mend what the finding names; docs/notices.md says what can stand in a text.",
            "house rule: a legal text is written whole or not at all",
        ),
    ),
    Problem(
        "XX101",
        "",
        "rule {detail}",
        Page(
            "Rule that could not run.",
            "The rule itself failed on this workbook; every other rule ran. This is a fault of ippbook, not of the workbook.",
            "report it with the workbook's headers; the rule's findings are missing from this run.",
            "house rule: a check that fails is itself a finding",
        ),
    ),
    Problem(
        "XX102",
        "",
        "column {detail}",
        Page(
            "Computed column that could not be computed.",
            "The column itself failed on this workbook; its cells are left as they are. This is a fault of ippbook, not of the workbook.",
            "report it with the workbook's headers; every other column was computed.",
            "house rule: a check that fails is itself a finding",
        ),
    ),
)


def problem(code: str) -> Problem:
    """The problem with *code*; KeyError where there is none."""
    for candidate in PROBLEMS:
        if candidate.code == code:
            return candidate
    raise KeyError(code)
