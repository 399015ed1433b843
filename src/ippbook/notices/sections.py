"""The file of a takedown text: an optional head, a title and sections, put into the frame of its language.

    source: where it comes from          (the head is optional; it ends with a line of three dashes)
    example: listing_pictures = 1, 3-5
    ---
    Trademark used as a keyword
    [facts]
    The goods offered are of another brand.
    [each link]
    Words used: {{ group.listing_quoted_words | quoted }}
    [evidence]
    Screenshots.

A text without these sections is a complete text: nothing is put around it. An `example:` line changes one value of the
case with which the text is tried (`ippbook.notices.example`); it is never part of the text.
Every line keeps its place in the file, so that a message can name it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ippbook.languages import say
from ippbook.notices.values import without_controls
from ippbook.quick_dataclasses import dataclass

SECTIONS: Final = ("facts", "each link", "evidence")
_NEEDED: Final = ("facts", "evidence")
_HEAD: Final = ("source", "checked on", "reviewed", "example")
_HEAD_LINES: Final = 8
"""A line of three dashes after more lines than these is part of the text, unless only head lines are before it."""


class TextError(ValueError):
    """A takedown text cannot be used; the message is one sentence with file and line."""

    def __init__(self, sentence: str) -> None:
        super().__init__(say(sentence) if type(sentence) is str else sentence)


@dataclass(frozen=True)
class TextLine:
    """One line of a text, and its place."""

    text: str
    path: str
    """The file; "" for the text of a cell."""
    number: int
    """From 1."""

    @property
    def place(self) -> str:
        """File and line, at the beginning of a sentence."""
        return (
            say("{path}, line {number}", path=self.path, number=self.number)
            if self.path
            else say("line {number}", number=self.number)
        )


@dataclass(frozen=True)
class TextSource:
    """A text as it was read: the values of its head, and its own lines."""

    head: Mapping[str, str]
    examples: Mapping[str, str]
    """Values of fields in the example case."""
    lines: tuple[TextLine, ...]


def source_of(text: str, path: str) -> TextSource:
    """Separate the head from *text*. Raises `TextError` where the head has a fault."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    lines = tuple(TextLine(without_controls(each).rstrip(), path, number) for number, each in enumerate(raw, 1))
    end = next((place for place, line in enumerate(lines) if line.text == "---"), -1)
    if end >= _HEAD_LINES and not all(line.text.partition(":")[0].strip() in _HEAD for line in lines[:end]):
        end = -1
    head: dict[str, str] = {}
    examples: dict[str, str] = {}
    for line in lines[: max(end, 0)]:
        name, value = _head(line)
        if name == "example":
            field, value = _example(line, value)
            examples[field] = value
        else:
            head[name] = value
    return TextSource(head, examples, _trimmed(lines[end + 1 :]))


def _head(line: TextLine) -> tuple[str, str]:
    name, colon, value = line.text.partition(":")
    if not colon or name.strip() not in _HEAD:
        raise TextError(
            say(
                "{place}: the head can have 'source:', 'checked on:', 'reviewed:' and 'example:' only.",
                place=line.place,
            )
        )
    return name.strip(), value.strip()


def _example(line: TextLine, text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals or not field.strip():
        raise TextError(say("{place}: write an example as 'example: field = value'.", place=line.place))
    return field.strip(), value.strip()


def _trimmed(lines: Iterable[TextLine]) -> tuple[TextLine, ...]:
    """The lines without blank ones at the beginning and the end."""
    kept = list(lines)
    while kept and not kept[-1].text.strip():
        kept.pop()
    while kept and not kept[0].text.strip():
        kept.pop(0)
    return tuple(kept)


def laid_out(
    lines: tuple[TextLine, ...], frame: str, blocks: Mapping[str, str], frame_path: str
) -> tuple[TextLine, ...]:
    """The complete text: the sections of *lines* and the frame's own *blocks* in their places in *frame*.

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
            raise TextError(
                say("{place}: the text has the section [{name}] twice.", place=lines[begin].place, name=name)
            )
        parts[name] = _trimmed(lines[begin + 1 : end])
    if len(parts["title"]) != 1:
        raise TextError(
            say(
                "{place}: write exactly one line, the title, before [{lines_text}].",
                place=lines[0].place,
                lines_text=lines[marks[0]].text.strip("[]"),
            )
        )
    for name in _NEEDED:
        if not parts.get(name):
            raise TextError(say("{place}: the section [{name}] is missing or empty.", place=lines[-1].place, name=name))
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
