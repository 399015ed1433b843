"""The configuration file that the VBA of xlwings reads: `"KEY","value"`, one setting per line.

VBA reads it with `Input #`. That statement has no escape for a quotation mark inside a text, and a text ends at the end of its line.
"""

import codecs
import re
from collections.abc import Mapping
from typing import Final

from ippbook.errors import UserError
from ippbook.late_patterns import late_pattern

_LINE: Final = late_pattern(rb'[ \t]*(?:"([^"]*)"|([^,"]*?))[ \t]*,[ \t]*(?:"([^"]*)"|([^",]*?))[ \t]*')


def _pairs(content: bytes) -> list[tuple[bytes, str, str]]:
    """Each line with its key (upper case) and value; the key is "" for a line that is not a setting."""
    found = []
    for number, line in enumerate(content.splitlines(keepends=True)):
        bare = line.rstrip(b"\r\n")
        match = _LINE.fullmatch(bare if number else bare.removeprefix(codecs.BOM_UTF8))
        key, value = ((match[1] or match[2] or b""), (match[3] or match[4] or b"")) if match else (b"", b"")
        found.append((line, _text(key).upper(), _text(value)))
    return found


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def read_conf(content: bytes) -> dict[str, str]:
    r"""Read the settings, with keys in upper case. If a key occurs twice, the first one counts, as in the VBA.

    >>> read_conf(b'"INTERPRETER_WIN","%LOCALAPPDATA%\\ippbook\\env"\r\nShow Console,False\r\n')
    {'INTERPRETER_WIN': '%LOCALAPPDATA%\\ippbook\\env', 'SHOW CONSOLE': 'False'}
    """
    found: dict[str, str] = {}
    for _, key, value in _pairs(content):
        if key:
            found.setdefault(key, value)
    return found


def with_settings(content: bytes, settings: Mapping[str, str]) -> bytes:
    """Return *content* with *settings* set; every other line keeps its bytes."""
    for text in (*settings, *settings.values()):
        if re.search('["\r\n]', text):
            raise UserError(
                "{text!r} has a quotation mark or a line break; a configuration file of xlwings cannot hold it",
                text=text,
            )
    wanted = {key.upper(): value for key, value in settings.items()}
    kept: list[bytes] = []
    done: set[str] = set()
    for line, key, value in _pairs(content):
        if key not in wanted:
            kept.append(line)
        elif key not in done:
            done.add(key)
            kept.append(line if value == wanted[key] else _line(key, wanted[key]))
    new = [_line(key, value) for key, value in wanted.items() if key not in done]
    if new and kept and not kept[-1].endswith((b"\n", b"\r")):
        kept[-1] += b"\r\n"
    return b"".join(kept + new)


def without_settings(content: bytes, settings: Mapping[str, str]) -> bytes:
    """Return *content* without those *settings* that still have their value; a value that the user changed stays."""
    gone = {key.upper(): value for key, value in settings.items()}
    return b"".join(line for line, key, value in _pairs(content) if key not in gone or gone[key] != value)


def _line(key: str, value: str) -> bytes:
    return f'"{key}","{value}"\r\n'.encode()
