"""Every button is declared well enough for a ribbon, for VBA and for a person."""

import re

import pytest

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.button import Button, Desk, Done, button
from ippbook.ooxml.refs import cell_place

EVERY = pytest.mark.parametrize("one", buttons(), ids=lambda one: one.name)


def test_the_ribbon_has_the_buttons_that_the_analysts_requested_in_four_groups() -> None:
    groups: dict[str, list[str]] = {}
    for one in buttons():
        groups.setdefault(one.group, []).append(one.label)
    assert groups == {
        "Check": ["Check", "Go to finding", "Explain"],
        "Compute": ["Recalculate", "Fill texts", "Good-Faith"],
        "Cases": ["Import listings", "Import outcomes", "Plan complaints", "Pack"],
        "Cells": ["Live", "Freeze", "Undo"],
    }


@EVERY
def test_a_button_has_a_short_label_a_group_an_office_picture_and_a_page(one: Button) -> None:
    assert 0 < len(one.label) <= 30
    assert 0 < len(one.group) <= 30
    assert re.fullmatch(r"[A-Z][A-Za-z0-9]+", one.image)
    assert one.page.summary.endswith(".")
    assert len(one.page.summary) <= 120
    assert len(one.page.why) > 60


@EVERY
def test_the_macro_of_a_button_is_a_name_that_vba_takes_and_no_cell(one: Button) -> None:
    assert re.fullmatch(r"IPP_[A-Z][A-Za-z0-9]{1,34}", one.macro)
    assert cell_place(one.macro) is None


def test_no_two_buttons_and_no_button_and_function_share_a_name_as_vba_compares_them() -> None:
    macros = [one.macro.casefold() for one in buttons()]
    assert len(set(macros)) == len(macros)
    assert not set(macros) & {name.casefold() for name in registry().functions}
    labels = [one.label.casefold() for one in buttons()]
    assert len(set(labels)) == len(labels)


def test_a_function_under_the_mark_stays_a_plain_function_that_tests_can_call() -> None:
    @button("Greet", group="Check", image="Help", writes=False)
    def greet(_desk: Desk | None) -> Done:
        """Say good day.

        It does no more.
        """
        return Done("good day")

    assert greet(None).text == "good day"


def test_the_buttons_that_change_no_cell_are_those_that_a_read_only_workbook_needs() -> None:
    quiet = {one.name for one in buttons() if not one.writes}
    assert quiet == {"go_to_finding", "explain", "pack"}


@pytest.mark.parametrize("one", buttons(), ids=lambda one: one.name)
def test_a_button_says_that_it_asks_for_a_file_or_folder_where_it_does(one: Button) -> None:
    assert one.asks == bool({"choose_file", "choose_folder"} & set(one.function.__code__.co_names))
