"""The pictures of docs/install.md and of the page Start here: drawings, not screenshots. SVG; the same source gives the same bytes.

python release/install_pictures.py     write docs/pictures/install again; a test compares them
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

FOLDER: Final = Path(__file__).parents[1] / "docs" / "pictures" / "install"
ENGLISH: Final = "en"
CHINESE: Final = "zh"
_STYLE: Final = (
    "text{font:13px 'Segoe UI','Microsoft YaHei','PingFang SC','Noto Sans CJK SC',Arial,sans-serif;fill:#333}"
    ".b{fill:#fff;stroke:#8a8886}.t{fill:#f3f2f1;stroke:#8a8886}.y{fill:#fff4ce;stroke:#c19c00}.h{font-weight:600}"
    ".k{fill:#fff;stroke:#333}.m{fill:#fff1e6;stroke:#c2410c;stroke-width:2}.d{fill:#c2410c}.n{font-size:11px;font-weight:700;fill:#fff}"
    ".c{fill:none;stroke:#185c37;stroke-width:2}.q{fill:#605e5c}"
    "@media(prefers-color-scheme:dark){text{fill:#e6e6e6}.b,.k{fill:#262626;stroke:#8a8886}.t{fill:#1a1a1a;stroke:#5a5a5a}"
    ".y{fill:#453c12;stroke:#c19c00}.m{fill:#4a2a14;stroke:#fb923c}.d{fill:#fb923c}.n{fill:#1a1a1a}.c{stroke:#7fd6a4}.q{fill:#b5b3b1}}"
)
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "steps": ("The four steps", "四个步骤"),
    "zip": ("ippbook-…-windows.zip", "ippbook-…-windows.zip"),
    "properties": ("Properties: Unblock", "属性：解除锁定"),
    "extract": ("Extract All", "全部解压缩"),
    "double": ("double-click", "双击"),
    "wait": ("about a minute", "约一分钟"),
    "installed": ("ippbook is installed.", "ippbook 已安装。"),
    "excel": ("Excel: tab ippbook", "Excel：ippbook 选项卡"),
    "check": ("Check", "检查"),
    "unblock": (
        "Properties of a file from the internet, with the box Unblock",
        "来自互联网的文件的属性，带“解除锁定”复选框",
    ),
    "general": ("General", "常规"),
    "security": ("Security:", "安全："),
    "came": ("This file came from another computer", "此文件来自其他计算机"),
    "blocked": ("and might be blocked.", "，可能被阻止。"),
    "box": ("Unblock", "解除锁定"),
    "ok": ("OK", "确定"),
    "bars": ("The two bars of Excel, one after the other", "Excel 的两个黄色条，先后出现"),
    "protected": ("PROTECTED VIEW", "受保护的视图"),
    "editing": ("Enable Editing", "启用编辑"),
    "warning": ("SECURITY WARNING  Macros have been disabled.", "安全警告  宏已被禁用。"),
    "content": ("Enable Content", "启用内容"),
}


@dataclass
class _Drawing:
    """An SVG that grows."""

    language: str
    width: int
    height: int
    parts: list[str] = field(default_factory=list)

    def word(self, name: str) -> str:
        return escape(_WORDS[name][self.language == CHINESE])

    def box(self, kind: str, left: int, top: int, width: int, height: int) -> None:
        self.parts.append(f'<rect class="{kind}" x="{left}" y="{top}" width="{width}" height="{height}" rx="3"/>')

    def text(self, left: int, top: int, text: str, kind: str = "", *, middle: bool = False) -> None:
        anchor = ' text-anchor="middle"' if middle else ""
        self.parts.append(f'<text x="{left}" y="{top}" class="{kind}"{anchor}>{text}</text>')

    def number(self, left: int, top: int, number: int) -> None:
        self.parts.append(f'<circle class="d" cx="{left}" cy="{top}" r="10"/>')
        self.text(left, top + 4, str(number), "n", middle=True)

    def svg(self, title: str) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}" '
            f'role="img" aria-label="{self.word(title)}"><title>{self.word(title)}</title><style>{_STYLE}</style>{"".join(self.parts)}</svg>\n'
        )


def _steps(language: str) -> str:
    drawing = _Drawing(language, 860, 150)
    for index in range(4):
        drawing.box("b", 10 + 212 * index, 20, 200, 115)
        drawing.number(10 + 212 * index, 20, index + 1)
    drawing.text(110, 52, drawing.word("zip"), "h", middle=True)
    drawing.box("m", 30, 66, 160, 26)
    drawing.text(110, 84, drawing.word("properties"), middle=True)
    drawing.box("m", 30, 98, 160, 26)
    drawing.text(110, 116, drawing.word("extract"), middle=True)
    drawing.box("m", 252, 62, 140, 34)
    drawing.text(322, 84, "install.cmd", "h", middle=True)
    drawing.text(322, 118, drawing.word("double"), "q", middle=True)
    drawing.text(534, 62, drawing.word("wait"), "q", middle=True)
    drawing.box("t", 449, 76, 170, 40)
    drawing.text(534, 101, drawing.word("installed"), middle=True)
    drawing.text(746, 52, drawing.word("excel"), "h", middle=True)
    drawing.box("m", 696, 72, 100, 40)
    drawing.text(746, 97, drawing.word("check"), middle=True)
    return drawing.svg("steps")


def _unblock(language: str) -> str:
    drawing = _Drawing(language, 520, 190)
    drawing.box("b", 10, 10, 500, 170)
    drawing.box("t", 22, 22, 80, 26)
    drawing.text(62, 40, drawing.word("general"), middle=True)
    drawing.text(34, 76, drawing.word("zip"), "h")
    drawing.text(34, 108, drawing.word("security"))
    drawing.text(110, 108, drawing.word("came"), "q")
    drawing.text(110, 126, drawing.word("blocked"), "q")
    drawing.box("m", 370, 92, 126, 34)
    drawing.box("k", 380, 101, 15, 15)
    drawing.parts.append('<path class="c" d="M382 108l4 5 8-10"/>')
    drawing.text(404, 114, drawing.word("box"))
    drawing.number(370, 92, 1)
    drawing.box("m", 410, 140, 86, 28)
    drawing.text(453, 159, drawing.word("ok"), middle=True)
    drawing.number(410, 140, 2)
    return drawing.svg("unblock")


def _bars(language: str) -> str:
    drawing = _Drawing(language, 640, 120)
    for number, (top, text, button) in enumerate(((14, "protected", "editing"), (68, "warning", "content")), start=1):
        drawing.box("y", 14, top, 612, 40)
        drawing.text(30, top + 25, drawing.word(text), "h")
        drawing.box("m", 470, top + 6, 140, 28)
        drawing.text(540, top + 25, drawing.word(button), middle=True)
        drawing.number(470, top + 6, number)
    return drawing.svg("bars")


def install_pictures() -> dict[str, str]:
    """File name to SVG, each in English and in Chinese."""
    drawn = {"steps": _steps, "unblock": _unblock, "bars": _bars}
    return {f"{name}.{language}.svg": draw(language) for name, draw in drawn.items() for language in (ENGLISH, CHINESE)}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, svg in install_pictures().items():
        (FOLDER / name).write_text(svg, "utf-8", newline="\n")
