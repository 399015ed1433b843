"""A request that cannot be carried out: one plain sentence. The command line prints it and exits with 2."""

from ippbook.languages.sentence import say


class UserError(Exception):
    """The sentence says what happened, why, and what to do. It needs no traceback: the user can act on it.

    It is a template with the values of its placeholders, so that a face can translate it: `in_language(str(error), language)`.
    """

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(say(sentence, **values) if values or type(sentence) is str else sentence)
