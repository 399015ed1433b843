"""Every JSON output has a version and a published shape; a change of shape is a new version.

The fixture `ippbook` compares every JSON output of every test with its shape; here are the promises about the shapes
themselves, and one output of each command.
"""

import hashlib
import json
from pathlib import Path

import pytest
import typer
from jsonschema import Draft202012Validator

from ippbook import workbook_builder
from ippbook.cli.ci_page import schema_files
from ippbook.cli.parser import app
from ippbook.cli.schemas import command_schemas
from ippbook.workbook_builder.content import Content

RECORDED = Path(__file__).parent / "json_schema_versions.json"
"""For each command and version the SHA-256 of its schema. A new version is a new line; a line never changes."""
DAY = ("--as-of", "2026-10-31")


def commands(group, path=()):
    """Every command, by its words."""
    for name in group.commands:
        command = group.commands.get(name)
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def test_every_command_with_a_format_has_a_schema() -> None:
    found = {
        name for name, command in commands(typer.main.get_command(app)) if "output" in {p.name for p in command.params}
    }
    assert found == set(command_schemas())


def digest(document: object) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def test_a_shape_never_changes_without_a_new_version() -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    now = {name: {str(schema.version): digest(schema.document)} for name, schema in command_schemas().items()}
    changed = {
        name: f"version {version} is {value}: raise the version of the schema, and add a line to {RECORDED.name}"
        for name, versions in now.items()
        for version, value in versions.items()
        if recorded.get(name, {}).get(version) != value
    }
    assert changed == {}


@pytest.mark.parametrize("name", command_schemas())
def test_each_schema_is_valid_and_is_printed(name, ippbook) -> None:
    ran = ippbook("schema", name)
    document = json.loads(ran.out)
    Draft202012Validator.check_schema(document)
    assert (ran.code, document) == (0, command_schemas()[name].document)


def test_the_published_files_are_the_schemas() -> None:
    folder = Path(__file__).parents[2] / "docs" / "json-schemas"
    assert {name: (folder / name).read_text(encoding="utf-8") for name in schema_files()} == schema_files()


def test_without_a_command_the_schemas_are_listed_with_their_versions(ippbook) -> None:
    assert ippbook("schema").out.splitlines() == [
        f"{each.command}  version {each.version}" for each in command_schemas().values()
    ]


def test_a_schema_that_does_not_exist_is_refused(ippbook) -> None:
    assert "there is no schema 'chekc'" in ippbook("schema", "chekc").err


def test_a_schema_refuses_a_new_a_missing_and_a_wrong_field() -> None:
    validator = Draft202012Validator(command_schemas()["get"].document)
    head = {
        "schema_version": 1,
        "command": "get",
        "ippbook": "1",
        "as_of": "2026-10-31",
        "timezone": "UTC",
        "error": None,
    }
    cell = {"cell": "A!A1", "value": 1, "formula": None, "type": "number"}
    assert validator.is_valid({**head, "cells": [cell]})
    for wrong in ({**cell, "new": 1}, {"cell": "A!A1"}, {**cell, "cell": 1}):
        assert not validator.is_valid({**head, "cells": [wrong]})
    assert not validator.is_valid({**head, "schema_version": 2, "cells": [cell]})


# ---- one output of each command


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    """A workbook with a row or two in each table."""
    rows = {
        "Rights": [{"right": "R1", "right_type": "trademark", "office": "CN", "number": "12345678", "name": "N", "owner": "O"}],
        "Accounts": [{"account": "acme", "role": "right holder", "complainant": "O"}],
        "Listings": [{"listing": "L1", "url": "https://item.taobao.com/item.htm?id=612345678901", "title": "t", "right": "R1", "seller": "S"}],
        "Complaints": [
            {"complaint": "C1", "listing": "L1", "right": "R1", "account": "acme", "reason": "trademark on goods",
             "status": "counter-noticed", "filed": "2026-10-01", "counter_noticed": "2026-10-29"},
        ],
    }  # fmt: skip
    path = tmp_path_factory.mktemp("tiny") / "tiny.xlsx"
    workbook_builder.draw(path, content=Content(rows=rows))
    return path


ELSEWHERE = pytest.mark.deep
"""Other tests print these documents in each run, and the fixture compares them with their shape."""
OUTPUTS = [
    pytest.param(("check", "FILE", *DAY), marks=ELSEWHERE),
    ("check", "FILE", "missing.xlsx", *DAY),
    pytest.param(("recalc", "FILE", "-o", "OUT", *DAY), marks=ELSEWHERE),
    ("recalc", "FILE", "--check", *DAY),
    ("adopt", "FILE"),
    ("import", "FILE", "--listings", "EXPORT", "-o", "OUT"),
    pytest.param(("plan", "FILE", "--dry-run", *DAY), marks=ELSEWHERE),
    ("pack", "FILE", "-o", "FOLDER", *DAY),
    ("notice", "FILE", "C1", *DAY),
    ("due", "FILE", *DAY),
    ("today", "FILE", *DAY),
    pytest.param(("goodfaith", "FILE", *DAY), marks=ELSEWHERE),
    ("goodfaith", "FILE", "--forecast", "--plan", *DAY),
    ("goodfaith", "FILE", "--explain", "acme", *DAY),
    pytest.param(("sellers", "FILE", *DAY), marks=ELSEWHERE),
    pytest.param(("ready", "FILE", *DAY), marks=ELSEWHERE),
    pytest.param(("dossier", "FILE", "L1", *DAY), marks=ELSEWHERE),
    ("rules", "--table", "Accounts"),
    ("explain", "CP101"),
    ("explain", "IPP_PLATFORM"),
    ("explain", "TB102"),
    ("eval", "=1/0", "=1+1", '="a"', "=TRUE"),
    ("get", "FILE", "Listings!A2", "Listings!Z99"),
    ("trace", "FILE", "Complaints!A2", "--dependents", *DAY),
    ("run", "--list"),
    pytest.param(("doctor",), marks=ELSEWHERE),
    pytest.param(("excel", "status"), marks=ELSEWHERE),
]


@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
def test_each_command_prints_its_shape(words, tiny, tmp_path, ippbook) -> None:
    export = tmp_path / "export.csv"
    export.write_text("URL,Title\nhttps://item.taobao.com/item.htm?id=612345678902,x\nnonsense,y\n", encoding="utf-8")
    places = {"FILE": tiny, "OUT": tmp_path / "out.xlsx", "FOLDER": tmp_path / "folder", "EXPORT": export}
    command = " ".join(words[:2]) if words[0] == "excel" else words[0]
    ran = ippbook(*(places.get(word, word) for word in words), "--format", "json")  # validates
    found = json.loads(ran.out)
    version = command_schemas()[command].version
    assert (found["command"], found["schema_version"], found["timezone"]) == (command, version, "Asia/Shanghai")
    if DAY[0] in words:
        assert found["as_of"] == DAY[1]


@pytest.mark.parametrize(
    "words",
    [
        ("check", "FILE", "--as-of", "yesterday"),
        ("check", "FILE", "--fail-on", "everything"),
        ("check",),
        ("due", "missing.xlsx"),
        ("due", "FILE", "--days", "many"),
        ("get", "FILE", "Nowhere!A1"),
        ("ready", "FILE", "a", "--account", "b"),
        ("rules", "--table", "Nothing"),
        ("check", "FILE", "--timezone", "Asia/Nowhere"),
        ("excel", "status", "--nothing"),
    ],
    ids=" ".join,
)
def test_a_failure_is_a_document_too_and_its_words_are_on_standard_error(words, tiny, ippbook) -> None:
    ran = ippbook(*(tiny if word == "FILE" else word for word in words), "--format", "json")
    error = json.loads(ran.out)["error"]
    assert (ran.code, error["exit_code"], error["kind"] in {"usage", "input"}) == (2, 2, True)
    assert error["message"].split()[0] in ran.err


def test_a_format_in_front_of_a_wrong_command_gives_a_document(ippbook) -> None:
    ran = ippbook("chekc", "--format", "json")
    assert (ran.code, json.loads(ran.out)["error"]["kind"]) == (2, "usage")


def test_the_day_of_a_workbook_with_the_setting_is_stated(tmp_path, ippbook) -> None:
    path = tmp_path / "dated.xlsx"
    workbook_builder.draw(path, content=Content(settings={"as_of": "2025-05-05"}))
    for words in (("sellers", path), ("due", path)):
        assert json.loads(ippbook(*words, "--format", "json").out)["as_of"] == "2025-05-05"
    (entry,) = json.loads(ippbook("check", path, "--format", "json").out)["files"]
    assert entry["as_of"] == "2025-05-05"
