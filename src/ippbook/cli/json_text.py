"""JSON as text that is safe to print: valid, and without a character that a terminal would obey."""

import json
from typing import Any, Final, TypeAlias

from ippbook.languages import ENGLISH, Clause, Sentence, TextSeries, in_language
from ippbook.languages.run_language import chosen_language
from ippbook.late_patterns import late_pattern

OutputValue: TypeAlias = Any
"""Anything that JSON has: text, number, true, false, null, a list, an object; before `plain`, also a day or a numpy number."""
OutputObject: TypeAlias = dict[str, OutputValue]
_ESCAPED: Final = late_pattern("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def json_text(value: OutputValue, indent: int | None = 2) -> str:
    r"""*value* as JSON. Its sentences follow --language; keys, codes and words of closed lists never do. NaN is refused; control characters and broken characters are escapes, so nothing is lost.

    >>> json_text("a\x9b\ud800")
    '"a\\u009b\\ud800"'
    """
    language = chosen_language()
    if language not in {"", ENGLISH}:
        value = _in_language(value, language)
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=str)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _in_language(value: OutputValue, language: str) -> OutputValue:
    """*value* with its sentences in *language*."""
    match value:
        case Sentence() | TextSeries() | Clause():
            return in_language(value, language)
        case dict():
            return {key: _in_language(each, language) for key, each in value.items()}
        case list() | tuple():
            return [_in_language(each, language) for each in value]
        case _:
            return value
