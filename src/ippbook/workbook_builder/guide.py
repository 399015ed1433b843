"""The guide sheet: what the workbook is, how a day with it goes, what the shades mean, and how sure the Good-Faith tests are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from ippbook.catalog import platforms
from ippbook.declare import Registry
from ippbook.tables.findings import Severity
from ippbook.tables.records import RECORDS, Complaint
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.instructions import STEPS, Instructions
from ippbook.workbook_builder.styles import Role, Styles

_STEPS: Final = (
    (
        "1  Record the rights",
        "One row a right in the sheet Rights, from the certificate: number, office, dates. One row a portal account in Accounts. What each account and right still needs before the first filing: {ready}.",
    ),
    (
        "2  Record what you find",
        "One row a listing in Listings: paste the link as the browser shows it, name the right that it infringes and the reason, and add what the takedown text has to say (differences, quoted words, pictures). A list from another tool: {import_listings}.",
    ),
    (
        "3  Draft complaints",
        "{plan}. It drafts complaints from the listings that are ready, and says what keeps the others back. Or write them yourself: a row a link in Complaints; rows with the same complaint number are filed together: one account, one site, one right, one reason, up to 300 links.",
    ),
    (
        "4  Check, then file",
        "{recalculate}. It fills the columns with the light header, writes the takedown text, and names in Findings what the portal would refuse. Mend the errors, look at the warnings. Then a folder for each complaint, with links, text and evidence to paste into the portal: {pack}.",
    ),
    (
        "5  Write down what came of it",
        "Enter the status and the day of each decision, and of each counter-notice, or bring in the portal's own list: {import_outcomes}. What has to be answered or renewed next, and when: {due}.",
    ),
)
"""What stands in braces is a step of `ways`: how it is started depends on the workbook."""
_QUESTIONS: Final = (
    (
        "Where do we stand?",
        "The sheets Accounts and Good-Faith. To bring them up to date: {good_faith}. The rows behind each figure: {good_faith_rows}.",
    ),
    (
        "What shall we file next?",
        "Which of the complaints that wait raise the chance of keeping the status, and which to hold back: {good_faith_plan}.",
    ),
    ("Who sells again and again?", "The sheet Sellers. As of today: {sellers}."),
    (
        "What happened to this listing?",
        "The dated trail for counsel, with right, evidence, every notice, answer and deadline: {dossier}.",
    ),
    (
        "Must we live with a finding?",
        "No. Accept it in the sheet Waivers, with a reason and a last day; or write its code into Settings with off, error, warning or advice.",
    ),
    (
        "Can the texts be ours?",
        "Yes. A text in the sheet Texts goes before the one of ippbook for its reason and language.",
    ),
)
_WITHIN: Final = re.compile(r": (Press|Run|By)(?= )")
_SURE: Final = "How sure: OFF the platform's own page, PLAT written by the platform elsewhere, LAW a statute, court or office, VEN a vendor or the press, CODE seen in public programs, INF our inference, GK unconfirmed."
_FITS: Final = 120
"""Characters of the small guide font that surely fit on one line of the text column."""
_GAP: Final = 5
"""Points between a heading and its first line."""
_LINE_HEIGHT: Final = 13.5
"""Points."""
_SEVERITIES: Final = {
    Severity.ERROR: "The portal would refuse it, or the row contradicts itself. Mend it before you file.",
    Severity.WARNING: "It often goes wrong, or we are not sure. Look at it; it may be right as it is.",
    Severity.ADVICE: "Nothing is wrong. Knowing it may save you a complaint.",
}
_UNSURE: Final = (
    (
        "Volume",
        "The number of complaints was found at a vendor only, with data of 2020. No official page that we read names one.",
    ),
    (
        "Unit and rates",
        "Whether a link or a complaint is counted, and what exactly the rates divide by, is stated nowhere that we read. We count links; each reading is a setting with its ground beside it.",
    ),
    (
        "Today's rules",
        "Nothing official after April 2022 was found, and the portal has since become two. Check the portal's own figures before you rely on ours.",
    ),
)


@dataclass(frozen=True)
class GuideLine:
    """A line of the guide: a short label, and what it says."""

    label: str
    text: str
    role: Role = Role.LABEL
    body: Role = Role.BODY


@dataclass(frozen=True)
class GuidePart:
    """A heading and its lines."""

    heading: str
    lines: tuple[GuideLine, ...]


def parts(known: Registry, ways: Instructions) -> Iterator[GuidePart]:
    """The guide, from top to bottom."""
    yield GuidePart("How a step is started", tuple(GuideLine(*line) for line in ways.told))
    yield GuidePart("The daily work", tuple(_started(_STEPS, ways)))
    yield GuidePart("Questions of every week", tuple(_started(_QUESTIONS, ways)))
    yield GuidePart("The sheets", tuple(_sheets(known)))
    yield GuidePart("The shades", tuple(_shades()))
    yield GuidePart("The words of a finding", tuple(_words()))
    yield GuidePart("Good-Faith: three tests for each account", tuple(_tests(known)))
    yield GuidePart("What is not certain about Good-Faith", tuple(GuideLine(*line) for line in _UNSURE))
    yield GuidePart("Where more is explained", tuple(_more(ways)))


def _started(lines: Iterable[tuple[str, str]], ways: Instructions) -> Iterator[GuideLine]:
    """The lines with their steps as this workbook starts them; within a sentence a step begins with a small letter."""
    said = {step: ways(step) for step in STEPS}
    for label, text in lines:
        yield GuideLine(label, _WITHIN.sub(lambda found: f": {found[1].lower()}", text.format_map(said)))


def _sheets(known: Registry) -> Iterator[GuideLine]:
    for record in RECORDS:
        yield GuideLine(record.table, _about(record.__doc__ or ""))
        if record is Complaint:
            yield from _reports(known)
    yield GuideLine(
        "Settings",
        "What your team decides, and what the sources leave open. An empty value means the default beside it.",
    )
    yield GuideLine(
        "Your own",
        "Add sheets, columns and charts as you like. ippbook finds its columns by their headers and leaves everything else as it is.",
    )


def _reports(known: Registry) -> Iterator[GuideLine]:
    for name, found in groupby(known.reports, key=lambda report: report.sheet):
        said = " ".join(report.page.summary for report in found)
        yield GuideLine(name, f"{said} ippbook fills the whole sheet.")


def _about(docstring: str) -> str:
    """A docstring for people who do not know our tags of sources."""
    return re.sub(r"\s*\(ipp-facts[^)]*\)", "", " ".join(docstring.split()))


def _shades() -> Iterator[GuideLine]:
    yield GuideLine(
        "Dark header",
        "You type here. Rest the pointer on a header to read what belongs in the column.",
        Role.INPUT_HEADER,
    )
    yield GuideLine(
        "Light header",
        "ippbook fills these cells. Do not type here: the next run writes over it.",
        Role.COMPUTED_HEADER,
    )


def _words() -> Iterator[GuideLine]:
    roles = {Severity.ERROR: Role.ERROR, Severity.WARNING: Role.WARNING, Severity.ADVICE: Role.ADVICE}
    for severity, text in _SEVERITIES.items():
        yield GuideLine(f"{severity.word}  ·  codes with {severity.value}", text, roles[severity])
    yield GuideLine(
        "Long findings",
        "A row shows their beginning, gravest first. Select the cell to read all of it in the formula bar, or double-click the lower edge of the row's number: the row grows to hold it.",
    )
    yield GuideLine(
        "",
        "A finding begins with its code, for example CP101: letters for the sheet, the first digit for the severity. The name of a row takes the colour of its gravest finding.",
        body=Role.MUTED,
    )


def _tests(known: Registry) -> Iterator[GuideLine]:
    def limit(name: str) -> str:
        return known.settings[name].shown_default if name in known.settings else "see Settings"

    yield GuideLine(
        "Volume", f"At least {limit('min_complaints')} complaints in the last {limit('window_months')} months."
    )
    yield GuideLine("Takedown rate", f"At least {limit('min_takedown_rate')} of the decided complaints taken down.")
    yield GuideLine(
        "Counter-notices",
        f"At most {limit('max_counter_rate')} of them undone by a seller's successful counter-notice.",
    )
    yield GuideLine(
        "",
        "Both rates must hold over all complaints, and for every single complaint reason. The limits are settings; the numbers here are the defaults.",
        body=Role.MUTED,
    )


def _more(ways: Instructions) -> Iterator[GuideLine]:
    checked = max(platform.checked_on for platform in platforms.PLATFORMS.values())
    yield GuideLine(
        "Any finding",
        f"{ways('explain')}. It says what is wrong, why it matters, how to mend it, and on what source the rule rests. docs/rules.md holds all of them.",
    )
    yield GuideLine("Any column", "Rest the pointer on its header, or read docs/columns.md.")
    yield GuideLine(
        "Sources",
        f"The facts behind the checks were last compared with their sources on {checked}. Portals change without notice.",
    )
    yield GuideLine(
        "Source codes",
        f"“ipp-facts” with a number and keys in brackets, in Settings and in the notes, names a section of the facts gathered for ippbook and the sources it was read in. {_SURE} docs/sources.md lists every section and source.",
    )
    yield GuideLine(
        "No legal advice",
        "The workbook checks forms and figures. Whether a listing infringes a right is for you and your lawyers to judge; a wrong notice can cost damages.",
    )


def draw_guide(workbook: Any, styles: Styles, known: Registry, remark: str, ways: Instructions) -> None:
    """Add the sheet Guide; the lines of *remark* stand under its title."""
    sheet = workbook.add_worksheet("Guide")
    sheet.hide_gridlines(2)
    sheet.set_tab_color(palette.TAB_COLOURS["Guide"])
    for column, width in enumerate((2, 26, 104)):
        sheet.set_column(column, column, width)
    sheet.set_row(1, 30)
    sheet.write_string(1, 1, "ippbook", styles(Role.TITLE))
    sheet.write_string(
        2,
        1,
        "The workbook with which a brand team defends its rights on Alibaba's marketplaces.",
        styles(Role.TITLE_LINE),
    )
    row = 3
    for line in remark.splitlines():
        sheet.write_string(row, 1, line, styles(Role.TITLE_LINE))
        row += 1
    for part in parts(known, ways):
        row = _write_part(sheet, styles, part, row + 1)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.activate()


def _write_part(sheet: Any, styles: Styles, part: GuidePart, row: int) -> int:
    """Write *part* from *row* on; the row after it."""
    sheet.set_row(row, 22)
    sheet.write_string(row, 1, part.heading, styles(Role.HEADING))
    sheet.write_blank(row, 2, None, styles(Role.HEADING))
    row += 1
    sheet.set_row(row, _GAP)
    for line in part.lines:
        row += 1
        if line.label:
            sheet.write_string(row, 1, line.label, styles(line.role))
        sheet.write_string(row, 2, line.text, styles(line.body))
        # Excel does not always fit the height of wrapped text on opening.
        sheet.set_row(row, _LINE_HEIGHT * -(-len(line.text) // _FITS) + 5)
    return row + 1
