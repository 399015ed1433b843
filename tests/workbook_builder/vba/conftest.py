"""The workbook with macros and the add-in, built once for all tests of this folder."""

import zipfile
from pathlib import Path

import pytest

from ippbook.workbook_builder import vba

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def committed():
    """The folder of the committed files."""
    return ROOT / "workbook"


@pytest.fixture(scope="session")
def built(once_a_run):
    """Ending -> the file built now from the declarations. Not to be written to."""
    return {
        ".xlsm": once_a_run("ippbook.xlsm", lambda path: vba.workbook(path, sample=True)),
        ".xlam": once_a_run("ippbook.xlam", vba.addin),
    }


@pytest.fixture(params=[".xlsm", ".xlam"])
def either(request, built):
    """Each of the two files in turn."""
    return built[request.param]


@pytest.fixture(scope="session")
def parts():
    """Path -> part name -> bytes."""

    def read(path):
        with zipfile.ZipFile(path) as package:
            return {entry.filename: package.read(entry) for entry in package.infolist()}

    return read
