"""In a real LibreOffice: installed, every formula of the sample has the value that recalc writes; fast enough; removed, nothing is left."""

import json
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from ippbook import ooxml, pipeline, workbook_builder
from ippbook.declare import registry
from ippbook.formulas.calls import call_function
from ippbook.libreoffice.office import this_office
from ippbook.libreoffice.setup import install_in_calc, uninstall_from_calc
from ippbook.libreoffice.state import calc_state

pytestmark = pytest.mark.hosts
DAY = date(2026, 10, 31)
ROWS = 10_000
LINK = "https://www.alibaba.com/product-detail/x_16{number}.html?spm=a"
OURS = (b"ippbook", b"IPPX", b"IPP_ITEM_ID")


def pythons_with_uno():
    folder = this_office().folder
    return [each for each in (folder / "python", Path("/usr/bin/python3")) if each.is_file()]


def in_calc(profile, orders, tmp_path):
    """What the real LibreOffice answers to *orders*; see in_calc.py."""
    python = next(iter(pythons_with_uno()), None)
    if python is None:
        pytest.fail("no Python with pyuno: run make test-hosts, which installs it")
    given, answers = tmp_path / "orders.json", tmp_path / "answers.json"
    given.write_text(
        json.dumps({"soffice": str(this_office().program), "profile": profile.as_uri(), "orders": orders}),
        encoding="utf-8",
    )
    ran = subprocess.run(
        [str(python), str(Path(__file__).with_name("in_calc.py")), str(given), str(answers)],
        capture_output=True,
        text=True,
        check=False,
        timeout=190,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(answers.read_text(encoding="utf-8"))


def lists_and_own_files(profile):
    """The files of a profile but for those that LibreOffice writes again in each run."""
    own = ("registrymodifications.xcu", ".lock", "GraphicsRenderTests.log", ".log")
    return {
        path.relative_to(profile).as_posix(): path.read_bytes()
        for path in sorted((profile / "user").rglob("*"))
        if path.is_file() and not path.name.endswith(own) and not {"extensions", "pack"} & set(path.parts)
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("Marken ü 品牌")


@pytest.fixture(scope="module")
def column(home):
    """A workbook with a column of links and the function over each, cell by cell."""
    path = home / "column.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Links")
        for row in range(ROWS):
            sheet.write_string(row, 0, LINK.format(number=f"7{row:08d}"))
            sheet.write_formula(row, 1, f"IPP_ITEM_ID(A{row + 1})", None, "old")
    return path


@pytest.fixture(scope="module")
def sample(home):
    """The sample with live formulas, and what recalc writes into it."""
    path = home / "sample.xlsx"
    workbook_builder.sample(path, live=True)
    pipeline.recalculate(path, home / "recalculated.xlsx", DAY, today=DAY)
    shutil.copy(
        path if not (home / "recalculated.xlsx").exists() else home / "recalculated.xlsx", home / "compared.xlsx"
    )
    return path


@pytest.fixture(scope="module")
def installed(home, sample, column):
    """The profile before, installed and after; and what Calc answered in between."""
    profile = home / "Profil"
    empty = home / "empty"
    empty.mkdir()
    in_calc(profile, [], empty)  # LibreOffice makes its profile
    before = lists_and_own_files(profile)
    done = install_in_calc(profile)
    state = calc_state(profile)
    orders = [
        {"do": "opened", "file": sample.as_uri(), "save": (home / "saved.xlsx").as_uri()},
        {
            "do": "typed",
            "values": {"A1": LINK.format(number="00123456"), "A3": "Łódź 品牌 🙂", "A4": 3.0},
            "formulas": [
                "=IPP_ITEM_ID(A1)",
                "=IPP_ITEM_ID(A2)",
                "=IPP_ITEM_ID(1/0)",
                "=IPP_CHARACTERS(A3)",
                "=IPP_ITEM_ID(NA())",
                "=IPP_ITEM_ID(A4)",
                "=NA()",
            ],
            "arrays": [
                ["=IPP_ITEM_ID(A1:A2)", 2],
                ["=IPP_CHARACTERS(Z3:Z7)", 5],
                ['=IPP_CHARACTERS(IFERROR(Z3:Z7;""))', 5],
            ],
        },
        {"do": "opened", "file": column.as_uri(), "cells": False, "last": f"B{ROWS}"},
        {"do": "timed", "count": ROWS, "formula": "=IPP_ITEM_ID({place})", "text": LINK},
    ]
    answers = in_calc(profile, orders, empty)
    removed = uninstall_from_calc(profile)
    return {
        "profile": profile,
        "before": before,
        "done": done,
        "state": state,
        "answers": answers,
        "removed": removed,
        "after": lists_and_own_files(profile),
    }


def test_it_installs_for_any_user_and_answers(installed):
    assert installed["done"].changed
    assert installed["state"].state == "installed"
    assert installed["removed"].changed


def test_every_formula_of_the_sample_has_the_value_that_recalc_writes(installed, home):
    columns = defaultdict(dict)
    for sheet, row, column, value in installed["answers"][0]["cells"]:
        columns[sheet, column][row] = value
    book = ooxml.open(home / "compared.xlsx")
    different, compared = [], 0
    for (sheet, column), rows in columns.items():
        cells = book.read(sheet, [column], min(rows), max(rows))[column]
        for row, value in rows.items():
            at = row - cells.first_row
            formula = cells.formula[at] if cells.formula is not None else ""
            if "IPP_" not in formula:
                continue
            kind = int(cells.kind[at])
            number = kind in {ooxml.NUMBER, ooxml.BOOL}  # Calc has TRUE as 1
            wanted = float(cells.number[at]) if number else [cells.text[at]] if kind == ooxml.ERROR else cells.text[at]
            compared += 1
            if value != wanted:
                different.append((sheet, row, column, formula, value, wanted))
    assert different[:5] == []
    assert compared > 1_000


def test_what_a_person_types_has_its_value_and_errors_stay_errors(installed):
    assert installed["answers"][1]["answers"] == ["1600123456", "", ["#DIV/0!"], 10.0, ["#N/A"], "", ["#N/A"]]


def test_an_error_inside_a_range_is_an_error_in_every_row_and_iferror_is_the_remedy(installed):
    links, characters, remedied = installed["answers"][1]["arrays"]
    assert links == ["1600123456", ""]
    assert characters == [["Err:504"]] * 5
    assert remedied == [0.0, 2.0, 0.0, 0.0, 0.0]


@pytest.mark.usefixtures("installed")
def test_a_workbook_that_calc_saved_has_formulas_that_ippbook_reads(home):
    outcome = pipeline.recalculate(home / "saved.xlsx", home / "again.xlsx", DAY, today=DAY)
    assert outcome.ipp_formulas > 1_000


def test_a_column_of_ten_thousand_rows_is_answered_whole_and_its_times_are_shown(installed, capsys):
    """The times are ratios to the column in recalc's own step; they are shown, not judged: a busy computer accuses no test."""
    function = registry().functions["IPP_ITEM_ID"]
    own = []
    for turn in range(3):
        texts = np.array([[LINK.format(number=f"5{turn}{row:07d}")] for row in range(ROWS)], dtype=object)
        started = time.perf_counter()
        call_function(function, [texts])
        own.append(time.perf_counter() - started)
    loaded, typed = installed["answers"][2]["seconds"], installed["answers"][3]
    assert installed["answers"][2]["last"] == f"167{ROWS - 1:08d}"
    step = min(own)
    with capsys.disabled():
        sys.stdout.write(
            f"\nCalc, {ROWS:,} rows, times of recalc's own step: one range {typed['range'] / step:.1f},"
            f" cell by cell {typed['cells'] / step:.1f}, formulas that a workbook brought {loaded / step:.1f}\n"
        )


def test_uninstalled_the_profile_has_its_old_bytes_and_no_part_of_ippbook(installed):
    assert installed["after"] == installed["before"]
    left = [
        path
        for path in installed["profile"].rglob("*")
        if path.is_file() and "pack" not in path.parts and any(word in path.read_bytes() for word in OURS)
    ]
    assert left == []
