"""The sheet Guide, on one page: the daily work, the yellow bar of Excel, the sheets with links to them, the colours, Good-Faith."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ippbook.catalog import platforms
from ippbook.catalog.platforms import complaint_limits
from ippbook.computed.tables.figures import FIGURES_SHEET
from ippbook.computed.tables.today import TODAY_SHEET
from ippbook.declare import Registry, Report
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Severity
from ippbook.tables.records import RECORDS, Complaint
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.drawn_names import text_width
from ippbook.workbook_builder.instructions import STEPS, Instructions
from ippbook.workbook_builder.styles import CellRole, Styles
from ippbook.workbook_builder.xlsx_types import XlsxSheet, XlsxWorkbook

_STEPS: Final = (
    (
        "1  Record the rights",
        "Enter each right in a row of the sheet Rights, from its certificate: number, office, dates. Enter each portal account in a row of Accounts. To see what is missing before the first filing: {ready}.",
    ),
    (
        "2  Record what you find",
        "Enter each listing in a row of Listings. Paste the link from the browser, choose the infringed right and the reason, and add the facts for the takedown text (differences, quoted words, pictures). To import a list from another tool: {import_listings}.",
    ),
    (
        "3  Draft complaints",
        (
            "{plan}. ippbook drafts complaints from the listings that are ready, and gives the reason for each listing that is not. You can also write complaints yourself: one row for each link in Complaints. Rows with the same complaint number are filed together: one account, one site, one right, one reason, up to "
            f"{complaint_limits('').links} links."
        ),
    ),
    (
        "4  Check, then file",
        "{recalculate}. ippbook fills the columns with a light header, writes the takedown text, and lists in Findings what the portal would refuse. Fix the errors and read the warnings. To get a folder for each complaint, with links, text and evidence for the portal: {pack}.",
    ),
    (
        "5  Record the outcomes",
        "Enter the status and the date of each decision and each counter-notice. To import the portal's own list: {import_outcomes}. To see what you must answer or renew next, and when: {due}.",
    ),
)
"""In braces: a step of `STEPS`. How to start it depends on the workbook."""
_QUESTIONS: Final = (
    (
        "What is our Good-Faith status?",
        "See the sheets Accounts and Good-Faith. To update them: {good_faith}. To see the rows behind each figure: {good_faith_rows}.",
    ),
    (
        "What should we file next?",
        "To see which ready complaints bring most takedowns at the risk that you set, which to hold back, and which to fix first: {good_faith_plan}.",
    ),
    ("Who are the repeat sellers?", "See the sheet Sellers. To update it: {sellers}."),
    (
        "What happened to this listing?",
        "To get its dated history for counsel, with the right, the evidence, and every notice, answer and deadline: {dossier}.",
    ),
)
_YELLOW_BAR: Final = (
    (
        "Protected View",
        "Excel shows a yellow bar above a file from e-mail or the internet. Check that you know the sender. Then choose Enable Editing: before that, nothing can be changed or recalculated.",
    ),
    (
        "Macros",
        "A workbook with buttons shows a second bar. Choose Enable Content if the file is from your team. If Excel blocks the macros, close the file, open its Properties in Windows, and tick Unblock.",
    ),
)
_WITHIN: Final = late_pattern(r": (Click|Run|By)(?= )")
_SOURCE_KINDS: Final = "Kinds of sources: OFF the platform's own page, PLAT written by the platform elsewhere, LAW a statute, court or office, VEN a vendor or the press, CODE public program code, INF ippbook's conclusion, GK general knowledge, not confirmed."
_FITS: Final = 152
"""Characters of the guide's font that certainly fit on one line of the text column."""
_ZOOM: Final = 80
"""Percent: most of the guide is on one screen."""
_GAP: Final = 3
"""Points between a heading and its first line."""
_LINE_HEIGHT: Final = 13.0
"""Points."""
_SEVERITIES: Final = {
    Severity.ERROR: "The portal would refuse it, or the row contradicts itself. Fix it before you file.",
    Severity.WARNING: "It often causes a rejection, or ippbook is not sure. Check it; it may be correct.",
    Severity.ADVICE: "This is not an error. It is useful to know before you file.",
}


@dataclass(frozen=True)
class GuideLine:
    """A line of the guide: a short label and its text."""

    label: str
    text: str
    role: CellRole = CellRole.LABEL
    body: CellRole = CellRole.BODY
    sheet: str = ""
    """The sheet that a click on the label opens."""


@dataclass(frozen=True)
class GuidePart:
    """A heading and its lines."""

    heading: str
    lines: tuple[GuideLine, ...]


def parts(known: Registry, instructions: Instructions) -> Iterator[GuidePart]:
    """The guide, from top to bottom."""
    yield GuidePart("The daily work", tuple(_with_instructions(_STEPS, instructions)))
    yield GuidePart("Frequent questions", tuple(_with_instructions(_QUESTIONS, instructions)))
    yield GuidePart("How to start a step", tuple(GuideLine(*line) for line in instructions.legend))
    yield GuidePart("If Excel shows a yellow bar", tuple(GuideLine(*line) for line in _YELLOW_BAR))
    yield GuidePart("The sheets: click a name", tuple(_sheets(known)))
    yield GuidePart("The colours", (*_colours(), *_words()))
    yield GuidePart("Good-Faith: three criteria for each account", tuple(_tests(known)))
    yield GuidePart("More information", tuple(_more(instructions)))


def _with_instructions(lines: Iterable[tuple[str, str]], instructions: Instructions) -> Iterator[GuideLine]:
    """The lines with this workbook's instructions for each step; within a sentence they begin with a small letter."""
    texts = {step: instructions(step) for step in STEPS}
    for label, text in lines:
        yield GuideLine(label, _WITHIN.sub(lambda found: f": {found[1].lower()}", text.format_map(texts)))


def _sheets(known: Registry) -> Iterator[GuideLine]:
    """A line for each sheet, in the order of the work."""
    computed: dict[str, list[Report]] = {}
    for report in known.reports:
        computed.setdefault(report.sheet, []).append(report)
    first = [name for name in (TODAY_SHEET,) if name in computed]
    hidden = [FIGURES_SHEET]
    yield from _reports(computed, first)
    for record in RECORDS:
        yield GuideLine(record.table, _about(record.__doc__ or ""), CellRole.JUMP, sheet=record.table)
        if record is Complaint:
            yield from _reports(computed, [name for name in computed if name not in {*first, *hidden}])
    yield GuideLine(
        "Settings",
        "Choices of your team, also where the sources are unclear. If a value is empty, its default applies.",
        CellRole.JUMP,
        sheet="Settings",
    )
    charts = "One account at a time, chosen in a drop-down. Below the charts are their numbers."
    yield GuideLine("Charts", charts, CellRole.JUMP, sheet="Charts")
    yield GuideLine(
        "Your own sheets",
        "You can add sheets, columns and charts. ippbook finds its columns by their headers and does not change anything else.",
    )


def _reports(computed: Mapping[str, Sequence[Report]], sheets: Iterable[str]) -> Iterator[GuideLine]:
    for name in sheets:
        summaries = " ".join(report.page.summary for report in computed[name])
        yield GuideLine(name, f"{summaries} ippbook fills the whole sheet.", CellRole.JUMP, sheet=name)


def _about(docstring: str) -> str:
    """A docstring without source tags, which the readers of the guide do not know."""
    return re.sub(r"\s*\(ipp-facts[^)]*\)", "", " ".join(docstring.split()))


def _colours() -> Iterator[GuideLine]:
    yield GuideLine(
        "Dark header",
        "Input: you type in these columns. Point at a header to read what to enter.",
        CellRole.INPUT_HEADER,
    )
    yield GuideLine(
        "Light header",
        "Computed: ippbook fills these columns. Do not type here: the next recalculation overwrites it.",
        CellRole.COMPUTED_HEADER,
    )


def _words() -> Iterator[GuideLine]:
    roles = {Severity.ERROR: CellRole.ERROR, Severity.WARNING: CellRole.WARNING, Severity.ADVICE: CellRole.ADVICE}
    for severity, text in _SEVERITIES.items():
        yield GuideLine(f"{severity.word}  ·  codes with {severity.value}", text, roles[severity])
    yield GuideLine(
        "",
        "A finding begins with its code, for example CP101: the letters are the sheet, the first digit is the severity. The whole row has the colour of its most severe finding. A status in bold waits for you.",
        body=CellRole.MUTED,
    )


def _tests(known: Registry) -> Iterator[GuideLine]:
    def limit(name: str) -> str:
        return known.settings[name].shown_default if name in known.settings else "see Settings"

    yield GuideLine(
        "Volume", f"At least {limit('min_complaints')} complaints in the last {limit('window_months')} months."
    )
    yield GuideLine(
        "Takedown rate", f"At least {limit('min_takedown_rate')} of the decided complaints led to a takedown."
    )
    yield GuideLine(
        "Counter-notices",
        f"At most {limit('max_counter_rate')} of them were reversed by a seller's successful counter-notice.",
    )
    yield GuideLine(
        "",
        "Both rates must be met for all complaints together and for every complaint reason. The limits are settings; the numbers here are the defaults.",
        body=CellRole.MUTED,
    )
    yield GuideLine(
        "Not certain",
        "Only a vendor states the number of complaints, with data from 2020. We found no number on an official page.",
    )


def _more(instructions: Instructions) -> Iterator[GuideLine]:
    checked = max(platform.checked_on for platform in platforms.PLATFORMS.values())
    yield GuideLine(
        "Any finding",
        f"{instructions('explain')}. You get the reason for the finding, its fix and its source. docs/rules.md lists all rules.",
    )
    yield GuideLine(
        "Sources",
        say(
            "The facts behind the rules were last compared with their sources on {day}. Portals change without notice.",
            day=checked,
        ),
    )
    yield GuideLine(
        "Source codes",
        f"In Settings and in notes, “ipp-facts” with a number and keys in brackets names a section of ippbook's collection of facts, and its sources. {_SOURCE_KINDS} docs/sources.md lists every section and source.",
    )
    yield GuideLine(
        "No legal advice",
        "The workbook checks forms and figures. You and your lawyers decide whether a listing infringes a right. A wrong notice can make you liable for damages.",
    )


def draw_guide(
    workbook: XlsxWorkbook, styles: Styles, known: Registry, remark: str, instructions: Instructions
) -> None:
    """Add the sheet Guide; the lines of *remark* are below its title."""
    sheet = workbook.add_worksheet("Guide")
    sheet.hide_gridlines(2)
    sheet.set_tab_color(palette.TAB_COLOURS["Guide"])
    for column, width in enumerate((2, 30, 124)):
        sheet.set_column(column, column, width)
    sheet.set_row(1, 30)
    sheet.write_string(1, 1, "ippbook", styles(CellRole.TITLE))
    sheet.write_string(
        2,
        1,
        "A workbook for brand teams that defend their rights on Alibaba's marketplaces.",
        styles(CellRole.TITLE_LINE),
    )
    row = 3
    for line in remark.splitlines():
        sheet.write_string(row, 1, line, styles(CellRole.TITLE_LINE))
        row += 1
    for part in parts(known, instructions):
        row = _write_part(sheet, styles, part, row + 1)
    sheet.set_zoom(_ZOOM)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.4, 0.4)
    sheet.fit_to_pages(1, 1)


def _write_part(sheet: XlsxSheet, styles: Styles, part: GuidePart, row: int) -> int:
    """Write *part* from *row* on. Returns the row after it."""
    sheet.set_row(row - 1, 2 * _GAP)
    sheet.set_row(row, 18)
    sheet.write_string(row, 1, part.heading, styles(CellRole.HEADING))
    sheet.write_blank(row, 2, None, styles(CellRole.HEADING))
    row += 1
    sheet.set_row(row, _GAP)
    for line in part.lines:
        row += 1
        if line.sheet:
            sheet.write_url(row, 1, f"internal:'{line.sheet}'!A1", styles(line.role), string=line.label)
        elif line.label:
            sheet.write_string(row, 1, line.label, styles(line.role))
        sheet.write_string(row, 2, line.text, styles(line.body))
        # Excel does not always fit the height of wrapped text when it opens a file.
        lines = -(-text_width(sheet.names.text(line.text)) // _FITS)
        sheet.set_row(row, _LINE_HEIGHT * lines + 2)
    return row + 1
