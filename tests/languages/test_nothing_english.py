"""What a Chinese reader sees has no English words: the output of the commands, the helps and the report on the sample workbook.

Names, codes, commands, files and values of the workbook stay as they are.
"""

import html
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.cli import main
from ippbook.cli.commands import COMMANDS

_LINKS = re.compile(
    r"https?://[^\s，；。）”]+|\S+@\S+|[\w./{}*<>-]*\.(?:xlsx|xlsm|xltx|xltm|pdf|docx|html|txt|toml|ics|md|com|net)\b"
)
_OPTIONS = re.compile(r"--?[A-Za-z][\w-]*(?:[ =][A-Z]+(?:=[A-Z]+)?)?|<[^>]+>|\{[^}]+\}|\[[A-Z]+\]|'[^']*'")
_TERMS = frozenset(
    [
        "ippbook",
        "excel",
        "json",
        "text",
        "warning",
        "error",
        "advice",
        "never",
        "sarif",
        "junit",
        "github",
        "gitlab",
        "markdown",
        "asia",
        "shanghai",
        "word",
        "docs",
        "format",
        "usd",
        "cny",
        "eur",
        "hkd",
        "none",
        "true",
        "false",
        "date",
        "zone",
        "file",
        "files",
        "path",
        "list",
        "int",
        "range",
        "number",
        "address",
        "docker",
        "python",
        "xlwings",
        "lite",
        "tls",
        "grpc",
        "dask",
        "windows",
        "office",
        "macos",
        "libreoffice",
        "formulas",
        "vba",
        "html",
        "jpg",
        "png",
        "pdf",
        "csv",
        "utc",
        "iso",
        "miravia",
        "lazada",
        "options",
        "command",
        "args",
    ]
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
                texts |= {part.strip() for text in column.text.tolist() if text for part in (text, *text.split("; "))}
    return sorted((text for text in texts if re.search("[A-Za-z]{3}", text)), key=len, reverse=True)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("zh") / "book.xlsx"
    assert main(["new", str(book), "--language", "zh", "--sample"]) == 0
    return book


@pytest.fixture(scope="module")
def values(chinese: Path) -> list[str]:
    return _values_of(chinese)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("en") / "book.xlsx"
    assert main(["new", str(book), "--sample"]) == 0
    return book


COMMANDS_ON_A_WORKBOOK = [
    ("check", "--limit", "0"),
    ("today",),
    ("due",),
    ("goodfaith",),
    ("sellers",),
    ("plan", "--dry-run", "--limit", "0"),
    ("dossier", "L0001"),
    ("adopt",),
    ("recalc", "--check"),
]


@pytest.mark.deep
@pytest.mark.parametrize("words", COMMANDS_ON_A_WORKBOOK, ids=lambda words: words[0])
def test_a_command_speaks_chinese_about_a_chinese_workbook(
    words: tuple[str, ...], chinese: Path, values: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    name, *more = words
    main([name, str(chinese), *more, "--language", "zh"])
    said = capfd.readouterr()
    assert not said.err
    own = [
        line for line in said.out.splitlines() if not line.startswith("            | ")
    ]  # a notice has its own language
    assert english_words("\n".join(own), values) == set()


@pytest.mark.deep
@pytest.mark.parametrize("words", [("due",), ("goodfaith",), ("sellers",)], ids=lambda words: words[0])
def test_a_command_speaks_chinese_about_an_english_workbook(
    words: tuple[str, ...], english: Path, values: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    name, *more = words
    main([name, str(english), *more, "--language", "zh"])
    said = capfd.readouterr()
    assert english_words(said.out, [*values, "Complaints!", "Rights!", "Accounts!"]) == set()


@pytest.mark.parametrize("name", ["due", "today"])
def test_a_help_is_chinese(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    main([name, "--help", "--language", "zh"])
    said = "\n".join(line.partition("  # ")[0] for line in capfd.readouterr().out.splitlines())
    assert "用法：" in said
    assert english_words(said, ["team.xlsx", "nordlys-legal"]) == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["due", "--dayz", "3"], "错误：没有此选项：--dayz；您是否想输入--days？"),
        (["chek"], "错误：没有命令 'chek'。"),
        (["due"], "错误：缺少参数 'file'。"),
        (["due", "a.xlsx", "b.xlsx"], "错误：多余的参数（b.xlsx）"),
        (["due", "a.xlsx", "--days", "x"], "错误：'--days' 的值无效：请输入整数"),
        (["due", "a.xlsx", "--as-of", "x"], "错误：'--as-of' 的值无效：'x'：不是日期"),
        (["--foo"], "错误：没有此选项：--foo"),
    ],
)
def test_a_refusal_of_the_parser_is_chinese(words: list[str], expected: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--language", "zh"]) == 2
    assert expected in capfd.readouterr().err


@pytest.mark.deep
def test_a_report_is_chinese(
    chinese: Path, values: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "report.html"
    assert main(["report", str(chinese), "-o", str(page), "--language", "zh"]) == 0
    capfd.readouterr()
    text = re.sub(r"<(script|style)[\s\S]*?</\1>|<[^>]+>", " ", page.read_text(encoding="utf-8"))
    codes = ["taobao", "tmallhk", "tmall", "aliexpress", "alibaba", "lazada", "xianyu", "book.xlsx"]
    codes.append("logo on images zh")  # the identity of a row of Texts
    assert english_words(html.unescape(text), [*values, *codes]) == set()
