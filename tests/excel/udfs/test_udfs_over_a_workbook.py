"""The sample team's workbook, open in the engine without Excel: functions over its tables answer what the check of the file says."""

from datetime import datetime

import pytest

from ippbook import headless

NOW = datetime(2026, 10, 31)  # noqa: DTZ001  # cells have no time zone
TABLES = ("Rights", "Listings", "Complaints", "Accounts", "Settings", "Texts", "Waivers")


@pytest.fixture
def book(sample_path):
    with headless.excel() as app:
        yield app.books.open(str(sample_path))


@pytest.fixture
def sheet(book):
    return book.sheets[0]


@pytest.fixture
def table(book):
    """The range of a table, or what a skipped argument is."""

    def find(name, column=""):
        for sheet in book.sheets:
            for each in sheet.tables:
                if each.name == name:
                    if not column:
                        return each.range
                    headers = each.header_row_range.value
                    body = each.data_body_range
                    return body[:, headers.index(column)]
        return None

    return find


def test_the_findings_over_the_open_tables_are_those_of_the_check(cell, table, sample_study):
    found = cell("IPP_FINDINGS", NOW, *(table(name) for name in TABLES))
    assert found[0] == ["Severity", "Code", "Table", "Row", "Column", "Finding"]
    wanted = sample_study.findings
    assert len(found) - 1 == len(wanted) > 50
    for row, each in zip(found[1:], wanted, strict=True):
        assert row == [
            each.severity.word,
            each.code,
            each.table,
            each.row + 1 if each.row >= 0 else "",
            each.header,
            plain(each.message),
        ]


def test_the_computed_columns_of_links_are_what_the_functions_spill(cell, table, sample_study):
    for name, header in [
        ("IPP_PLATFORM", "URL platform"),
        ("IPP_ITEM_ID", "Item ID"),
        ("IPP_CANONICAL_URL", "Canonical URL"),
    ]:
        wanted = [[value] for value in sample_study.computed["Listings", header]]
        assert cell(name, table("Listings", "URL")) == wanted


def test_duplicates_spill_as_the_column_duplicate_of_and_one_row_is_checked_alone(cell, table, sample_study):
    wanted = list(sample_study.computed["Listings", "Duplicate of"])
    assert any(wanted)
    urls, names = table("Listings", "URL"), table("Listings", "Listing")
    assert cell("IPP_DUPLICATE_OF", urls, names) == [[value] for value in wanted]
    row = next(place for place, value in enumerate(wanted) if value)
    assert cell("IPP_DUPLICATE_OF", urls, names, float(row + 1)) == wanted[row]
    assert cell("IPP_DUPLICATE_OF", urls, names, ((float(row + 1),), (1.0,))) == [[wanted[row]], [wanted[0]]]


def test_a_long_takedown_text_stands_whole_in_one_cell(cell, table, sample_study):
    texts = sample_study.computed["Complaints", "Takedown text"]
    row = max(range(len(texts)), key=lambda place: len(texts[place]))
    assert len(texts[row]) > 255
    number = sample_study.tables["Complaints"].columns["complaint"][row]
    four = [table(name) for name in TABLES[:4]]
    assert cell("IPP_TAKEDOWN_TEXT", number, NOW, *four, None, table("Settings"), table("Texts")) == texts[row]


def test_good_faith_figures_over_the_columns_are_those_of_the_accounts(cell, table, sample_study):
    unit = sample_study.wiring.settings["terms"].unit
    columns = {
        header: table("Complaints", header)
        for header in ("Account", "Filed", "Status", "Reason", "Complaint", "Decided")
    }
    accounts = table("Accounts", "Account")
    for name, header in [
        ("COMPLAINTS", "Complaints filed"), ("DECIDED", "Complaints decided"), ("TAKEN_DOWN", "Complaints taken down"),
        ("REJECTED", "Complaints rejected"), ("COUNTER_UPHELD", "Counter-notices upheld"), ("RATE", "Takedown rate"),
        ("COUNTER_RATE", "Counter rate"), ("WORST_REASON", "Worst reason"), ("QUALIFIES", "Qualifies"), ("FAILS", "Fails"),
        ("HEADROOM", "Head-room"), ("NEEDED", "Takedowns needed"), ("BEST", "Best case"), ("WORST", "Worst case"),
        ("RUNS_OUT", "Runs out on"), ("RUNS_OUT_BY", "Runs out by"), ("LOCKED_UNTIL", "Locked out until"),
    ]:  # fmt: skip
        found = cell(
            f"IPP_GF_{name}", columns["Account"], columns["Filed"], columns["Status"], accounts, NOW,
            columns["Reason"], columns["Complaint"] if unit == "complaint" else None, columns["Decided"],
        )  # fmt: skip
        wanted = sample_study.computed["Accounts", header]
        assert [[plain(value)] for value in wanted] == found, name


def plain(value):
    if value is None or value != value:  # noqa: PLR0124  # blanks of numbers and days are not themselves
        return ""
    if isinstance(value, str) and len(value) > 255:
        return value[:254] + "…"  # the spilled column's limit
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
