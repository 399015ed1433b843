"""The catalogues of the languages: `python -m ippbook.docsgen.catalogues [--check]` brings them up to date with the code.

A language is a folder of `ippbook.languages` with a .po file for each room. New texts get an entry without a translation,
texts that are gone lose theirs, and `messages.mo` is made again, with the words that tables and vocabularies name themselves.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from ippbook.catalog.vocabulary import Vocabulary
from ippbook.declare import registry
from ippbook.docsgen.message_sources import PACKAGE, source_texts
from ippbook.languages.translation import COMPILED
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import vocabulary_of

FOLDER: Final = PACKAGE / "languages"
_HEADER: Final = """\
# Texts of ippbook in this language. Edit only the lines msgstr; `make languages` writes the rest from the code.
#"""


def language_folders() -> list[Path]:
    """The folder of each language."""
    return sorted({path.parent for path in FOLDER.glob("*/*.po")} | {FOLDER / "zh"})


def read_translations(folder: Path) -> dict[tuple[str, str], str]:
    """The translations in the .po files of *folder*, by context and English text; "" where one is missing."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream):
                if message.id:
                    found[message.context or "", str(message.id)] = str(message.string or "")
    return found


def up_to_date(folder: Path, translations: Mapping[tuple[str, str], str]) -> dict[str, bytes]:
    """The .po files of *folder* by name, with an entry for each text of the code and its translation, if there is one."""
    rooms: dict[str, Catalog] = {}
    for each in source_texts():
        room = rooms.setdefault(
            each.room, Catalog(locale=folder.name, header_comment=_HEADER, fuzzy=False, charset="utf-8")
        )
        room.add(
            each.text,
            translations.get((each.context, each.text), ""),
            locations=[(each.place, 0)],
            flags=["python-brace-format"] if "{" in each.text else [],
            context=each.context or None,
        )
    return {f"{room}.po": _po_text(catalogue) for room, catalogue in sorted(rooms.items())}


def _po_text(catalogue: Catalog) -> bytes:
    """The file, without the dates and programs of Babel's head: the same content gives the same bytes."""
    out = BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, include_lineno=False)
    head = f'{_HEADER}\nmsgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head.encode() + out.getvalue()


def words_in(language: str) -> Iterator[tuple[str, str, str]]:
    """The words that tables and vocabularies name themselves: list, English, and the name in *language*. Only Chinese names are declared."""
    if language != "zh":
        return
    known = registry()
    named: list[tuple[str, str, tuple[str, ...]]] = []
    for record in RECORDS:
        named.append(("table", record.table, record.chinese))
        named += [("header", field.header, field.column.chinese) for field in record.fields()]
    named += [("header", column.header, column.chinese) for column in known.columns]
    for report in known.reports:
        named.append(("table", report.table, report.chinese))
        named += [("header", column.header, column.chinese) for column in report.columns]
    named += [("setting", setting.header, setting.chinese) for setting in known.settings.values()]
    yield from ((of, word, chinese[0]) for of, word, chinese in named if chinese)
    for vocabulary in closed_lists():
        for entry in vocabulary:
            yield vocabulary.name, entry.code, entry.zh or entry.code


def closed_lists() -> list[Vocabulary]:
    """Every vocabulary that a column is limited to."""
    names = {field.column.choices for record in RECORDS for field in record.fields() if field.column.choices}
    return [vocabulary_of(name) for name in sorted(names)]


def compiled(folder: Path, translations: Mapping[tuple[str, str], str]) -> bytes:
    """The content of `messages.mo`: translations of texts that the code has, and the words of the tables."""
    known = {(each.context, each.text) for each in source_texts()}
    entries = {(of, word): name for of, word, name in words_in(folder.name)}
    entries |= {names: text for names, text in translations.items() if text and names in known}
    return mo_bytes({**entries, ("", ""): f"Language: {folder.name}\nContent-Type: text/plain; charset=utf-8\n"})


def mo_bytes(entries: Mapping[tuple[str, str], str]) -> bytes:
    """A file of GNU gettext from texts by context and English text. Babel's own writer puts dates and its version in."""
    texts = sorted(
        ((f"{context}\x04{text}" if context else text).encode(), name.encode())
        for (context, text), name in entries.items()
    )
    keys, names = b"", b""
    places: list[tuple[int, int, int, int]] = []
    for key, name in texts:
        places.append((len(key), len(keys), len(name), len(names)))
        keys += key + b"\0"
        names += name + b"\0"
    head, index = 28, 16 * len(texts)
    first = b"".join(pack("<2I", length, head + index + at) for length, at, _, _ in places)
    second = b"".join(pack("<2I", length, head + index + len(keys) + at) for _, _, length, at in places)
    start = pack("<7I", 0x950412DE, 0, len(texts), head, head + len(first), 0, 0)
    return start + first + second + keys + names


def made_files(folder: Path) -> dict[str, bytes]:
    """Every file of *folder* as it must be."""
    translations = read_translations(folder)
    return {**up_to_date(folder, translations), COMPILED: compiled(folder, translations)}


def stale_files(folder: Path) -> list[str]:
    """The names of files that are not as the code says: changed, new or gone."""
    wanted = made_files(folder)
    there = {path.name for path in folder.glob("*.po")}
    changed = [name for name, text in wanted.items() if _content(folder / name) != text]
    return sorted({*changed, *(there - wanted.keys())})


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def untranslated(language: str) -> list[str]:
    """The English texts that have no translation in *language*, each with its place."""
    known = read_translations(FOLDER / language)
    return [f"{each.place}: {each.text}" for each in source_texts() if not known.get((each.context, each.text))]


def main() -> int:
    """Write the catalogues, or with --check say which are out of date; 1 if any is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    out_of_date = 0
    for folder in language_folders():
        folder.mkdir(exist_ok=True)
        if check:
            for name in stale_files(folder):
                out_of_date = 1
                sys.stdout.write(f"{folder / name} is out of date: run `make languages`\n")
            continue
        wanted = made_files(folder)
        for path in folder.glob("*.po"):
            if path.name not in wanted:
                path.unlink()
        for name, text in wanted.items():
            (folder / name).write_bytes(text)
        sys.stdout.write(
            f"{folder.name}: {len(untranslated(folder.name)):,} of {len(source_texts()):,} texts wait for a translation\n"
        )
    return out_of_date


if __name__ == "__main__":
    raise SystemExit(main())
