"""What the figures of an account say, in one sentence for people."""

from datetime import date

from ippbook.languages import say


def verdict(qualifies: str, fails: str, locked_until: date | None) -> str:
    """Whether an account qualifies, why not, and until when it is locked out; the part of a sentence after its name.

    *qualifies* and *fails* are those of `assess`, *locked_until* that of `outlook` (None where it is not locked out).

    >>> verdict("yes", "", None), verdict("no", "9 of 100 complaints", None)
    ('qualifies for Good-Faith', 'does not qualify for Good-Faith: 9 of 100 complaints')
    >>> verdict("yes", "", date(2027, 2, 10))
    'meets every test of Good-Faith, but is locked out until 2027-02-10, because it lost the status (by its own figures)'
    """
    locked = (
        ""
        if locked_until is None
        else say(
            "locked out until {locked_until:%Y-%m-%d}, because it lost the status (by its own figures)",
            locked_until=locked_until,
        )
    )
    if qualifies == "yes":
        return (
            say("meets every test of Good-Faith, but is {locked}", locked=locked)
            if locked
            else say("qualifies for Good-Faith")
        )
    if not fails:
        return say("cannot be judged; see its findings")
    return say("does not qualify for Good-Faith: {fails}", fails=fails) + (
        say("; it is {locked}", locked=locked) if locked else ""
    )
