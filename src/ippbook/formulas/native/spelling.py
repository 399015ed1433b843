"""Formula texts changed word by word: references that keep their meaning in another cell, and LET without its variables."""

from collections.abc import Mapping, Sequence

from ippbook.formulas.call_words import CallWords, calls_of, source_text
from ippbook.formulas.native.reading import follows_deleted_sheet
from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.regions import locate
from ippbook.formulas.source import CellSource, Place
from ippbook.formulas.structured import structured
from ippbook.formulas.tokens import MAX_CHARACTERS, Token, TokenKind, tokens
from ippbook.formulas.tree import THIS_ROW, AreaReference, Constant, Corner, TableReference, formula_text
from ippbook.ooxml.whole_numbers import whole_number


def qualified(text: str, home: Place, source: CellSource) -> str:
    """*text* with the sheet's name before each reference to the formula's own sheet, so that it means the same cells on another one.

    Tables and their columns become cells. Raises `NotCalculatedError` where that cannot be.
    """
    return _respelled(text, home, source, other_sheet=True)


def with_cells(text: str, home: Place, source: CellSource) -> str:
    """*text* with cells in place of tables and their columns: engines differ in how they read the names of tables and headers.

    A reference to the formula's own row keeps meaning the own row where the formula is filled down.
    """
    return _respelled(text, home, source, other_sheet=False)


def _respelled(text: str, home: Place, source: CellSource, *, other_sheet: bool) -> str:
    words = tokens(text)
    out: list[str] = []
    done = 0
    for place, word in enumerate(words):
        before = words[place - 1] if place else None
        prefixed = before is not None and before.text == "!"
        if word.start < done or prefixed:
            continue
        if word.kind == TokenKind.AREA and follows_deleted_sheet(words, place):
            out.append(text[done : word.start])  # engines know #REF! but not the range behind it
            done = word.start + len(word.text)
        elif word.kind == TokenKind.AREA and other_sheet:
            out.append(text[done : word.start] + _sheet_prefix(home.sheet))
            done = word.start
        elif word.kind == TokenKind.BRACKET and not _names_workbook(words, place):
            out.append(text[done : word.start] + _in_cells(structured(None, word.text, word.start + 1), home, source))
            done = word.start + len(word.text)
        elif word.kind == TokenKind.NAME:
            after = words[place + 1]
            if after.kind == TokenKind.BRACKET and after.start == word.start + len(word.text):
                reference = structured(word.text, after.text, after.start + 1)
                end = after.start + len(after.text)
            elif source.table(word.text) is not None and not _names_sheet(words, place):
                reference, end = TableReference(word.text), word.start + len(word.text)
            else:
                continue
            out.append(text[done : word.start] + _in_cells(reference, home, source))
            done = end
    return "".join(out) + text[done:]


def _names_workbook(words: Sequence[Token], place: int) -> bool:
    """Whether the bracket is the number of another workbook, as in `[1]Sheet1!A1`."""
    after = words[place + 1]
    return after.text == "!" or (
        after.kind in {TokenKind.NAME, TokenKind.QUOTED} and after.start == words[place].start + len(words[place].text)
    )


def _names_sheet(words: Sequence[Token], place: int) -> bool:
    """Whether the name is a sheet's or a function's: `Name!`, `Name:Other!`, `Name(`."""
    following = [word.text for word in words[place + 1 : place + 4]]
    return following[0] in {"!", "("} or (following[0] == ":" and following[2:] == ["!"])


def _in_cells(reference: TableReference, home: Place, source: CellSource) -> str:
    """A reference to a table, spelled with cells."""
    found = locate(reference, source, home, home.row)
    if isinstance(found, Constant):
        return str(found.value)
    own = THIS_ROW in reference.items
    first = Corner(found.top, found.left, row_fixed=not own, column_fixed=True)
    last = Corner(found.bottom, found.right, row_fixed=not own, column_fixed=True)
    return formula_text(AreaReference(first, None if found.single else last, found.sheet))


def names_own_table(text: str) -> bool:
    """Whether *text* names a column without its table, as in `[@Sold]`: it means the table around the formula.

    >>> names_own_table("[@Sold]*2"), names_own_table("Listings[Sold]"), names_own_table('"[Sold]"')
    (True, False, False)
    """
    if "[" not in text:
        return False
    try:
        words = tokens(text)
    except FormulaError:
        return False  # the reader of the whole formula says what is wrong
    return any(
        word.kind == TokenKind.BRACKET
        and not _names_workbook(words, place)
        and not (place and words[place - 1].kind == TokenKind.NAME)
        for place, word in enumerate(words)
    )


def _sheet_prefix(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'!"


def visible_only(text: str) -> str:
    """*text* with SUBTOTAL over visible rows: rows that a filter hides never count, whatever the number of the function.

    >>> visible_only("SUBTOTAL(9,A1:A9)+SUBTOTAL(103,A1:A9)")
    'SUBTOTAL(109,A1:A9)+SUBTOTAL(103,A1:A9)'
    """
    words = tokens(text)
    out: list[str] = []
    done = 0
    for call in sorted(calls_of(words), key=lambda one: one.start):
        if call.name != "SUBTOTAL" or not call.arguments:
            continue
        first, end = call.arguments[0]
        number = words[first]
        if end == first + 1 and number.kind == TokenKind.NUMBER and 1 <= whole_number(number.text) <= 11:
            out.append(f"{text[done : number.start]}{100 + whole_number(number.text)}")
            done = number.start + len(number.text)
    return "".join(out) + text[done:]


def without_let(text: str) -> str:
    """*text* with each LET replaced by its result, with the values in place of the variables.

    A LET without a result (Excel refuses to enter one) is left as it is. Raises `NotCalculatedError` where that makes the formula too long.
    """
    while True:
        words = tokens(text)
        outer = [call for call in calls_of(words) if call.name == "LET" and len(call.arguments) % 2]
        if not outer:
            return text
        call = outer[-1]  # the outermost of the last ones closed
        text = text[: words[call.start].start] + _let_result(text, words, call) + text[words[call.closing].start + 1 :]
        if len(text) > MAX_CHARACTERS:
            raise NotCalculatedError(
                "its LET has to be written out for a function of ippbook, and is too long for that"
            )


def _let_result(text: str, words: Sequence[Token], call: CallWords) -> str:
    parts = [source_text(text, words, first, end) for first, end in call.arguments]
    values: dict[str, str] = {}
    for name, value in zip(parts[:-1:2], parts[1:-1:2], strict=False):
        values[name.casefold()] = f"({substituted(value, values)})"
    return f"({substituted(parts[-1], values)})"


def substituted(text: str, values: Mapping[str, str]) -> str:
    """*text* with the variables replaced by their *values*, by name in lower case."""
    if not values:
        return text
    out: list[str] = []
    done = 0
    words = tokens(text)
    for place, word in enumerate(words):
        free = (
            word.kind == TokenKind.NAME and words[place + 1].text != "!" and (not place or words[place - 1].text != "!")
        )
        if free and (value := values.get(word.text.casefold())) is not None:
            out.append(text[done : word.start] + value)
            done = word.start + len(word.text)
    return "".join(out) + text[done:]


def lambda_parameters(text: str) -> set[str]:
    """The parameters of every LAMBDA in *text*, in lower case."""
    words = tokens(text)
    found: set[str] = set()
    for call in calls_of(words):
        if call.name == "LAMBDA":
            found.update(
                source_text(text, words, first, end).strip("[]").casefold() for first, end in call.arguments[:-1]
            )
    return found


def let_variables(text: str) -> set[str]:
    """The variables of every LET in *text*, in lower case."""
    words = tokens(text)
    found: set[str] = set()
    for call in calls_of(words):
        if call.name == "LET":
            found.update(source_text(text, words, first, end).casefold() for first, end in call.arguments[:-1:2])
    return found


def variable_words(text: str) -> set[str]:
    """The words of *text* that may be variables, in lower case."""
    return {word.text.casefold() for word in tokens(text) if word.kind == TokenKind.NAME}
