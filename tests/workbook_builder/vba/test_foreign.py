"""What we ship of xlwings' VBA: all of it but the ways by which a file from outside could choose what runs."""

import re

import pytest

from ippbook.errors import UserError
from ippbook.installer.layout import CONFIGURATION
from ippbook.workbook_builder.vba import xlwings_vba
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK, SETTINGS
from ippbook.workbook_builder.vba.xlwings_vba import VbaCut, bridge, dictionary

HOSTS = pytest.mark.parametrize("host", [BOOK, ADDIN], ids=["book", "addin"])


def procedure(source, name):
    found = re.search(
        rf"^(?:Public |Private )?(?:Function|Sub) {name}\(.*?^End (?:Function|Sub)", source, re.MULTILINE | re.DOTALL
    )
    return found[0]


def opened(line):
    """What a line of a procedure that was made private was before."""
    if not line.lstrip().startswith("Private "):
        return set()
    return {line.replace("Private ", "", 1), line.replace("Private ", "Public ", 1)}


@HOSTS
def test_no_cell_of_any_workbook_can_start_a_program_or_touch_a_file_through_it(host):
    """With the add-in loaded, a formula of a workbook without macros could call whatever is public in it."""
    source = bridge(host)
    assert "\r\nOption Private Module\r\n" in source[: source.index("Public Function RunPython")]
    kinds = r"(?:Function|Sub|Property \w+|Declare PtrSafe \w+|Declare Function|Declare Sub)"
    public = set(re.findall(rf"^[ \t]*(?:Public )?{kinds} (\w+)", source, re.MULTILINE))
    assert public == {"RunPython", "GetConfig", "FileExists", "XLPy"}
    first = procedure(source, "RunPython").split("\r\n")[1]
    assert first == '    If TypeName(Application.Caller) = "Range" Then Exit Function'


def test_a_release_of_xlwings_in_which_what_we_call_is_called_otherwise_fails_the_build(monkeypatch):
    original = xlwings_vba._wheel("xlwings.bas")
    monkeypatch.setattr(
        xlwings_vba, "_wheel", lambda _: original.replace("Public Function RunPython(", "Public Function Run(")
    )
    with pytest.raises(ValueError, match="RunPython"):
        bridge(BOOK)


@HOSTS
def test_it_says_that_it_was_changed_and_keeps_the_licence_whole(host):
    source = bridge(host)
    original = xlwings_vba._wheel(host.foreign)
    licence = original[original.index("'xlwings is distributed") : original.index("'SOFTWARE, EVEN IF ADVISED")]
    assert licence in source
    assert source.split("\r\n")[1].startswith("' Changed by ippbook")


@HOSTS
def test_the_project_is_named_so_that_its_settings_sheet_is_found(host):
    assert f'Public Const PROJECT_NAME As String = "{host.project}"' in bridge(host)
    assert host.settings_sheet == f"{host.project}.conf"


@HOSTS
def test_nothing_in_it_can_reach_the_paid_part_or_names_a_licence_key(host):
    source = bridge(host)
    assert not re.search(r"xlwings\.pro|xlwings\.server|xlwings\.reports|LICENSE_KEY|\.py\"|runpython_embedded", source)
    assert "VBProject" not in source


@HOSTS
def test_settings_come_from_the_file_of_the_module_and_from_the_user_alone(host):
    reading = procedure(bridge(host), "GetConfig")
    assert "ActiveWorkbook" not in reading
    assert "Directory" not in reading
    assert reading.count("ThisWorkbook") == 3
    assert "GetConfigFilePath()" in reading


@HOSTS
def test_the_settings_are_read_whatever_sheet_is_in_front_also_a_chart(host):
    # Range alone means the range of the active sheet, which a chart has not.
    reading = procedure(bridge(host), "GetConfigFromSheet")
    assert re.findall(r"(?<![\w.])Range\(", reading) == []
    assert reading.count("sht.Range(") >= 4


@HOSTS
def test_no_path_of_a_workbook_goes_into_a_command_line(host):
    source = bridge(host)
    for name in ("XLPyCommand",):
        assert "FullName" not in procedure(source, name)
    running = source[source.index("Public Function RunPython") : source.index("Private Sub ExecuteMac")]
    assert "FullName &" not in running
    assert running.count('PYTHONPATH = "false"') == 1


@HOSTS
def test_what_is_not_cut_is_the_original_line_by_line(host):
    original, ours = xlwings_vba._wheel(host.foreign).split("\r\n"), bridge(host).split("\r\n")
    kept = set(original)
    # but for what is shut against cells, which has a test of its own
    new = [line for line in ours if line not in kept and not opened(line) & kept]
    assert [line for line in new if not line.startswith("' ")] == [
        line
        for line in (
            "Option Private Module",
            f'Public Const PROJECT_NAME As String = "{host.project}"',
            '    If TypeName(Application.Caller) = "Range" Then Exit Function',
            '    PYTHONPATH = "false"',
            '    PYTHONPATH = "false"',
            '    For Each cell In sht.Range(sht.Range("A1"), lastCell)',
            '    Set d = CreateObject("Scripting.Dictionary")',
        )
        if line not in kept
    ]


@HOSTS
def test_every_setting_that_the_module_asks_for_at_a_press_or_a_call_is_set_in_the_sheet(host):
    source = bridge(host)
    asked = set(re.findall(r'GetConfig\("([A-Z_ ]+)"', source))
    # INTERPRETER is the old name of the two interpreters; TEMP DIR and the cloud folders are the user's own matter.
    free = {"INTERPRETER", "TEMP DIR"} | {name for name in asked if name.startswith(("ONEDRIVE", "SHAREPOINT"))}
    assert asked - free <= set(SETTINGS)


def test_the_settings_are_those_that_the_installation_writes():
    assert {key: SETTINGS[key] for key in CONFIGURATION} == dict(CONFIGURATION)
    assert "LICENSE_KEY" not in SETTINGS
    assert SETTINGS["USE UDF SERVER"] == "False"
    assert " " not in SETTINGS["INTERPRETER_MAC"], "the Mac's script hands it to a shell without quotes"


def test_the_settings_are_texts_because_a_truth_of_excel_reads_otherwise_in_other_languages():
    assert all(isinstance(value, str) for value in SETTINGS.values())


def test_another_release_of_xlwings_fails_the_build_instead_of_going_out_unread(monkeypatch):
    original = xlwings_vba._wheel("xlwings.bas")
    monkeypatch.setattr(
        xlwings_vba, "_wheel", lambda _: original.replace("    ' Directory Config", "    ' Folder Config")
    )
    with pytest.raises(ValueError, match="Directory Config"):
        bridge(BOOK)
    monkeypatch.setattr(xlwings_vba, "_wheel", lambda _: original + 'x = "xlwings.pro"\r\n')
    with pytest.raises(ValueError, match=r"xlwings\.pro is still there"):
        bridge(BOOK)


def test_a_cut_takes_whole_lines_and_nothing_else():
    text = "a\r\n  b 1\r\n  c\r\nd\r\n"
    assert xlwings_vba._without(text, VbaCut("", "  b", "d", "x\r\n")) == "a\r\nx\r\nd\r\n"


def test_the_dictionary_is_the_original_with_numbers_for_three_constants_and_the_text_of_its_licence_behind_it():
    original = xlwings_vba._wheel("addin/Dictionary.cls").rstrip()
    ours = re.sub(r"= \d ' ippbook: was (VBA\.vb\w+Compare)\r", r"= \1\r", dictionary())
    assert len(dictionary()) - len(ours) == 3 * len("0 ' ippbook: was ")
    assert ours.startswith(original)
    behind = ours[len(original) :]
    assert "Permission is hereby granted, free of charge" in behind
    assert all(line.startswith("' ") for line in behind.split("\r\n") if line)


def test_without_xlwings_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UserError, match=r"pip install ippbook\[excel\]"):
        dictionary()
