"""Writes the tables of formats and exit codes into a page, and the JSON Schemas next to it: `python -m ippbook.cli.ci_page PAGE`."""

import sys
from collections.abc import Iterable
from pathlib import Path

from ippbook.cli.exit_codes import EXIT_CODES
from ippbook.cli.formats import format_names, output_format
from ippbook.cli.json_text import json_text
from ippbook.cli.schemas import command_schemas


def tables() -> dict[str, str]:
    """The tables, by the word of their marks."""
    formats = ((f"`{name}`", output_format(name).about) for name in format_names())
    return {
        "formats": _table(("--format", "For"), formats),
        "exit codes": _table(("Code", "What it says"), ((str(each.code), each.says) for each in EXIT_CODES)),
    }


def with_tables(page: str) -> str:
    """*page* with each table between its two marks. Raises `ValueError` if a mark is missing."""
    for name, table in tables().items():
        start, end = f"<!-- {name}: made from the declarations -->", f"<!-- end of the {name} -->"
        head, found, rest = page.partition(start)
        _, closed, tail = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"the page lacks the line {end if found else start}")
        page = f"{head}{start}\n\n{table}\n\n{end}{tail}"
    return page


def _table(headers: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = (headers, ("---", "---"), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def schema_files() -> dict[str, str]:
    """The published JSON Schemas, by the name of their file. A new version is a new file, and the old one stays."""
    found = command_schemas().values()
    return {f"{each.command.replace(' ', '-')}-{each.version}.json": json_text(each.document) + "\n" for each in found}


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.write_text(with_tables(place.read_text("utf-8")), "utf-8")
    folder = place.parent / "json-schemas"
    folder.mkdir(exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, "utf-8")
