"""Words of computed cells: they are in the language of the workbook, and they mean the same when they are read."""

import numpy as np
import pandas as pd
import pytest

from ippbook.declare import registry
from ippbook.languages import ENGLISH, in_language, say
from ippbook.languages.names import CHINESE
from ippbook.pipeline.cell_words import worded
from ippbook.tables.schema import Kind, vocabulary_of
from ippbook.tables.texts import yes_no

_WORDED = [
    column
    for column in (*registry().columns, *(each for report in registry().reports for each in report.columns))
    if column.words
]


def texts(*values: str) -> pd.Series:
    return pd.Series(np.array(values, dtype=object), dtype=object)


@pytest.mark.parametrize("column", _WORDED, ids=lambda column: column.header)
def test_every_word_is_written_in_chinese_and_read_as_the_same_word(column):
    for known in map(vocabulary_of, column.words.split("; ")):
        said = worded(texts(*known.codes), column.kind, column.words, CHINESE)
        assert [known.read(text) for text in said] == list(known.codes)
        assert len(set(said)) == len(known.codes)


def test_the_columns_of_answers_and_choices_name_their_words():
    assert {"URL platform", "Usable on platform", "Counts as", "Worst reason", "Platforms", "Reason"} <= {
        column.header for column in _WORDED
    }


def test_answers_are_read_as_the_same_answers():
    said = worded(texts("yes", "no", ""), Kind.YES_NO, "", CHINESE)
    assert list(said) == ["是", "否", ""]
    assert [yes_no(text) for text in said] == ["yes", "no", ""]


def test_names_numbers_and_cells_with_a_formula_stay():
    """A text that is no sentence of ippbook may come from a workbook."""
    assert list(worded(texts("Rights", "Check"), Kind.TEXT, "", CHINESE)) == ["Rights", "Check"]
    figures = pd.Series([1.0, np.nan])
    assert worded(figures, Kind.NUMBER, "", CHINESE) is figures
    assert list(worded(texts("yes", "yes"), Kind.YES_NO, "", CHINESE, np.array([True, False]))) == ["yes", "是"]


def test_a_series_of_choices_is_translated_part_by_part():
    assert list(worded(texts("taobao; tmall", "taobao; unknown"), Kind.TEXT, "platforms", CHINESE)) == [
        "淘宝; 天猫",
        "淘宝; unknown",
    ]


def test_sentences_are_translated_and_english_workbooks_have_plain_texts():
    sentence = say("{header}: enter yes or no, or leave the cell empty.", header="X")
    assert list(worded(texts(sentence), Kind.TEXT, "", CHINESE)) == [in_language(sentence, CHINESE)] != [sentence]
    assert [type(value) for value in worded(texts(sentence), Kind.TEXT, "", ENGLISH)] == [str]
    plain = texts("typed by the team")
    assert worded(plain, Kind.TEXT, "", ENGLISH) is plain
