"""`ippbook explain` shows what a rule, a computed column and a worksheet function read."""

import json


def test_the_inputs_of_a_rule_are_listed_with_table_header_and_kind(ippbook):
    shown = ippbook("explain", "CP101").out
    assert "right_expires  Rights: Expires (of the record that Right names)  date" in shown
    found = json.loads(ippbook("explain", "CP101", "--format", "json").out)["inputs"]
    assert found[0] == {"parameter": "filed", "table": "Complaints", "header": "Filed", "kind": "date"}


def test_a_setting_among_the_inputs_has_its_default(ippbook):
    found = json.loads(ippbook("explain", "AC201", "--format", "json").out)["inputs"]
    assert [each["default"] for each in found if each["table"] == "Settings"]


def test_a_computed_column_is_explained_by_table_and_header(ippbook):
    assert "complaint  Complaints: Complaint" in ippbook("explain", "Complaints: Links").out


def test_the_arguments_of_a_worksheet_function_are_its_inputs(ippbook):
    assert "url  an argument  text" in ippbook("explain", "ipp_platform").out


def test_a_finding_of_reading_has_no_inputs(ippbook):
    assert "Inputs:" not in ippbook("explain", "TB101").out


def test_a_check_of_verify_is_explained_by_its_code(ippbook):
    shown = ippbook("explain", "xv151").out
    assert "A header cell of a table says something else" in shown
    assert "Fix: write the column's name" in shown
    assert "Source: ECMA-376-1 18.5.1.3" in shown
    assert json.loads(ippbook("explain", "XV151", "--format", "json").out)["code"] == "XV151"
    assert ippbook("explain", "XV999").code == 2
