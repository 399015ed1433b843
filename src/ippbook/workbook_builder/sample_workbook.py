"""The sample workbook: drawn, filled with a made-up team's data, then recalculated as any workbook is."""

import tempfile
from os import PathLike
from pathlib import Path

from ippbook import ooxml, pipeline
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.draw import draw
from ippbook.workbook_builder.finished_package import rezipped
from ippbook.workbook_builder.sample import SAMPLE_DAY, sample_content


def sample(path: str | PathLike[str], *, live: bool = False) -> None:
    """Write the sample workbook to *path*: same declarations, same bytes. *live* as in `draw`. Raises `ooxml.LockedError`."""
    ooxml.write_whole(path, sampled(sample_content(), live=live))


def sampled(found: Content, *, live: bool) -> bytes:
    """The workbook with *found* in it, recalculated for the sample's day."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        draw(path, live=live, content=found)
        pipeline.recalculate(path, today=SAMPLE_DAY)
        # The recalculation compresses with whatever is fastest on this machine; the committed file must not depend on it.
        return rezipped(path.read_bytes())
