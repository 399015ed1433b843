"""The configuration file of xlwings' VBA."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.errors import UserError
from ippbook.installer import conf

TEXTS = st.text(st.characters(exclude_characters='"\r\n', exclude_categories=["Cs"]), max_size=40)
KEYS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ_ ", min_size=1, max_size=12)


@given(st.dictionaries(KEYS, TEXTS, max_size=6))
def test_what_is_written_is_read_back(settings):
    assert conf.read_conf(conf.with_settings(b"", settings)) == settings


@given(st.dictionaries(KEYS, TEXTS, min_size=1, max_size=6))
def test_another_reader_of_quoted_commas_reads_the_same(settings):
    text = conf.with_settings(b"", settings).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert dict(rows) == settings


@given(st.binary(max_size=200), st.dictionaries(KEYS, TEXTS, max_size=4))
def test_setting_and_removing_leaves_every_other_line_unchanged(content, settings):
    old = conf.read_conf(content)
    settings = {key: value for key, value in settings.items() if key not in old}
    back = conf.without_settings(conf.with_settings(content, settings), settings)
    if settings and content and not content.endswith((b"\n", b"\r")):
        content += b"\r\n"
    assert back == content


def test_a_value_that_the_user_changed_stays():
    content = conf.with_settings(b"", {"SHOW CONSOLE": "False", "INTERPRETER_WIN": "x"}).replace(b'"x"', b'"mine"')
    assert conf.read_conf(conf.without_settings(content, {"INTERPRETER_WIN": "x", "SHOW CONSOLE": "False"})) == {
        "INTERPRETER_WIN": "mine"
    }


def test_if_a_key_occurs_twice_the_first_counts_as_in_the_vba():
    content = b'"A","1"\r\n"a","2"\r\n'
    assert conf.read_conf(content) == {"A": "1"}
    assert conf.read_conf(conf.with_settings(content, {"A": "3"})) == {"A": "3"}


@pytest.mark.parametrize("value", ['a"b', "a\nb", "a\rb"])
def test_a_value_that_vba_cannot_read_is_refused(value):
    with pytest.raises(UserError, match="a configuration file of xlwings cannot hold it"):
        conf.with_settings(b"", {"A": value})


def test_the_files_that_xlwings_itself_writes_are_read(tmp_path, monkeypatch):
    import xlwings
    from xlwings import cli

    path = tmp_path / "xlwings.conf"
    monkeypatch.setattr(xlwings, "USER_CONFIG_FILE", str(path))
    cli.update_user_config("INTERPRETER_WIN", r"C:\Program Files\Python\python.exe")
    cli.update_user_config("SHOW CONSOLE", "True")
    assert conf.read_conf(path.read_bytes()) == {
        "INTERPRETER_WIN": r"C:\Program Files\Python\python.exe",
        "SHOW CONSOLE": "True",
    }


def test_letters_of_an_old_code_page_are_read():
    assert conf.read_conf('"A","C:\\Users\\Jürgen"\r\n'.encode("cp1252")) == {"A": r"C:\Users\Jürgen"}
