"""A console whose own colours reach the terminal, and whose texts cannot control it."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from ippbook.cli.visible_stream import beneath
from ippbook.control_characters import visible


class VisibleConsole(Console):
    """Rich's console over the stream beneath `VisibleStream`; it makes the text of every segment visible."""

    def __init__(self, *, stderr: bool = False, width: int | None = None, no_color: bool | None = None) -> None:
        super().__init__(stderr=stderr, width=width, no_color=no_color, highlight=False, soft_wrap=True)
        if self.is_terminal:
            self.file = beneath(self.file)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """The segments of *renderable*. Rich's own commands, such as moving the cursor for a progress bar, pass."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)
