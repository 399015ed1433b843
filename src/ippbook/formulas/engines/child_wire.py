"""What the processes of all embedded engines share: the order that they read, and the answers that they write. A script, as they are.

The order holds `cells` [[sheet, column, [[first row, last row], ...]], ...], `megabytes`, `seconds` and `parent`. The answers are laid out
as `ippbook.formulas.engines.answers` says.
"""
# ruff: noqa: PLC0415 - nothing is imported before the limits hold

import json
import os
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict, TypeVar

if TYPE_CHECKING:
    from cellrune import RangeValue

NO_MEMORY_EXIT = 77
"""The exit code by which a child process says that its memory did not suffice."""
Reasons = dict[tuple[str, str, str | None, str | None], int]


class EngineOrder(TypedDict):
    """What the parent asks of every engine."""

    cells: list[tuple[str, int, list[list[int]]]]
    megabytes: int | None
    seconds: float
    parent: int


AnyOrder = TypeVar("AnyOrder", bound=EngineOrder)


def limit_myself(megabytes: int | None, seconds: float) -> None:
    """Sets what the system can limit. What it cannot (all of it on Windows, memory on macOS) the parent watches."""
    if sys.platform == "win32":
        return
    import resource

    most = (megabytes << 20,) * 2 if megabytes else resource.getrlimit(resource.RLIMIT_AS)
    turns = (int(seconds) + 1,) * 2  # of the processor: the engine works in one thread
    for kind, value in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CPU, turns), (resource.RLIMIT_CORE, (0, 0))):
        try:
            resource.setrlimit(kind, value)
        except (OSError, ValueError):
            continue


def die_with(parent: int) -> None:
    """Ends this process when *parent* is gone, so that nothing is left running even where the parent was killed."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(1)


def column_bytes(values: Iterable["RangeValue"], reasons: Reasons) -> bytes:
    """One column: count, count of texts, kinds, numbers, lengths of texts, texts."""
    kinds, numbers, texts = bytearray(), array("d"), []
    for value in values:
        number = 0.0
        match value["kind"]:
            case "blank":
                kinds.append(0)
            case "number":
                kinds.append(1)
                number = value["value"]
            case "text":
                kinds.append(2)
                texts.append(value["value"].encode("utf-8", "replace"))
            case "logical":
                kinds.append(3)
                number = float(value["value"])
            case "error":
                kinds.append(4)
                texts.append(value["value"].encode("utf-8", "replace"))
            case "unavailable":
                kinds.append(5)
                key = (value["code"], value["message"], value["detail"], value.get("limit"))
                number = float(reasons.setdefault(key, len(reasons)))
            case _:
                kinds.append(5)
                number = float(reasons.setdefault(("unsupported_value", "", None, None), len(reasons)))
        numbers.append(number)
    lengths = array("q", map(len, texts))
    if sys.byteorder == "big":
        numbers.byteswap()
        lengths.byteswap()
    heading = len(kinds).to_bytes(8, "little") + len(texts).to_bytes(8, "little")
    return b"".join((heading, bytes(kinds), numbers.tobytes(), lengths.tobytes(), *texts))


def all_rows(runs: list[list[int]]) -> Iterator[int]:
    """Every row of *runs*."""
    return (row for first, last in runs for row in range(first, last + 1))


def framed(content: bytes) -> bytes:
    """*content* behind its length."""
    return len(content).to_bytes(8, "little") + content


def answer_bytes(reasons: Reasons, columns: Iterable[bytes]) -> bytes:
    """The answer that holds *columns*."""
    return b"".join((b"IPPA", framed(json.dumps(list(reasons)).encode()), *map(framed, columns)))


def failure_bytes(code: str, message: str, detail: str | None = None, limit: str | None = None) -> bytes:
    """The answer where the workbook as a whole was not calculated."""
    return b"IPPF" + json.dumps([code, message, detail, limit]).encode()


def serve(answer: Callable[[AnyOrder, bytes], bytes]) -> None:
    """Reads order and workbook, writes the answer and ends without tidying up: freeing a large workbook piece by piece takes time."""
    standard_input = sys.stdin.buffer
    order: AnyOrder = json.loads(standard_input.read(int.from_bytes(standard_input.read(8), "little")))
    limit_myself(order["megabytes"], order["seconds"])
    die_with(order["parent"])
    sys.path.extend(sys.argv[1:])
    try:
        sys.stdout.buffer.write(answer(order, standard_input.read()))
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(NO_MEMORY_EXIT)
    os._exit(0)
