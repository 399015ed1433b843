"""Every module of a file with macros, by name: generated, handwritten, and from xlwings."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.docstring import notes_in
from ippbook.declare.udf_wrapper import LONGEST_NOTE, note, wrapper_of
from ippbook.languages import ENGLISH, in_language
from ippbook.workbook_builder.vba.button_module import BUTTONS, button_source
from ippbook.workbook_builder.vba.function_module import FUNCTIONS, WIZARD, function_source, wizard_source
from ippbook.workbook_builder.vba.hosts import MacroFile
from ippbook.workbook_builder.vba.words_module import WORDS, messages_in, with_messages, words_source
from ippbook.workbook_builder.vba.xlwings_vba import BRIDGE, DICTIONARY, bridge, dictionary

WRITTEN: Final = "IppBook"
DOCUMENT: Final = "ThisWorkbook"
"""The module of the workbook itself: its text is handwritten, its header depends on the file."""


def generated(host: MacroFile) -> Mapping[str, str]:
    """The modules generated from the declarations, name -> source."""
    wrappers = [wrapper_of(function) for function in registry().functions.values()]
    return {
        FUNCTIONS: function_source(wrappers, host),
        WIZARD: wizard_source(wrappers, _wizard_words(host.language)),
        BUTTONS: button_source(buttons()),
    }


def modules(host: MacroFile) -> Mapping[str, str]:
    """Every standard and class module of *host*, name -> source as in a .bas or .cls file; without document modules."""
    own = {WORDS: words_source()} if host.language != ENGLISH else {}
    return {
        WRITTEN: with_messages(handwritten(f"{WRITTEN}.bas"), host.language),
        **own,
        **generated(host),
        BRIDGE: bridge(host),
        DICTIONARY: dictionary(),
    }


def _wizard_words(language: str) -> Mapping[str, str]:
    """The texts of the function wizard in *language*, by the English text as the wizard has it."""
    if language == ENGLISH:
        return {}
    found: dict[str, str] = {}
    for function in registry().functions.values():
        for text in (function.page.summary, *notes_in(function.page).values()):
            found[note(text)] = in_language(text, language).replace("*", "")[:LONGEST_NOTE]
        found[wrapper_of(function).category] = f"IPP {in_language(function.category, language)}"
    return found


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
