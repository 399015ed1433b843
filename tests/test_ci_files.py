"""The action for GitHub, the hooks for pre-commit and the example for GitLab, run as far as they can be here."""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter

ROOT = Path(__file__).parents[1]
yaml = pytest.importorskip("yaml")  # it comes with Dask
pytestmark = pytest.mark.hosts
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
CI_PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
INSTALL, CHECK = ACTION["runs"]["steps"]
posix = pytest.mark.skipif(os.name != "posix", reason="a runner with bash; on Windows bash is Git's")


def workbook(path: Path, title: str = "t", right: str = "NONE") -> Path:
    """A workbook with one listing. Its link is of no marketplace, which is an error."""
    headers = ["Listing", "URL", "Title", "Right"]
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    sheet.write_row(0, 0, headers)
    sheet.write_row(1, 0, ["L1", "https://example.com/1", title, right])
    columns = [{"header": header} for header in headers]
    sheet.add_table(0, 0, 1, 3, {"name": "Listings", "columns": columns})
    book.close()
    return path


@pytest.fixture
def runner(tmp_path) -> SimpleNamespace:
    """A folder with a checked-out repository, the files of a runner, and a program `ippbook` on the path."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "ippbook"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ippbook "$@"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    repository = tmp_path / "repo"
    repository.mkdir()
    files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
    for file in files.values():
        file.touch()
    environment = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_WORKSPACE": str(repository),
        **{name: str(file) for name, file in files.items()},
    }

    def run(script: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
            cwd=repository, env=environment | inputs, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    return SimpleNamespace(run=run, repository=repository, programs=programs, files=files)


def inputs(**given: str) -> dict[str, str]:
    """The environment of the check: the defaults of the action, and *given*."""
    names = {word: re.search(r"inputs\.([a-z-]+)", value)[1] for word, value in CHECK["env"].items()}
    values = {word: ACTION["inputs"][name].get("default", "") for word, name in names.items()}
    return values | {f"IPPBOOK_{name}": value for name, value in given.items()}


def unescaped_stops(output: str) -> list[str]:
    """The lines that the runner reads as commands: those between stop and its token are not."""
    found, token = [], ""
    for line in output.splitlines():
        if token:
            token = "" if line == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif line.startswith("::") or "##[" in line:
            found.append(line)
    assert not token
    return found


# ---- the action


def test_no_input_is_a_part_of_a_script():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_the_action_uploads_nothing_and_uses_no_other_action():
    assert all("uses" not in step for step in ACTION["runs"]["steps"])
    assert "curl" not in json.dumps(ACTION)


@posix
def test_the_action_checks_writes_its_reports_and_fails_the_job(runner):
    workbook(runner.repository / "a b.xlsx")
    ran = runner.run(CHECK["run"], **inputs(FILES="a b.xlsx\r\n\r\n*.xlsx\n", AS_OF="2026-10-31"))
    assert ran.returncode == 1, ran.stderr
    assert any(line.startswith("::error file=a b.xlsx,line=2,col=2,") for line in ran.stdout.splitlines())
    reports = runner.repository / "ippbook-reports"
    assert json.loads((reports / "ippbook.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (reports / "ippbook.junit").read_text(encoding="utf-8").startswith("<?xml")
    assert len(json.loads((reports / "ippbook.json").read_text(encoding="utf-8"))["files"]) == 1
    assert "## ippbook check" in runner.files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    outputs = dict(line.split("=", 1) for line in runner.files["GITHUB_OUTPUT"].read_text().splitlines())
    assert outputs["exit-code"] == "1"
    assert set(outputs) == set(ACTION["outputs"])


@posix
def test_a_wrong_input_names_no_report_that_is_not_there(runner):
    old = runner.repository / "ippbook-reports" / "ippbook.sarif"
    old.parent.mkdir()
    old.write_text("of an earlier run")
    ran = runner.run(CHECK["run"], **inputs(FILES="*.xlsx", TIMEZONE="Mars"))
    assert (ran.returncode, "there is no time zone 'Mars'" in ran.stdout) == (2, True)
    assert runner.files["GITHUB_OUTPUT"].read_text() == "exit-code=2\n"
    assert not old.exists()


@posix
@pytest.mark.slow("starts the command line three times")
def test_hostile_inputs_names_and_texts_start_nothing(runner):
    evil = "$(touch evil);`touch evil`;\"'\n::add-mask::x"
    workbook(runner.repository / "$(touch evil).xlsx", title=evil)
    ran = runner.run(
        CHECK["run"],
        **inputs(FILES="$(touch evil).xlsx\n::error::x ##[add-mask]y\n--debug", AS_OF="2026-10-31", FAIL_ON="never"),
    )
    assert ran.returncode == 2
    assert not (runner.repository / "evil").exists()
    commands = unescaped_stops(ran.stdout)
    assert commands
    assert all(re.match(r"::(error|warning|notice) ", line) for line in commands)
    for name in ("AS_OF", "REPORTS"):
        assert runner.run(CHECK["run"], **inputs(FILES="x.xlsx", **{name: "$(touch evil)\n--x"})).returncode == 2
    assert not (runner.repository / "evil").exists()


@posix
def test_the_installation_takes_only_a_version(runner):
    log = runner.programs.parent / "calls"
    fake = runner.programs / "python3"
    fake.write_text(
        f'#!/bin/sh\necho "$@" >>"{log}"\nmkdir -p "$3/bin"\nprintf \'#!/bin/sh\\necho "$@" >>"{log}"\\n\' >"$3/bin/python"\nchmod +x "$3/bin/python"\n'
    )
    fake.chmod(0o755)
    ran = runner.run(INSTALL["run"], IPPBOOK_VERSION="0.2.0", IPPBOOK_ACTION="/action")
    assert (ran.returncode, "ippbook==0.2.0" in log.read_text()) == (0, True)
    assert runner.files["GITHUB_PATH"].read_text().strip().endswith("ippbook-environment/bin")
    assert runner.run(INSTALL["run"], IPPBOOK_VERSION="", IPPBOOK_ACTION="/action").returncode == 0
    assert log.read_text().splitlines()[-1].endswith("-c /action/constraints.txt /action")
    refused = runner.run(INSTALL["run"], IPPBOOK_VERSION="0.2 --index-url http://evil", IPPBOOK_ACTION="/action")
    assert (refused.returncode, "is not a version" in refused.stdout) == (2, True)


# ---- pre-commit


def hooked(identity: str, *files: str) -> list[str]:
    """What pre-commit runs for the *files* of a commit."""
    matching = [file for file in files if re.search(HOOKS[identity]["files"], file)]
    return [*shlex.split(HOOKS[identity]["entry"])[1:], *matching]


def test_the_hooks_take_workbooks_and_no_lock_files():
    files = ("a.xlsx", "teams/b.XLSX", "teams/c.xlsm", "~$a.xlsx", "teams/~$c.xlsm", "d.csv", "x.xlsx.txt")
    assert hooked("ippbook-check", *files) == ["check", "a.xlsx", "teams/c.xlsm"]


def test_the_hooks_fail_on_an_error_and_on_an_old_value(tmp_path, monkeypatch, ippbook: Callable):
    monkeypatch.chdir(tmp_path)
    before = workbook(tmp_path / "a.xlsx").read_bytes()
    assert ippbook(*hooked("ippbook-check", "a.xlsx")).code == 1
    assert ippbook(*hooked("ippbook-up-to-date", "a.xlsx")).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == before


# ---- GitLab


@posix
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_example_for_gitlab_makes_its_artifacts(runner):
    (job,) = [
        job
        for block in re.findall(r"```yaml\n(.*?)```", CI_PAGE, flags=re.DOTALL)
        for name, job in yaml.safe_load(block).items()
        if name == "ippbook"
    ]
    workbook(runner.repository / "teams.xlsx")
    (runner.programs / "pip").write_text("#!/bin/sh\n")
    (runner.programs / "pip").chmod(0o755)
    ran = runner.run(
        "\n".join(job["script"]), CI_PIPELINE_CREATED_AT="2026-10-31T01:02:03Z", **job.get("variables", {})
    )
    assert ran.returncode == 1, ran.stderr
    reports = job["artifacts"]["reports"]
    issues = json.loads((runner.repository / reports["codequality"]).read_text(encoding="utf-8"))
    assert issues[0]["location"]["path"] == "teams.xlsx"
    assert (runner.repository / reports["junit"]).read_text(encoding="utf-8").startswith("<?xml")
