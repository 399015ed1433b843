"""A team's own takedown texts in a folder: a folder a language, a file a reason, like the built-in ones."""

from pathlib import Path

from ippbook.catalog import reasons
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.errors import UserError
from ippbook.notices.language import NoticeLanguage
from ippbook.notices.template import Template, read_template

_LONGEST = 1_000_000
"""The most bytes that a file of a text can have."""


def read_text_folder(
    folder: Path, languages: dict[str, NoticeLanguage]
) -> tuple[tuple[Template, ...], tuple[str, ...]]:
    """The texts below *folder*, such as `de/keyword abuse.txt`, and a sentence for each file that is not a usable text.

    Language and reason are read in any spelling that a cell can have. Raises `UserError` where there is no such folder.
    """
    if not folder.is_dir():
        raise UserError(
            f"{folder}: this folder of texts does not exist; pass a folder with one folder for each language"
        )
    texts: list[Template] = []
    problems: list[str] = []
    for path in sorted(folder.rglob("*.txt")):
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
        except (OSError, UnicodeDecodeError, ValueError) as failure:
            problems.append(f"{where} cannot be read: {failure}")
            continue
        template = read_template(text, reason, languages[language], where)
        if template.refusal:
            problems.append(f"the text cannot be used: {template.refusal.removesuffix('.')}")
        texts.append(template)
    return tuple(texts), tuple(problems)


def _text(path: Path) -> str:
    if not path.is_file():
        raise ValueError("it is not a file")
    if path.stat().st_size > _LONGEST:
        raise ValueError(f"the file has more than {_LONGEST:,} bytes")
    return path.read_text(encoding="utf-8-sig")
