"""The sample workbook: drawn, filled with a made-up team's data, then recalculated as any workbook is."""

import tempfile
from os import PathLike
from pathlib import Path

from ippbook import ooxml
from ippbook.build.content import Content
from ippbook.build.drawing import draw
from ippbook.build.finishing import repack
from ippbook.build.sample import AS_OF, content
from ippbook.pipeline import recalculate


def sample(path: str | PathLike[str], *, live: bool = False) -> None:
    """Write the sample workbook to *path*: same declarations, same bytes. *live* as in `draw`. Raises `ooxml.LockedError`."""
    ooxml.write_whole(path, sampled(content(), live=live))


def sampled(found: Content, *, live: bool) -> bytes:
    """The workbook with *found* in it, recalculated for the sample's day."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        draw(path, live=live, content=found)
        recalculate(path, today=AS_OF)
        # The recalculation compresses with whatever is fastest on this machine; the committed file must not depend on it.
        return repack(path.read_bytes())
