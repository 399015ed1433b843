"""The refusal of a value that cannot be read as what its column holds."""

from ippbook.languages.sentence import say


class Unreadable(Exception):  # noqa: N818  # it names the value, not a failure of the program
    """A value that cannot be taken as what its column holds; `why` finishes the sentence "… cannot be read: "."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = say(why) if type(why) is str else why


class Doubtful(Unreadable):
    """A value that can be read in two ways; `why` names both."""


__all__ = ["Doubtful", "Unreadable"]
