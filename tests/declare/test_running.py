"""Rules run over columns: a mask or sentences become findings, and a rule that fails is a finding itself."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ippbook.declare import Registry, Rule, Wiring, registry, rule
from ippbook.declare.discovery import declarations_on
from ippbook.declare.run_rule import run_rule
from ippbook.tables.book import Table, Tables
from ippbook.tables.schema import Kind
from ippbook.tables.settings import read_settings
from ippbook.tables.values import series


def wiring():
    rights = Table.of(
        "Rights",
        {
            "right": series(["R1", "", "R3", "{R4}"], Kind.TEXT),
            "expires": series([date(2026, 1, 31), None, None, date(2027, 1, 1)], Kind.DATE),
        },
    )
    known = registry()
    return Wiring(
        Tables.of(rights),
        Registry((), known.columns, {}, known.groups),
        date(2026, 6, 30),
        read_settings({}, known.groups).values(),
    )


def declare(check, says="{right} is wrong"):
    found = declarations_on(rule("RT199", on="Rights", at="Expires", says=says)(check))[-1]
    assert isinstance(found, Rule)
    return found


def test_a_mask_becomes_a_finding_a_flagged_row_with_its_sentence():
    def lapsed(expires, as_of):
        """Lapsed."""
        return expires < pd.Timestamp(as_of)

    found = run_rule(declare(lapsed, "right {right} expired on {expires:%Y-%m-%d}, {expires}"), wiring())
    assert list(found.rows) == [0]
    assert list(found.messages) == ["right R1 expired on 2026-01-31, 2026-01-31"]
    assert found.header == "Expires"


def test_sentences_become_the_detail_and_blank_ones_are_clean():
    def sentences(right):
        """Said."""
        return right.where(right == "R3", "")

    found = run_rule(declare(sentences, "it is {detail}, no date: {expires:%Y}"), wiring())
    assert list(found.messages) == ["it is R3, no date: (no date)"]


def test_rows_that_hold_nothing_are_never_flagged():
    def every(right):
        """Every."""
        return np.ones(len(right), dtype=bool)

    assert list(run_rule(declare(every), wiring()).rows) == [0, 2, 3]


def test_braces_in_a_cell_are_not_read_as_placeholders():
    def last(right):
        """Last."""
        return right == "{R4}"

    assert list(run_rule(declare(last), wiring()).messages) == ["{R4} is wrong"]


def test_nothing_flagged_is_no_finding():
    assert run_rule(declare(lambda right: right == "none"), wiring()) is None


@pytest.mark.parametrize(
    "check",
    [
        lambda right: right.no_such_thing,
        lambda right: (right == "R1")[:2],
        lambda nonsense: nonsense,
        lambda right: 1 / 0,  # noqa: ARG005  # it fails before it looks
        lambda right: None,  # noqa: ARG005  # as above
    ],
)
def test_a_rule_that_fails_is_one_finding_about_the_rule(check):
    found = run_rule(declare(check), wiring())
    assert found.problem.code == "XX101"
    assert list(found.rows) == [-1]
    assert "RT199" in found.messages[0]


def test_a_sentence_that_names_an_unknown_field_is_a_finding_about_the_rule():
    assert run_rule(declare(lambda right: right == "R1", "{nonsense}"), wiring()).problem.code == "XX101"
