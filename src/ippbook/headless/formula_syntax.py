"""Whether Excel accepts a text as a formula.

Not checked, because it needs a list of all functions: whether names exist, and whether a function has the right number of arguments.

>>> check_formula('IF(SUM(A1:B2)>2,"x",Rights[[#This Row],[Number]])')
>>> check_formula("SUM(A1;B2)")
Traceback (most recent call last):
...
ippbook.headless.errors.ComError: (-2147352567, 'Exception occurred.', (0, 'Microsoft Excel', ...
"""

from functools import lru_cache

from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.syntax import check_words
from ippbook.formulas.tokens import Token, tokens
from ippbook.headless.errors import excel_error


@lru_cache(maxsize=16_384)
def formula_words(body: str) -> tuple[Token, ...]:
    """The words of a formula; they are kept, because a formula is checked and then spelled for the file. Raises `FormulaError`."""
    return tuple(tokens(body))


def check_formula(body: str) -> None:
    """Raise Excel's error 1004 where *body*, without `=`, is not a formula; NotImplementedError for a sign that the engine does not read."""
    if "|" in _bare(body):
        raise NotImplementedError(f"The engine without Excel writes no link to another program (DDE): ={body[:60]}")
    try:
        found = formula_words(body)
    except FormulaError:
        if not body.isascii():  # letters that Excel allows in names and `tokens` does not know
            raise NotImplementedError(f"The engine without Excel cannot read the formula ={body[:60]}") from None
        raise _wrong() from None
    try:
        check_words(found)
    except NotCalculatedError as refusal:
        raise NotImplementedError(f"The engine without Excel cannot read the formula ={body[:60]}: {refusal}") from None
    except FormulaError:
        raise _wrong() from None


def _wrong() -> Exception:
    return excel_error("Application-defined or object-defined error")


def _bare(body: str) -> str:
    """The formula without its texts and without the names in apostrophes."""
    return "".join(part for text in body.split('"')[::2] for part in text.split("'")[::2])
