"""Pieces of Markdown that the pages share."""

import re


def table_row(*cells: str) -> str:
    r"""One row of a table.

    >>> table_row("a", "b | c")
    '| a | b \\| c |'
    """
    return "| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in cells) + " |"
