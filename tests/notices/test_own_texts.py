"""A team's own texts override ippbook's: from the table Texts, then from a folder."""

import os
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import notices, pipeline
from ippbook.errors import UserError
from ippbook.pipeline.side_folders import NO_FOLDERS, read_side_folders
from ippbook.tables.book import Table, Tables

DAY = date(2026, 10, 31)
OWN = "Own text for {{ right_name }} of {{ right_owner }}."


def table(name, *rows):
    names = dict.fromkeys(key for row in rows for key in row)
    return Table.of(name, {key: pd.Series([row.get(key, "") for row in rows], dtype=object) for key in names})


def book(*texts, **complaint):
    right = {
        "right": "R1",
        "right_type": "trademark",
        "office": "CN",
        "number": "12345678",
        "name": "AEROLITH",
        "owner": "Aerolith GmbH",
    }
    listing = {
        "listing": "L1", "url": "https://item.taobao.com/item.htm?id=710000000001", "right": "R1", "quoted_words": "AEROLITH bag",
        "found_in": "title", "seller_brand": "Bolang",
    }  # fmt: skip
    row = {"complaint": "C1", "listing": "L1", "right": "R1", "account": "a", "reason": "keyword abuse"} | complaint
    account = {"account": "a", "role": "right holder"}
    tables = [table("Rights", right), table("Accounts", account), table("Listings", listing), table("Complaints", row)]
    return Tables.of(*tables, *([table("Texts", *texts)] if texts else []))


def text_of(tables, folders=NO_FOLDERS):
    study = pipeline.examine(tables, DAY, folders=folders, outside=folders.batches(tables))
    return study.computed["Complaints", "Takedown text"][0], [finding.code for finding in study.findings]


def own(text=OWN, reason="keyword abuse", language="en"):
    return {"reason": reason, "language": language, "text": text}


def folder(tmp_path, name, text):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_side_folders(texts=tmp_path)


def test_without_own_texts_ours_is_written():
    assert text_of(book())[0].startswith("Reason: Trademark used as a keyword")


def test_a_text_of_the_table_goes_before_ours():
    assert text_of(book(own()))[0] == "Own text for AEROLITH of Aerolith GmbH."


def test_a_text_for_another_reason_or_language_changes_nothing():
    ours = text_of(book())[0]
    assert text_of(book(own(reason="test buy"), own(language="de")))[0] == ours
    assert text_of(book(own(language="zh"), language="zh"))[0] == "Own text for AEROLITH of Aerolith GmbH."


def test_of_two_texts_for_one_reason_the_first_is_used_and_the_second_is_reported():
    text, codes = text_of(book(own(), own("Second.")))
    assert text == "Own text for AEROLITH of Aerolith GmbH."
    assert "TX201" in codes


def test_a_broken_text_is_a_finding_and_its_complaint_gets_no_text():
    text, codes = text_of(book(own("{{ rigt_name }}")))
    assert text == ""
    assert "TX101" in codes


def test_a_text_with_sections_gets_the_frame_of_its_language():
    text = text_of(book(own("Our own title\n[facts]\nOur facts.\n[evidence]\nOur evidence.")))[0]
    assert text.startswith("Reason: Our own title\n\n1. Right\nTrademark: “AEROLITH”")
    assert "Article 42" in text


def test_a_text_of_a_folder_goes_before_ours_and_after_the_table(tmp_path):
    folders = folder(tmp_path, "en/keyword abuse.txt", "From the folder.")
    assert text_of(book(), folders)[0] == "From the folder."
    assert text_of(book(own()), folders)[0] == "Own text for AEROLITH of Aerolith GmbH."


@pytest.mark.parametrize(
    "name", ["English/Keyword_abuse.txt", "英文/滥用商标关键词.txt", "en/deep/en/keyword-abuse.txt"]
)
def test_language_and_reason_of_a_file_are_read_in_any_spelling(tmp_path, name):
    assert text_of(book(), folder(tmp_path, name, "From the folder."))[0] == "From the folder."


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("en/keyword abuse.txt", "a\n{{ oops }}", "en/keyword abuse.txt, line 2: 'oops' is not a field"),
        ("en/no such reason.txt", "a", "en/no such reason.txt: unknown reason"),
        ("klingon/keyword abuse.txt", "a", "klingon/keyword abuse.txt: unknown language"),
        ("keyword abuse.txt", "a", "keyword abuse.txt: unknown language"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_finding_with_its_place(tmp_path, name, text, why):
    folders = folder(tmp_path, name, text)
    (batch,) = folders.problems
    assert batch.problem.code == "TX103"
    assert why in batch.messages[0]
    assert "TX103" in text_of(book(), folders)[1]


def test_a_file_that_is_not_a_text_is_reported_and_the_others_are_used(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "test buy.txt").write_bytes(b"\xff\xfe\x00\xd8")
    folders = folder(tmp_path, "en/keyword abuse.txt", "From the folder.")
    assert "en/test buy.txt cannot be read" in folders.problems[0].messages[0]
    assert text_of(book(), folders)[0] == "From the folder."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_among_the_texts_is_reported_and_nobody_waits_for_it(tmp_path):
    (tmp_path / "en").mkdir()
    os.mkfifo(tmp_path / "en" / "test buy.txt")
    (tmp_path / "en" / "portrait.txt").symlink_to("/dev/zero")
    folders = folder(tmp_path, "en/keyword abuse.txt", "From the folder.")
    assert [message.count("cannot be read: it is not a file") for message in folders.problems[0].messages] == [1, 1]


def test_a_folder_that_is_not_there_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(UserError, match="this folder of texts does not exist"):
        read_side_folders(texts=tmp_path / "none")
    with pytest.raises(UserError, match="this evidence folder does not exist"):
        read_side_folders(evidence=tmp_path / "none")


def test_ours_are_left_as_they_are_when_others_are_laid_over_them():
    mine = notices.read_template("x", "keyword abuse", notices.LANGUAGES["en"])
    texts = notices.with_own([mine])
    assert texts["keyword abuse", "en"] is mine
    assert texts["keyword abuse", "zh"] is notices.TAKEDOWN_TEXTS["keyword abuse", "zh"]
    assert notices.TAKEDOWN_TEXTS["keyword abuse", "en"] is not mine


def typed_into_a_workbook(tmp_path, text):
    """A new workbook with one text in its table Texts, as another program writes it."""
    import openpyxl

    from ippbook import workbook_builder

    path = tmp_path / "team.xlsx"
    workbook_builder.draw(path)
    written = openpyxl.load_workbook(path)
    sheet = written["Texts"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for header, value in {"Reason": "滥用商标关键词", "Language": "中文", "Text": text}.items():
        sheet.cell(2, column[header]).value = value
    written.save(path)
    return pipeline.check(path, DAY, today=DAY)


def test_a_text_typed_into_a_cell_keeps_its_lines_and_its_full_width_marks(tmp_path):
    text = "投诉理由：滥用商标\n\n权利人：{{ right_owner }}（{{ right_name }}）"
    study = typed_into_a_workbook(tmp_path, text)
    columns = study.tables["Texts"].columns
    assert list(columns["text"][:1]) == [text]
    assert [columns["reason"][0], columns["language"][0]] == ["keyword abuse", "zh"]


def test_the_finding_on_a_broken_text_names_cell_line_and_placeholder(tmp_path):
    findings = typed_into_a_workbook(tmp_path, "first line\nsecond {{ rigt_owner }}").findings
    (broken,) = [finding for finding in findings if finding.code == "TX101"]
    assert broken.place == "Texts!D2"
    assert "line 2: 'rigt_owner' is not a field; did you mean 'right_owner'?" in broken.message


def test_a_workbook_without_the_table_is_complete():
    tables = book()
    assert not [batch for batch in tables.batches if batch.table == "Texts"]


@given(st.text(max_size=200))
def test_whatever_is_typed_as_a_text_is_used_or_refused_in_one_sentence(text):
    template = notices.read_template(text, "keyword abuse", notices.LANGUAGES["en"])
    assert "\n" not in template.refusal
    if not template.refusal:
        notice = notices.render("keyword abuse", "en", {}, [{}], texts=notices.with_own([template]))
        assert isinstance(notice.text, str)


def test_control_characters_of_an_own_text_are_not_in_the_notice(tmp_path):
    nasty = "Dear \x1b[31mSirs\x07, \u202e{{ right_name }} is ours."
    assert text_of(book(), folder(tmp_path, "en/keyword abuse.txt", nasty))[0] == "Dear [31mSirs, AEROLITH is ours."
