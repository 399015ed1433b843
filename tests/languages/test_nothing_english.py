"""What a Chinese reader sees has no English words: the output of the commands, the helps and the report on the sample workbook.

Names, codes, commands, files and values of the workbook stay as they are.
"""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.cli import main
from ippbook.cli.commands import COMMANDS

_LINKS = re.compile(r"https?://[^\s，；。）”]+|\S+@\S+|[\w./{}*<>-]+\.(?:xlsx|xlsm|xltx|xltm|pdf|docx|html|txt|toml|ics|md|com|net)\b")
_OPTIONS = re.compile(r"--?[A-Za-z][\w-]*(?:[ =][A-Z]+(?:=[A-Z]+)?)?|<[^>]+>|\{[^}]+\}|\[[A-Z]+\]|'[^']*'")
_TERMS = frozenset(
    """ippbook excel json text warning error advice never sarif junit github gitlab markdown asia shanghai word docs format
    usd cny eur hkd none true false date zone file files path list int range number address docker python xlwings lite
    tls grpc dask windows office macos libreoffice formulas vba html csv utc iso miravia lazada options command args""".split()
)
"""Names of programs and formats, and words of a command line."""
_WORD = re.compile(r"[A-Za-z][a-z]{2,}")


def english_words(text: str, known: Iterable[str]) -> set[str]:
    """The English words of *text* that are neither names nor values *known* from the workbook."""
    for value in known:
        text = text.replace(value, " ")
    text = _OPTIONS.sub(" ", _LINKS.sub(" ", text))
    return {word for word in _WORD.findall(text) if word.lower() not in _TERMS and word not in COMMANDS}


def _values_of(book: Path) -> list[str]:
    """Every text that a person entered, the longest first; those of computed tables are not among them."""
    found = ooxml.open(book)
    texts: set[str] = set()
    for name in ("权利", "账号", "商品", "投诉", "文本"):
        table = found.tables[name]
        places = range(table.first_col, table.first_col + len(table.columns))
        cells = found.read(table.sheet, places)
        for header, column in zip(table.columns, (cells[place] for place in places), strict=True):
            if header not in {"检查结果", "未达标项"}:
                texts |= {str(text).strip() for text in column.text.tolist() if text}
    return sorted((text for text in texts if re.search("[A-Za-z]{3}", text)), key=len, reverse=True)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("zh") / "book.xlsx"
    assert main(["new", str(book), "--language", "zh", "--sample"]) == 0
    return book


@pytest.fixture(scope="module")
def values(chinese: Path) -> list[str]:
    return _values_of(chinese)


def _helps() -> Iterator[str]:
    yield from (name for name in COMMANDS if name != "excel")


@pytest.mark.deep
@pytest.mark.parametrize(
    "words",
    [
        ("check", "--limit", "0"),
        ("today",),
        ("due",),
        ("goodfaith",),
        ("sellers",),
        ("ready",),
        ("plan", "--dry-run"),
        ("dossier", "L0001"),
        ("adopt",),
        ("recalc", "--check"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_speaks_chinese_about_a_chinese_workbook(
    words: tuple[str, ...], chinese: Path, values: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    name, *more = words
    main([name, str(chinese), *more, "--language", "zh"])
    said = capfd.readouterr()
    assert not said.err
    assert english_words(said.out, values) == set()
