"""What an engine with a clock and a network gets to see has neither."""

import pytest

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.formulas.engines import engine_named, libreoffice
from ippbook.formulas.engines.clockless import without_clock, write_clockless


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TODAY()", "46000"),
        ("today ( )+NOW()", "46000+46000"),
        ('"TODAY()"&TODAY()', '"TODAY()"&46000'),
        ("'TODAY()'!A1+TODAYS()", "'TODAY()'!A1+TODAYS()"),
        ("T[TODAY()]+NOW", "T[TODAY()]+NOW"),
        ("IF(A1>TODAY(),webservice(A1),DDE(1,2,3))", "IF(A1>46000,IPP.NOT.CALLED(A1),IPP.NOT.CALLED(1,2,3))"),
        ("SUM(“x”)+TODAY()", "SUM(“x”)+46000"),
    ],
)
def test_the_day_is_written_in_where_a_formula_asks_for_it_and_nowhere_else(text, expected):
    assert without_clock(text, 46000.0) == expected


def test_a_copy_has_no_clock_in_cells_and_names_and_the_rest_is_byte_for_byte_the_same(engines, tmp_path):
    source, target = tmp_path / "source.xlsx", tmp_path / "target.xlsx"
    source.write_bytes(engines.workbook({"A1": '=IF(B1<>"&",TODAY(),1)', "A2": "=1<2", "B1": "TODAY()"}))
    write_clockless(source, target, 46000.5)
    before, after = ooxml.open(source), ooxml.open(target)
    assert [formula.text for formula in after.formulas("S")] == ['IF(B1<>"&",46000.5,1)', "1<2"]
    assert [name for name in before.members if before.part(name) != after.part(name)] == [before.sheets[0].part.lower()]


def test_a_copy_is_refused_where_formulas_hide_from_the_search(engines, tmp_path):
    source = tmp_path / "source.xlsx"
    source.write_bytes(engines.workbook({"A1": "=1"}))
    book, parts = ooxml.open(source), ooxml.Parts()
    part = book.sheets[0].part
    parts.put(part, book.part(part).replace(b"<f>1</f>", b"<f><![CDATA[TODAY()]]></f>"))
    ooxml.save(book, ooxml.Edits(), parts=parts)
    with pytest.raises(ooxml.WorkbookError, match="CDATA"):
        write_clockless(source, tmp_path / "target.xlsx", 1.0)


def test_a_missing_libreoffice_is_refused_with_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(libreoffice, "_PLACES", ())
    with pytest.raises(UserError, match="LibreOffice is not installed; install it"):
        engine_named("libreoffice")
