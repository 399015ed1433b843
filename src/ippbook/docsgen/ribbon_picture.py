"""Pictures of ippbook's tab in Excel's ribbon, with the button to click marked: SVG, drawn from the ribbon's XML.

The same XML gives the same bytes. The widths of letters are estimated, so that no font has to be read; a label has room to spare.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from ippbook.buttons import buttons
from ippbook.docsgen.ribbon_icons import icon_path
from ippbook.languages import ENGLISH
from ippbook.languages.names import CHINESE
from ippbook.quick_dataclasses import dataclass
from ippbook.workbook_builder.vba.hosts import BOOK
from ippbook.workbook_builder.vba.ribbon import NS, ribbon

PICTURE_FOLDER: Final = "pictures/ribbon"
"""Where the pictures are, below docs/."""
PICTURE_LANGUAGES: Final = (ENGLISH, CHINESE)
_TABS: Final = {
    ENGLISH: ("File", "Home", "Insert", "Formulas", "Data", "Review", "View"),
    CHINESE: ("文件", "开始", "插入", "公式", "数据", "审阅", "视图"),
}
"""Some tabs of Excel itself, as its ribbon names them: they show where ippbook's tab is."""
_ALL: Final = "tab"
_TITLES: Final = {
    ENGLISH: ("The tab ippbook in Excel's ribbon", "1: the tab ippbook; 2: the button {label} in the group {group}"),
    CHINESE: ("Excel 功能区中的 ippbook 选项卡", "1：ippbook 选项卡；2：“{group}”组中的“{label}”按钮"),
}
_STRIP: Final = 34
_TOP: Final = 44
_ROW: Final = 24
_FOOT: Final = 22
_PAD: Final = 10
_LARGE: Final = 66
"""Pixels: the strip of tabs, the top of the buttons, a row of a small button, the name of a group, the space around a group, and a large button."""
_HEIGHT: Final = _TOP + 3 * _ROW + _FOOT + 4
_NARROW: Final = frozenset("iljtfrI.,:;'|()[] -")
_WIDE: Final = frozenset("mwMWQOGDHNCRU@%")
_STYLE: Final = (
    "text{font:12px 'Segoe UI','Microsoft YaHei','PingFang SC','Noto Sans CJK SC',Arial,sans-serif;fill:#333}"
    ".b{fill:#fff;stroke:#c8c6c4}.s{fill:#f3f2f1}.q,.g{fill:#605e5c}.g{font-size:11px}.l{stroke:#d8d6d4}"
    ".i{fill:none;stroke:#44546a;stroke-width:1.3;stroke-linecap:round;stroke-linejoin:round}"
    ".a{font-weight:600;fill:#185c37}.u{fill:#185c37}.m{fill:#fff1e6;stroke:#c2410c;stroke-width:2}"
    ".d{fill:#c2410c}.n{font-size:11px;font-weight:700;fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#e6e6e6}.b{fill:#262626;stroke:#5a5a5a}.s{fill:#1a1a1a}.q,.g{fill:#b5b3b1}"
    ".l{stroke:#4a4a4a}.i{stroke:#a9c1e0}.a{fill:#7fd6a4}.u{fill:#7fd6a4}.m{fill:#4a2a14;stroke:#fb923c}.d{fill:#fb923c}.n{fill:#1a1a1a}}"
)


@dataclass(frozen=True)
class _RibbonButton:
    """A button as the XML has it, and where it is drawn."""

    name: str
    label: str
    image: str
    large: bool
    group: str
    left: float = 0
    top: float = 0
    width: float = 0

    @property
    def height(self) -> int:
        """Pixels."""
        return 3 * _ROW if self.large else _ROW


@dataclass(frozen=True)
class _RibbonGroup:
    """A group of the tab with its buttons, and where it is drawn."""

    label: str
    buttons: tuple[_RibbonButton, ...]
    left: float
    right: float


def ribbon_pictures() -> dict[str, str]:
    """File name below docs/ to SVG: the whole tab, and one with each button marked, in each language."""
    found = dict[str, str]()
    for language in PICTURE_LANGUAGES:
        groups = _laid_out(ribbon(buttons(), replace(BOOK, language=language)))
        names = [each.name for group in groups for each in group.buttons]
        found |= {picture_file(name, language): _drawn(groups, language, name) for name in ("", *names)}
    return found


def picture_file(name: str = "", language: str = ENGLISH) -> str:
    """The picture that marks the button *name*, below docs/; of the whole tab where *name* is ""."""
    return f"{PICTURE_FOLDER}/{name or _ALL}.{language}.svg"


def _laid_out(xml: bytes) -> list[_RibbonGroup]:
    """The groups of the ribbon with their places, as Excel sets them: small buttons in columns of three, large ones alone."""
    found, left = [], 8.0
    for group in etree.fromstring(xml).iter(f"{{{NS}}}group"):
        label = group.get("label", "")
        columns = _columns([_read_button(node, label) for node in group])
        placed, at = list[_RibbonButton](), left + _PAD
        for column in columns:
            width = max(_button_width(each) for each in column)
            top = _TOP + (0 if column[0].large else 2)
            placed += [replace(each, left=at, top=top + n * _ROW, width=width) for n, each in enumerate(column)]
            at += width + 6
        right = max(at - 6, left + _PAD + _text_width(label, 11)) + _PAD
        found.append(_RibbonGroup(label, tuple(placed), left, right))
        left = right
    return found


def _read_button(node: etree._Element, group: str) -> _RibbonButton:
    name = node.get("id", "").removeprefix("ippButton_")
    return _RibbonButton(name, node.get("label", ""), node.get("imageMso", ""), node.get("size") == "large", group)


def _columns(found: Sequence[_RibbonButton]) -> list[list[_RibbonButton]]:
    columns = list[list[_RibbonButton]]()
    for each in found:
        if each.large or not columns or columns[-1][0].large or len(columns[-1]) == 3:
            columns.append([])
        columns[-1].append(each)
    return columns


def _text_width(text: str, size: int = 12) -> float:
    """About how wide *text* is, in pixels."""
    em = sum(
        1.0
        if unicodedata.east_asian_width(sign) in "WF"
        else 0.34
        if sign in _NARROW
        else 0.82
        if sign in _WIDE
        else 0.58
        for sign in text
    )
    return em * size


def _button_width(button: _RibbonButton) -> float:
    if not button.large:
        return 30 + _text_width(button.label) + 8
    return max(_LARGE, *(_text_width(line) + 14 for line in _lines(button.label)))


def _lines(label: str) -> list[str]:
    """The label of a large button, in two lines where it has two words."""
    first, _, rest = label.partition(" ")
    return [first, rest] if rest else [first]


def _drawn(groups: Sequence[_RibbonGroup], language: str, name: str) -> str:
    marked = next((each for group in groups for each in group.buttons if each.name == name), None)
    tabs, tabs_end = _tab_strip(language, marked=marked is not None)
    width = round(max(groups[-1].right, tabs_end) + 8)
    whole, one = _TITLES[language]
    title = one.format(label=marked.label, group=marked.group) if marked else whole
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<rect class="b" x=".5" y=".5" width="{width - 1}" height="{_HEIGHT - 1}" rx="6"/>',
        f'<path class="s" d="M1 {_STRIP}V6a5 5 0 0 1 5-5h{width - 12}a5 5 0 0 1 5 5v{_STRIP - 6}z"/>',
        *tabs,
        *(line for group in groups for line in _group(group, marked, last=group is groups[-1])),
    ]
    if marked is not None:
        middle = marked.top + (8 if marked.large else marked.height / 2)
        parts.append(_badge(marked.left + marked.width, middle, 2))
    return "\n".join([*parts, "</svg>", ""])


def _tab_strip(language: str, *, marked: bool) -> tuple[list[str], float]:
    """Excel's tabs and ippbook's, which is the open one; and where they end."""
    parts, at = list[str](), 16.0
    for tab in _TABS[language]:
        parts.append(f'<text class="q" x="{at:.0f}" y="22">{tab}</text>')
        at += _text_width(tab) + 18
    wide = _text_width("ippbook") + 4
    shape = f"M{at - 9:.0f} {_STRIP + 1}V11q0-4 4-4h{wide + 10:.0f}q4 0 4 4V{_STRIP + 1}z"
    parts += [
        f'<path class="b" d="{shape}" style="stroke:none"/>',
        f'<text class="a" x="{at:.0f}" y="22">ippbook</text>',
        f'<rect class="u" x="{at:.0f}" y="28" width="{wide - 4:.0f}" height="2.5" rx="1"/>',
    ]
    if marked:
        parts.append(_badge(at + wide + 11, 18, 1))
    return parts, at + wide + 20


def _group(group: _RibbonGroup, marked: _RibbonButton | None, *, last: bool) -> Iterator[str]:
    foot = _TOP + 3 * _ROW + 16
    middle = (group.left + group.right) / 2
    yield f'<text class="g" x="{middle:.0f}" y="{foot}" text-anchor="middle">{escape(group.label)}</text>'
    if not last:
        yield f'<path class="l" d="M{group.right:.0f}.5 {_TOP}V{foot + 2}"/>'
    for each in group.buttons:
        if marked is not None and each.name == marked.name:
            yield f'<rect class="m" x="{each.left:.0f}" y="{each.top}" width="{each.width:.0f}" height="{each.height}" rx="4"/>'
        yield _button(each)


def _button(button: _RibbonButton) -> str:
    path = icon_path(button.image)
    if not button.large:
        text = f'<text x="{button.left + 28:.0f}" y="{button.top + 16}">{escape(button.label)}</text>'
        return f'<path class="i" transform="translate({button.left + 6:.0f} {button.top + 4})" d="{path}"/>{text}'
    middle = button.left + button.width / 2
    lines = "".join(
        f'<text x="{middle:.0f}" y="{button.top + 50 + 14 * row}" text-anchor="middle">{escape(line)}</text>'
        for row, line in enumerate(_lines(button.label))
    )
    return f'<path class="i" transform="translate({middle - 16:.0f} {button.top + 3}) scale(2)" style="stroke-width:1" d="{path}"/>{lines}'


def _badge(x: float, y: float, number: int) -> str:
    """A number in a disc: the order in which to click."""
    return f'<circle class="d" cx="{x:.0f}" cy="{y:.0f}" r="8"/><text class="n" x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle">{number}</text>'


__all__ = ["PICTURE_FOLDER", "PICTURE_LANGUAGES", "picture_file", "ribbon_pictures"]
