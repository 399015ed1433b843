"""What `make fuzz` says, and what its shapes are: a find has the command that repeats it; drawn inputs keep the shape of their format."""

import importlib.util
import io
import warnings
import zipfile
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.fuzz import run, shapes
from tests.fuzz.targets import TARGETS, parts, zipped

SHAPED = sorted(name for name, target in TARGETS.items() if target.shape)


@pytest.mark.parametrize(("found", "words"), [(None, "plain changes at random"), ("a spec", "atheris 3.0.0")])
def test_the_first_line_says_which_engine_looks(monkeypatch, found, words):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: found)
    monkeypatch.setattr(run.importlib.metadata, "version", lambda _name: "3.0.0")
    assert words in run.engine()


def test_a_find_has_its_error_the_kept_case_and_the_command_that_repeats_it():
    log = 'Traceback\n  File "src/ippbook/imports/decode.py", line 7, in read\nValueError: bad\n==5== ERROR: libFuzzer: fuzz target exited\nSUMMARY'
    lines = "\n".join(run.find_lines("exports", 77, log, [run.KEPT / "exports" / "crash-1"]))
    assert lines.startswith("exports: broke a promise (exit 77): ValueError: bad\n")
    assert "decode.py" in lines
    assert "kept: tests/fuzz/kept/exports/crash-1" in lines
    assert "-m tests.fuzz.run --replay tests/fuzz/kept/exports/crash-1" in lines


def test_a_target_without_a_find_says_how_many_inputs_it_had():
    assert list(run.find_lines("links", 0, "Done 4,512 runs?\nDone 4512 runs in 4 second(s)", [])) == ["links: 4,512 inputs, no promise broke"]  # fmt: skip


@given(st.sampled_from(SHAPED), st.binary(max_size=60), st.integers(0, 2**32))
def test_every_shape_makes_bytes_of_any_bytes(name, data, seed):
    assert isinstance(TARGETS[name].shape(data, Random(seed)), bytes)


@given(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/tables/table1.xml"]), st.integers(0, 2**32))
def test_a_changed_part_is_well_formed(part, seed):
    found = shapes.xml(parts()[part], Random(seed))
    try:
        etree.fromstring(found, shapes.SAFE)
    except etree.XMLSyntaxError as error:
        pytest.fail(str(error))


def test_most_changed_packages_are_zips_with_right_sums():
    drawn, whole = Random(7), 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a part may be there twice here
        for _ in range(40):
            try:
                with zipfile.ZipFile(io.BytesIO(shapes.package(zipped(parts()), drawn))) as box:
                    whole += box.testzip() is None
            except Exception:  # noqa: BLE001, S112  # one of its fields is wrong
                continue
    assert 20 <= whole < 40
