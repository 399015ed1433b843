"""Everything declared is found, once, under names that obey."""

import re
from collections import Counter
from pathlib import Path

import ippbook
from ippbook.declare import registry
from ippbook.declare.content_registry import escape
from ippbook.tables.problems import PROBLEMS
from ippbook.tables.records import RECORDS


def test_no_code_is_used_twice_by_rules_or_by_reading():
    codes = [rule.code for rule in registry().rules] + [problem.code for problem in PROBLEMS]
    assert [code for code, count in Counter(codes).items() if count > 1] == []


def test_codes_are_two_letters_and_three_digits_of_which_the_first_is_the_severity():
    for rule in registry().rules:
        assert re.fullmatch(r"[A-Z]{2}[123]\d\d", rule.code)


def test_no_setting_is_in_two_groups():
    names = [field.name for group in registry().groups for field in group.settings()]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_no_table_has_two_columns_that_spell_alike():
    for kind in RECORDS:
        names = [field.name for field in kind.fields()] + [column.name for column in registry().columns_of(kind.table)]
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_an_imported_function_is_declared_once():
    functions = list(registry().functions)
    assert functions == sorted(set(functions))
    assert Counter(column.table + column.header for column in registry().columns).most_common(1)[0][1] == 1


def test_signs_that_mean_something_in_a_structured_reference_are_quoted():
    assert escape("Price [#]'s @") == "Price '['#']''s '@"


def test_every_group_of_settings_is_found():
    package = Path(ippbook.__file__).parent
    declared = {
        name
        for file in package.rglob("*.py")
        for name in re.findall(r"^class (\w+)\(SettingGroup\)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert {group.__name__ for group in registry().groups} == declared
