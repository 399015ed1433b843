"""docs/buttons.md: a section for each button, with a picture of the ribbon's tab that marks where to click."""

from collections.abc import Iterator

from ippbook.buttons import buttons
from ippbook.declare.button import Button
from ippbook.docsgen.ribbon_picture import picture_file
from ippbook.excel.lite.program import works_in_lite
from ippbook.languages import in_language
from ippbook.languages.names import CHINESE


def button_lines() -> Iterator[str]:
    """The lines of the page below its heading."""
    yield "The tab *ippbook* of Excel's ribbon. Each button does what the command line does, on the open workbook, and ends with one message about what it did. Without Excel: `ippbook run NAME FILE`.\n"
    yield f"![The tab ippbook, open in Excel's ribbon, with all buttons]({picture_file()})\n"
    yield "In each picture below, the numbers say in which order to click: 1 opens the tab, 2 is the button. The pictures are drawn from the ribbon of the workbook. Excel shows its own icons on the buttons.\n"
    yield from _in_chinese(_picture_in_chinese("", "Excel 功能区中的 ippbook 选项卡及其全部按钮"))
    for group in dict.fromkeys(each.group for each in buttons()):
        yield f"## {group}\n"
        for each in buttons():
            if each.group == group:
                yield from _section(each)


def _section(button: Button) -> Iterator[str]:
    yield f"### {button.label}\n"
    yield f"![The tab ippbook is open; the button {button.label} is marked, in the group {button.group}]({picture_file(button.name)})\n"
    yield f"{button.page.summary} {button.page.why}".strip() + "\n"
    if button.page.fix:
        yield f"**If it refuses:** {button.page.fix}\n"
    label, group = in_language(button.label, CHINESE), in_language(button.group, CHINESE)
    lite = f"script *{button.label}*" if works_in_lite(button) else "not there"
    yield f"Command: `ippbook run {button.name} team.xlsx` · macro: `{button.macro}` · in [xlwings Lite](xlwings-lite.md): {lite}\n"
    alternative = f"ippbook 选项卡已打开；“{group}”组中的“{label}”按钮已标出"
    yield from _in_chinese(_picture_in_chinese(button.name, alternative), f"：{group} › {label}")


def _in_chinese(picture: str, more: str = "") -> Iterator[str]:
    """A part that a reader opens: the same picture in the Chinese workbook."""
    yield f'<details><summary lang="zh">中文功能区{more}</summary>{picture}</details>\n'


def _picture_in_chinese(name: str, alternative: str) -> str:
    return f'<p><img src="{picture_file(name, CHINESE)}" alt="{alternative}" lang="zh"></p>'


__all__ = ["button_lines"]
