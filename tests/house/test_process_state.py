"""What a test would leave to the next one is seen, and a command leaves nothing."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.process_state import CONTEXT_VARIABLES, LANGUAGE_VARIABLES, ProcessState

from ippbook.cli import run_state
from ippbook.languages.run_language import choose_language, chosen_language

SOURCE = Path(__file__).parents[2] / "src"


def test_every_context_variable_is_watched() -> None:
    made = re.compile(r"ContextVar\(\s*\"(\w+)\"")
    found = {name for path in SOURCE.rglob("*.py") for name in made.findall(path.read_text("utf-8"))}
    assert found == CONTEXT_VARIABLES | LANGUAGE_VARIABLES


def test_what_a_test_leaves_is_named_and_the_environment_and_the_folder_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPPBOOK_TEST_CHANGED", "before")
    folder = Path.cwd()
    before = ProcessState()
    assert before.left() == []
    os.environ["IPPBOOK_TEST_NEW"] = "1"
    os.environ["IPPBOOK_TEST_CHANGED"] = "after"
    os.chdir(tmp_path)
    token = run_state.quiet.set(True)
    left = before.left()
    run_state.quiet.reset(token)
    assert [each.split(" (")[0] for each in left] == [
        "the variable IPPBOOK_TEST_CHANGED of the environment",
        "the variable IPPBOOK_TEST_NEW of the environment",
        "the current folder",
        "a context variable of ippbook",
    ]
    assert before.left() == []
    assert Path.cwd() == folder
    assert os.environ["IPPBOOK_TEST_CHANGED"] == "before"


@pytest.mark.parametrize(
    "command", [["explain", "CP101"], ["explain", "NO999"], ["check", "nowhere.xlsx"], ["explain", "--help"]]
)
def test_a_command_leaves_nothing_to_the_next_one(ippbook: Callable[..., Any], command: list[str]) -> None:
    choose_language("zh")
    before = ProcessState()
    ippbook(*command, "--quiet", "--debug", "--timezone", "UTC", "--language", "en")
    assert before.left() == []
    assert chosen_language() == "zh"
