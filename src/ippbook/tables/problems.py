"""The problems that reading finds: in cells, headers and tables. Rules (`ippbook.rules`) find everything else."""

from typing import Final

from ippbook.tables.findings import Page, Problem

PROBLEMS: Final = (
    Problem(
        "CL101",
        "",
        "{detail}",
        Page(
            "Cell that cannot be read.",
            "The value does not fit the column. Checks that need this cell skip the row; other checks still run.",
            "enter the value as the message says: a date as 2026-01-31, a choice from the drop-down list, yes or no.",
            "house rule: a cell that cannot be read is a finding; its value is never guessed",
        ),
    ),
    Problem(
        "CL102",
        "",
        "the cell holds the error {detail}",
        Page(
            "Error value in an input cell.",
            "A formula in an input cell returned an error. The cell is read as blank.",
            "fix the formula, or enter the value.",
            "house rule: a cell that cannot be read is a finding; its value is never guessed",
        ),
    ),
    Problem(
        "CL201",
        "",
        "{detail} is a number of 16 digits or more; Excel keeps only the first fifteen and rounds the rest",
        Page(
            "Long number that Excel may have rounded.",
            "Excel keeps fifteen digits of a number. Item IDs and order numbers can be longer, so the last digits may already be wrong.",
            "format the column as text, and paste the number again from its source.",
            "ipp-facts 2.1 (AliExpress ids have 16 digits); Excel's documented precision of 15 digits",
        ),
    ),
    Problem(
        "CL202",
        "",
        "the formula ={detail} has no value yet",
        Page(
            "Formula without a value in an input cell.",
            "The program that saved the workbook did not calculate this formula, so there is no value to check.",
            "open the workbook in Excel or LibreOffice, save it, and run the check again.",
            "house rule: a cell that cannot be read is a finding; its value is never guessed",
        ),
    ),
    Problem(
        "CL203",
        "",
        "cells {detail} are merged; only the first of them has a value",
        Page(
            "Merged cells in a table.",
            "Only the first cell of a merged block has the value. In all other rows of the block the cell is blank.",
            "unmerge the cells and repeat the value in each row.",
            "house rule: one row, one record",
        ),
    ),
    Problem(
        "CL301",
        "",
        "{detail}",
        Page(
            "Price that cannot be read.",
            "ippbook found no amount in the cell. A price is never a ground for a complaint, so nothing depends on it.",
            "write the amount, with or without its currency, as in 12.99, US $12.99 or ¥88-128; or empty the cell.",
            "ipp-facts 5.2 [O12: OFF]",
        ),
    ),
    Problem(
        "TB101",
        "",
        "there is no column {detail}",
        Page(
            "Required column is missing.",
            "The table has no column with this header or one of its other accepted names. Checks that need the column cannot run.",
            "add the column, or rename yours. docs/columns.md lists every accepted header.",
            "house rule: a check that cannot run is a finding",
        ),
    ),
    Problem(
        "TB102",
        "",
        "setting {detail}",
        Page(
            "Setting that cannot be used.",
            "The Settings table has a name that is not a setting, or a value that the setting cannot have. The default is used.",
            "use a name and a kind of value from docs/settings.md.",
            "house rule: a setting is never guessed",
        ),
    ),
    Problem(
        "TB103",
        "",
        "the sheet {detail} has no known header in its first rows, so ippbook does not read it",
        Page(
            "Sheet without a known header.",
            "The sheet has the name of a table, but its first thirty rows have no header of that table. Its rows are not checked.",
            "put headers from docs/columns.md in one row above the data.",
            "house rule: a check that cannot run is a finding",
        ),
    ),
    Problem(
        "TB201",
        "",
        "there is no table and no sheet named {detail}; checks that need it do not run",
        Page(
            "Table is missing.",
            "Checks that need this table do not run.",
            "give your table or its sheet this name, or create a workbook with: ippbook new team.xlsx.",
            "house rule: a check that cannot run is a finding",
        ),
    ),
    Problem(
        "TB202",
        "",
        "{detail}",
        Page(
            "Two columns for the same field.",
            "The headers of two columns mean the same field. Only the first column is read.",
            "rename or remove one of the two columns.",
            "house rule: one field, one column",
        ),
    ),
    Problem(
        "TB203",
        "",
        "column “{detail}",
        Page(
            "Header that may be misspelled.",
            "The header is not known, but it is similar to a known one. ippbook does not read the column.",
            "correct the header if you meant the known one.",
            "house rule: a check that cannot run is a finding",
        ),
    ),
    Problem(
        "TB204",
        "",
        "{detail}",
        Page(
            "Two tables of one name.",
            "Two tables or sheets of the workbook have a name of the same table. Only the first one is read.",
            "move the rows into one table, or give the other one a name of its own.",
            "house rule: one table, one name",
        ),
    ),
    Problem(
        "TB205",
        "",
        "{detail}",
        Page(
            "Name of your own that cannot be used.",
            "The table IPP_Names says which of your sheets and headers is which table and column. This row names none that ippbook has.",
            "use the names of tables and columns from docs/columns.md.",
            "house rule: a setting is never guessed",
        ),
    ),
    Problem(
        "TB302",
        "",
        "the column {detail}, because no other header has this meaning",
        Page(
            "Running number that is read as a name.",
            "The header is usual for a running number, and no other column can have this meaning. So its numbers are read as the short names of the rows that they refer to.",
            "if it only counts the rows, rename it and add a column with the short names. If it is right, give it the known header.",
            "house rule: a cell that is read by a guess is a finding",
        ),
    ),
    Problem(
        "TB301",
        "",
        "the table has no rows",
        Page(
            "Table without rows.",
            "The table has nothing to check.",
            "enter the first row. In a new workbook, ignore this advice.",
            "house rule: a check that cannot run is a finding",
        ),
    ),
    Problem(
        "EV101",
        "Listings",
        "evidence {detail}",
        Page(
            "Evidence file not found.",
            "Listings names a file that is not in the evidence folder, or a name that leads out of that folder.",
            "put the file into the folder, or correct its name in the column Evidence.",
            "ipp-facts 5.4, 5.8 (E-Commerce Law art. 42 [L3: LAW])",
        ),
    ),
    Problem(
        "EV102",
        "Listings",
        "evidence {detail}",
        Page(
            "Evidence file that the portal does not accept.",
            "The file has another type, is empty, or is larger than any source allows.",
            "save the file as the message says.",
            "ipp-facts 5.4 [C1: CODE; C4: CODE]",
        ),
    ),
    Problem(
        "EV201",
        "Listings",
        "evidence {detail}",
        Page(
            "Evidence file that older forms of the portal refuse.",
            "The sources disagree on the largest size of a file: 5 MB in 2019 and 2024, 20 MB in a newer one.",
            "make the file smaller if the portal refuses it.",
            "ipp-facts 5.4 [C1: CODE; V8: VEN; C4: CODE]",
        ),
    ),
    Problem(
        "TX103",
        "Texts",
        "{detail}",
        Page(
            "Takedown text file that cannot be used.",
            "A file in the folder of texts has an error, or its path does not name a language and a reason.",
            "fix what the finding names. docs/notices.md says what a text can contain.",
            "house rule: a legal text is complete, or it is not written",
        ),
    ),
    Problem(
        "XX101",
        "",
        "rule {detail}",
        Page(
            "Rule that could not run.",
            "The rule failed on this workbook; every other rule ran. This is an error in ippbook, not in the workbook.",
            "report it with the headers of the workbook. The findings of this rule are missing from this run.",
            "house rule: a check that fails is a finding",
        ),
    ),
    Problem(
        "XX102",
        "",
        "column {detail}",
        Page(
            "Computed column that could not be computed.",
            "The column failed on this workbook, so its cells are unchanged. This is an error in ippbook, not in the workbook.",
            "report it with the headers of the workbook. Every other column was computed.",
            "house rule: a check that fails is a finding",
        ),
    ),
)


def problem(code: str) -> Problem:
    """The problem with *code*; KeyError where there is none."""
    for candidate in PROBLEMS:
        if candidate.code == code:
            return candidate
    raise KeyError(code)
