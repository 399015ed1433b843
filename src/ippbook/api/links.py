"""One link or one number, or a whole column of links."""

from collections.abc import Callable
from typing import overload

import pandas as pd

from ippbook.declare.worksheet_function import FAILED, declared
from ippbook.errors import UserError
from ippbook.functions import numbers, urls
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class RightNumber:
    """A registration number as ippbook reads it."""

    text: str
    """As its office prints it; only cleaned where ippbook knows no format for it."""
    valid: bool | None
    """Whether the number can be one of its office's; None where ippbook knows no format."""
    problem: str
    """What is wrong with it, in one sentence; "" where nothing is."""


@overload
def platform(link: str) -> str: ...
@overload
def platform(link: "pd.Series[str]") -> "pd.Series[str]": ...
def platform(link: "str | pd.Series[str]") -> "str | pd.Series[str]":
    """The marketplace of a link, as its code; "" where the link leads to none.

    A Series gives a Series with the same index. Source: ipp-facts 2.1 [CODE].
    """
    return _links(urls.platform, link)


@overload
def item_id(link: str) -> str: ...
@overload
def item_id(link: "pd.Series[str]") -> "pd.Series[str]": ...
def item_id(link: "str | pd.Series[str]") -> "str | pd.Series[str]":
    """The item number in a link, as text; "" where the link leads to no item.

    A Series gives a Series with the same index. Source: ipp-facts 2.1, 2.2 [CODE].
    """
    return _links(urls.item_id, link)


@overload
def canonical_url(link: str) -> str: ...
@overload
def canonical_url(link: "pd.Series[str]") -> "pd.Series[str]": ...
def canonical_url(link: "str | pd.Series[str]") -> "str | pd.Series[str]":
    """The form of a link to store and to file: one for each item, without tracking; "" where the link leads to no item.

    A Series gives a Series with the same index. Source: ipp-facts 2.1 [CODE].
    """
    return _links(urls.canonical_url, link)


def number(text: str, *, office: str, right_type: str = "trademark") -> RightNumber:
    """Read a registration number: how its office prints it, and whether it can be right.

    *office* and *right_type* in any spelling that a workbook may have, such as "CN" or "China", "design patent" or
    外观设计专利. Raises `UserError` for one that ippbook does not know. Source: ipp-facts 4.1, 4.2.
    """
    printed, valid, problem = (
        str(declared(function).call([text, right_type, office]))
        for function in (numbers.number, numbers.number_valid, numbers.number_problem)
    )
    if printed.startswith(FAILED):
        raise UserError(printed.removeprefix(FAILED).strip())
    return RightNumber(printed, {"yes": True, "no": False}.get(valid), problem)


def _links(function: Callable[[str], str], link: "str | pd.Series[str]") -> "str | pd.Series[str]":
    """The answer for one link, or for each link of a column; each distinct link is read once."""
    whole = declared(function)
    if isinstance(link, pd.Series):
        return pd.Series(whole.call([link.reset_index(drop=True)]), index=link.index, dtype=object)
    return str(whole.call([link]))
