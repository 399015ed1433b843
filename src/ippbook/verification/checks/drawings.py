"""Checks of comments, drawings and charts."""

from collections import Counter
from collections.abc import Iterator

from ippbook.ooxml import refs
from ippbook.verification.declaration import integrity_check
from ippbook.verification.elements import below, number_of
from ippbook.verification.faults import Observation
from ippbook.verification.formula_texts import formula_words_of
from ippbook.verification.schema.names import element_name
from ippbook.verification.views import PartView, SheetView


@integrity_check("XV186", on="comments")
def comment_author(part: PartView) -> Iterator[Observation]:
    """A comment has an author that is not in the list of authors.

    Fix: give authorId the place of an author, counted from 0.
    Source: ECMA-376-1 18.7.3 (authorId: index into authors); Excel repairs the file ("Removed Feature: Comments").
    """
    count = len(below(part.root, "authors", "author"))
    for each in below(part.root, "commentList", "comment"):
        if number_of(each.get("authorId")) >= count:
            yield Observation(str(each.get("ref", "")), f"authorId is {each.get('authorId')}, and there are {count}")


@integrity_check("XV187", on="comments")
def comment_twice(part: PartView) -> Iterator[Observation]:
    """A cell has two comments, or a comment is at a place that is not a cell.

    Fix: put the texts into one comment.
    Source: ECMA-376-1 18.7.3 (ref: the cell of the comment); Excel repairs the file.
    """
    found = [str(each.get("ref", "")) for each in below(part.root, "commentList", "comment")]
    for name, times in Counter(found).items():
        if times > 1 or refs.cell_place(name) is None:
            yield Observation(name, f"{times} comments are at {name}" if times > 1 else f"{name!r} is not a cell")


@integrity_check("XV188", on="drawing")
def chart_formula(part: PartView) -> Iterator[Observation]:
    """The reference of a chart's series is not a formula.

    Fix: write the range with its sheet, as in Sheet1!$A$2:$A$9.
    Source: ECMA-376-1 21.2.2.65 (f: a formula); Excel repairs the file ("Removed Part: Drawing shape").
    """
    for node in part.root.iter("{*}f") if part.root is not None else ():
        text = node.text or ""
        if not text.strip() or not element_name(node).endswith("chart}f"):
            continue
        if error := formula_words_of(text, areas=True).error:
            yield Observation("", f"{text[:80]!r} is not a formula: {error}")


@integrity_check("XV189", on="sheet")
def legacy_drawing_kind(sheet: SheetView) -> Iterator[Observation]:
    """A sheet names something else than it says: as its drawing what is not a drawing, as its table what is not a table.

    Fix: give the element the id of the right relationship.
    Source: ECMA-376-1 18.3.1.36, 18.3.1.51, 18.3.1.95 (drawing, legacyDrawing, tablePart); Excel repairs the file.
    """
    wanted = {
        "drawing": ("drawing",),
        "legacyDrawing": ("vmlDrawing",),
        "tablePart": ("table",),
        "hyperlink": ("hyperlink",),
    }
    for element, identity in sheet.xml.used_ids:
        found = sheet.package.related(sheet.key, identity)
        if found is not None and element in wanted and found.kind not in wanted[element]:
            yield Observation(element, f"{element} names {identity}, which is a {found.kind}")
