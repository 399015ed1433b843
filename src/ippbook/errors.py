"""A request that cannot be carried out, said in one plain sentence. The command line prints it and exits with 2."""


class Refusal(Exception):  # noqa: N818  # it names what happened, not a failure of the program
    """The sentence names what was asked, why it cannot be, and the remedy."""
