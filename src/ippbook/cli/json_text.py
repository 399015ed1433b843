"""JSON as text that is safe to print: valid, and without a character that a terminal would obey."""

import json
from typing import Any, Final, TypeAlias

from ippbook.late_patterns import late_pattern

OutputValue: TypeAlias = Any
"""Anything that JSON has: text, number, true, false, null, a list, an object; before `plain`, also a day or a numpy number."""
OutputObject: TypeAlias = dict[str, OutputValue]
_ESCAPED: Final = late_pattern("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def json_text(value: OutputValue, indent: int | None = 2) -> str:
    r"""*value* as JSON. NaN is refused; control characters and broken characters are escapes, so nothing is lost.

    >>> json_text("a\x9b\ud800")
    '"a\\u009b\\ud800"'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=str)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
