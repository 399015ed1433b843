"""The extension for LibreOffice is whole: every function has its type, its name and its help, and the same parts give the same bytes."""

import ast
import io
import json
import sys
import zipfile
from importlib.resources import files
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
