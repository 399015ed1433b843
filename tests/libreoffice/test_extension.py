"""The extension for LibreOffice is whole: every function has its type, its name and its help, and the same parts give the same bytes."""

import ast
import importlib.util
import io
import json
import sys
import zipfile
from importlib.resources import files
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from ippbook.declare import registry
from ippbook.libreoffice.extension import extension

REGISTRY = "{http://openoffice.org/2001/registry}"
INSIDE = sorted(
    each.name for each in files("ippbook.libreoffice").joinpath("inside").iterdir() if each.name.endswith(".py")
)


@pytest.fixture(scope="module")
def packed():
    with zipfile.ZipFile(io.BytesIO(extension())) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_same_declarations_give_the_same_bytes():
    assert extension() == extension()


def test_what_the_manifest_names_is_there(packed):
    named = [
        entry.get("{http://openoffice.org/2001/manifest}full-path")
        for entry in ET.fromstring(packed["META-INF/manifest.xml"])  # noqa: S314  # we wrote it
    ]
    assert named
    assert not set(named) - set(packed)


def test_every_function_has_its_name_and_help_for_itself_and_each_argument(packed):
    tree = ET.fromstring(packed["CalcAddIns.xcu"])  # noqa: S314  # we wrote it
    shown = {
        node.get(f"{REGISTRY}name"): node
        for node in tree.iter("node")
        if (node.get(f"{REGISTRY}name") or "").startswith("IPP_")
    }
    for name, function in registry().functions.items():
        texts = {prop.get(f"{REGISTRY}name"): prop.findtext("value") for prop in shown[name].findall("prop")}
        assert texts["DisplayName"] == texts["CompatibilityName"] == name
        assert texts["Description"]
        arguments = shown[name].findall("node/node")
        assert len(arguments) == len(function.parameters)
        assert all(prop.findtext("value") for argument in arguments for prop in argument.findall("prop"))
        assert (
            f" {name}({', '.join(f'[in] any a{at}' for at in range(len(arguments)))});"
            in packed["XFunctions.idl"].decode()
        )
    assert json.loads(packed["functions.json"]) == sorted(shown)


@pytest.mark.parametrize("name", INSIDE)
def test_what_runs_inside_libreoffice_needs_only_python_3_8_and_its_standard_library(name):
    text = files("ippbook.libreoffice").joinpath("inside", name).read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    ours = {each.removesuffix(".py") for each in INSIDE}
    others = {each.split(".")[0] for each in imported} - set(sys.stdlib_module_names) - ours
    assert not others - {"uno", "unohelper", "com", "org"}


@pytest.fixture
def unpacked(packed, tmp_path):
    """The channel as LibreOffice loads it from the extension, without an installation, and an office of a language."""
    for name in ("sentences.json", "pythonpath/ippbook_channel.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(packed[name])
    path = tmp_path / "pythonpath" / "ippbook_channel.py"
    found = importlib.util.spec_from_file_location("unpacked_channel", path)
    channel = importlib.util.module_from_spec(found)
    found.loader.exec_module(channel)

    def office(language):
        reader = SimpleNamespace(getByHierarchicalName={"/org.openoffice.Setup/L10N/ooLocale": language}.get)
        return SimpleNamespace(ServiceManager=SimpleNamespace(createInstanceWithArgumentsAndContext=lambda *_: reader))

    return channel, office


def test_what_the_extension_says_itself_is_in_the_language_of_libreoffice(unpacked, tmp_path, monkeypatch):
    channel, office = unpacked
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    for language, says in [
        ("en-US", "ippbook is not installed on this computer"),
        ("zh-CN", "本机未安装 ippbook"),
        ("fr", "ippbook is not installed on this computer"),
    ]:
        assert channel.speak_like_office(office(language)) == language
        with pytest.raises(channel.NoAnswerError, match=says):
            channel.Channel(channel.command_of_installation).ask({})
    assert channel.speak_like_office(None) == ""


def test_every_sentence_of_the_extension_has_its_chinese_one(packed):
    chinese = json.loads(packed["sentences.json"])["zh"]
    assert "ippbook works on spreadsheets. Open the workbook in Calc, and press the button there." in chinese
    assert [text for text, translated in chinese.items() if translated == text] == []
