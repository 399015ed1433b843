"""Files with macros in Chinese: the source stays ASCII, and the interpreter of VBA gives the Chinese texts."""

import dataclasses
import re
import zipfile

import pytest
from lxml import etree
from pyopenvba.interpreter import HostBridge, Interpreter

from ippbook.buttons import buttons
from ippbook.languages import in_language
from ippbook.languages.names import CHINESE
from ippbook.normalize import has_chinese
from ippbook.workbook_builder import vba
from ippbook.workbook_builder.vba.function_module import WIZARD
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK
from ippbook.workbook_builder.vba.modules import WRITTEN, modules, written_messages
from ippbook.workbook_builder.vba.ribbon import NS, PART, ribbon
from ippbook.workbook_builder.vba.words_module import WORDS, spelled_out, words_source

CHINESE_BOOK = dataclasses.replace(BOOK, language=CHINESE)


def spelled(expression: str) -> str:
    interpreter = Interpreter(HostBridge())
    interpreter.add_module(words_source(), name=WORDS)
    interpreter.add_module(f"Function Answer()\r\n    Answer = {expression}\r\nEnd Function\r\n", name="Asks")
    return interpreter.run("Asks.Answer")


@pytest.mark.parametrize("text", ["投诉", "“检查结果”列：100 %", "plain"])
def test_a_text_that_is_spelled_out_is_the_text_again(text):
    assert spelled(spelled_out(text)) == text


def test_the_source_of_a_chinese_file_is_ascii_and_within_the_limits_of_the_compiler():
    found = modules(CHINESE_BOOK)
    assert set(found) - set(modules(BOOK)) == {WORDS}
    for name, source in found.items():
        assert source.isascii(), name
        assert max(map(len, source.splitlines())) <= 1023, name


def test_every_message_of_the_handwritten_module_is_said_in_chinese():
    assert len(written_messages()) == 10
    assert [text for text in written_messages() if not has_chinese([in_language(text, CHINESE)])] == []
    source = modules(CHINESE_BOOK)[WRITTEN]
    assert len(re.findall(r"IppBookSaid\(", source)) >= 8


def test_the_wizard_describes_every_function_in_chinese():
    source = modules(CHINESE_BOOK)[WIZARD]
    calls = re.findall(r'Register "(IPP_\w+)", _\r\n        (\S+)', source)
    assert len(calls) > 50
    assert [name for name, text in calls if not text.startswith("IppBookSpelled(")] == []


@pytest.mark.parametrize("host", [BOOK, ADDIN], ids=["workbook", "add-in"])
def test_the_ribbon_is_chinese_and_calls_the_same_macros(host):
    english, chinese = (
        etree.fromstring(ribbon(buttons(), each)) for each in (host, dataclasses.replace(host, language=CHINESE))
    )
    own = ("label", "screentip", "supertip")
    for left, right in zip(english.iter(), chinese.iter(), strict=True):
        assert {k: v for k, v in left.items() if k not in own} == {k: v for k, v in right.items() if k not in own}
        if left.tag != f"{{{NS}}}tab":
            assert all(has_chinese([right.get(name)]) for name in own if left.get(name))


def test_a_chinese_workbook_with_macros_has_the_chinese_ribbon(tmp_path):
    path = tmp_path / "team.xlsm"
    vba.workbook(path, language=CHINESE)
    with zipfile.ZipFile(path) as package:
        assert package.read(PART) == ribbon(buttons(), CHINESE_BOOK)
