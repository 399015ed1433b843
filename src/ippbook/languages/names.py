"""The names of tables, sheets, columns, settings and choices in a language: the one place that picks them.

A thing has its own English name, and Chinese names of which the first is the one that is written; all of them are read.
Whatever a workbook shows in a language takes its names from here, so that what was written in one language is read again.

>>> name_in("Filed", ("投诉时间", "投诉日期"), "zh"), name_in("Filed", ("投诉时间",), "en"), name_in("Filed", (), "zh")
('投诉时间', 'Filed', 'Filed')
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

CHINESE: Final = "zh"
YES_NO: Final = MappingProxyType({"yes": "是", "no": "否"})
"""The answers yes and no in Chinese; the reading of cells takes both."""
OWN_SHEETS: Final[Mapping[str, str]] = MappingProxyType({"Guide": "使用指南", "Lists": "选项列表", "Charts": "图表"})
"""Chinese names of sheets that are not a table's."""


def name_in(own: str, chinese: Sequence[str], language: str) -> str:
    """The name in *language* of what is called *own*: its first Chinese name, else its own."""
    return next((name for name in chinese if name), own) if language == CHINESE else own


def answer_in(answer: str, language: str, words: Mapping[str, str] = YES_NO) -> str:
    """An answer in *language*: yes and no, or another answer that *words* names.

    >>> answer_in("yes", "zh"), answer_in("unsure", "zh"), answer_in("no", "en")
    ('是', 'unsure', 'no')
    """
    return words.get(answer, answer) if language == CHINESE else answer
