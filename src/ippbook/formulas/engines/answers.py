"""What the child of an engine wrote, read as data alone: no byte of it is believed before it is checked.

    b"IPPA" + frame(reasons as JSON) + one frame a column        frame: 8 bytes length, little endian, then the content
    a column: 8 bytes count, 8 bytes count of texts, kinds (1 byte each), numbers (8 bytes each), lengths of texts (8 bytes each), texts
    b"IPPF" + [code, message, detail, limit] as JSON             the workbook as a whole could not be read or calculated

Kinds: 0 blank, 1 number, 2 text, 3 TRUE or FALSE, 4 error, 5 unavailable: its number is the place of its reason.
"""

import json
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.formulas.engines.protocol import EngineValue, Unavailable
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, Error, is_error, text_length
from ippbook.quick_dataclasses import dataclass

EngineReason = tuple[str | None, ...]
"""Code, message, detail and limit, in the engine's own words."""

_ANSWERS: Final = b"IPPA"
_FAILED: Final = b"IPPF"
_BLANK, _NUMBER, _TEXT, _TRUTH, _ERROR, _UNAVAILABLE = range(6)


class AnswerError(Exception):
    """The bytes are not what the child of an engine writes."""


@dataclass(frozen=True)
class WholeFailure:
    """The engine could not read or calculate the workbook at all."""

    reason: EngineReason


def answered_columns(
    content: bytes, counts: list[int], explain: Callable[[EngineReason], Unavailable]
) -> list[NDArray[np.object_]] | WholeFailure:
    """The values of each column, of *counts* rows each. *explain* puts an engine's reason into our words.

    Raises `AnswerError` where the bytes are anything else.
    """
    try:
        if content[:4] == _FAILED:
            return WholeFailure(_reason(json.loads(content[4:])))
        if content[:4] != _ANSWERS:
            raise AnswerError("no mark at the head")
        frames = _frames(content)
        reasons = [explain(_reason(one)) for one in json.loads(frames[0])]
        if len(frames) != len(counts) + 1:
            raise AnswerError("another number of columns")
        return [_column(frame, count, reasons) for frame, count in zip(frames[1:], counts, strict=True)]
    except (ValueError, TypeError, RecursionError, IndexError) as problem:
        raise AnswerError(str(problem)) from problem


def _frames(content: bytes) -> list[bytes]:
    found, place = [], 4
    while place < len(content):
        length = int.from_bytes(content[place : place + 8], "little")
        frame = content[place + 8 : place + 8 + length]
        if len(frame) != length:
            raise AnswerError("it ends too early")
        found.append(frame)
        place += 8 + length
    return found


def _reason(fields: object) -> EngineReason:
    if (
        not isinstance(fields, list)
        or not all(one is None or isinstance(one, str) for one in fields)
        or len(fields) != 4
    ):
        raise AnswerError("a reason that is none")
    return tuple(fields)


def _column(frame: bytes, count: int, reasons: list[Unavailable]) -> NDArray[np.object_]:
    texts_count = int.from_bytes(frame[8:16], "little")
    if int.from_bytes(frame[:8], "little") != count or len(frame) < 16 + 9 * count + 8 * texts_count:
        raise AnswerError("a column of another length")
    kinds = np.frombuffer(frame, np.uint8, count, 16)
    numbers = np.frombuffer(frame, "<f8", count, 16 + count)
    lengths = np.frombuffer(frame, "<i8", texts_count, 16 + 9 * count)
    values = np.empty(count, dtype=object)
    values[:] = numbers.astype(float).tolist()
    if not np.isfinite(numbers).all() or (kinds > _UNAVAILABLE).any():
        raise AnswerError("a value that no cell can hold")
    values[kinds == _BLANK] = None
    truths = kinds == _TRUTH
    values[truths] = [bool(number) for number in numbers[truths]]
    texts = _texts(frame[16 + 9 * count + 8 * texts_count :], lengths)
    textual = np.flatnonzero((kinds == _TEXT) | (kinds == _ERROR))
    if len(textual) != len(texts):
        raise AnswerError("another number of texts")
    for place, text in zip(textual.tolist(), texts, strict=True):
        values[place] = cell_text(text) if kinds[place] == _TEXT else cell_error(text)
    for place in np.flatnonzero(kinds == _UNAVAILABLE).tolist():
        values[place] = reasons[int(numbers[place])]
    return values


def _texts(content: bytes, lengths: NDArray[np.int64]) -> list[str]:
    if (lengths < 0).any() or int(lengths.sum()) != len(content):
        raise AnswerError("texts of another length")
    found, place = [], 0
    for length in lengths.tolist():
        found.append(content[place : place + length].decode())
        place += length
    return found


def cell_text(text: str) -> str | Error:
    """A text that is too long for a cell is #VALUE!, as in Excel."""
    return Error("#VALUE!") if len(text) > MAX_CELL_LENGTH // 2 and text_length(text) > MAX_CELL_LENGTH else text


def cell_error(code: str) -> EngineValue:
    """The error value *code*; unavailable where Excel has no such error."""
    return (
        Error(code)
        if is_error(code)
        else Unavailable("engine", "the calculation engine gave an error value that Excel does not have")
    )
