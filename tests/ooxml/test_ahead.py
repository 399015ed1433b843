"""What is done ahead on the other core comes in its order, and a failure comes where it belongs."""

from collections.abc import Iterator

import pytest

from ippbook.ooxml.package.ahead import each_behind, read_ahead


def failing() -> Iterator[bytes]:
    yield b"a"
    yield b"b"
    raise OSError("the disk")


def test_pieces_that_are_read_ahead_come_in_their_order_and_end() -> None:
    pieces = [bytes([letter]) * 3 for letter in range(50)]
    assert list(read_ahead(iter(pieces))) == pieces
    assert list(read_ahead(iter([]))) == []


def test_a_failure_comes_after_the_pieces_before_it() -> None:
    found = []
    with pytest.raises(OSError, match="the disk"):
        found.extend(read_ahead(failing()))
    ahead = read_ahead(failing())
    assert [next(ahead), next(ahead)] == [b"a", b"b"]
    with pytest.raises(OSError, match="the disk"):
        next(ahead)


def test_a_reader_may_stop_early() -> None:
    closed = []

    def pieces() -> Iterator[bytes]:
        try:
            yield from (b"a", b"b", b"c")
        finally:
            closed.append(True)

    ahead = read_ahead(pieces())
    assert next(ahead) == b"a"
    ahead.close()  # type: ignore[attr-defined]  # a generator
    del ahead
    assert closed == [True]


def test_work_on_each_piece_comes_in_order_and_its_failure_is_raised() -> None:
    state = [b""]

    def joined(piece: bytes) -> bytes:
        state[0] += piece
        return state[0]

    assert list(each_behind(joined, iter([b"a", b"b", b"c"]))) == [b"a", b"ab", b"abc"]
    with pytest.raises(OSError, match="the disk"):
        list(each_behind(joined, failing()))
    with pytest.raises(ZeroDivisionError):
        list(each_behind(lambda piece: piece * (1 // (len(piece) - 1)), iter([b"a"])))
