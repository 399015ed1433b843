"""Evidence on disk: what is missing, refused or large is a finding at the listing that names it."""

import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog.platforms.schema import ComplaintLimits
from ippbook.evidence import files
from ippbook.tables.book import Table

LIMITS = ComplaintLimits()


def listings(*cells):
    column = pd.Series(list(cells), dtype=object)
    return Table.of("Listings", {"evidence": column, "listing": pd.Series([f"L{n}" for n in range(len(cells))])})


def found_problems(folder, *cells):
    return [
        (batch.problem.code, int(row), message)
        for batch in files.check_evidence(folder, listings(*cells))
        for row, message in zip(batch.rows, batch.messages, strict=True)
    ]


def sparse(path, size):
    with path.open("wb") as file:
        file.truncate(size)


def test_files_that_are_there_and_taken_give_no_finding(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "B.PDF").write_bytes(b"x")
    assert found_problems(tmp_path, "a.jpg; sub/B.PDF", "", "A.JPG") == []


def test_a_missing_file_is_named_at_its_listing(tmp_path):
    assert found_problems(tmp_path, "", "a.jpg") == [("EV101", 1, f"evidence a.jpg: this file is not in {tmp_path}")]


@pytest.mark.parametrize(
    "name", ["../secret.jpg", "/etc/hosts.jpg", "..\\secret.jpg", "C:secret.jpg", "sub/../../secret.jpg"]
)
def test_a_name_that_leads_out_of_the_folder_is_not_followed(tmp_path, name):
    (tmp_path / "secret.jpg").write_bytes(b"x")
    folder = tmp_path / "evidence"
    folder.mkdir()
    assert [code for code, *_ in found_problems(folder, name)] == ["EV101"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.jpg").write_bytes(b"x")
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "a.jpg").symlink_to(tmp_path / "secret.jpg")
    assert [code for code, *_ in found_problems(folder, "a.jpg")] == ["EV101"]


def test_types_that_the_portal_does_not_take_are_refused(tmp_path):
    (tmp_path / "a.exe").write_bytes(b"x")
    (tmp_path / "b.jpeg").write_bytes(b"x")
    ((code, row, message),) = found_problems(tmp_path, "a.exe; b.jpeg")
    assert (code, row) == ("EV102", 0)
    assert "zip, rar, jpg, png, bmp, pdf, doc, docx" in message


@pytest.mark.parametrize(
    ("size", "codes"),
    [
        (0, ["EV102"]),
        (1, []),
        (5 * 2**20, []),
        (5 * 2**20 + 1, ["EV201"]),
        (20 * 2**20, ["EV201"]),
        (20 * 2**20 + 1, ["EV102"]),
    ],
)
def test_more_than_five_megabytes_warns_and_more_than_twenty_is_refused(tmp_path, size, codes):
    sparse(tmp_path / "a.zip", size)
    assert [code for code, *_ in found_problems(tmp_path, "a.zip")] == codes


def test_a_folder_in_place_of_a_file_is_no_file(tmp_path):
    (tmp_path / "a.jpg").mkdir()
    assert [code for code, *_ in found_problems(tmp_path, "a.jpg")] == ["EV101"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Copyright Claim Statement.docx", True),
        ("copyright_claim_statement.DOC", True),
        ("权利声明书.docx", True),
        ("Copyright Claim Statement.pdf", False),
        ("comparison.docx", False),
    ],
)
def test_a_claim_statement_in_word_is_known_by_its_name(name, answer):
    assert files.is_word_statement(name) is answer


@given(st.text())
def test_whatever_a_cell_names_nothing_raises(tmp_path_factory, cell):
    for name in files.named_files([cell]):
        assert files.find(tmp_path_factory.getbasetemp(), name) is None or name
        files.is_taken(name, LIMITS)
        files.is_word_statement(name)
