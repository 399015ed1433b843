"""Settings, findings, Good-Faith, takedown texts, other sheets, and workbooks that are not ippbook's."""

import zipfile
from datetime import date

from compared_workbooks import AS_OF, LINK, complaint, listing, written

from ippbook import goodfaith
from ippbook.cli.render.comparison.outline import outline_of
from ippbook.comparison import absent_side, compare_workbooks, read_side
from ippbook.comparison.content import read_content

ACCOUNTS = [{"Account": "nordlys", "Role": "right holder"}]
RIGHTS = [
    {"Right": "TM-1", "Right type": "trademark", "Office": "CN", "Number": "8123456", "Name": "NORDLYS", "Owner": "Nordlys AS",
     "Classes": "18", "Registered": date(2020, 2, 3), "Expires": date(2030, 2, 2), "Status": "approved"}
]  # fmt: skip


def settings(**values):
    return [{"Setting": name.replace("_", " "), "Value": value} for name, value in values.items()]


# ---- settings


def test_a_setting_is_compared_by_what_applies(comparing):
    old = {"Listings": [listing(1)], "Settings": settings(Window_months=3, Short_text_characters=40, CP305="off")}
    new = {"Listings": [listing(1)], "Settings": settings(Window_months=6, Expiry_warning_days="90", CP305="warning")}
    found = {each.name: each for each in comparing(old, new).settings}
    assert found.keys() == {"Window months", "CP305"}  # 40 and 90 are the defaults
    assert (found["Window months"].old, found["Window months"].new) == (3, 6)
    assert (found["CP305"].old, found["CP305"].new) == ("off", "warning")


def test_an_unusable_setting_is_shown_as_it_was_typed(comparing):
    old = {"Listings": [listing(1)], "Settings": settings(Window_months="many")}
    new = {"Listings": [listing(1)], "Settings": settings(Window_months="few")}
    (found,) = comparing(old, new).settings
    assert (found.old, found.new, found.new_default) == ("many", "few", True)


# ---- findings


def codes(changes):
    return [(each.finding.code, each.name, each.why) for each in changes]


def test_a_finding_that_moved_with_its_row_did_not_come(comparing):
    wrong = {"Listing": "L9", "URL": "https://www.ebay.com/itm/1"}
    old = {"Listings": [wrong, listing(1), listing(2)]}
    new = {"Listings": [listing(2), listing(1), wrong]}
    found = comparing(old, new)
    assert found.findings.came == found.findings.went == ()
    assert found.findings.new_counts is not None
    assert sum(found.findings.new_counts.values())


def test_findings_that_came_and_went_are_named_with_their_reason(comparing):
    wrong = {"Listing": "L9", "URL": "https://www.ebay.com/itm/1"}
    old = {"Listings": [wrong, listing(1), listing(2)]}
    new = {"Listings": [listing(1), listing(2, URL="https://www.ebay.com/itm/2"), {**wrong, "Listing": "L8"}]}
    found = comparing(old, new).findings
    came, went = codes(found.came), codes(found.went)
    assert any(name == "L2" and why == "" for _, name, why in came)
    assert any(name == "L8" and why == "new row" for _, name, why in came)
    assert {(name, why) for _, name, why in went} == {("L9", "row removed")}


def test_a_finding_that_is_waived_now_went_because_of_it(comparing):
    wrong = {"Listing": "L9", "URL": "https://www.ebay.com/itm/1"}
    old = {"Listings": [wrong, listing(1)]}
    code = comparing(old, {"Listings": [listing(1)]}).findings.went[0].finding.code
    waiver = {"Finding": code, "About": "L9", "Reason": "known", "Until": date(2026, 12, 31)}
    found = comparing(old, {**old, "Waivers": [waiver]}).findings
    assert (code, "L9", "waived") in codes(found.went)


def test_a_severity_that_the_team_changed_is_a_difference(comparing):
    old = {"Listings": [{"Listing": "L9", "URL": "https://www.ebay.com/itm/1"}]}
    first = comparing(old, {"Listings": [listing(1)]}).findings.went[0].finding
    word = "advice" if first.severity.word != "advice" else "warning"
    found = comparing(old, {**old, "Settings": settings(**{first.code: word})}).findings
    changed = [each for each in found.changed if each.finding.code == first.code]
    assert [(each.before.severity.word, each.finding.severity.word) for each in changed] == [
        (first.severity.word, word)
    ]
    assert found.differs


# ---- Good-Faith and takedown texts


def many(rejected):
    listings = [listing(number) for number in range(120)]
    rows = [
        complaint(f"C{number}", f"L{number}", Status="rejected" if number < rejected else "accepted")
        for number in range(120)
    ]
    return {"Listings": listings, "Complaints": rows, "Accounts": ACCOUNTS}


def test_good_faith_is_shown_before_and_after_as_the_command_counts_it(comparing):
    found = comparing(many(2), many(20))
    (account,) = found.good_faith.accounts
    figures = {each.figure: (each.old, each.new) for each in account.figures}
    assert figures["qualifies"] == ("yes", "no")
    assert figures["rejected"] == (2, 20)
    assert account.new_verdict == goodfaith.verdict("no", str(figures["fails"][1]), None)
    (reason,) = account.reasons
    assert reason.reason == "keyword abuse"
    assert {each.figure: (each.old, each.new) for each in reason.figures}["taken_down"] == (118, 100)


def test_figures_that_stay_are_counted_and_not_listed(comparing):
    found = comparing(many(2), many(2))
    assert found.good_faith.accounts == ()
    assert found.good_faith.unchanged == 1
    assert not found.differs


def test_a_takedown_text_that_changed_is_shown(comparing):
    def team(words):
        row = complaint("C1", "L1", Right="TM-1", Status="draft", Filed=None, Decided=None)
        return {
            "Rights": RIGHTS, "Accounts": ACCOUNTS, "Complaints": [row],
            "Listings": [listing(1, **{"Right": "TM-1", "Quoted words": words, "Found in": "title", "Seller brand": "Kest"})],
        }  # fmt: skip

    found = comparing(team("NORDLYS style"), team("NORDLYS type"))
    (text,) = found.texts.changed
    assert text.complaint == "C1"
    assert "NORDLYS style" in text.old
    assert "NORDLYS type" in text.new


def test_a_complaint_that_had_no_text_and_has_none_says_so(comparing):
    def team(**listing_values):
        row = complaint("C1", "L1", Right="TM-1", Status="draft", Filed=None, Decided=None)
        return {
            "Rights": RIGHTS, "Accounts": ACCOUNTS, "Complaints": [row],
            "Listings": [listing(1, Right="TM-1", **listing_values)],
        }  # fmt: skip

    found = comparing(team(), team(**{"Found in": "title"}))
    (text,) = found.texts.changed
    assert (text.old, text.new) == ("", "")
    shown = [entry for section in outline_of(found, 0).sections for entry in section.entries if "C1" in entry.title]
    assert any("no text, before and now: " in entry.remark for entry in shown)


# ---- other sheets, and no tables at all


def test_other_sheets_are_compared_by_cell(comparing):
    base = {"Listings": [listing(1)]}
    old = {"Team": {"A1": "x", "B2": 1, "C3": "=B2+1"}, "Old": {"A1": 1}}
    new = {"Team": {"A1": "x ", "B2": 2, "C3": "=B2+2", "D4": date(2026, 1, 1)}, "New": {"A1": 1}}
    found = comparing(base, base, old, new)
    assert found.differs
    sheets = {each.sheet: each for each in found.sheets}
    assert {name: each.change for name, each in sheets.items()} == {"Team": "changed", "Old": "removed", "New": "added"}
    assert [(each.cell, each.old, each.new) for each in sheets["Team"].cells()] == [
        ("B2", 1, 2), ("C3", "=B2+1", "=B2+2"), ("D4", None, 46023)
    ]  # fmt: skip


def test_macros_that_differ_are_a_difference_and_other_parts_are_a_note(tmp_path):
    sides = []
    for name in ("one", "two"):
        path = written(tmp_path / f"{name}.xlsx", {"Listings": [listing(1)]})
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("xl/media/image1.png", name)
            archive.writestr("xl/vbaProject.bin", name)
        sides.append(read_side(path, path.name, AS_OF, today=AS_OF))
    found = compare_workbooks(*sides)
    assert found.differs
    assert found.parts.macros == ("xl/vbaproject.bin",)
    assert any("xl/media/image1.png" in note for note in found.notes)
    assert not compare_workbooks(sides[0], sides[0]).differs


def test_two_workbooks_without_a_table_of_ippbook_are_compared_by_cell(comparing):
    found = comparing({}, {}, {"Sales": {"A1": 1}}, {"Sales": {"A1": 2}})
    assert found.differs
    assert [each.count for each in found.sheets] == [1]
    assert "no ippbook table found" in found.notes[0]


def test_against_a_workbook_without_tables_every_row_is_new(comparing):
    found = comparing({}, {"Listings": [listing(1)]}, {"Sales": {"A1": 1}})
    listings = next(each for each in found.tables if each.name == "Listings")
    assert (listings.presence, listings.counts["added"]) == ("added", 1)


def test_an_absent_file_is_an_empty_workbook(tmp_path):
    path = written(tmp_path / "new.xlsx", {"Listings": [listing(1)]})
    new, nothing = read_side(path, "new.xlsx", AS_OF, today=AS_OF), absent_side("/dev/null", AS_OF)
    for old, other, change in ((nothing, new, "added"), (new, nothing, "removed")):
        found = compare_workbooks(old, other)
        assert found.differs
        assert found.settings == ()
        assert next(each for each in found.tables if each.name == "Listings").counts[change] == 1


def test_the_lines_of_a_workbook_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = [listing(1), listing(2, Tag="x")]
    paths = [
        written(tmp_path / f"{at}.xlsx", {"Listings": each}, {"Team": {"B2": 1}})
        for at, each in enumerate((rows, rows[::-1]))
    ]
    first, second = (list(read_content(path)) for path in paths)
    assert sorted(first) == sorted(second)
    assert ("Listings [L1]", "URL", f"{LINK}1") in first
    assert ("Team!B2", "", 1) in first
