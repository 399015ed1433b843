"""Every colour of the workbook, in one place. Text has a contrast of at least 4.5 : 1 with its background (WCAG 2.1, 1.4.3).

Good is blue and bad is orange: people with red-green blindness can tell them apart. The severities also differ in lightness.
"""

from types import MappingProxyType
from typing import Final

from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """A background and its text colour, as RRGGBB with a leading #."""

    ground: str
    text: str


INK: Final = "#1F2933"
MUTED: Final = "#52606D"
LINE: Final = "#D5DCE3"
PAPER: Final = "#FFFFFF"
BAND: Final = "#F7F9FB"

INPUT_HEADER: Final = Pair("#243B53", "#FFFFFF")
COMPUTED_HEADER: Final = Pair("#CBD8E4", "#102A43")
INPUT: Final = Pair(PAPER, INK)
COMPUTED: Final = Pair("#EDF2F7", INK)

ERROR_TINT: Final = Pair("#F9D3CF", "#7A1210")
WARNING_TINT: Final = Pair("#FFEFC2", "#5F4100")
ADVICE_TINT: Final = Pair("#E4E8EC", "#3A4653")
GOOD_TEXT: Final = "#0B5394"
"""A text colour, on the background of a computed cell."""
BAD_TINT: Final = Pair("#FBDCC4", "#74290A")
GOOD_TINT: Final = Pair("#CFE3F5", "#0A3D6E")
LINK: Final = "#0B5394"
"""The text of a link, on paper."""

ERROR_ROW: Final = Pair("#FDEFED", INK)
WARNING_ROW: Final = Pair("#FFF9E6", INK)
ADVICE_ROW: Final = Pair("#F3F5F7", INK)
"""The other cells of a row with a finding: lighter than the finding, so that the finding is seen first."""

TONES: Final = MappingProxyType(
    {
        "act": Pair("#FFEFC2", "#5F4100"),
        "wait": Pair("#E6ECF2", "#243B53"),
        "good": Pair("#DCEBF7", "#0B4A80"),
        "bad": BAD_TINT,
        "past": Pair("#EEF0F2", "#52606D"),
    }
)
"""Statuses, by what they ask of the team: to act, to wait, or nothing any more, with a good, a bad or another end."""
BOLD_TONES: Final = frozenset({"act"})
"""Tones in bold, so that they are seen first in grey too."""

PAIRS: Final = (
    INPUT_HEADER,
    COMPUTED_HEADER,
    INPUT,
    COMPUTED,
    ERROR_TINT,
    WARNING_TINT,
    ADVICE_TINT,
    BAD_TINT,
    ERROR_ROW,
    WARNING_ROW,
    ADVICE_ROW,
    *TONES.values(),
    *(Pair(row.ground, GOOD_TEXT) for row in (ERROR_ROW, WARNING_ROW, ADVICE_ROW)),
    Pair(COMPUTED.ground, GOOD_TEXT),
    GOOD_TINT,
    Pair(PAPER, LINK),
    Pair(PAPER, MUTED),
    Pair(BAND, INK),
)
"""Every background with text."""

TAKEDOWNS: Final = GOOD_TEXT
COUNTERS: Final = "#B4530A"
LIMIT: Final = "#7A1210"
LINE_COLOURS: Final = (TAKEDOWNS, COUNTERS, "#1B7F5C", "#6A3D9A", "#52606D", "#8A6A00")
"""Lines in a chart: at least 3 : 1 with the paper (WCAG 2.1, 1.4.11), and each has a marker of its own."""
BARS: Final = {
    "taken_down": TAKEDOWNS,
    "reinstated": COUNTERS,
    "rejected": "#C0392B",
    "pending": "#8FA3B5",
    "withdrawn": "#5B4B8A",
}
"""Outcomes in a bar; the legend and the numbers below the charts name them."""

TAB_COLOURS: Final = {"Guide": "#829AB1", "Settings": "#829AB1"}
"""Tab colours by sheet; every other sheet has the tab colour of the tables."""
TAB_COLOUR: Final = INPUT_HEADER.ground
REPORT_TAB_COLOUR: Final = COMPUTED_HEADER.ground
"""Of sheets without input."""
