"""The code on the pages that people read: each fenced block with its language, and how its lines are run."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
NOT_RUN = re.compile(r"<!-- not run: (.+?) -->\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code on a page."""

    page: Path
    line: int
    language: str
    code: str
    reason: str
    """Why it is not run; empty: it is."""

    @property
    def name(self) -> str:
        """Page and line, for a message."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def file(self) -> str:
        """The name of the file that the block is, from its first line: `# team_macros.py`; empty: it is not a file."""
        found = re.match(r"# ([\w./-]+\.\w+)\n", self.code)
        return found[1] if found else ""

    def console(self) -> Iterator[tuple[str, str]]:
        """Each command of a console block, and the output that the page shows for it."""
        command, output = "", []
        for line in self.code.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, "".join(output)
                command, output = line[2:], []
            else:
                output.append(f"{line}\n")
        if command:
            yield command, "".join(output)

    def lines(self) -> Iterator[str]:
        """Each command of a block in the language of a shell, without what the page shows as output."""
        if self.language == "console":
            yield from (command for command, _ in self.console())
        else:
            yield from filter(None, self.code.splitlines())


def blocks_of(page: Path) -> list[Block]:
    """The fenced and the indented blocks of a page; an indented one has no language."""
    text = page.read_text(encoding="utf-8")
    starts = text.splitlines(keepends=True)
    found = []
    for token in MarkdownIt().parse(text):
        if token.type in {"fence", "code_block"} and token.map:
            before = NOT_RUN.search("".join(starts[: token.map[0]]))
            reason = before[1] if before else ""
            found.append(Block(page, token.map[0] + 1, token.info.strip(), token.content, reason))
    return found


BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def ippbook_commands(text: str) -> Iterator[list[str]]:
    """The words after `ippbook` of each call in a line or a script: what stands before a pipe, a semicolon or a redirection."""
    for line in text.splitlines():
        words = _words(line)
        starts = [place for place, word in enumerate(words) if re.fullmatch(r"(.*[\\/])?ippbook", word)]
        for start in starts:
            if start and words[start - 1] not in {"|", "&&", ";", "run:", "-", "do"}:
                continue
            rest = words[start + 1 :]
            end = next((at for at, word in enumerate(rest) if re.fullmatch(r"[|;&<>]+|2>.*", word)), len(rest))
            yield rest[:end]


def _words(line: str) -> list[str]:
    lexer = shlex.shlex(line.replace("\\", "/"), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = "#"
    try:
        return list(lexer)
    except ValueError:  # a quotation mark of prose
        return []
