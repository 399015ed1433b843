"""The JSON output of a command as a JSON Schema, and the fields that every output starts with.

A change of shape is a new version of that command's schema; a test compares each version with what it was.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any, Final, TypeAlias

from ippbook.cli.exit_codes import RunFailure
from ippbook.cli.json_text import OutputObject
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
from ippbook.version import __version__

JsonShape: TypeAlias = dict[str, Any]
"""A JSON Schema of a value."""

TEXT_SHAPE: Final[JsonShape] = {"type": "string"}
INTEGER: Final[JsonShape] = {"type": "integer"}
TRUTH: Final[JsonShape] = {"type": "boolean"}
CELL_VALUE: Final[JsonShape] = {"type": ["string", "number", "boolean", "null"]}
DAY: Final[JsonShape] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def maybe(shape: JsonShape) -> JsonShape:
    """*shape* or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def items(shape: JsonShape) -> JsonShape:
    """A list of *shape*."""
    return {"type": "array", "items": shape}


def mapping(shape: JsonShape) -> JsonShape:
    """An object whose names are free and whose values are *shape*."""
    return {"type": "object", "additionalProperties": shape}


def choice(*values: str) -> JsonShape:
    """One of these texts."""
    return {"enum": list(values)}


def described(about: str, shape: JsonShape) -> JsonShape:
    """*shape* with a sentence about it."""
    return {"description": about, **shape}


def record(fields: Mapping[str, JsonShape], optional: Mapping[str, JsonShape] | None = None) -> JsonShape:
    """An object with exactly these *fields*, and those of *optional* that apply."""
    every = {**fields, **(optional or {})}
    return {"type": "object", "required": list(fields), "properties": every, "additionalProperties": False}


def texts(names: str) -> Mapping[str, JsonShape]:
    """A text for each of the *names*, separated by spaces."""
    return dict.fromkeys(names.split(), TEXT_SHAPE)


def row(text_names: str, number_names: str = "") -> JsonShape:
    """A row of a table: texts (or null) and numbers (or null), by name."""
    fields: dict[str, JsonShape] = {key: {"type": ["string", "null"]} for key in text_names.split()}
    return record(fields | {key: {"type": ["number", "null"]} for key in number_names.split()})


SEVERITIES: Final = ("error", "warning", "advice")
COUNTS: Final = record(dict.fromkeys(SEVERITIES, INTEGER))
"""How many findings of each severity."""
FINDING_FIELDS: Final = {
    "code": TEXT_SHAPE,
    "severity": choice(*SEVERITIES),
    "table": TEXT_SHAPE,
    "sheet": TEXT_SHAPE,
    "cell": described(
        "The address, such as B12; empty where the finding is about a whole table or the file.", TEXT_SHAPE
    ),
    "row": described("The row of the table, from 1; 0 where the finding is about no row.", INTEGER),
    "column": TEXT_SHAPE,
    "message": TEXT_SHAPE,
    "key": described("What names the row when rows move; empty where it is about no row.", TEXT_SHAPE),
}
"""The fields of a finding."""
FINDING: Final = record(FINDING_FIELDS)
"""A finding."""
_ERROR: Final = record({
    "message": described("What happened, why, and what to do.", TEXT_SHAPE),
    "kind": described("Wrong arguments; a file, a cell or the disk; Ctrl-C; an internal error.", choice("usage", "input", "interrupted", "fault")),
    "exit_code": INTEGER,
})  # fmt: skip


@dataclass(frozen=True)
class CommandSchema:
    """The JSON output of a command: its version and its own fields (one mapping for each shape that it can have)."""

    command: str
    version: int
    payloads: tuple[Mapping[str, JsonShape], ...]
    optional: Mapping[str, JsonShape] = field(default_factory=dict)
    """Fields that only some options add."""
    partial: bool = False
    """Whether the fields are there although the command stopped: what it had done until then."""

    @property
    def document(self) -> JsonShape:
        """The JSON Schema, draft 2020-12."""
        shapes = [self._shape(fields, None) for fields in self.payloads]
        if self.partial:
            shapes = [self._shape(fields, maybe(_ERROR)) for fields in self.payloads]
        else:
            shapes.append(self._shape({}, _ERROR))
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": say(
                "urn:ippbook:json:{command}:{version}", command=self.command.replace(" ", "-"), version=self.version
            ),
            "title": say(
                "ippbook {command} --format json, version {version}", command=self.command, version=self.version
            ),
            **(shapes[0] if len(shapes) == 1 else {"oneOf": shapes}),
        }

    def _shape(self, fields: Mapping[str, JsonShape], error: JsonShape | None) -> JsonShape:
        head = {
            "schema_version": described("A change of shape is a new version.", {"const": self.version}),
            "command": {"const": self.command},
            "ippbook": described("The version of ippbook.", TEXT_SHAPE),
            "as_of": described("The day for which the output is judged.", DAY),
            "timezone": described("The time zone in which the day of the run was taken.", TEXT_SHAPE),
            "error": described("Why the command stopped.", error or {"type": "null"}),
        }
        return record({**head, **fields}, self.optional if fields else {})


def json_head(command: str, version: int, day: date, timezone: str, failure: RunFailure | None) -> OutputObject:
    """The fields that the JSON output of every command starts with."""
    return {
        "schema_version": version,
        "command": command,
        "ippbook": __version__,
        "as_of": day.isoformat(),
        "timezone": timezone,
        "error": json_error(failure),
    }


def json_error(failure: RunFailure | None) -> OutputObject | None:
    """Why a command stopped, for JSON; None where it did not."""
    if failure is None:
        return None
    return {"message": failure.sentence, "kind": failure.kind, "exit_code": failure.exit_code}
