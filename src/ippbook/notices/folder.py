"""A team's own takedown texts in a folder: a folder a language, a file a reason, like the built-in ones."""

import os
from pathlib import Path
from typing import Final

from ippbook.catalog import reasons
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.errors import UserError
from ippbook.foreign_files import read_foreign
from ippbook.languages import say, say_clause
from ippbook.notices.language import NoticeLanguage
from ippbook.notices.template import Template, read_template

_LONGEST: Final = 1_000_000
"""The most bytes that a file of a text can have."""
_MOST_FILES: Final = 20_000
_DEEPEST: Final = 8


def read_text_folder(
    folder: Path, languages: dict[str, NoticeLanguage]
) -> tuple[tuple[Template, ...], tuple[str, ...]]:
    """The texts below *folder*, such as `de/keyword abuse.txt`, and a sentence for each file that is not a usable text.

    Language and reason are read in any spelling that a cell can have. Raises `UserError` where there is no such folder.
    """
    if not folder.is_dir():
        raise UserError(
            "{folder}: this folder of texts does not exist; pass a folder with one folder for each language",
            folder=folder,
        )
    texts: list[Template] = []
    problems: list[str] = []
    for path in _text_files(folder, problems):
        where = path.relative_to(folder).as_posix()
        language = load_vocabulary("languages").read(path.parent.name) if path.parent != folder else None
        reason = reasons.reason_vocabulary().read(path.stem)
        if language not in languages or reason is None:
            what = "reason" if language else "language"
            problems.append(
                f"{where}: unknown {what}; name files <language>/<reason>.txt, for example de/keyword abuse.txt"
            )
            continue
        try:
            text = _text(path)
        except (OSError, ValueError) as failure:
            problems.append(
                say(
                    "{where} cannot be read: {getattr}",
                    where=where,
                    getattr=(getattr(failure, "strerror", None) or failure),
                )
            )
            continue
        template = read_template(text, reason, languages[language], where)
        if template.refusal:
            problems.append(say("the text cannot be used: {refusal}", refusal=say_clause(template.refusal)))
        texts.append(template)
    return tuple(texts), tuple(problems)


def _text(path: Path) -> str:
    return read_foreign(path, _LONGEST)[0].decode("utf-8-sig")


def _text_files(folder: Path, problems: list[str]) -> list[Path]:
    """The files `*.txt` below *folder*, in order. What cannot be listed is one of *problems*; links to folders are not followed."""
    found: list[Path] = []
    seen, waiting = 0, [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        where, too_deep = place.relative_to(folder).as_posix(), False
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    seen += 1
                    if entry.is_dir(follow_symlinks=False):
                        if depth == _DEEPEST:
                            too_deep = True
                        else:
                            waiting.append((Path(entry.path), depth + 1))
                    elif entry.name.endswith(".txt"):
                        found.append(Path(entry.path))
                    if seen > _MOST_FILES:
                        problems.append(
                            say(
                                "the folder has more than {most_files:,} files; the others are not read",
                                most_files=_MOST_FILES,
                            )
                        )
                        return sorted(found)
        except OSError as failure:
            problems.append(
                say(
                    "{where}: this folder cannot be read ({strerror})",
                    where=where,
                    strerror=(failure.strerror or failure),
                )
            )
        if too_deep:
            problems.append(
                say(
                    "{where} has folders more than {deepest} levels deep; they are not read",
                    where=where,
                    deepest=_DEEPEST,
                )
            )
    return sorted(found)
