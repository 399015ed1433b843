"""Every input that ever broke a promise in fuzzing, and every seed, keeps the promise now. `make fuzz MINUTES=n` looks for more."""

from pathlib import Path

import pytest
from tests.fuzz.targets import TARGETS

KEPT = Path(__file__).parent / "kept"
CASES = [(path.parent.name, path) for path in sorted(KEPT.glob("*/*"))]


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_each_target_keeps_its_promise_on_its_seeds_and_on_nothing(name):
    for seed in [*TARGETS[name].seeds(), b""]:
        TARGETS[name].work(seed)


def test_what_once_broke_a_promise_keeps_it_now(subtests):
    for name, path in CASES:
        with subtests.test(msg=f"{name}/{path.name}"):
            TARGETS[name].work(path.read_bytes())


def test_every_kept_case_belongs_to_a_target():
    assert {name for name, _ in CASES} <= TARGETS.keys()
