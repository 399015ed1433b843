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
def built(tmp_path_factory):
    """Ending -> the file built now from the declarations."""
    folder = tmp_path_factory.mktemp("vba")
    vba.workbook(folder / "ippbook.xlsm", sample=True)
    vba.addin(folder / "ippbook.xlam")
    return {ending: folder / f"ippbook{ending}" for ending in (".xlsm", ".xlam")}


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
