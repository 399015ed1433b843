"""A comparison as Markdown for a pull request: nothing from a workbook is a link, a mention or a tag, and it fits GitHub's limit."""

from collections.abc import Callable, Iterator
from typing import Final

from ippbook.cli.render.comparison.outline import PLUS, Outline, OutlineEntry, OutlineSection
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

MOST_CHARACTERS: Final = 65_536
"""GitHub refuses a longer comment."""
_ROOM: Final = 65_000
_MOST_ENTRIES: Final = 4096
"""A longer list has more characters than fit."""
_MARKUP: Final = late_pattern(r"[!-/:-@\[-`{-~]")
_TICKS: Final = late_pattern(r"`+")


def comparison_markdown(outline_with: Callable[[int], Outline], limit: int) -> str:
    """The comparison as Markdown of at most `MOST_CHARACTERS`. *outline_with*: the outline for a limit; 0 shows everything.

    Where it would be longer, each list is cut shorter, and the text says so.
    """
    least = min(limit or _MOST_ENTRIES, _MOST_ENTRIES)
    text = _text(outline_with(least), least)
    while _length(text) > _ROOM and least > 1:
        least //= 2
        text = _text(outline_with(least), least, shortened=True)
    return text if _length(text) <= _ROOM else _beginning(text)


def _length(text: str) -> int:
    """The length as GitHub's database counts it at most: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _beginning(text: str) -> str:
    """The first whole lines of *text* that fit, and a sentence that the rest is missing."""
    kept, room = [], _ROOM - 200
    for line in text.splitlines():
        room -= _length(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join(
        [
            *kept,
            "",
            say(
                "**The rest is not shown**: a comment has room for 65,536 characters. `--format html` shows all of it."
            ),
            "",
        ]
    )


def _text(outline: Outline, limit: int, *, shortened: bool = False) -> str:
    return "\n".join(_lines(outline, limit, shortened=shortened)) + "\n"


def _lines(outline: Outline, limit: int, *, shortened: bool) -> Iterator[str]:
    yield f"### {code(outline.old)} → {code(outline.new)}"
    yield ""
    yield say("**{verdict}** As of {day}.", verdict=outline.verdict, day=outline.day)
    if shortened:
        yield ""
        entries = "1 entry" if limit == 1 else say("{limit:,} entries", limit=limit)
        yield say(
            "**Each list shows at most {entries}**, because a comment has room for 65,536 characters. `--format html --limit 0` shows all.",
            entries=entries,
        )
    if outline.sections:
        yield from ("", "| What | How many |", "|---|---|")
        for section in outline.sections:
            yield f"| {code(section.heading)} | {section.summary} |"
    for section in outline.sections:
        yield from _section(section)
    if outline.notes:
        yield ""
    for note in outline.notes:
        yield f"- note: {code(note)}"
    if outline.hidden_notes:
        yield say("- … and {hidden_notes:,} more notes", hidden_notes=outline.hidden_notes)


def _section(section: OutlineSection) -> Iterator[str]:
    if not section.entries and not section.hidden:
        return
    yield from ("", "<details>", f"<summary>{code_tag(section.heading)}</summary>", "")
    yield from ("| | What | Before | After |", "|---|---|---|---|")
    for entry in section.entries:
        yield from _entry(entry)
    if section.hidden:
        yield say("| | … and {hidden:,} more, not shown | | |", hidden=section.hidden)
    yield from ("", "</details>")


def _entry(entry: OutlineEntry) -> Iterator[str]:
    if only := entry.only_change:
        yield f"| {entry.mark} | {code(entry.title)} | {_shown(only.old)} | {_shown(only.new)} |"
        return
    remark = f" {code(entry.remark)}" if entry.remark else ""
    yield f"| {entry.mark} | {code(entry.title)}{remark} | | |"
    for change in entry.changes:
        yield f"| | {code(change.label)} | {_shown(change.old)} | {_shown(change.new)} |"
    for mark, line in entry.lines:
        cells = ("", code(line)) if mark == PLUS else (code(line), "")
        yield f"| | | {cells[0]} | {cells[1]} |" if mark else f"| | {line} | | |"


def _shown(value: str | None) -> str:
    return "" if value is None else code(value)


def code(text: str) -> str:
    r"""*text* as code in a cell of a Markdown table: there is no link, no mention, no tag and no border of a cell in it.

    >>> code("@team <b> `x`"), code("a|b")
    ('`` @team <b> `x` ``', '<code>a&#124;b</code>')
    """
    if not text.strip():
        return ""
    if "|" in text:  # a backslash before it would be an escape in some readers
        return code_tag(text)
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    if not longest:
        return f"`{text}`"
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}"


def code_tag(text: str) -> str:
    """*text* as a tag of HTML; every sign in it is an entity."""
    return f"<code>{_MARKUP.sub(lambda found: f'&#{ord(found[0])};', text)}</code>"
