"""`make fuzz MINUTES=n`: every reader gets bytes that nobody wrote, for n minutes in all, and each case that breaks it is kept.

Coverage-guided by atheris where it is installed; else by plain mutation of the seeds and of what was kept. Each target runs in a
process of its own with limits on time and memory. New inputs are collected in `build/fuzz`, so that the next run goes on from there;
a case that breaks a promise goes into `tests/fuzz/kept/TARGET/`, where the normal tests replay it for ever.
"""

import argparse
import hashlib
import importlib
import importlib.metadata
import importlib.util
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent.parent
KEPT: Final = HERE / "kept"
COLLECTED: Final = ROOT / "build" / "fuzz"
LONGEST: Final = 20_000  # bytes of an input
SECONDS: Final = 20  # of one input before it counts as a hang
MEGABYTES: Final = 2_500
PRODUCT: Final = re.compile(r'  File ".*src/ippbook/')
"""A line of a trace that is in the package."""
ERRORS: Final = (re.compile(r"(?:\w+\.)*\w*(?:Error|Exception|Interrupt)\b"), re.compile(r"==\d+== ERROR|ALARM"))
"""How a line begins that says what broke: Python's own words, else the fuzzer's."""
LIBRARIES: Final = (
    "pandas",
    "numpy",
    "lxml.etree",
    "jinja2",
    "babel.numbers",
    "holidays",
    "pydantic",
    "isal.isal_zlib",
    "xlsxwriter",
)
ROOMS: Final = ("ooxml", "tables.values", "catalog.platforms", "catalog.offices", "catalog.nice_classes", "notices", "imports", "imports.rejects", "formulas", "formulas.native.spelling", "verification", "batch.sources", "batch.journal", "watch.note")  # fmt: skip


def main() -> int:
    """Divide the minutes among the targets; exit 1 where a promise broke."""
    from tests.fuzz.targets import TARGETS

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--target", choices=sorted(TARGETS), action="append")
    options.add_argument("--one", nargs=2, metavar=("TARGET", "SECONDS"), help=argparse.SUPPRESS)
    options.add_argument("--replay", nargs="+", metavar="FILE", help="Run kept cases: tests/fuzz/kept/TARGET/NAME.")
    chosen = options.parse_args()
    if chosen.replay:
        return replay([Path(each) for each in chosen.replay])
    if chosen.one:
        fuzz_one(chosen.one[0], float(chosen.one[1]))
        return 0
    print(engine(), flush=True)
    names = chosen.target or sorted(TARGETS)
    seconds = chosen.minutes * 60 / len(names)
    broken = [name for name in names if not in_child(name, seconds)]
    print(f"{len(names)} targets, {chosen.minutes:g} minutes; " + (f"broken: {', '.join(broken)}" if broken else "no promise broke"))  # fmt: skip
    return 1 if broken else 0


def engine() -> str:
    """Which engine looks for inputs, in one sentence."""
    if importlib.util.find_spec("atheris"):
        return f"Engine: atheris {importlib.metadata.version('atheris')}. It looks for inputs that reach new code."
    return "Engine: plain changes at random, which reach less code. atheris is not installed: it has no wheel for this Python, or it could not be fetched."


def replay(files: list[Path]) -> int:
    """Run each file on the target that its folder names."""
    from tests.fuzz.targets import TARGETS

    for path in files:
        TARGETS[path.parent.name].work(path.read_bytes())
        print(f"{path}: passes")
    return 0


def in_child(name: str, seconds: float) -> bool:
    """Fuzz one target in a process of its own; True where nothing broke."""
    folder = KEPT / name
    before = set(folder.glob("*"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", "--one", name, f"{seconds:.0f}"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    (COLLECTED / f"{name}.log").write_text(done.stderr + done.stdout, encoding="utf-8")
    new = sorted(set(folder.glob("*")) - before)
    print("\n".join(find_lines(name, done.returncode, done.stderr + done.stdout, new)), flush=True)
    return done.returncode == 0


def find_lines(name: str, code: int, log: str, new: list[Path]) -> Iterator[str]:
    """What a target's run found, in lines: how many inputs; what broke, the kept case, and the command that repeats it."""
    lines = log.splitlines()
    if code == 0:
        runs = next((found[1] for line in reversed(lines) if (found := re.search(r"Done (\d+) runs", line))), "0")
        yield f"{name}: {int(runs):,} inputs, no promise broke"
        return
    errors = [line.strip() for sign in ERRORS for line in lines if sign.match(line)] or [*filter(None, lines)][-1:]
    yield f"{name}: broke a promise (exit {code}): {' '.join(errors[:1])[:300]}"
    yield from (f"  {line.strip().replace(f'{ROOT}/', '')}" for line in lines if PRODUCT.match(line))
    for path in new:
        shown = _shown(path)
        yield f"  kept: {shown}"
        yield f"  repeat it: PYTHONPATH=src:. {_shown(Path(sys.executable))} -m tests.fuzz.run --replay {shown}"
    yield f"  all it said: {_shown(COLLECTED / f'{name}.log')}"


def _shown(path: Path) -> str:
    """The path as a person in this folder writes it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def fuzz_one(name: str, seconds: float) -> None:
    """Fuzz one target here for so many seconds."""
    from tests.fuzz.targets import TARGETS

    target = TARGETS[name]
    collected = COLLECTED / name
    collected.mkdir(parents=True, exist_ok=True)
    (KEPT / name).mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (collected / hashlib.sha1(seed).hexdigest()).write_bytes(seed)  # noqa: S324  # a name, no secret
    if importlib.util.find_spec("atheris"):
        by_coverage(name, seconds)
    else:
        by_mutation(name, seconds)


def by_coverage(name: str, seconds: float) -> None:
    """LibFuzzer's loop over the instrumented package."""
    import atheris
    from tests.fuzz.targets import TARGETS

    for library in LIBRARIES:  # before the hook that instruments ippbook: inside some libraries it hangs
        importlib.import_module(library)
    with atheris.instrument_imports(include=["ippbook"]):
        for room in ROOMS:
            importlib.import_module(f"ippbook.{room}")
    target = TARGETS[name]
    for seed in target.seeds():
        tried(target, seed)
    words = COLLECTED / f"{name}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words))
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={seconds:.0f}",
            f"-max_len={LONGEST}",
            f"-timeout={SECONDS}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-dict={words}",
            f"-artifact_prefix={KEPT / name}/",
            "-print_final_stats=1",
            str(COLLECTED / name),
        ],
        lambda data: tried(target, data),
        custom_mutator=lambda data, longest, seed: changed(target, data, longest, seed, atheris.Mutate),
    )
    atheris.Fuzz()


def changed(target: "Target", data: bytes, longest: int, seed: int, by_bytes: Callable[[bytes, int], bytes]) -> bytes:
    """The input changed: half the times by its shape where the target has one, else byte by byte."""
    drawn = random.Random(seed)
    if target.shape is not None and drawn.random() < 0.5 and len(shaped := target.shape(data, drawn)) <= longest:
        return shaped
    return by_bytes(data, longest)


def tried(target: "Target", data: bytes) -> None:
    """Give the input to the target; one that breaks a promise is kept at once, whatever becomes of this process then."""
    try:
        target.work(data)
    except Exception:
        (KEPT / target.name / f"crash-{hashlib.sha1(data).hexdigest()}").write_bytes(data)  # noqa: S324  # a name, no secret
        raise


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def by_mutation(name: str, seconds: float) -> None:
    """The plain way: bytes of what is collected, changed, cut, doubled and joined at random."""
    from tests.fuzz.targets import TARGETS

    target = TARGETS[name]
    drawn = random.Random(time.time_ns())
    pool = [path.read_bytes() for path in sorted((COLLECTED / name).glob("*"))]
    end, runs = time.monotonic() + seconds, 0
    for data in mutated(pool, target, drawn):
        if time.monotonic() >= end:
            break
        tried(target, data)
        runs += 1
    print(f"Done {runs} runs")


def mutated(pool: list[bytes], target: "Target", drawn: random.Random) -> Iterator[bytes]:
    """Endless variations of the pool."""
    words = target.words
    while True:
        data = bytearray(drawn.choice(pool))
        if target.shape is not None and drawn.random() < 0.5:
            yield target.shape(bytes(data), drawn)[:LONGEST]
            continue
        for _ in range(drawn.randint(1, 8)):
            at = drawn.randint(0, len(data))
            piece = drawn.choice(words) if words and drawn.random() < 0.5 else bytes([drawn.randrange(256)])
            match drawn.randrange(4):
                case 0:
                    data[at:at] = piece
                case 1:
                    data[at : at + len(piece)] = piece
                case 2:
                    del data[at : at + drawn.randint(1, 20)]
                case _:
                    other = drawn.choice(pool)
                    start = drawn.randint(0, len(other))
                    data[at:at] = other[start : start + drawn.randint(1, 60)]
        yield bytes(data[:LONGEST])


if __name__ == "__main__":
    sys.exit(main())
