"""The sample workbook: drawn with the data of a fictitious team, then recalculated like any workbook."""

from os import PathLike

from ippbook import ooxml, pipeline
from ippbook.languages import ENGLISH
from ippbook.ooxml.package.temporary_files import temporary_folder
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.draw import draw
from ippbook.workbook_builder.finished_package import rezipped
from ippbook.workbook_builder.sample import SAMPLE_DAY, sample_content


def sample(path: str | PathLike[str], *, live: bool = False, language: str = ENGLISH) -> tuple[str, ...]:
    """Write the sample workbook to *path*. The same declarations give the same bytes. *live*, *language*, warnings: see `draw`. Raises `ooxml.LockedError`."""
    return ooxml.write_whole(path, sampled(sample_content(), live=live, language=language))


def sampled(found: Content, *, live: bool, language: str = ENGLISH) -> bytes:
    """The workbook with the content *found*, recalculated as of the sample's day."""
    with temporary_folder() as folder:
        path = folder / "sample.xlsx"
        draw(path, live=live, content=found, language=language)
        pipeline.recalculate(path, today=SAMPLE_DAY)
        # The compression of the recalculation depends on the computer; that of the committed file must not.
        return rezipped(path.read_bytes())
