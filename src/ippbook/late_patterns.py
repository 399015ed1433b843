"""Regular expressions that are compiled when they are first used: a command uses few of those that its modules declare."""

import re
from typing import TYPE_CHECKING, AnyStr

if TYPE_CHECKING:

    def late_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
        """As `re.compile`, for a constant of a module. The expression is checked when it is first used."""
else:

    class late_pattern:  # noqa: N801  # in place of the function
        """A pattern that is not compiled yet; each of its methods is looked up once."""

        def __init__(self, text: AnyStr, flags: int = 0) -> None:
            self._declared = text, flags

        def __getattr__(self, name: str) -> object:
            value = getattr(re.compile(*self._declared), name)
            setattr(self, name, value)
            return value


__all__ = ["late_pattern"]
