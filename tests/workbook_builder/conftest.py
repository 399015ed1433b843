"""Workbooks drawn once for all tests of this folder and read by openpyxl, which did not write them. The sample is that of all tests."""

import openpyxl
import pytest

from ippbook.workbook_builder import draw


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("build")


@pytest.fixture(scope="session")
def new_path(folder):
    path = folder / "new.xlsx"
    draw(path)
    return path


@pytest.fixture(scope="session")
def live_path(folder):
    path = folder / "live.xlsx"
    draw(path, live=True)
    return path


@pytest.fixture(scope="session")
def new_book(new_path):
    return openpyxl.load_workbook(new_path)


@pytest.fixture(scope="session")
def live_book(live_path):
    return openpyxl.load_workbook(live_path)


@pytest.fixture(scope="session")
def sample_book(sample_path):
    return openpyxl.load_workbook(sample_path)
