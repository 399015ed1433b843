"""docs/lossless.md says what its benchmark has measured, in the words of the benchmark."""

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def benchmark():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import lossless_corpus
        import lossless_page

        yield lossless_page, lossless_corpus
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def text() -> str:
    return (ROOT / "docs" / "lossless.md").read_text("utf-8")


def test_the_page_is_what_the_benchmark_makes_of_its_figures(benchmark, text):
    figures = json.loads((ROOT / "benchmarks" / "lossless.json").read_text("utf-8"))
    assert benchmark[0].page(figures) == text
    every = benchmark[0].total(figures["tried"].values())
    assert every["files"] >= 2_000
    assert every["faults"] == 0
    assert {"openpyxl", "LibreOffice", "ExcelJS"} <= figures["versions"].keys()


def test_the_commands_of_the_page_are_those_of_the_benchmark(benchmark, text):
    command = next(line for line in text.splitlines() if "lossless_corpus.py" in line).split()[2:]
    chosen = benchmark[1].arguments().parse_args(command)
    assert chosen.editors >= 100
    assert not re.search(r"/tmp|/work|/home", text)


def test_the_figures_are_the_sums_of_the_journal(benchmark):
    trial = {"task": "ippbook", "collection": "a+b", "edits": 3, "calculated": True, "faults": [], "refused": "", "not_calculated": ""}  # fmt: skip
    locked = trial | {"edits": 0, "calculated": False, "refused": "x.xlsx: the workbook is encrypted with a password"}
    saved = {"lost": 2, "changed": 1, "same": 0, "gone": ["charts"]}
    editors = {"task": "editors", "collection": "a+b", "parts": 3, "kinds": ["charts"], "editors": {"openpyxl": saved, "ExcelJS": {"failed": "x"}}}  # fmt: skip
    late = {"task": "ippbook", "collection": "a+b", "late": True}
    versions = {"task": "versions", "versions": {"ippbook": "1", "openpyxl": "2", "ExcelJS": "3"}, "found": 5, "only": ""}  # fmt: skip
    figures = benchmark[0].figures_of([versions, trial, trial | {"faults": ["x"]}, locked, editors, late])
    assert figures["tried"] == {"a/b": {"files": 3, "cells": 6, "calculated": 2, "faults": 1, "refused": 1}}
    assert figures["reasons"] == {"encrypted with a password": 1}
    page = benchmark[0].page(figures)
    assert "| a/b | 3 | 6 | 2 | 1 | 1 |" in page
    assert "| a/b | 1 | 3 | 0, 0, 0 | 2, 1, 0 | 0, 0, 1 |" in page
    assert "| charts | 1 | 0 | 1 | 0 |" in page
    assert "2 more workbooks of the collections" in page
