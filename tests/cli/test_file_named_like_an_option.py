"""A workbook whose name begins with a hyphen: the parser takes it for an option."""

import sys

import pytest

from ippbook.cli.slips import explain_slip


class NoSuchOption(Exception):  # noqa: N818  # the name that the parser gives it
    """What the parser raises, as far as it is read."""

    def __init__(self, option: str) -> None:
        self.option_name = option
        self.message = f"No such option: {option}"
        self.possibilities = ()


@pytest.mark.parametrize(
    ("option", "arguments", "end"),
    [
        ("-x", ["lite", "-x.xlsx"], "; -x.xlsx is a file: write ./-x.xlsx"),
        ("--y.xlsx", ["recalc", "--y.xlsx"], "; --y.xlsx is a file: write ./--y.xlsx"),
        ("-z", ["lite", "-z"], ""),
        ("--nope", ["lite", "--nope", "-x.xlsx"], ""),
    ],
)
def test_a_file_that_looks_like_an_option_is_named_with_the_spelling_that_works(
    tmp_path, monkeypatch, option, arguments, end
):
    monkeypatch.chdir(tmp_path)
    for name in ("-x.xlsx", "--y.xlsx"):
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "argv", ["ippbook", *arguments])
    refusal = NoSuchOption(option)
    explain_slip(refusal)
    assert refusal.message == f"No such option: {option}{end}"
