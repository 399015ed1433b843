"""The file of a takedown text: an optional head, a title and sections, laid into the frame of its language.

    source: where it comes from          (the head may be left out: it ends with a line of three dashes)
    ---
    Trademark used as a keyword
    [facts]
    The goods offered are of another brand.
    [each link]
    Words used: {{ group.listing_quoted_words | quoted }}
    [evidence]
    Screenshots.

A text without these sections is a whole text of its own: nothing is put round it.
Every line keeps the place that it came from, so that whatever is wrong with it can be shown there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

SECTIONS: Final = ("facts", "each link", "evidence")
_NEEDED: Final = ("facts", "evidence")
_HEAD: Final = ("source", "checked on", "reviewed")
_HEAD_LINES: Final = 8
"""A line of three dashes further down is part of the text."""


class TextError(ValueError):
    """A takedown text cannot be used; the message is one plain sentence with file and line."""


@dataclass(frozen=True)
class TextLine:
    """One line of a text, and where it stands."""

    text: str
    path: str
    """The file; "" for the text of a cell."""
    number: int
    """From 1."""

    @property
    def place(self) -> str:
        """File and line, as they begin a sentence."""
        return f"{self.path}, line {self.number}" if self.path else f"line {self.number}"


@dataclass(frozen=True)
class TextSource:
    """A text as it was read: what its head says, and its own lines."""

    head: Mapping[str, str]
    lines: tuple[TextLine, ...]


def source_of(text: str, path: str) -> TextSource:
    """Take the head off *text*. Raises `TextError` where the head is broken."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    lines = tuple(TextLine(each.rstrip(), path, number) for number, each in enumerate(raw, 1))
    end = next((place for place, line in enumerate(lines[:_HEAD_LINES]) if line.text == "---"), -1)
    head = dict(_head(line) for line in lines[: max(end, 0)])
    return TextSource(head, _trimmed(lines[end + 1 :]))


def _head(line: TextLine) -> tuple[str, str]:
    name, colon, value = line.text.partition(":")
    if not colon or name.strip() not in _HEAD:
        raise TextError(f"{line.place}: the head has 'source:', 'checked on:' and 'reviewed:' only.")
    return name.strip(), value.strip()


def _trimmed(lines: Iterable[TextLine]) -> tuple[TextLine, ...]:
    """The lines without blank ones before and after."""
    kept = list(lines)
    while kept and not kept[-1].text.strip():
        kept.pop()
    while kept and not kept[0].text.strip():
        kept.pop(0)
    return tuple(kept)


def laid_out(
    lines: tuple[TextLine, ...], frame: str, blocks: Mapping[str, str], frame_path: str
) -> tuple[TextLine, ...]:
    """The whole text: the sections of *lines* in their places in *frame*, and the frame's own *blocks* in theirs.

    Places are `<name>`, on lines of their own, and `<title>` anywhere. Raises `TextError` where a section is missing,
    doubled or empty.
    """
    parts = _parts(lines)
    if not parts:
        return lines
    parts |= {name: _lines(text, f"{frame_path} [{name}]") for name, text in blocks.items()}
    return tuple(_laid(_lines(frame, f"{frame_path} [layout]"), parts))


def _lines(text: str, path: str) -> tuple[TextLine, ...]:
    return tuple(TextLine(each, path, number) for number, each in enumerate(text.strip("\n").split("\n"), 1))


def _parts(lines: tuple[TextLine, ...]) -> dict[str, tuple[TextLine, ...]]:
    """Title and sections of a text; {} where it has no sections."""
    marks = [place for place, line in enumerate(lines) if line.text.strip("[]") in SECTIONS and line.text[:1] == "["]
    if not marks:
        return {}
    parts = {"title": _trimmed(lines[: marks[0]])}
    for begin, end in zip(marks, [*marks[1:], len(lines)], strict=True):
        name = lines[begin].text.strip("[]")
        if name in parts:
            raise TextError(f"{lines[begin].place}: the section [{name}] is there twice.")
        parts[name] = _trimmed(lines[begin + 1 : end])
    if len(parts["title"]) != 1:
        raise TextError(f"{lines[0].place}: before [{lines[marks[0]].text.strip('[]')}] stands one line, the title.")
    for name in _NEEDED:
        if not parts.get(name):
            raise TextError(f"{lines[-1].place}: the section [{name}] is missing or empty.")
    return {"each link": ()} | parts


def _laid(frame: tuple[TextLine, ...], parts: Mapping[str, tuple[TextLine, ...]]) -> Iterator[TextLine]:
    for line in frame:
        name = line.text.strip("<>")
        if line.text == f"<{name}>" and name in parts:
            yield from _laid(parts[name], {})
        elif "<title>" in line.text and "title" in parts:
            title = parts["title"][0]
            yield TextLine(line.text.replace("<title>", title.text), title.path, title.number)
        else:
            yield line
