"""The ribbon shows every declared button, as Office takes it."""

import re
from pathlib import Path

import pytest
from lxml import etree

from ippbook.buttons import buttons
from ippbook.declare.button import Button
from ippbook.tables.findings import Page
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK
from ippbook.workbook_builder.vba.modules import modules
from ippbook.workbook_builder.vba.ribbon import NS, PART, ribbon

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("ribbon.rng")))


def button(name="check", group="Check", page=None):
    return Button(name, name.title(), group, "HappyFace", False, lambda _: None, page or Page("It checks."))


def elements(data, tag):
    return etree.fromstring(data).findall(f".//{{{NS}}}{tag}")


@pytest.mark.parametrize("host", [BOOK, ADDIN], ids=["book", "addin"])
def test_the_ribbon_obeys_the_schema(host):
    SCHEMA.assertValid(etree.fromstring(ribbon(buttons(), host)))


def test_the_tab_of_the_workbook_steps_aside_and_that_of_the_add_in_is_always_there():
    (book,), (addin,) = elements(ribbon(buttons(), BOOK), "tab"), elements(ribbon(buttons(), ADDIN), "tab")
    assert addin.get("getVisible") is None
    module, name = book.get("getVisible").split(".")
    wanted = rf"^Public Sub {name}\(control As IRibbonControl, ByRef \w+ As Variant\)\r$"
    assert re.search(wanted, modules(BOOK)[module], re.MULTILINE)


def test_the_schema_can_fail():
    data = ribbon([button(), button("explain")])
    for wrong in (
        data.replace(b"ippButton_explain", b"ippButton_check"),
        data.replace(b"HappyFace", b"happy face"),
        data.replace(b'size="normal"', b'size="huge"'),
        data.replace(b"It checks.", b"x" * 1025),
        data.replace(b"onAction", b"onClick"),
    ):
        assert not SCHEMA.validate(etree.fromstring(wrong)), wrong


def test_every_button_is_in_its_group_once_in_the_order_of_the_declarations():
    found = buttons()
    groups = {each.get("label"): [one.get("label") for one in each] for each in elements(ribbon(found), "group")}
    wanted = {}
    for each in found:
        wanted.setdefault(each.group, []).append(each.label)
    assert groups == wanted
    assert len(found) >= 10


def test_a_group_that_is_declared_in_two_places_is_one_group():
    data = ribbon([button(), button("pack", "Cases"), button("explain")])
    assert [[one.get("tag") for one in each] for each in elements(data, "group")] == [
        ["IppBookButtons.IPP_Check", "IppBookButtons.IPP_Explain"],
        ["IppBookButtons.IPP_Pack"],
    ]


def test_what_a_press_calls_exists_as_a_sub_of_the_module_that_it_names():
    """With its module, for where a team has a macro of the same name Excel must not choose between the two."""
    sources = modules(BOOK)
    for each in elements(ribbon(buttons()), "button"):
        module, name = each.get("onAction").split(".")
        assert re.search(rf"^Public Sub {name}\(control As IRibbonControl\)\r$", sources[module], re.MULTILINE)
        module, name = each.get("tag").split(".")
        assert re.search(rf"^Public Sub {name}\(\)\r$", sources[module], re.MULTILINE)


def test_the_tip_is_the_first_sentence_and_the_reason_is_below():
    page = Page("It checks.", why="Because of\n  `portals` & <sellers>.", fix="Press it.")
    (found,) = elements(ribbon([button(page=page)]), "button")
    assert found.get("screentip") == "It checks."
    assert found.get("supertip") == "Because of portals & <sellers>. Press it."


def test_a_long_explanation_ends_at_a_sentence_and_within_1024_characters():
    (found,) = elements(ribbon([button(page=Page("It checks.", why="Because it does. " * 100))]), "button")
    assert 1000 < len(found.get("supertip")) <= 1024
    assert found.get("supertip").endswith("does.")


def test_a_label_that_office_would_refuse_is_not_written():
    with pytest.raises(ValueError, match="1025 characters"):
        ribbon([button(group="x" * 1025)])


def test_both_files_carry_the_ribbon_and_point_to_it(either, parts):
    found = parts(either)
    assert found[PART] == ribbon(buttons(), ADDIN if either.suffix == ".xlam" else BOOK)
    relations = [each for each in etree.fromstring(found["_rels/.rels"]) if each.get("Target") == PART]
    assert [each.get("Type") for each in relations] == [
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    ]
