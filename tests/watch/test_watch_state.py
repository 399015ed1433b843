"""When a workbook is taken: it was saved, nothing holds it, it has been at rest, and it is not as it was finished."""

from dataclasses import dataclass

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ippbook.watch.events import EventKind, FileStamp, SeenWorkbook, Waiting, WaitKind
from ippbook.watch.look import FolderLook
from ippbook.watch.state import FIRST_RETRY, LONGEST_RETRY, WatchState

SETTLE = 3.0
NAMES = st.sampled_from("ab")
OPEN = Waiting(WaitKind.OPEN, "open in Excel")


def look(*, unreadable=(), **files):
    """A look at the folder d: by the name of a file its size, or its size and why it waits."""
    seen = {}
    for name, found in files.items():
        size, waiting = found if isinstance(found, tuple) else (found, None)
        seen[f"d/{name}"] = SeenWorkbook(FileStamp(size, size), waiting)
    return FolderLook(seen, dict.fromkeys(unreadable, "gone"))


def took(state, now, *, unreadable=(), **files):
    return [(event.kind, event.path) for event in state.take(look(unreadable=unreadable, **files), now)]


def test_a_workbook_is_taken_when_it_has_been_at_rest_for_the_settle_time() -> None:
    state = WatchState(SETTLE)
    assert took(state, 0, a=1) == []
    assert (state.due(2.9), state.due(3)) == ([], ["d/a"])
    took(state, 4, a=2)  # it grows: the time begins again
    assert (state.due(6.9), state.due(7)) == ([], ["d/a"])


def test_what_is_done_is_not_taken_again_until_it_changes() -> None:
    state = WatchState(SETTLE)
    took(state, 0, a=1)
    state.finish("d/a", FileStamp(9, 9))  # the file that ippbook wrote
    took(state, 5, a=9)
    assert state.due(99) == []
    took(state, 100, a=10)
    assert state.due(103) == ["d/a"]


def test_an_open_workbook_waits_and_is_named_once_however_often_it_is_saved() -> None:
    state = WatchState(SETTLE)
    assert took(state, 0, a=(1, OPEN)) == [(EventKind.WAITS, "d/a")]
    assert took(state, 5, a=(2, OPEN)) == []
    assert state.due(60) == []
    took(state, 60, a=2)
    assert (state.due(62.9), state.due(63)) == ([], ["d/a"])


def test_a_workbook_that_is_opened_and_closed_without_a_save_is_not_taken() -> None:
    state = WatchState(SETTLE)
    took(state, 0, a=1)
    state.finish("d/a", FileStamp(1, 1))
    assert took(state, 5, a=(1, OPEN)) == []
    took(state, 10, a=1)
    assert state.due(99) == []


def test_a_drive_that_comes_back_brings_only_what_changed_meanwhile() -> None:
    state = WatchState(SETTLE)
    took(state, 0, a=1, b=1)
    for path in state.due(3):
        state.finish(path, FileStamp(1, 1))
    assert took(state, 10, unreadable=("d",)) == [(EventKind.FOLDER_LOST, "d")]
    assert took(state, 12, unreadable=("d",)) == []
    assert state.due(99) == []
    assert took(state, 100, a=1, b=2) == [(EventKind.FOLDER_BACK, "d")]
    assert (state.due(102.9), state.due(103)) == ([], ["d/b"])


def test_a_removed_workbook_is_forgotten_and_is_new_when_it_returns() -> None:
    state = WatchState(SETTLE)
    took(state, 0, a=1)
    state.finish("d/a", FileStamp(1, 1))
    took(state, 5)
    assert len(state) == 0
    took(state, 6, a=1)
    assert state.due(9) == ["d/a"]


def test_a_failure_is_tried_again_after_longer_and_longer_times_and_at_once_when_the_file_changes() -> None:
    state = WatchState(SETTLE)
    took(state, 0, a=1)
    now, pauses = 3.0, []
    for _ in range(12):
        state.fail("d/a", now)
        pause = next(step for step in range(1, 10_000) if state.due(now + step))
        pauses.append(pause)
        now += pause
    assert pauses[:3] == [FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY]
    assert pauses[-1] == LONGEST_RETRY
    state.fail("d/a", now)
    took(state, now + 1, a=2)
    assert state.due(now + 4) == ["d/a"]


def test_the_workbook_that_was_saved_last_comes_first() -> None:
    state = WatchState(SETTLE)
    took(state, 0, a=1, b=1, c=1)
    took(state, 1, a=1, b=2, c=1)
    assert state.due(9) == ["d/b", "d/a", "d/c"]


def test_a_new_day_makes_every_workbook_due() -> None:
    state = WatchState(SETTLE)
    took(state, 0, a=1)
    state.finish("d/a", FileStamp(1, 1))
    state.take_all_again()
    assert state.due(9) == ["d/a"]


@pytest.mark.parametrize(("found", "kind"), [((1, OPEN), WaitKind.OPEN), (1, WaitKind.CHANGING)])
def test_what_is_left_at_the_end_of_one_round_is_named(found, kind) -> None:
    state = WatchState(SETTLE)
    told = [event.waiting.kind for event in state.take(look(a=found), 0)]
    left = [event.waiting.kind for event in state.unfinished(1)]
    assert told + left == [kind]


def test_workbooks_that_are_only_online_are_counted_in_one_line() -> None:
    state = WatchState(SETTLE)
    online = Waiting(WaitKind.ONLINE_ONLY, "only online")
    seen = look(**{f"a{number}": (1, online) for number in range(2000)})
    seen.online_only = 2000
    assert [event.sentence[:14] for event in state.take(seen, 0)] == ["2,000 workbook"]
    assert list(state.take(seen, 5)) == []
    assert state.due(99) == []


@dataclass
class Copy:
    """A workbook of the model."""

    version: int = 1
    changed: float = 0.0
    """When it changed, was closed, or came back."""
    opened: bool = False
    finished: int = 0
    """The version that was done last; 0: none."""


class Watching(RuleBasedStateMachine):
    """Files are saved, opened, closed and removed, the drive comes and goes, time passes: a plain model says what may be taken."""

    def __init__(self) -> None:
        super().__init__()
        self.state = WatchState(SETTLE)
        self.files: dict[str, Copy] = {}
        self.now = 0.0
        self.here = True

    def seen(self):
        if not self.here:
            return FolderLook({}, {"d": "gone"})
        return look(**{name: (file.version, OPEN if file.opened else None) for name, file in self.files.items()})

    def take(self):
        for event in self.state.take(self.seen(), self.now):
            if event.kind is EventKind.WAITS:
                name = event.path.removeprefix("d/")
                assert self.files[name].opened, "only an open workbook waits"
                assert self.files[name].version != self.files[name].finished, "a finished workbook is nobody's concern"

    @rule(name=NAMES)
    def create(self, name):
        self.files.setdefault(name, Copy(changed=self.now))
        self.take()

    @rule(name=NAMES)
    def save(self, name):
        if self.here and name in self.files:
            self.files[name].version += 1
            self.files[name].changed = self.now
        self.take()

    @rule(name=NAMES)
    def open_or_close(self, name):
        if self.here and name in self.files:
            file = self.files[name]
            file.opened = not file.opened
            if not file.opened:
                file.changed = self.now
        self.take()

    @rule(name=NAMES)
    def open_for_a_while_and_close(self, name):
        self.create(name)
        for _ in range(2):
            self.open_or_close(name)
            self.now += SETTLE
        self.now -= SETTLE
        self.take()

    @rule(name=NAMES)
    def remove(self, name):
        if self.here:
            self.files.pop(name, None)
        self.take()

    @rule()
    def drive(self):
        self.here = not self.here
        if self.here:
            for file in self.files.values():
                file.changed = self.now
        self.take()

    @rule(seconds=st.sampled_from([0.5, 1.0, 2.0, SETTLE, 10.0]))
    def wait(self, seconds):
        self.now += seconds
        self.take()

    @rule()
    def work(self):
        for path in self.state.due(self.now):
            file = self.files[path.removeprefix("d/")]
            file.version += 1  # ippbook writes it
            file.finished = file.version
            self.state.finish(path, FileStamp(file.version, file.version))
            assert path not in self.state.due(self.now), "not again before the next look"
        self.take()

    @invariant()
    def exactly_the_right_ones_are_due(self):
        right = {
            f"d/{name}"
            for name, file in self.files.items()
            if self.here and not file.opened and file.version != file.finished and self.now - file.changed >= SETTLE
        }
        assert set(self.state.due(self.now)) == right


TestWatching = Watching.TestCase
