"""A workbook that is drawn in Chinese: its names are Chinese everywhere, and it gives what the English one gives."""

import re

import openpyxl
import pytest

from ippbook import ooxml, pipeline
from ippbook.adoption.recognise import recognise
from ippbook.declare import registry
from ippbook.languages.names import CHINESE
from ippbook.normalize import has_chinese
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Kind, vocabulary_of
from ippbook.tables.texts import yes_no
from ippbook.workbook_builder import Content, draw
from ippbook.workbook_builder.drawn_columns import SENTENCES
from ippbook.workbook_builder.drawn_names import HeaderName, TableName, TypedText, names_of
from ippbook.workbook_builder.sample import SAMPLE_DAY, sample_content

_NAMES = names_of(CHINESE)


@pytest.fixture(scope="module")
def chinese_book(once_a_run):
    return openpyxl.load_workbook(once_a_run("chinese.xlsx", lambda path: draw(path, live=True, language=CHINESE)))


def _few(rows: int) -> Content:
    """The first rows of the sample: enough for findings of every table."""
    found = sample_content()
    return Content({table: all_rows[:rows] for table, all_rows in found.rows.items()}, found.settings)


@pytest.fixture(scope="module", params=[False, pytest.param(True, marks=pytest.mark.deep)], ids=["values", "live"])
def both(tmp_path_factory, request):
    """The same rows drawn in both languages, with and without live formulas, and recalculated: file and outcome by language."""
    folder = tmp_path_factory.mktemp("both")
    found = {}
    for language in ("en", CHINESE):
        path = folder / f"{language}.xlsx"
        draw(path, live=request.param, content=_few(60), language=language)
        found[language] = path, pipeline.recalculate(path, today=SAMPLE_DAY).study
    return found


def test_every_sheet_table_and_header_is_chinese(chinese_book):
    tables = [table for sheet in chinese_book for table in sheet.tables.values()]
    names = [sheet.title for sheet in chinese_book] + [table.name for table in tables]
    names += [column.name for table in tables for column in table.tableColumns]
    assert [name for name in names if not has_chinese([name])] == []


def test_formulas_validations_and_names_have_no_english_name_of_a_table(chinese_book):
    texts = [name.attr_text for name in chinese_book.defined_names.values()]
    for sheet in chinese_book:
        texts += [str(rule.formula1) for rule in sheet.data_validations.dataValidation]
        texts += [formula for area in sheet.conditional_formatting for rule in area.rules for formula in rule.formula]
        texts += [
            column.calculatedColumnFormula.attr_text
            for table in sheet.tables.values()
            for column in table.tableColumns
            if column.calculatedColumnFormula
        ]
    english = "|".join(re.escape(name) for name in (*_NAMES.tables, *_NAMES.sheets))
    assert [text for text in texts if re.search(rf"\b({english})(\[|'?!)", text)] == []
    assert any("权利[" in text for text in texts)


def test_the_same_rows_in_both_languages_give_the_same_findings(both):
    (_, english), (_, chinese) = both["en"], both[CHINESE]
    assert len(english.findings) > 20
    found = [[(each.code, each.row, each.cell) for each in study.findings] for study in (english, chinese)]
    assert found[0] == found[1]


def _read(column, value):
    """What a computed value means, in either language; a sentence in words only whether there is one."""
    if not isinstance(value, str):
        return value
    if column.kind is Kind.YES_NO:
        return yes_no(value)
    if column.words:
        return vocabulary_of(column.words).read(value)
    return bool(value) if column.name in SENTENCES or column.header == "Failed that day" else value


def test_the_same_rows_in_both_languages_give_the_same_computed_values(both):
    """Numbers and days cell by cell; answers and choices as what they are read as; formulas included."""
    books = {language: openpyxl.load_workbook(path, data_only=True) for language, (path, _) in both.items()}
    pairs = 0
    for record in RECORDS:
        english, chinese = books["en"][record.table], books[CHINESE][_NAMES.sheets[record.table]]
        headers = [cell.value for cell in english[1]]
        assert [cell.value for cell in chinese[1]] == [_NAMES.header(record.table, header) for header in headers]
        for column in registry().columns_of(record.table):
            at = headers.index(column.header) + 1
            values = [
                [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)] for sheet in (english, chinese)
            ]
            if column.header != "Findings":
                assert [_read(column, value) for value in values[1]] == [_read(column, value) for value in values[0]]
                pairs += sum(value not in {None, ""} for value in values[0])
    assert pairs > 500


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Rights[Right]", "权利[权利编号]"),
        ("IPP_IN_FORCE(Rights[[#This Row],[Expires]],Rights[#All])", "IPP_IN_FORCE(权利[[#This Row],[有效期至]],权利[#All])"),
        ('INDEX(Settings!$B$2:$B$500,MATCH("As of",Settings!$A$2:$A$500,0))', 'INDEX(设置!$B$2:$B$500,MATCH("判断日期",设置!$A$2:$A$500,0))'),
        ("'Good-Faith'!$A$1", "善意投诉!$A$1"),
        ('MyRights[Right]&"Rights[Right]"', 'MyRights[Right]&"Rights[Right]"'),
        ("SUM(Rights[[Filed]:[Expires]])", "SUM(权利[[申请日]:[有效期至]])"),
    ],
)  # fmt: skip
def test_a_formula_takes_the_names_of_the_workbook(english, chinese):
    headers = _NAMES.headers["Rights"]
    for own in ("Right", "Expires", "Filed"):
        chinese = chinese.replace({"Right": "权利编号", "Expires": "有效期至", "Filed": "申请日"}[own], headers[own])
    assert _NAMES.formula(english) == chinese


def test_what_a_team_typed_stays_as_it_is():
    assert [
        _NAMES.text(text) for text in (TypedText("Rights"), TableName("Rights"), HeaderName("Filed", "Rights"))
    ] == [
        "Rights",
        _NAMES.tables["Rights"],
        _NAMES.headers["Rights"]["Filed"],
    ]


def test_a_new_chinese_workbook_has_everything_that_adopt_would_add(once_a_run):
    path = once_a_run("chinese.xlsx", lambda path: draw(path, live=True, language=CHINESE))
    known = recognise(ooxml.open(path), ())
    assert (known.found, known.mapped, known.questions) == ({}, {}, ())
