"""The places of values in a row or column of cells, exactly: for MATCH, VLOOKUP, HLOOKUP, XMATCH and XLOOKUP.

Numbers equal numbers, texts texts (case does not count), TRUE and FALSE themselves. A text never equals a number, and an empty text
never equals a blank cell.
"""

from typing import Final

import numpy as np

from ippbook.formulas.aggregates.arguments import BLANK, ERROR, NUMBER, TEXT, TRUTH, TypedCells
from ippbook.formulas.aggregates.rank_counter import IntArray
from ippbook.formulas.aggregates.wildcards import MOST_WILDCARD_LOOKS, fitting, has_wildcards, wildcard_pattern
from ippbook.formulas.problems import NotCalculatedError
from ippbook.formulas.source import RowNumbers
from ippbook.languages import say
from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH, text_length
from ippbook.quick_dataclasses import dataclass

NOWHERE: Final = -1
TOO_LONG: Final = -2
"""In place of a position: the text is over 255 characters."""


@dataclass(frozen=True)
class MatchRules:
    """How a lookup function compares."""

    wildcards: bool
    last: bool = False
    """The last equal cell counts, not the first."""
    modern: bool = False
    """XLOOKUP and XMATCH: a blank finds a blank cell."""


def exact_positions(wanted: TypedCells, cells: TypedCells, ends: RowNumbers | None, rules: MatchRules) -> IntArray:
    """For each of *wanted* the place (from 0) of an equal one of *cells*, `NOWHERE` or `TOO_LONG`; errors are nowhere.

    A formula sees only the first *ends* cells (None: all). Raises `NotCalculatedError` where no source says what Excel answers.
    """
    _refuse_unclear(wanted, cells, rules)
    limits = np.full(len(wanted), len(cells), dtype=np.int64) if ends is None else ends
    keys, keys_wanted = _keys(wanted, cells, rules)
    order = np.argsort(keys, kind="stable")
    order = order[keys[order] >= 0]
    size = len(cells) + 1
    codes = keys[order] * size + order
    if rules.last:
        place = np.searchsorted(codes, keys_wanted * size + limits) - 1
    else:
        place = np.searchsorted(codes, keys_wanted * size)
    inside = (place >= 0) & (place < len(codes)) & (keys_wanted >= 0)
    found = np.full(len(wanted), NOWHERE, dtype=np.int64)
    candidates = order[place[inside]]
    right = (keys[candidates] == keys_wanted[inside]) & (candidates < limits[inside])
    found[inside] = np.where(right, candidates, NOWHERE)
    _find_special_texts(wanted, cells, limits, rules, found)
    return found


def _refuse_unclear(wanted: TypedCells, cells: TypedCells, rules: MatchRules) -> None:
    if wanted.has(BLANK) and not rules.modern and (cells.numbers[cells.kinds == NUMBER] == 0).any():
        raise NotCalculatedError("it looks up a blank cell among numbers that include 0")
    if rules.modern and "" in wanted.texts and cells.has(BLANK):
        raise NotCalculatedError("it looks up an empty text among blank cells")
    if rules.modern and any(text_length(text) > MAX_SHORT_LENGTH for text in wanted.texts):
        raise NotCalculatedError(
            say("it looks up a text over {max_short_length} characters", max_short_length=MAX_SHORT_LENGTH)
        )


def _keys(wanted: TypedCells, cells: TypedCells, rules: MatchRules) -> tuple[IntArray, IntArray]:
    """One number for each distinct value, for *cells* and for *wanted*; -1 where nothing is equal."""
    numbers = cells.kinds == NUMBER
    distinct, ranks = np.unique(cells.numbers[numbers], return_inverse=True)
    keys = np.full(len(cells), NOWHERE, dtype=np.int64)
    keys[numbers] = ranks
    start = len(distinct)
    texts = cells.kinds == TEXT
    keys[texts] = start + cells.words[texts]
    after = start + len(cells.texts)
    truths = cells.kinds == TRUTH
    keys[truths] = after + cells.numbers[truths].astype(np.int64)
    if rules.modern:
        keys[cells.kinds == BLANK] = after + 2

    found = np.full(len(wanted), NOWHERE, dtype=np.int64)
    these = wanted.kinds == NUMBER
    if len(distinct):
        place = np.minimum(np.searchsorted(distinct, wanted.numbers[these]), len(distinct) - 1)
        found[these] = np.where(distinct[place] == wanted.numbers[these], place, NOWHERE)
    known = {text: start + place for place, text in enumerate(cells.texts)}
    of_word = np.array([known.get(text, NOWHERE) for text in wanted.texts] + [NOWHERE], dtype=np.int64)
    words = wanted.kinds == TEXT
    found[words] = of_word[wanted.words[words]]
    truths = wanted.kinds == TRUTH
    found[truths] = after + wanted.numbers[truths].astype(np.int64)
    if rules.modern:
        found[wanted.kinds == BLANK] = after + 2
    return keys, found


def _find_special_texts(
    wanted: TypedCells, cells: TypedCells, limits: IntArray, rules: MatchRules, found: IntArray
) -> None:
    """Put the places of texts with wildcards, and the sign for texts that are too long, into *found*."""
    if not rules.wildcards:
        return
    looks = 0
    for word, text in enumerate(wanted.texts):
        too_long = text_length(text) > MAX_SHORT_LENGTH
        if not too_long and not has_wildcards(text):
            continue
        these = np.flatnonzero(wanted.words == word)
        if too_long:
            found[these] = TOO_LONG
            continue
        looks += len(cells.texts)
        if looks > MOST_WILDCARD_LOOKS:
            raise NotCalculatedError("it is too expensive: it compares too many texts with too many wildcards")
        places = np.flatnonzero(fitting(wildcard_pattern(text), cells))
        found[these] = NOWHERE
        if len(places) and rules.last:
            at = np.searchsorted(places, limits[these]) - 1
            found[these] = np.where(at >= 0, places[at], NOWHERE)
        elif len(places):
            found[these] = np.where(places[0] < limits[these], places[0], NOWHERE)


def errors_wanted(wanted: TypedCells) -> IntArray:
    """The formulas whose value to look up is an error: it is their answer."""
    return np.flatnonzero(wanted.kinds == ERROR)
