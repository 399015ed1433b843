"""What several test folders share: the sample team's workbook, drawn once a run; the command line, called; English, no network."""

import contextlib
import dataclasses
import functools
import gc
import io
import json
import os
import random
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.process_state import ProcessState

from ippbook import cli, ooxml, pipeline, workbook_builder
from ippbook.cli import command_words, run_state
from ippbook.cli.schemas import command_schemas
from ippbook.languages import ENGLISH
from ippbook.languages.run_language import choose_language, computer_language
from ippbook.ooxml.package.container import read_container
from ippbook.ooxml.package.limits import allowed
from ippbook.ooxml.write import save as save_module
from ippbook.run_day import TIME_ZONE
from ippbook.verification import REPAIRS, PartCache, verify
from ippbook.workbook_builder.sample import sample_content
from ippbook.workbook_builder.sample_workbook import sampled

SECONDS = 5.0
"""A test that takes longer says why: `@pytest.mark.slow("reason")`."""

os.environ.pop(
    "PYTHONUNBUFFERED", None
)  # users do not set it, and it hides what the end of the process does with its output

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # a run in the background of a shell; the programs that tests start would ignore Ctrl-C too
    signal.signal(signal.SIGINT, signal.default_int_handler)

if computer_language() != ENGLISH:  # the tests name English sentences; those of other languages choose them
    os.environ["LC_ALL"] = "C.UTF-8"

settings.register_profile(
    "quick", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=25, derandomize=True
)
settings.register_profile(
    "deep",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=200,
    derandomize="CI" in os.environ,  # a build must not fail by chance; a developer's run looks further each time
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# A workbook is a few hundred thousand small objects without circles: the collector seldom has anything to find.
gc.set_threshold(100_000, 50, 100)


# ---- options and order


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--shuffle", action="store_true", help="run the test modules, and the tests of each, in a drawn order"
    )
    parser.addoption("--shuffle-seed", type=int, help="the seed of an earlier drawn order")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.shuffle:
        drawn = config.option.shuffle_seed or int(os.environ.get("SHUFFLE_SEED", random.randrange(1, 10**6)))
        os.environ["SHUFFLE_SEED"] = str(drawn)  # the workers of xdist are started with it
        config.option.shuffle_seed = drawn


def pytest_report_header(config: pytest.Config) -> str | None:
    return f"shuffled: --shuffle-seed {config.option.shuffle_seed}" if config.option.shuffle else None


class _BackwardsDir(pytest.Dir):
    """A folder whose last file is read first."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        return list(super().collect())[::-1]


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Let every second worker read the tests from the last file on: in a fresh clone each then compiles one half for both."""
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:] in {"1", "3", "5"} and not (path / "__init__.py").exists():
        return _BackwardsDir.from_parent(parent, path=path)
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    items.sort(key=lambda item: (str(item.path), type(item).__name__))  # in all workers the same
    result = yield
    if config.option.shuffle:
        drawn = random.Random(config.option.shuffle_seed)
        modules = {item.path: drawn.random() for item in items}
        items.sort(key=lambda item: (modules[item.path], drawn.random()))
    return result


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


# ---- tests that take long


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call" and item.get_closest_marker("slow") is None:
        report.user_properties.append(("processor_seconds", item.stash.get(_SPENT, 0.0)))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    before = _processor_seconds()
    try:
        return (yield)
    finally:
        item.stash[_SPENT] = _processor_seconds() - before


@pytest.hookimpl(wrapper=True)
def pytest_assertrepr_compare() -> Iterator[Any]:
    """On CI pytest shows all differences of two values. Of two workbooks as bytes that takes hours, so CI says what a desk says."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CI", "BUILD_NUMBER"):
            patch.delenv(name, raising=False)
        return (yield)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the tests that take long without a reason. Processor time: a busy computer accuses no test."""
    long = sorted(
        (seconds, report.nodeid)
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, seconds in report.user_properties
        if name == "processor_seconds" and seconds > SECONDS
    )
    if long:
        terminalreporter.section(f"over {SECONDS:.0f} s of processor time without @pytest.mark.slow(reason)")
        for seconds, name in reversed(long):
            terminalreporter.write_line(f"{seconds:5.1f} s  {name}")


_SPENT = pytest.StashKey[float]()


def _processor_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


# ---- no network


class NetworkBlockedError(RuntimeError):
    """A test tried to reach another computer."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Let tests reach this computer only, and let programs that they start find no way out."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _only_names_here(socket.getaddrinfo))
        yield


_HERE = frozenset({"127.0.0.1", "::1", "localhost", "", None})


def _only_here(connect: Callable[..., Any]) -> Callable[..., Any]:
    def connect_here(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _HERE:
            raise NetworkBlockedError(f"A test connects to {address}. Tests do not use the network.")
        return connect(self, address)

    return connect_here


def _only_names_here(getaddrinfo: Callable[..., Any]) -> Callable[..., Any]:
    def getaddrinfo_here(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in _HERE:
            raise NetworkBlockedError(f"A test looks up {host!r}. Tests do not use the network.")
        return getaddrinfo(host, *arguments, **options)

    return getaddrinfo_here


# ---- what a test leaves behind


def _begin_anew() -> None:
    """As a new process does. A test that calls a part of a command sets what holds for the command; a whole command leaves nothing."""
    choose_language("")
    for variable in (run_state.debugging, run_state.quiet, run_state.document_printed):
        variable.set(False)
    run_state.time_zone.set(TIME_ZONE)


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """Fail a test that leaves the process another one. Each begins as a new process does: no language is chosen, no workbook was read.

    Here and after the test: a fixture of a whole module is made before those of its first test.
    """
    _begin_anew()
    before = ProcessState()
    yield
    _begin_anew()
    left = before.left()
    assert not left, f"This test leaves to the next ones: {'; '.join(left)}"


# ---- every file that ippbook writes


@dataclass
class _Written:
    """What is known of the files that tests write: faults by digest of the zip's directory, which holds every check sum, and ending."""

    parts: PartCache = dataclasses.field(default_factory=dict)
    known: dict[bytes, frozenset[tuple[str, str]]] = dataclasses.field(default_factory=dict)
    added: list[str] = dataclasses.field(default_factory=list)

    def faults(self, path: Path) -> frozenset[tuple[str, str]]:
        """Code and place of what Excel would repair."""
        digest = read_container(path, allowed()).digest + path.suffix.encode()  # one check looks at the ending
        if digest not in self.known:
            if len(self.parts) > 3000:
                self.parts.clear()
            found = verify(path, cache=self.parts)
            self.known[digest] = frozenset((each.code, each.line) for each in found if each.severity == REPAIRS)
        return self.known[digest]

    def judge(self, before: frozenset[tuple[str, str]], after: frozenset[tuple[str, str]]) -> None:
        """Note the faults that are new in a file, unless it had another one of the same kind."""
        codes = {code for code, _ in before}
        self.added += [line for code, line in sorted(after - before) if code not in codes]

    def of_programs(self, folder: Path) -> None:
        """Judge what the programs that a test started have saved: `tests/subprocesses/sitecustomize.py` keeps it in *folder*."""
        for save in [each for each in folder.iterdir() if not each.suffix]:
            files = {each.stem: each for each in save.iterdir()}
            if "after" in files and (after := self.faults(files["after"])):
                self.judge(self.faults(files["before"]) if "before" in files else frozenset(), after)
            shutil.rmtree(save)


@pytest.fixture(scope="session")
def program_saves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let every program that a test starts keep what it saves in this folder."""
    folder = tmp_path_factory.mktemp("saves")
    path = os.pathsep.join(filter(None, (str(Path(__file__).parent / "subprocesses"), os.environ.get("PYTHONPATH"))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path)
        patch.setenv("IPPBOOK_TEST_SAVES", str(folder))
        yield folder


@pytest.fixture(scope="session")
def written_workbooks() -> Iterator[_Written]:
    """Verify every workbook that ippbook saves or draws in this process."""
    written = _Written()
    run, write_whole = save_module._Save.run, save_module.write_whole

    def save_run(self: Any) -> Any:
        same = self.target.exists() and self.target.resolve() == self.book.path.resolve()
        before = written.faults(self.book.path) if same else None
        saved = run(self)
        if saved.changed_parts and (found := written.faults(saved.path)):
            written.judge(before if before is not None else written.faults(self.book.path), found)
        return saved

    def write(path: Any, data: bytes) -> tuple[str, ...]:
        warnings = write_whole(path, data)
        if Path(path).suffix in {".xlsx", ".xlsm", ".xlam"} and data.startswith(b"PK"):
            written.added += [line for _, line in written.faults(Path(path))]
        return warnings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(save_module._Save, "run", save_run)
        for module in (save_module, ooxml):
            patch.setattr(module, "write_whole", write)
        yield written


@pytest.fixture(autouse=True)
def _excel_repairs_nothing(
    written_workbooks: _Written, program_saves: Path, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Fail a test that wrote a workbook which Excel would repair, though it need not repair what the workbook was before."""
    yield
    written_workbooks.of_programs(program_saves)
    added = list(dict.fromkeys(written_workbooks.added))
    written_workbooks.added.clear()
    assert not added or request.node.get_closest_marker("excel_repairs"), (
        "Excel would repair what ippbook wrote: " + "; ".join(added[:5])
    )


# ---- the sample


@pytest.fixture(scope="session")
def once_a_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Make a file once for all processes of this run: `once_a_run("sample.xlsx", make)` gives its path."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def once(name: str, make: Callable[[Path], object]) -> Path:
        path, lock = folder / name, folder / f"{name}.lock"
        while not path.exists():
            try:
                lock.mkdir()
            except FileExistsError:  # another process is at it
                time.sleep(0.05)
                continue
            try:
                if not path.exists():
                    unfinished = lock / name
                    make(unfinished)
                    unfinished.replace(path)
            finally:
                shutil.rmtree(lock)
        return path

    return once


@pytest.fixture(scope="session")
def sample_path(once_a_run: Callable[..., Path]) -> Path:
    """The sample team's workbook, drawn and recalculated. Not to be written to."""
    return once_a_run("sample.xlsx", workbook_builder.sample)


@pytest.fixture(scope="session")
def sample_study(sample_path: Path) -> pipeline.Study:
    """The findings of the sample."""
    return pipeline.check(sample_path, date(2026, 10, 31), today=date(2026, 10, 31))


@pytest.fixture(scope="session")
def small_path(once_a_run: Callable[..., Path], sample_study: pipeline.Study) -> Path:
    """The sample with a tenth of its rows: each kind of finding is still there. For tests where size is no matter."""
    return once_a_run("small.xlsx", lambda path: _draw_small(path, sample_study))


@pytest.fixture
def sample_or_small(request: pytest.FixtureRequest) -> Path:
    """The small sample; the whole one for a test that is marked `whole_sample`."""
    whole = request.node.get_closest_marker("whole_sample")
    return request.getfixturevalue("sample_path" if whole else "small_path")


def _draw_small(path: Path, study: pipeline.Study) -> None:
    whole = sample_content()
    rows_of: dict[str, dict[str, list[int]]] = {}
    for finding in study.findings:
        rows_of.setdefault(finding.table, {}).setdefault(finding.code, []).append(finding.row)
    kept = {
        table: {*range(30)}.union(*(found[:2] for found in rows_of.get(table, {}).values()))
        for table in ("Listings", "Complaints")
    }
    complaints = [row for at, row in enumerate(whole.rows["Complaints"]) if at in kept["Complaints"]]
    named = {row["listing"] for row in complaints if "listing" in row}
    listings = [
        row for at, row in enumerate(whole.rows["Listings"]) if at in kept["Listings"] or row.get("listing") in named
    ]
    rows = {**whole.rows, "Listings": listings, "Complaints": complaints}
    path.write_bytes(sampled(dataclasses.replace(whole, rows=rows), live=False))


# ---- the command line


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def _check_shape(command: str, output: str) -> None:
    """Whatever a test lets a command print for programs has the published shape."""
    if command in command_schemas():
        _validator(command).validate(json.loads(output))


@functools.cache
def _validator(command: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(command_schemas()[command].document)


@pytest.fixture
def ippbook() -> Callable[..., Ran]:
    """Run the command line in this process, as a pipe would."""

    def run(*arguments: object) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        words = [str(argument) for argument in arguments]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main(words)
        if "--format" in words and words[words.index("--format") + 1 : words.index("--format") + 2] == ["json"]:
            _check_shape(command_words.command_of(words), out.getvalue())
        return Ran(code, out.getvalue(), err.getvalue())

    return run
