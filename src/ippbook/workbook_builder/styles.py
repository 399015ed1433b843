"""The cell formats of a workbook, by role and kind of value. Each role is a named style in the file."""

from dataclasses import field
from enum import StrEnum
from typing import Final

from ippbook.quick_dataclasses import dataclass
from ippbook.tables.schema import Kind
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.xlsx_types import XlsxFormat, XlsxOptions, XlsxWorkbook

FONT: Final = {"font_name": "Calibri", "font_size": 10}


class CellRole(StrEnum):
    """The purpose of a cell. The value is the style's name in Excel."""

    INPUT = "IPP input"
    COMPUTED = "IPP computed"
    BELOW = "IPP below"
    LINK = "IPP link"
    JUMP = "IPP jump"
    INPUT_HEADER = "IPP input header"
    COMPUTED_HEADER = "IPP computed header"
    TITLE = "IPP title"
    TITLE_LINE = "IPP title line"
    HEADING = "IPP heading"
    SECTION = "IPP section"
    LABEL = "IPP label"
    BODY = "IPP body"
    MUTED = "IPP small print"
    ERROR = "IPP error"
    WARNING = "IPP warning"
    ADVICE = "IPP advice"


def _tinted(pair: palette.Pair, **more: object) -> XlsxOptions:
    return FONT | {"bg_color": pair.ground, "font_color": pair.text, "valign": "top"} | more


_ROLES: Final[dict[CellRole, XlsxOptions]] = {
    CellRole.INPUT: FONT | {"font_color": palette.INK, "valign": "top", "bottom": 1, "bottom_color": palette.LINE},
    CellRole.COMPUTED: _tinted(palette.COMPUTED, bottom=1, bottom_color=palette.LINE),
    CellRole.LINK: _tinted(palette.COMPUTED, bottom=1, bottom_color=palette.LINE)
    | {"font_color": palette.LINK, "underline": 1},
    CellRole.BELOW: FONT | {"font_color": palette.INK, "valign": "top"},
    CellRole.INPUT_HEADER: _tinted(
        palette.INPUT_HEADER, bold=True, text_wrap=True, valign="vcenter", border=1, border_color=palette.PAPER
    ),
    CellRole.COMPUTED_HEADER: _tinted(
        palette.COMPUTED_HEADER, bold=True, text_wrap=True, valign="vcenter", border=1, border_color=palette.PAPER
    ),
    CellRole.TITLE: FONT | {"font_size": 20, "bold": True, "font_color": palette.INPUT_HEADER.ground},
    CellRole.TITLE_LINE: FONT | {"font_size": 11, "font_color": palette.MUTED},
    CellRole.HEADING: FONT
    | {
        "font_size": 12,
        "bold": True,
        "font_color": palette.INPUT_HEADER.ground,
        "bottom": 2,
        "bottom_color": palette.INPUT_HEADER.ground,
    },
    CellRole.SECTION: FONT | {"font_size": 12, "bold": True, "font_color": palette.INPUT_HEADER.ground},
    CellRole.LABEL: FONT | {"bold": True, "font_color": palette.INK, "valign": "top", "text_wrap": True},
    CellRole.JUMP: FONT | {"bold": True, "font_color": palette.LINK, "underline": 1, "valign": "top"},
    CellRole.BODY: FONT | {"font_color": palette.INK, "valign": "top", "text_wrap": True, "align": "left", "indent": 1},
    CellRole.MUTED: FONT
    | {"font_color": palette.MUTED, "valign": "top", "text_wrap": True, "align": "left", "indent": 1},
    CellRole.ERROR: _tinted(palette.ERROR_TINT, bold=True, align="left", indent=1),
    CellRole.WARNING: _tinted(palette.WARNING_TINT, bold=True, align="left", indent=1),
    CellRole.ADVICE: _tinted(palette.ADVICE_TINT, bold=True, align="left", indent=1),
}

_AT_RIGHT: Final = {"align": "right", "indent": 2}
"""Space between a number and the next column, and between its header and the filter button, which is two indents wide."""
_AT_LEFT: Final = {"align": "left", "indent": 1}
"""Space between a text and the previous column: some programs ignore the right indent of a number."""


@dataclass
class Styles:
    """The formats of one workbook; each is created once."""

    workbook: XlsxWorkbook
    _made: dict[tuple[CellRole, Kind | None, bool], XlsxFormat] = field(default_factory=dict)
    _others: dict[tuple[tuple[str, object], ...], XlsxFormat] = field(default_factory=dict)

    def header(self, role: CellRole, kind: Kind) -> XlsxFormat:
        """The format of a header over values of *kind*; it has their alignment."""
        at = (role, kind if kind.numeric else None, True)
        if at not in self._made:
            self._made[at] = self.workbook.add_format(_ROLES[role] | (_AT_RIGHT if kind.numeric else _AT_LEFT))
        return self._made[at]

    def __call__(self, role: CellRole, kind: Kind | None = None, *, wrap: bool = False) -> XlsxFormat:
        """The format of *role* for values of *kind*."""
        at = (role, kind, wrap)
        if at not in self._made:
            properties = dict(_ROLES[role])
            if kind is not None:
                properties["num_format"] = kind.number_format
                # A number is aligned right; a day is aligned left, like a word.
                properties |= _AT_RIGHT if kind.numeric else _AT_LEFT
            if wrap:
                properties["text_wrap"] = True
            self._made[at] = self.workbook.add_format(properties)
        return self._made[at]

    def tile_line(self, line: int, edge: XlsxOptions) -> XlsxFormat:
        """The format of a line of a tile on the sheet Today: the account's name, the verdict, a figure; -1 between tiles."""
        sizes = {0: {"font_size": 12, "bold": True}, 1: {"font_size": 11, "bold": True}}
        look: XlsxOptions = {"font_color": palette.INK, "valign": "vcenter", "align": "left", "indent": 1}
        return self._lone(FONT | look | sizes.get(line, {}) | edge)

    def task(self, *, link: bool) -> XlsxFormat:
        """The format of a cell in the list of the sheet Today; *link*: it can be clicked."""
        look: XlsxOptions = {"valign": "top", "align": "left", "indent": 1, "text_wrap": True}
        colour: XlsxOptions = {"font_color": palette.LINK, "underline": 1} if link else {"font_color": palette.INK}
        return self._lone(FONT | look | colour)

    def underline(self) -> XlsxFormat:
        """A conditional format with a line below the cell."""
        return self.workbook.add_format({"bottom": 1, "bottom_color": palette.LINE})

    def _lone(self, properties: XlsxOptions) -> XlsxFormat:
        """A format without a named style, made once."""
        at = tuple(sorted(properties.items()))
        if at not in self._others:
            self._others[at] = self.workbook.add_format(properties)
        return self._others[at]

    def tint(self, pair: palette.Pair) -> XlsxFormat:
        """A conditional format with background and text colour."""
        return self.workbook.add_format({"bg_color": pair.ground, "font_color": pair.text})

    def toned(self, tone: str) -> XlsxFormat:
        """A conditional format for a status: its colours, and bold where somebody has to act, so that it can be seen in grey."""
        pair = palette.TONES[tone]
        return self.workbook.add_format(
            {"bg_color": pair.ground, "font_color": pair.text, "bold": tone in palette.BOLD_TONES}
        )

    def quiet(self, text: str) -> XlsxFormat:
        """A conditional format with a text colour only."""
        return self.workbook.add_format({"font_color": text})

    def named(self) -> dict[str, list[int]]:
        """Style name -> cell format numbers (positions in cellXfs). Call it after the workbook is closed."""
        found: dict[str, list[int]] = {}
        for (role, _, _), made in self._made.items():
            if made.xf_index is not None:
                found.setdefault(role.value, []).append(made.xf_index)
        return found
