"""What several test folders share: the sample team's workbook, recalculated once a session; the command line, called."""

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ippbook import cli, pipeline, workbook_builder

settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


@pytest.fixture(scope="session")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample team's workbook, drawn and recalculated. Not to be written to."""
    path = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    workbook_builder.sample(path)
    return path


@pytest.fixture(scope="session")
def sample_study(sample_path: Path) -> pipeline.Study:
    """The findings of the sample."""
    from datetime import date

    return pipeline.check(sample_path, date(2026, 10, 31), today=date(2026, 10, 31))


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def ippbook() -> Callable[..., Ran]:
    """Run the command line in this process, as a pipe would."""

    def run(*arguments: object) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main([str(argument) for argument in arguments])
        return Ran(code, out.getvalue(), err.getvalue())

    return run
