"""Every module of a file with macros, by name: generated, handwritten, and from xlwings."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.udf_wrapper import wrapper_of
from ippbook.languages import ENGLISH
from ippbook.workbook_builder.vba.button_module import BUTTONS, button_source
from ippbook.workbook_builder.vba.function_module import FUNCTIONS, WIZARD, function_source, wizard_source
from ippbook.workbook_builder.vba.hosts import MacroFile
from ippbook.workbook_builder.vba.words_module import WORDS, in_words, messages_in, words_source
from ippbook.workbook_builder.vba.xlwings_vba import BRIDGE, DICTIONARY, bridge, dictionary

WRITTEN: Final = "IppBook"
DOCUMENT: Final = "ThisWorkbook"
"""The module of the workbook itself: its text is handwritten, its header depends on the file."""


def generated(host: MacroFile) -> Mapping[str, str]:
    """The modules generated from the declarations, name -> source."""
    wrappers = [wrapper_of(function) for function in registry().functions.values()]
    return {
        FUNCTIONS: function_source(wrappers, host),
        WIZARD: wizard_source(wrappers, host.language),
        BUTTONS: button_source(buttons()),
    }


def modules(host: MacroFile) -> Mapping[str, str]:
    """Every standard and class module of *host*, name -> source as in a .bas or .cls file; without document modules."""
    own = {WORDS: words_source()} if host.language != ENGLISH else {}
    return {
        WRITTEN: in_words(handwritten(f"{WRITTEN}.bas"), host.language),
        **own,
        **generated(host),
        BRIDGE: bridge(host),
        DICTIONARY: dictionary(),
    }


def handwritten(name: str) -> str:
    """The text of a module in macros/. Raises `FileNotFoundError`."""
    packed = (
        files("ippbook.workbook_builder.vba") / "macros" / name
    )  # in an installed package; a source tree has them at its root
    found = packed if packed.is_file() else Path(__file__).parents[4] / "macros" / name
    return found.read_bytes().decode("ascii").replace("\r\n", "\n").replace("\n", "\r\n")


def written_messages() -> tuple[str, ...]:
    """The messages of the handwritten modules, for the catalogues of the languages."""
    return tuple(dict.fromkeys(messages_in(handwritten(f"{WRITTEN}.bas"))))
