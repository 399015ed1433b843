"""Prices as pages write them: the amount and the currency."""

from ippbook.declare import worksheet
from ippbook.tables.prices import price_from_text
from ippbook.tables.unreadable import Unreadable


@worksheet("IPP_PRICE", "Links")
def price_amount(price: str) -> float | None:
    """The amount of a price; of a range the lowest one. Empty if the text names no amount, or can mean two.

    A price is never a ground for a complaint: use it to sort.

    Source: ipp-facts 5.2 [O12: OFF].

    Arguments:
        price: the price as a page, an export or a person wrote it

    Examples:
        =IPP_PRICE("US $12.99 - 15.99") -> 12.99
        =IPP_PRICE("1.299,00 €") -> 1299
        =IPP_PRICE("面议") ->
    """
    try:
        return price_from_text(price).amount
    except Unreadable:
        return None


@worksheet("IPP_CURRENCY", "Links")
def price_currency(price: str) -> str:
    """The currency of a price: its ISO 4217 code, or the sign if several currencies share it ($ or kr). Empty if the text names none.

    Source: ipp-facts 5.2 [O12: OFF]; ISO 4217.

    Arguments:
        price: the price as a page, an export or a person wrote it

    Examples:
        =IPP_CURRENCY("RM 45.90") -> MYR
        =IPP_CURRENCY("99元") -> CNY
        =IPP_CURRENCY("$12.99") -> $
    """
    try:
        return price_from_text(price).currency
    except Unreadable:
        return ""
