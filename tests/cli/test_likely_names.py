"""A name that nothing has is answered with the name that was probably meant; the terminal shows how far a slow command is."""

import os

import pytest
from tests.cli.test_hostile_text import on_a_terminal


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("ready", "TEAM", "--account", "nordlys-legl"), "nordlys-legal"),
        (("goodfaith", "TEAM", "--explain", "nordlys-legl"), "nordlys-legal"),
        (("set", "TEAM", "Lstings!C5", "x"), "Listings"),
        (("get", "TEAM", "Lstings!C5"), "Listings"),
        (("trace", "TEAM", "Lstings!C5"), "Listings"),
        (("rules", "--table", "Lstings"), "Listings"),
        (("adopt", "TEAM", "--map", "Lstings=Rights"), "Listings"),
        (("adopt", "TEAM", "--map", "Listings=Rihgts"), "Rights"),
        (("adopt", "TEAM", "--map", "Listings.Titel=Title"), "Title"),
        (("schema", "chekc"), "check"),
    ],
)
def test_a_slip_in_a_name_is_answered_with_the_name_that_was_meant(small_path, ippbook, arguments, meant):
    ran = ippbook(*(str(small_path) if part == "TEAM" else part for part in arguments))
    assert ran.code == 2
    assert f"did you mean {meant}?" in ran.err


def test_a_name_like_no_other_gets_the_names_that_there_are(small_path, ippbook):
    assert "the sheets are " in ippbook("get", small_path, "Zebra!A1").err
    assert "the tables are: Accounts, " in ippbook("rules", "--table", "Zebra").err
    assert "the commands are: adopt, " in ippbook("schema", "zebra").err


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_a_terminal_sees_the_stages_of_import_plan_and_pack_and_a_pipe_does_not(
    small_path, tmp_path, ippbook, monkeypatch
):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "250")
    export = tmp_path / "export.csv"
    export.write_text("URL,Title\nhttps://item.taobao.com/item.htm?id=612345678901,Lamp\n", encoding="utf-8")
    for arguments in (
        ("import", small_path, "--listings", export, "--check"),
        ("plan", small_path, "--dry-run"),
        ("pack", small_path, "-o", tmp_path / "packed"),
    ):
        assert f"{small_path.name}: " in on_a_terminal(*arguments)[1], arguments
    assert f"{small_path.name}: " not in ippbook("plan", small_path, "--dry-run").err
