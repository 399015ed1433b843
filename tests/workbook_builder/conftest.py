"""Workbooks drawn once for all tests of this folder and read by openpyxl, which did not write them. The sample is that of all tests."""

import openpyxl
import pytest

from ippbook.workbook_builder import draw


@pytest.fixture(scope="session")
def new_path(once_a_run):
    return once_a_run("new.xlsx", draw)


@pytest.fixture(scope="session")
def live_path(once_a_run):
    return once_a_run("live.xlsx", lambda path: draw(path, live=True))


@pytest.fixture(scope="session")
def new_book(new_path):
    return openpyxl.load_workbook(new_path)


@pytest.fixture(scope="session")
def live_book(live_path):
    return openpyxl.load_workbook(live_path)


@pytest.fixture(scope="session")
def sample_book(sample_path):
    return openpyxl.load_workbook(sample_path)


@pytest.fixture(scope="session")
def sample_values(sample_path):
    """The sample with the values of its formulas."""
    return openpyxl.load_workbook(sample_path, data_only=True)
