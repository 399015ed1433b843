"""What a Chinese workbook writes is what every workbook reads: names of tables, columns, settings and choices."""

import pytest

from ippbook.declare import registry
from ippbook.languages.names import CHINESE, answer_in, name_in
from ippbook.normalize import has_chinese, key
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Kind
from ippbook.tables.settings import SettingField, read_settings
from ippbook.tables.texts import yes_no

_SETTINGS = tuple(registry().settings.values())


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_column_has_a_chinese_header_that_is_its_own_in_its_table(record):
    names = [name_in(field.header, field.column.chinese, CHINESE) for field in record.fields()]
    names += [name_in(each.header, each.chinese, CHINESE) for each in registry().columns_of(record.table)]
    assert all(has_chinese([name]) for name in names)
    assert len(set(map(key, names))) == len(names)


@pytest.mark.parametrize("report", registry().reports, ids=lambda report: report.table)
def test_every_computed_table_has_chinese_names(report):
    names = [name_in(each.header, each.chinese, CHINESE) for each in report.columns]
    assert all(
        has_chinese([name])
        for name in [*names, report.sheet_in(CHINESE), name_in(report.table, report.chinese, CHINESE)]
    )
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "field", [f for record in RECORDS for f in record.fields() if f.vocabulary], ids=lambda f: f"{f.table}-{f.name}"
)
def test_the_chinese_name_of_a_choice_is_read_as_the_choice(field):
    for entry in field.vocabulary:
        assert field.vocabulary.read(name_in(entry.code, (entry.zh,), CHINESE)) == entry.code
        assert has_chinese([entry.zh]) or entry.zh.isascii() is True


def test_the_chinese_answers_are_read_as_yes_and_no():
    assert [yes_no(answer_in(each, CHINESE)) for each in ("yes", "no")] == ["yes", "no"]


@pytest.mark.parametrize("field", _SETTINGS, ids=lambda field: field.name)
def test_a_setting_is_read_under_its_chinese_name(field: SettingField):
    """With a value that differs from the default, so that a name that is not known would show."""
    groups = registry().groups
    choices = [each for each in field.choices if each != field.default]
    value = (
        choices[0] if choices else {Kind.DATE: "2026-02-03", Kind.PERCENT: "7 %", Kind.COUNT: "17"}.get(field.kind, "x")
    )
    name = name_in(field.header, field.chinese, CHINESE)
    assert has_chinese([name])
    english = read_settings({field.header: value}, groups)
    chinese = read_settings({name: field.choice_in(value, CHINESE)}, groups)
    assert chinese.values() == english.values()
    assert not chinese.refused
    assert chinese.values()[field.name] != read_settings({}, groups).values()[field.name]


@pytest.mark.parametrize("field", [each for each in _SETTINGS if each.choices], ids=lambda field: field.name)
def test_the_choices_of_a_setting_have_chinese_words_that_differ(field: SettingField):
    words = [field.choice_in(choice, CHINESE) for choice in field.choices]
    assert all(has_chinese([word]) for word in words)
    assert len(set(words)) == len(words)


def test_the_chinese_names_of_settings_differ():
    names = [key(name_in(field.header, field.chinese, CHINESE)) for field in _SETTINGS]
    assert len(set(names)) == len(names)
