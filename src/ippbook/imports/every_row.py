"""The platform, the right and the reason that a person gives for all rows of an export."""

from ippbook.catalog.vocabulary import Vocabulary
from ippbook.errors import UserError
from ippbook.imports.export_rows import ImportChoices
from ippbook.imports.merge import TargetTable
from ippbook.languages import say_series
from ippbook.normalize import key


def values_for_all(target: TargetTable, choices: ImportChoices) -> dict[str, str]:
    """The values for every row as the table has them: codes, and the right's own name. Raises `UserError` for one that is unknown."""
    found = {}
    for name, text in choices.every_row().items():
        if name in {"right", "reason"} and name not in target.columns:
            raise UserError(
                "{book_path}: the table {record_table} has no column {name}; add it",
                book_path=target.book.path,
                record_table=target.table.record.table,
                name=name.capitalize(),
            )
        field = target.table.record.field(name)
        words = field.vocabulary if field else None
        found[name] = _code(text, name, words) if words else _right(target, text)
    return found


def _code(text: str, name: str, vocabulary: Vocabulary) -> str:
    code = vocabulary.read(text)
    if code is None:
        raise UserError(
            "--{name} {text}: use one of: {codes}", name=name, text=text, codes=say_series(vocabulary.codes)
        )
    return code


def _right(target: TargetTable, text: str) -> str:
    if found := right_name(target, text):
        return found
    raise UserError(
        "--right {text}: the table Rights has no right with this name or number; add it, or correct it", text=text
    )


def right_name(target: TargetTable, text: str) -> str:
    """The name of the right in Rights that *text* names, by its name or by its number; "" for none, or for several."""
    rights = target.typed["Rights"].columns
    for column in ("right", "number"):
        pairs = zip(rights["right"], rights[column], strict=True)
        found = {str(name) for name, value in pairs if key(str(value)) == key(text) and key(text)}
        if len(found) == 1:
            return found.pop()
    return ""


__all__ = ["right_name", "values_for_all"]
