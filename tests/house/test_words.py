"""Plain English: the words and shapes that must not come back, over everything that a person reads.

`python tests/house/test_words.py [PATH ...]` prints each place with the word to use instead.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]

WORDS = {
    r"mend(?:s|ed|ing)?": "fix",
    r"anew": "again",
    r"bereft": "without",
    r"gravest": "most severe",
    r"grave(?:r)?": "severe",
    r"(?:goes|go|went|going) before": "overrides; is before",
    r"by hand": "manually; edited",
    r"of ours": "ippbook's; IPP_",
    r"(?:a|the) faults? of (?:ippbook|ours)": "internal error",
    r"(?<!there )(?<!There )(?:is|are|was|were) no (?!longer\b|more\b|less\b)[a-z]+": "is not a …; has no …",
    r"so (?:many|much)(?! (?:as|that)\b)": "this many; this much",
    r"(?:comes|came|come) to(?! (?:the|a|an) )(?! \d)": "the result is; is",
    r"bears?": "has",
    r"(?:lies|lay|lie)": "is",
    r"stands?|stood": "is; has",
    r"told": "reported; detected",
    r"said": "message; says",
    r"asked": "query; requested",
    r"held": "stored; value",
    r"given": "arguments; passed",
    r"beside": "next to; side folder",
    r"spoken": "language; text",
    r"strangers?": "untrusted; foreign",
    r"nobody|nothing of ours": "no one; not ippbook's",
    r"what is left out": "what is excluded",
    r"is meant|are meant": "applies to",
    r"as far as it goes": "say what works and what does not",
    r"takes no orders": "is busy",
    r"this very": "this",
    r"thereof|therein|hereby|wherein|whereof|whereupon": "write the noun again",
}
_PATTERNS = [(re.compile(rf"\b(?:{shape})\b", re.IGNORECASE), better) for shape, better in WORDS.items()]
NAMES = frozenset(
    {"told", "said", "held", "given", "asked", "beside", "spoken", "mend", "mended", "anew", "strangers", "meant"}
)
"""Parts of names of functions, classes, parameters and fields."""
EXEMPT = (
    "CHANGELOG.md",  # history
    "LICENSE",
    "NOTICE",
    "tests/house/test_words.py",  # the list itself
    "docs/site/",  # the worker of the theme's search
    "src/ippbook/notices/de/",
    "src/ippbook/notices/en/",
    "src/ippbook/notices/es/",
    "src/ippbook/notices/fr/",
    "src/ippbook/notices/ja/",
    "src/ippbook/notices/ko/",
    "src/ippbook/notices/zh/",  # legal texts: counsel's words
)
_PROSE = (".md", ".toml", ".bas", ".cls", ".yml", ".yaml", ".html", ".js", ".css", ".ps1", ".cmd", ".xml")


class Place(NamedTuple):
    """A word that must not come back, where it is, and what to write instead."""

    file: str
    line: int
    word: str
    better: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.word!r}: write {self.better}"


def files(*paths: str) -> Iterator[str]:
    """The files of the repository that people read: source, docs, macros, settings of the project."""
    listed = subprocess.run(
        [
            "git",
            "ls-files",
            "-co",
            "--exclude-standard",
            "--",
            *(paths or ("src", "docs", "macros", "benchmarks", "README.md", "CONTRIBUTING.md", "Makefile")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file() and not name.startswith(EXEMPT) and name.endswith((".py", "Makefile", *_PROSE)):
            yield name


def places(name: str) -> Iterator[Place]:
    """Every place of *name* with a word that must not come back."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if not name.endswith(".py"):
        for number, line in enumerate(text.splitlines(), start=1):
            yield from _in_prose(name, number, line)
        return
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:  # else a key or a code
            for offset, line in enumerate(node.value.splitlines()):
                yield from _in_prose(name, node.lineno + offset, line)
        for called in _names(node):
            if NAMES & set(called.lower().split("_")):
                yield Place(name, getattr(node, "lineno", 0), called, "a name that says what it holds")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield from _in_prose(name, token.start[0], token.string)


def _in_prose(name: str, number: int, line: str) -> Iterator[Place]:
    for pattern, better in _PATTERNS:
        for found in pattern.finditer(line):
            yield Place(name, number, found[0], better)


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.arg():
            yield node.arg
        case ast.Name(ctx=ast.Store()):
            yield node.id
        case ast.Attribute(ctx=ast.Store()):
            yield node.attr


@pytest.mark.parametrize("name", sorted({name.rpartition("/")[0] for name in files()}))
def test_nothing_that_people_read_has_a_word_of_the_list(name: str) -> None:
    found = [str(place) for file in files() if file.rpartition("/")[0] == name for place in places(file)]
    assert found == []


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The row is held back until it is mended.", "mended"),
        ("it is no date", "is no date"),
        ("{file}: {folder} is no folder. Create it first.", "is no folder"),
        ("--language {code} is no language of ippbook", "is no language"),
        ("The text goes before ours.", "goes before"),
        ("a folder beside the workbook", "beside"),
        ("How many it comes to.", "comes to"),
    ],
)
def test_a_sentence_that_must_be_read_twice_is_seen(sentence: str, word: str) -> None:
    assert word in {place.word for place in _in_prose("x", 1, sentence)}


@pytest.mark.parametrize(
    "sentence", ["there is no file of that name", "He comes to the office", "The holder is no longer known"]
)
def test_plain_sentences_pass(sentence: str) -> None:
    assert list(_in_prose("x", 1, sentence)) == []


if __name__ == "__main__":
    listed = [place for name in files(*sys.argv[1:]) for place in places(name)]
    sys.stdout.write("".join(f"{place}\n" for place in listed))
    sys.stdout.write(f"{len(listed)} places\n")
