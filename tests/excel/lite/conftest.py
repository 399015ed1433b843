"""A workbook's parts read by Python's own zip reader and libxml2, and a replacement for xlwings that remembers what is declared."""

import inspect
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings
from lxml import etree
from tests.excel.lite.lite_engine import make_like_lite

WE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"
EXTENSION = "xl/webextensions/webextension1.xml"

# as the add-in itself leaves it in a file: settings of its own next to the code
WRITTEN_BY_LITE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<we:webextension xmlns:we="http://schemas.microsoft.com/office/webextensions/webextension/2010/11"'
    b' id="{0F0B5B4E-3D54-4B0C-8B0A-2E7B8C3C6A11}"><we:reference id="wa200008175" version="1.0.0.0" store="en-IN"'
    b' storeType="OMEX"/><we:alternateReferences><we:reference id="WA200008175" version="1.0.0.0" store="WA200008175"'
    b' storeType="OMEX"/></we:alternateReferences><we:properties><we:property name="main.py"'
    b' value="&quot;import xlwings as xw\\n\\tx = \\&quot;&lt;&amp;&gt;\\&quot;\\n&quot;"/>'
    b'<we:property name="pyodideVersion" value="&quot;0.27.5&quot;"/><we:property name="count" value="7"/>'
    b"</we:properties><we:bindings/>"
    b'<we:snapshot xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></we:webextension>'
)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as box:
        assert box.testzip() is None
        return {name: box.read(name) for name in box.namelist()}


@pytest.fixture
def parts() -> Callable[[Path], dict[str, bytes]]:
    """The parts of a file, by Python's own zip reader."""
    return _parts


@pytest.fixture
def settings() -> Callable[..., dict[str, Any]]:
    """The settings of a web add-in in a file, by libxml2."""

    def read(path: Path, part: str = EXTENSION) -> dict[str, Any]:
        root = etree.fromstring(_parts(path)[part])
        return {node.attrib["name"]: json.loads(node.attrib["value"]) for node in root.iter(f"{WE}property")}

    return read


@pytest.fixture
def rewritten() -> Callable[[Path, Path, dict[str, bytes]], Path]:
    """Write a copy of a file with some parts replaced or added, the others as they are."""

    def write(path: Path, out: Path, changes: dict[str, bytes]) -> Path:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
            for name, data in (_parts(path) | changes).items():
                box.writestr(name, data)
        return out

    return write


@pytest.fixture
def written_by_lite() -> bytes:
    """A web extension's part as xlwings Lite itself leaves it."""
    return WRITTEN_BY_LITE


@pytest.fixture
def like_lite(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine without Excel, without the members that Lite lacks, and with its asynchronous ones."""
    make_like_lite(monkeypatch)


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give xlwings decorators that store their arguments on the function, as Lite's do; here its own do nothing."""

    def func(function: Any = None, **_options: Any) -> Any:
        if function is None:
            return func
        function.is_func = True
        return function

    def arg(name: str, **options: Any) -> Callable[[Any], Any]:
        def tell(function: Any) -> Any:
            assert name in inspect.signature(function).parameters
            function.args = {name: options, **getattr(function, "args", {})}
            return function

        return tell

    def script(*, name: str) -> Callable[[Any], Any]:
        def tell(function: Any) -> Any:
            function.script_name = name
            return function

        return tell

    for decorator in (func, arg, script):
        monkeypatch.setattr(xlwings, decorator.__name__, decorator)
    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "ippbook"}
    paths = list(sys.path)
    yield
    sys.path[:] = paths
    for name in [name for name in sys.modules if name.split(".")[0] == "ippbook"]:
        del sys.modules[name]
    sys.modules.update(before)
