"""A request that cannot be carried out: one plain sentence. The command line prints it and exits with 2."""


class UserError(Exception):
    """The sentence says what happened, why, and what to do. It needs no traceback: the user can act on it."""
