"""Python in WebAssembly, as xlwings Lite runs it in Excel on a Mac and on the web.

numpy and pandas have no wheel for WebAssembly on the index: they come from Pyodide's own distribution, which is not
reached here. So what needs them runs on this Python, in the very versions of that distribution; what does not need them
runs in WebAssembly itself, out of the archive that workbooks carry. The two together in one place is what only Excel shows.
"""

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from ippbook.declare import registry
from ippbook.excel.lite import program

pytestmark = pytest.mark.hosts
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HOME = ROOT / "build" / "pyodide"
PYODIDE = HOME / "node_modules" / "pyodide"
EMSCRIPTEN = {"sys_platform": "emscripten", "platform_system": "Emscripten", "python_version": "3.14", "extra": ""}


@pytest.fixture(scope="session")
def work(tmp_path_factory) -> Path:
    """A folder with main.py as a workbook carries it, and the questions."""
    if not (PYODIDE / "pyodide.mjs").is_file() or shutil.which("node") is None:
        pytest.fail("Node or Pyodide is missing: run make test-hosts, which installs them")
    folder = tmp_path_factory.mktemp("lite")
    (folder / "main.py").write_text(program.source(), encoding="utf-8")
    shutil.copy(HERE / "webassembly_answers.py", folder)
    return folder


@pytest.fixture(scope="session")
def there(work):
    """What Python in WebAssembly answers."""
    command = ["node", HERE / "webassembly.mjs", PYODIDE, HOME / "wheels", work, "webassembly_answers.py"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="session")
def here(work):
    """What this Python answers to the same questions."""
    code = "exec(compile(open('webassembly_answers.py').read(), 'x', 'exec')); print(answer)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=work, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def carried() -> dict[str, str]:
    """The version of each package that Pyodide's distribution carries."""
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {name.replace("_", "-"): package["version"] for name, package in lock["packages"].items()}


def test_the_archive_in_the_workbook_unpacks_and_is_imported_in_webassembly(there, here):
    assert (there["system"], here["system"]) == ("emscripten", sys.platform)
    assert re.fullmatch(r"/tmp/ippbook-[0-9a-f]{16}/ippbook/__init__\.py", there["package"])


def test_python_there_takes_every_module_without_a_warning(there):
    assert there["modules"] > 200
    assert there["uncompiled"] == []


def test_our_wheel_can_be_installed_there_instead_and_answers_alike(tmp_path, there):
    """As with --wheel-url: main.py without the archive, the package out of a wheel built from this repository."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "-w",
        tmp_path / "wheels",
        ROOT,
    ]
    subprocess.run(command, check=True, timeout=300)
    (wheel,) = (tmp_path / "wheels").glob("ippbook-*.whl")
    for other in (HOME / "wheels").glob("*.whl"):
        shutil.copy(other, tmp_path / "wheels")
    work = tmp_path / "work"
    work.mkdir()
    shutil.copy(HERE / "webassembly_answers.py", work)
    (work / "main.py").write_text(program.source(f"https://files.example.com/{wheel.name}"), encoding="utf-8")
    command = ["node", HERE / "webassembly.mjs", PYODIDE, tmp_path / "wheels", work, "webassembly_answers.py"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["package"].endswith("/site-packages/ippbook/__init__.py")
    assert found["uncompiled"] == []
    assert (found["rooms"], found["functions"]) == (there["rooms"], there["functions"])


def test_every_function_is_declared_with_the_xlwings_that_runs_there(there):
    assert set(there["functions"]) == set(registry().functions)


@pytest.mark.parametrize("room", ["links", "numbers", "terms", "reasons", "spelling", "read"])
def test_a_room_without_numpy_answers_alike_in_webassembly(room, there, here):
    assert here["rooms"][room]
    assert there["rooms"][room] == here["rooms"][room]


def test_working_days_rest_on_the_same_holidays_in_webassembly(there, here):
    assert there["holidays"] == here["holidays"]
    assert here["holidays"][1] > 100  # days that make up for bridge days


def test_a_package_that_is_missing_there_is_named_in_the_cell(there, here):
    assert re.fullmatch(
        r"#IPP! (numpy|pandas) is missing: see requirements\.txt, then restart xlwings Lite", there["cell"]
    )
    assert here["cell"] == "taobao"


def test_the_distribution_carries_every_package_that_is_named_without_a_version_and_we_take_that_version():
    known = carried()
    declared = {}
    for line in importlib.metadata.requires("ippbook"):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(EMSCRIPTEN | {"extra": "excel"}):
            declared[requirement.name] = requirement.specifier
    lines = program.settings()["requirements.txt"].splitlines()
    for name in [line for line in lines if "==" not in line]:
        assert known[name] in declared[name], f"{name} {known[name]} of Pyodide is not in {declared[name]}"


def test_every_other_package_can_be_installed_there_with_all_that_it_needs():
    """Each is in the distribution, or is pure Python, or has a wheel for WebAssembly."""
    known = carried()
    compiled = {wheel.name.split("-")[0].replace("_", "-") for wheel in (HOME / "wheels").glob("*wasm32.whl")}
    wanted = [Requirement(line) for line in program.settings()["requirements.txt"].splitlines()]
    seen = set()
    while wanted:
        requirement = wanted.pop()
        name = requirement.name.lower().replace("_", "-")
        if name in seen or (requirement.marker and not requirement.marker.evaluate(EMSCRIPTEN)):
            continue
        seen.add(name)
        if name in known:
            assert requirement.specifier.contains(known[name], prereleases=True), f"{requirement}: {known[name]}"
            continue
        distribution = importlib.metadata.distribution(name)
        pure = "Root-Is-Purelib: true" in distribution.read_text("WHEEL")
        assert pure or name in compiled, name
        assert Requirement(f"python{distribution.metadata['Requires-Python'] or ''}").specifier.contains(
            Version("3.14.2")
        )
        wanted += [Requirement(line) for line in distribution.requires or ()]
    assert {"xlwings", "pandas", "python-dateutil"} <= seen


def test_in_the_versions_of_the_distribution_every_example_is_answered_alike(work):
    """numpy, pandas, pydantic as Pyodide carries them, under this Python: the examples of docs/functions.md."""
    code = (
        "import ast, json, sys\n"
        "sys.argv = ['x']\n"
        "exec(compile(open('main.py').read(), 'main.py', 'exec'))\n"
        "IPP_PLATFORM([['']])\n"
        "import pandas, numpy, pydantic\n"
        "found = {}\n"
        "for call in json.loads(sys.stdin.read()):\n"
        "    tree = ast.parse(call, mode='eval').body\n"
        "    values = [ast.literal_eval(node) for node in tree.args]\n"
        "    found[call] = str(globals()[tree.func.id](*[[[v]] for v in values]))\n"
        "versions = [pandas.__version__, numpy.__version__, pydantic.VERSION]\n"
        "print(json.dumps([versions, found]))\n"
    )
    calls = [
        call
        for function in registry().functions.values()
        for call in re.findall(r"^=(\w+\(.*\)) -> ?.*$", function.page.section("Examples"), re.MULTILINE)
        if re.fullmatch(r'\w+\((?:(?:-?[\d.]+|"[^"]*")(?:, *|(?=\))))*\)', call)  # a call with values alone
    ]
    answers = []
    for python in (HOME / "venv" / "bin" / "python", Path(sys.executable)):
        if not python.is_file():
            pytest.fail("the packages in Pyodide's versions are missing: run make test-hosts, which installs them")
        run = subprocess.run(
            [python, "-c", code],
            input=json.dumps(calls),
            capture_output=True,
            text=True,
            cwd=work,
            timeout=120,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        answers.append(json.loads(run.stdout))
    known = carried()
    assert answers[0][0] == [known[name] for name in ("pandas", "numpy", "pydantic")]
    assert len(calls) > 20
    assert answers[0][1] == answers[1][1]
