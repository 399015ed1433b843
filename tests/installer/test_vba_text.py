"""VBA as tokens, and which changes of a module are those that Excel's editor makes by itself."""

import re

import pytest
from doctor_rows import modules
from hypothesis import example, given
from hypothesis import strategies as st

from ippbook.installer.doctor.vba_text import code_lines, same_code

PLAIN = re.compile(r'"(?:[^"\r\n]|"")*"|\'[^\r\n]*|\b[A-Za-z]\w*')
"""Quotes, comments and names, as far as our own modules have them: written apart from the tokenizer."""


def recased(source, change=str.swapcase):
    """The module with every name changed, but no text in quotes and no comment."""
    return PLAIN.sub(lambda found: found[0] if found[0][0] in "\"'" else change(found[0]), source)


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_whose_names_are_spelled_otherwise_is_the_same_code(name):
    source = modules()[name]
    for change in (str.upper, str.lower, str.swapcase):
        changed = recased(source, change)
        assert changed != source
        assert same_code(changed, source)


SAME = [
    ("Dim a As Long", "dim A as LONG"),
    ("a = b", "a=b"),
    ("a = b  ' why", "a = b ' why"),
    ("Foo a, _\r\n    b", "Foo a, b"),
    ("Foo a _\r\n    , _\r\n    b", "Foo a, b"),
    ("a = 1.0 + 70000& + 1E3", "a = 1# + 70000 + 1000#"),
    ("a = &HFf", "a = &hfF"),
    ("If a >= b And a <> c Then", "If a => b And a >< c Then"),
    ("REM it works", "Rem it works"),
    ("a: Rem it works", "a: rem it works"),
    ("d = #1/2/2020 3:04:05 pm#", "d = # 1/2/2020  3:04:05 PM #"),
    ("d = #2 Jan 2020#", "d = #2 JAN 2020#"),
    ("Sub A()\r\nEnd Sub", '\r\nSub A()\r\nAttribute A.VB_Description = "x"\r\nAttribute A.VB_ProcData.VB_Invoke_Func = " \\n14"\r\n\r\nEnd Sub\r\n\r\n'),
    ("Sub A()\nEnd Sub", "Sub A()\r\nEnd Sub"),
    ('Attribute VB_Name = "A"\r\nx = 1', 'VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1\r\nEND\r\nAttribute VB_Name = "A"\r\nAttribute VB_Exposed = True\r\nx = 1'),
    ("#If Mac Then", "#if MAC then"),
    ("Print #1, a", "print #1, A"),
    ("rs!Field = x.Rem", "RS!FIELD = X.REM"),
    ("[a1] = 2", "[A1] = 2"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_the_editor_changes_by_itself_is_the_same_code(one, other):
    assert same_code(one, other)


OTHER = [
    ('a = "Yes"', 'a = "yes"'),
    ('a = "x ""Y"" z"', 'a = "x ""y"" z"'),
    ("a = 1 ' Why", "a = 1 ' why"),
    ("Rem Why", "Rem why"),
    ("Rem a", "' a"),
    ("' to be _\r\nContinued", "' to be _\r\ncontinued"),
    ("a = 1", "a = 2"),
    ("a = 1#", "a = 1"),
    ("a = &HFFFF", "a = &HFFFF&"),
    ("a = #1/2/2020#", "a = #2/1/2020#"),
    ("a = b", "a = -b"),
    ("a = b: c = d", "a = b"),
    ("Sub A()", "Sub A(b)"),
    ("a = x(1)", "a = x(1) ' by hand"),
    ("Private Sub A()", "Public Sub A()"),
    ('a = "Attribute x"', "Attribute x"),
    ("a = b\r\nc = d", "a = b c = d"),
    ("a$ = b", "a% = b"),
    ('Shell "calc"', 'Rem Shell "calc"'),
    ("a = 100000000000000000000", "a = 100000000000000000001"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_a_person_changes_is_other_code(one, other):
    assert not same_code(one, other)


def test_code_in_front_of_the_first_attribute_is_seen():
    assert not same_code('Shell "calc"\r\nAttribute VB_Name = "A"\r\nx = 1', 'Attribute VB_Name = "A"\r\nx = 1')


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ('x = "it\'s" \' a "b"', ["name", "sign", "text", "comment"]),
        ("x = y.Rem + Remark ' Rem", ["name", "sign", "name", "sign", "name", "sign", "name", "comment"]),
        ("rem", ["comment"]),
        ("a = #12:30# + 1", ["name", "sign", "date", "sign", "number"]),
        ("Print #1, #2", ["name", "sign", "number", "sign", "sign", "number"]),
        ('x = "&H" & y', ["name", "sign", "text", "sign", "name"]),
        ("x& = y& & z", ["name", "sign", "name", "sign", "name"]),
        ("größe = 1", ["name", "sign", "number"]),
        ('x = "not closed', ["name", "sign", "text"]),
    ],
)
def test_the_kinds_of_tokens_are_those_of_the_language(line, kinds):
    (found,) = code_lines(line)
    assert [token.kind for token in found] == kinds


CODE = st.text(st.sampled_from("aB1 .\"'#&_:()=<>\r\n[]!$/pmREMem"), max_size=60)


@given(CODE)
@example('"\'"')
@example(" _")
def test_every_text_is_read_whole_and_is_the_same_code_as_itself(source):
    for line in code_lines(source):
        for token in line:
            assert token.text in re.sub(r"[ \t]+_[ \t]*(?:\r\n|[\r\n])", " ", source)
    assert same_code(source, f"\r\n{source}\r\n")


@given(
    st.text(st.characters(exclude_characters='"\r\n\u2028\u2029', exclude_categories=["C"]), min_size=1, max_size=20)
)
def test_a_text_in_quotes_is_one_token_whatever_is_in_it(inside):
    (found,) = code_lines(f'x = "{inside}"')
    assert [token.text for token in found] == ["x", "=", f'"{inside}"']
