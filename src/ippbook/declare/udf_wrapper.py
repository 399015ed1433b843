"""The VBA wrapper of a worksheet function: names, notes and limits that VBA and Excel accept.

The workbook builder writes the wrappers from it, and `ippbook.udfs` names its Python arguments by it, so the two agree.
"""

import keyword
import re
import unicodedata
from typing import Final

from ippbook.declare.worksheet_function import WorksheetFunction
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH
from ippbook.quick_dataclasses import dataclass

LONGEST_NOTE: Final = MAX_SHORT_LENGTH
"""Characters that `Application.MacroOptions` takes of a description or of the note of an argument."""
MOST_ARGUMENTS: Final = 60
"""Parameters that a VBA procedure takes."""

# MS-VBAL 3.3.5.2: reserved identifiers, and those that begin a statement. A name like one of them does not compile.
_RESERVED: Final = frozenset(
    """
    abs access addressof alias and any append array as attribute base binary boolean byref byte byval call case cbool cbyte
    ccur cdate cdbl cdec cint circle clng clnglng clngptr close compare const csng cstr currency cvar cverr database date
    debug decimal declare defbool defbyte defcur defdate defdbl defdec defint deflng deflnglng deflngptr defobj defsng defstr
    defvar dim do doevents double each else elseif empty end endif enum eqv erase error event exit explicit false fix for
    friend function get global gosub goto if imp implements in input inputb int integer is lbound len lenb let lib like line
    linenumber load lock long longlong longptr loop lset me mid midb mod module name new next not nothing null object on open
    option optional or output paramarray preserve print private property pscale psetptr public put raiseevent random read
    redim rem reset resume return rset scale seek select set sgn shared single spc static step stop string sub tab then
    time to true type typeof ubound unknown unload unlock until variant wend while width with withevents write xor
    """.split()  # noqa: SIM905  # ninety words read better as prose than as ninety quoted lines
)
# Names that the wrapper itself uses: an argument of that name would hide them.
_IN_USE: Final = frozenset(
    {"activeworkbook", "app", "application", "caller", "err", "failed", "range", "thisworkbook", "xlpy"}
)
# The editor gives a name one spelling in the whole project: these are the spellings of the modules that the wrappers share it with.
_SPELLED: Final = {"number": "Number"}  # Err.Number
_PLAIN: Final = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
        "\u2192": "->",
        "\u2265": ">=",
        "\u2264": "<=",
        "\u00d7": "x",
    }
)
_EMPHASIS: Final = late_pattern(r"\*(\S(?:[^*]*\S)?)\*")
_NAME: Final = late_pattern(r"[A-Z](?:[A-Z0-9_]*[A-Z0-9])?")
_ADDRESS: Final = late_pattern(r"[A-Z]{1,3}[0-9]+|R[0-9]*(?:C[0-9]*)?|C[0-9]*", re.IGNORECASE)


@dataclass(frozen=True)
class Argument:
    """An argument of a wrapper."""

    name: str
    """Legal in VBA and in Python, and unique in the function, even without regard to case."""
    parameter: str
    """The name of the parameter in the declaration."""
    optional: bool
    note: str
    """What it is, for the function wizard: ASCII, one line, at most 255 characters."""


@dataclass(frozen=True)
class Wrapper:
    """The signature of a worksheet function, as VBA and the function wizard take it."""

    name: str
    arguments: tuple[Argument, ...]
    description: str
    """The function's sentence: ASCII, one line, at most 255 characters."""
    category: str
    """The category in the function wizard. All of ippbook's categories begin alike, so the wizard lists them together."""

    @property
    def argument_notes(self) -> tuple[str, ...]:
        """The notes of the arguments, in order."""
        return tuple(argument.note for argument in self.arguments)


def wrapper_of(function: WorksheetFunction) -> Wrapper:
    """The wrapper of *function*. Raises `ValueError` if VBA or Excel would refuse the declaration."""
    if not legal(function.name):
        message = f"{function.name} cannot be the name of a function in a cell: it is a cell address, or not a legal name in VBA. Use upper-case letters, digits and underscores, as in IPP_NAME"
        raise ValueError(message)
    if len(function.parameters) > MOST_ARGUMENTS:
        message = f"{function.name} has {len(function.parameters)} arguments. VBA allows {MOST_ARGUMENTS}: drop some, or take a table"
        raise ValueError(message)
    taken = {function.name.lower()}
    arguments = []
    for parameter in function.parameters:
        name = _free(parameter.name, taken)
        taken.add(name.lower())
        arguments.append(Argument(name, parameter.name, not parameter.required, note(parameter.note)))
    return Wrapper(function.name, tuple(arguments), note(function.page.summary), note(f"IPP {function.category}"))


def legal(name: str) -> bool:
    """Whether *name* can be a function in a cell and a procedure in VBA: upper case, not a cell address, not a word of VBA."""
    return (
        _NAME.fullmatch(name) is not None
        and len(name) <= LONGEST_NOTE
        and not _ADDRESS.fullmatch(name)
        and name.lower() not in _RESERVED
    )


def note(text: str) -> str:
    """*text* as VBA source and the function wizard accept it: ASCII, one line, at most 255 characters; cut at a word."""
    text = _EMPHASIS.sub(
        r"\1", text
    )  # a name of a column is in italics on the page; the wizard would show the asterisks
    spelled = unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "ignore").decode("ascii")
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in spelled).split())
    if len(line) <= LONGEST_NOTE:
        return line
    head = line[: LONGEST_NOTE - 3]
    return f"{head.rpartition(' ')[0] or head}..."


def _free(name: str, taken: set[str]) -> str:
    """The argument's name; with an underscore and, if needed, a number after it if VBA, Python or the wrapper uses the name."""
    plain = re.sub(r"\W", "", name, flags=re.ASCII).lstrip("_0123456789") or "argument"
    reserved = plain.lower() in _RESERVED or plain.lower() in _IN_USE or keyword.iskeyword(plain)
    wanted = f"{plain}_" if reserved else _SPELLED.get(plain, plain)
    number = 2
    while wanted.lower() in taken:
        wanted = f"{plain}_{number}"
        number += 1
    return wanted


__all__ = ["LONGEST_NOTE", "MOST_ARGUMENTS", "Argument", "Wrapper", "legal", "note", "wrapper_of"]
