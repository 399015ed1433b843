"""Formulas spelt so that cellrune 0.2.0 answers as Excel does. Each change keeps the meaning; the formula in the workbook stays as it is.

Each entry of `REWRITES` was found by the oracles: the conformance suite in tests/formulas/conformance, and workbooks that Excel saved.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

from ippbook.formulas.engines.call_texts import Around, CallText, changed_calls, inside
from ippbook.formulas.tokens import Token, TokenKind
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass

_ONE_ROW: Final = late_pattern(r"^\[(?:\[)?#(?:This Row|Headers|Totals)\]|^\[@", re.IGNORECASE)
_WHOLE: Final = late_pattern(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+", re.IGNORECASE)
_ARRAYS: Final = frozenset(
    {
        ("INDEX", 0),
        *(
            (name, None)
            for name in [
                "SUMPRODUCT",
                "MMULT",
                "LOOKUP",
                "FREQUENCY",
                "FILTER",
                "SORT",
                "SORTBY",
                "UNIQUE",
                "MAP",
                "REDUCE",
                "SCAN",
                "BYROW",
                "BYCOL",
            ]
        ),
    }
)
"""Arguments that are arrays in any formula, as function and position; None means every position."""
_PLAIN_CRITERION: Final = late_pattern(r"(?![<>=])[^*?~\d.,%$+\-()]+")


@dataclass(frozen=True)
class Rewrite:
    """How calls of *functions* are spelt for the engine, and what they give otherwise."""

    functions: tuple[str, ...]
    change: Callable[[CallText], str | None]
    wrong: str
    """What the engine does with the formula as it is."""


def for_engine(text: str, tables: Collection[str], *, array: bool = False) -> str:
    """The formula *text*, without `=`, as cellrune reads it rightly; *tables*: the names of the workbook's tables.

    *array*: the formula is entered as an array (`t="array"`).

    >>> for_engine('VLOOKUP("TM-1",Rights,3,0)', ["Rights"])
    'VLOOKUP("TM-1",Rights[],3,0)'
    >>> for_engine("MATCH(A1,B:B,0)", [])
    'IF(ISTEXT(A1)*(A1=""),MATCH(1,INDEX(ISTEXT(B:B)*(B:B=""),0),0),MATCH(A1,B:B,0))'
    >>> for_engine("MATCH(5,A1:A9)", [])
    'LOOKUP(5,A1:A9,SEQUENCE(ROWS(A1:A9),COLUMNS(A1:A9)))'
    >>> for_engine("SUMPRODUCT(ROW(A1:A3))", [])
    'SUMPRODUCT((ROW(A1:A3)+SEQUENCE(ROWS(A1:A3))-1))'
    >>> for_engine("SUM(A1:A3*2)", []), for_engine("SUM(A1:A3*2)", [], array=True)
    ('SUM(_xlfn.SINGLE(A1:A3)*2)', 'SUM(A1:A3*2)')
    """
    known = {name.lower() for name in tables}
    lower = text.lower()
    nested = not array and _NESTED_OPERAND.search(text) is not None
    if not nested and not _MAY.search(text) and not any(name in lower for name in known):
        return text

    def words(found: Sequence[Token], at: int, within: Around) -> tuple[str, int] | None:
        if nested and (single := _one_of_a_range(found, at, within)):
            return single
        word, following = found[at], found[at + 1].text
        if word.kind is TokenKind.NAME and word.text.lower() in known and not following.startswith(("[", "(", "!")):
            return None if at and found[at - 1].text == "!" else (f"{word.text}[]", at + 1)
        return None

    def change(call: CallText) -> str | None:
        if call.name in ("ROW", "COLUMN"):
            return _positions(call) if array or call.inside(_ARRAYS) else None
        rewrite = _BY_FUNCTION.get(call.name)
        return rewrite.change(call) if rewrite else None

    return changed_calls(text, change, words)


def _one_of_a_range(words: Sequence[Token], at: int, within: Around) -> tuple[str, int] | None:
    """A range where one value belongs, in a formula that is not an array: Excel takes the cell in the formula's own row or column.

    The engine does so where the formula gives the range as its result, but not in functions that add up: =SUM(A1:A6*2).
    """
    end = _reference_end(words, at)
    if end is None or not within or inside(within, _ARRAYS):
        return None
    before, after = words[at - 1].text if at else "", words[end].text
    whole = before in ("(", ",") and after in (")", ",")
    if not (before in _OPERATORS or after in _OPERATORS) and not (whole and within[-1] in _ONE_VALUE):
        return None
    if before in (":", "!", "@") or after in (":", "!", "("):
        return None
    text = "".join(word.text for word in words[at:end])
    return f"_xlfn.SINGLE({text})", end


def _reference_end(words: Sequence[Token], at: int) -> int | None:
    """The position behind a reference to more than one cell that begins at *at*; None where there is none."""
    start = at
    if words[at].kind in (TokenKind.NAME, TokenKind.QUOTED) and words[at + 1].text == "!":
        at += 2
    word = words[at]
    if word.kind is TokenKind.AREA and ":" in word.text:
        return at + 1
    if start == at and word.kind is TokenKind.NAME and words[at + 1].kind is TokenKind.BRACKET:
        return None if _ONE_ROW.search(words[at + 1].text) else at + 2
    return None


_OPERATORS: Final = frozenset("+-*/^&=<>%") | {"<=", ">=", "<>"}
_NESTED_OPERAND: Final = late_pattern(r"\(.*[:\]]")
"""Whether a formula can hold a range in a call at all."""
_ONE_VALUE: Final = frozenset(
    {
        *(
            (name, 0)
            for name in [
                "LEN",
                "LEFT",
                "RIGHT",
                "MID",
                "UPPER",
                "LOWER",
                "PROPER",
                "TRIM",
                "CLEAN",
                "VALUE",
                "TEXT",
                "ABS",
                "INT",
                "ROUND",
                "YEAR",
                "MONTH",
                "DAY",
                "WEEKDAY",
                "ISNUMBER",
                "ISTEXT",
                "ISBLANK",
                "ISERROR",
                "ISNA",
                "ISLOGICAL",
                "NOT",
                "IF",
                "MATCH",
                "VLOOKUP",
                "HLOOKUP",
                "XLOOKUP",
                "XMATCH",
                "EXACT",
                "SUBSTITUTE",
            ]
        ),
        *((name, 1) for name in ["SEARCH", "FIND", "EXACT", "COUNTIF", "SUMIF", "AVERAGEIF", "COUNTIFS"]),
    }
)
"""Arguments that are one value, as function and position."""


def _positions(call: CallText) -> str | None:
    """ROW or COLUMN of more than one cell."""
    if len(call.arguments) != 1:
        return None
    [reference] = call.arguments
    words = call.words[0]
    if len(words) == 1 and words[0].kind is TokenKind.AREA and ":" not in words[0].text:
        return None
    if any(word.kind is TokenKind.BRACKET and _ONE_ROW.search(word.text) for word in words):
        return None
    if len(words) == 1 and _WHOLE.fullmatch(words[0].text):
        return None
    if call.name == "ROW":
        return f"(ROW({reference})+SEQUENCE(ROWS({reference}))-1)"
    return f"(COLUMN({reference})+SEQUENCE(1,COLUMNS({reference}))-1)"


def _may_be_empty(call: CallText) -> bool:
    """Whether the value that a lookup looks for can be 0, a blank cell or an empty text, and is short enough to be written again."""
    return not (call.text(0) or call.number(0)) and len(call.arguments[0]) <= _SHORT


_SHORT: Final = 200


def _match(call: CallText) -> str | None:
    """MATCH: the approximate one, ascending, and the exact one of an empty text."""
    arguments = call.arguments
    if len(arguments) == 3 and call.number(2) == 0 and _may_be_empty(call):
        wanted, within = arguments[:2]
        empty = f'MATCH(1,INDEX(ISTEXT({within})*({within}=""),0),0)'
        return f'IF(ISTEXT({wanted})*({wanted}=""),{empty},MATCH({wanted},{within},0))'
    if len(arguments) not in (2, 3) or (len(arguments) == 3 and call.number(2) != 1):
        return None
    wanted, within = arguments[:2]
    if any(_WHOLE.fullmatch(word.text) for word in call.words[1]):
        return None
    return f"LOOKUP({wanted},{within},SEQUENCE(ROWS({within}),COLUMNS({within})))"


def _table_lookup(call: CallText) -> str | None:
    """VLOOKUP and HLOOKUP: the approximate ones, and the exact ones of 0, of a blank cell and of an empty text."""
    arguments = call.arguments
    if len(arguments) == 4 and call.number(3) == 0 and _may_be_empty(call):
        wanted, table, number = arguments[:3]
        upright = call.name == "VLOOKUP"
        within = f"INDEX({table},{'0,1' if upright else '1,0'})"
        empty = f'MATCH(1,INDEX(ISTEXT({within})*({within}=""),0),0)'
        found = f"IF(ISTEXT({wanted}),{empty},MATCH({wanted},{within},0))"
        place = f"{found},{number}" if upright else f"{number},{found}"
        return f'IF(({wanted}="")+({wanted}=0),INDEX({table},{place}),{call.name}({wanted},{table},{number},FALSE))'
    if len(arguments) not in (3, 4) or (len(arguments) == 4 and not call.number(3)):
        return None
    wanted, table, number = arguments[:3]
    if call.name == "VLOOKUP":
        return f"LOOKUP({wanted},INDEX({table},0,1),INDEX({table},0,{number}))"
    return f"LOOKUP({wanted},INDEX({table},1,0),INDEX({table},{number},0))"


def _positive(call: CallText) -> str | None:
    return f"ABS(YEARFRAC({','.join(call.arguments)}))"


def _blank_as_zero(call: CallText) -> str | None:
    """A function that takes a blank cell for 0."""
    if not call.arguments or not call.is_reference(0):
        return None
    first, *others = call.arguments
    blank = f'{first}=""' if call.name in _BASES else f"ISBLANK({first})"
    return f"{call.name}({','.join((f'IF({blank},0,{first})', *others))})"


def _left(call: CallText) -> str | None:
    """LEFT in the units in which Excel counts: two for an emoji."""
    if len(call.arguments) not in (1, 2):
        return None
    return f"MID({call.arguments[0]},1,{call.arguments[1] if len(call.arguments) > 1 else 1})"


def _right(call: CallText) -> str | None:
    if len(call.arguments) not in (1, 2) or len(call.arguments[0]) > _SHORT:
        return None
    text, count = call.arguments[0], call.arguments[1] if len(call.arguments) > 1 else "1"
    return f'IF(({count})+0>=LEN({text}),({text})&"",MID({text},LEN({text})-({count})+1,{count}))'


def _replace(call: CallText) -> str | None:
    """REPLACE behind the end of the text."""
    if len(call.arguments) != 4 or sum(map(len, call.arguments)) > 2 * _SHORT:
        return None
    text, start, count, new = call.arguments
    return f"IF(({start})+0>LEN({text})+1,({text})&({new}),REPLACE({text},{start},{count},{new}))"


_BASES: Final = ["BIN2DEC", "BIN2HEX", "BIN2OCT", "HEX2BIN", "HEX2DEC", "HEX2OCT", "OCT2BIN", "OCT2DEC", "OCT2HEX"]
"""They take an empty text for 0 too."""


def _no_step(call: CallText) -> str | None:
    """CEILING in steps of 0."""
    if len(call.arguments) != 2 or call.number(1):
        return None
    number, step = call.arguments
    if call.number(1) != 0 and not call.is_reference(1):
        return None
    return f"IF({step}=0,0*({number}),CEILING({number},{step}))"


def _filled(call: CallText) -> str | None:
    """COUNTIF or COUNTIFS whose criteria ask for blanks, filled cells or any text."""
    masks = [_mask(call, position) for position in range(0, len(call.arguments), 2)]
    if len(call.arguments) % 2 or not any(call.text(at + 1) in _OF_BLANKS for at in range(0, len(call.arguments), 2)):
        return None
    if len(masks) == 1:
        cells, criterion = call.arguments[0], call.text(1)
        if criterion == "<>":
            return f"COUNTA({cells})"
        return (
            f"(ROWS({cells})*COLUMNS({cells})-COUNTA({cells}))"
            if criterion == "="
            else f"SUMPRODUCT(--ISTEXT({cells}))"
        )
    if None in masks:
        return None
    return f"SUMPRODUCT({'*'.join(filter(None, masks))})"


_OF_BLANKS: Final = ("=", "<>", "*")


def _mask(call: CallText, position: int) -> str | None:
    """1 for each cell that a criterion counts, where that is certain without the rules of criteria."""
    cells, criterion = call.arguments[position], call.text(position + 1)
    match criterion:
        case "<>":
            return f"(1-ISBLANK({cells}))"
        case "=":
            return f"ISBLANK({cells})"
        case "*":
            return f"ISTEXT({cells})"
        case str() if _PLAIN_CRITERION.fullmatch(criterion) and criterion.upper() not in ("TRUE", "FALSE"):
            return f"({cells}={call.arguments[position + 1]})"
        case None if call.number(position + 1) in (0, 1) and call.arguments[position + 1].upper() in ("TRUE", "FALSE"):
            return f"({cells}={call.arguments[position + 1]})"
    return None


def _upwards(call: CallText) -> str | None:
    """OFFSET whose height or width may be negative: the range ends there instead of beginning."""
    if len(call.arguments) not in (4, 5):
        return None
    parts = [part.strip() for part in call.arguments]
    turned = False
    for size, start in ((3, 1), (4, 2)):
        if size >= len(parts) or not parts[size] or call.number(size) is not None:
            continue
        if len(parts[size]) > _SHORT:
            continue
        many = parts[size]
        parts[start] = f"({parts[start] or 0})+IF(({many})<0,({many})+1,0)"
        parts[size] = f"ABS({many})"
        turned = True
    return f"OFFSET({','.join(parts)})" if turned else None


REWRITES: Final = (
    Rewrite(
        ("OFFSET",), _upwards, "a negative height or width gives #REF!; Excel takes the cells above or on the left"
    ),
    Rewrite(
        ("MATCH",),
        _match,
        "an empty text does not match one; an approximate match takes blank cells behind the values for the largest one, and finds nothing below a header",
    ),
    Rewrite(
        ("VLOOKUP", "HLOOKUP"),
        _table_lookup,
        "an approximate match takes blank cells for the largest value, and finds nothing below a header",
    ),
    Rewrite(("YEARFRAC",), _positive, "the fraction is negative where the first day is the later one"),
    Rewrite(
        (*_BASES, "ISEVEN", "ISODD", "VALUE"),
        _blank_as_zero,
        "a blank cell is an error instead of 0",
    ),
    Rewrite(("CEILING",), _no_step, "a step of 0 is #DIV/0! instead of 0"),
    Rewrite(("LEFT",), _left, "an emoji counts as one, Excel counts two"),
    Rewrite(("RIGHT",), _right, "an emoji counts as one, Excel counts two"),
    Rewrite(("REPLACE",), _replace, "a place behind the end is an error; Excel adds the new text at the end"),
    Rewrite(("COUNTIF", "COUNTIFS"), _filled, 'the criteria "=", "<>" and "*" take an empty text for a blank cell'),
)
"""The rewrites; `ROW` and `COLUMN` of a range, the name of a table alone, and a range where one value belongs, are in `for_engine`."""
_BY_FUNCTION: Final = {name: rewrite for rewrite in REWRITES for name in rewrite.functions}
_MAY: Final = late_pattern(rf"(?<![\w.])(?:ROW|COLUMN|{'|'.join(map(re.escape, _BY_FUNCTION))})\(", re.IGNORECASE)
"""Whether a formula can hold a call that is spelt otherwise: most hold none, and are not read word by word."""
