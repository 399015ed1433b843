"""Text of a workbook as the page and its drawings show it."""

from ippbook.control_characters import visible


def cut(text: str, most: int = 400) -> str:
    r"""*text* with visible control characters, none that XML forbids, and at most *most* characters before they were made visible.

    >>> print(cut("a\x1bb"), cut("abcd", 3))
    a\u001bb ab…
    """
    shown = visible(text[:most]).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return shown if len(text) <= most else f"{shown[: most - 1]}…"
