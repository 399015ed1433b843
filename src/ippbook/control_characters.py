"""Characters that control a terminal or turn the direction of a line: made visible on screens, taken out of files.

A workbook is untrusted, and so is a file name. A terminal obeys ESC, BEL and the C1 codes; a right-to-left override shows
`gpj.exe` for `exe.jpg`; a line separator forges a line of a log. Joiners stay: Persian and emoji need them.
"""

from typing import Final

from ippbook.late_patterns import late_pattern

_CONTROL: Final = late_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Every control character but tab and line feed, the marks that turn the direction, and halves of characters."""


def visible(text: str) -> str:
    r"""*text* with each control character as JSON spells it, so that output in JSON keeps its meaning. Tabs and line ends stay.

    >>> print(visible("a\x1b[31mb\r\n\u202ec 商标"))
    a\u001b[31mb
    \u202ec 商标
    """
    if _is_plain(text):
        return text
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\r\n", "\n"))


def visible_line(text: str) -> str:
    r"""*text* as one line: a line end in a file name or a cell must not look like a new message.

    >>> print(visible_line("a\nb\tc"))
    a\u000ab c
    """
    return visible(text).replace("\n", r"\u000a").replace("\t", " ")


def control_free(text: str) -> str:
    r"""*text* for a file that people and portals read: control characters are gone; tabs and line ends stay.

    >>> control_free("a\x1b[31mb\r\n\u202ec"), control_free("ab")
    ('a[31mb\nc', 'ab')
    """
    return text if _is_plain(text) else _CONTROL.sub("", text)


def _is_plain(text: str) -> bool:
    """Whether nothing has to be looked for: most texts are printable, and this is seen quickly."""
    return (text.replace("\n", "") if "\n" in text else text).isprintable()
