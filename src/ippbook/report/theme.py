"""The colours of the page in light and dark. Light has the colours of the workbook; both reach a contrast of 4.5 : 1 (a test)."""

from typing import Final

from ippbook.quick_dataclasses import dataclass
from ippbook.workbook_builder import palette


@dataclass(frozen=True)
class Theme:
    """Colours as RRGGBB with a leading #, each named for its use. A *_tint is the background of its colour."""

    paper: str
    card: str
    ink: str
    muted: str
    line: str
    link: str
    head: str
    head_ink: str
    good: str
    good_tint: str
    bad: str
    bad_tint: str
    error: str
    error_tint: str
    warning: str
    warning_tint: str
    advice: str
    advice_tint: str
    takedowns: str
    counters: str
    neutral: str
    fourth: str

    def properties(self) -> dict[str, str]:
        """The colours as custom properties of CSS."""
        return {f"--{name.replace('_', '-')}": value for name, value in vars(self).items()}

    def text_pairs(self) -> list[tuple[str, str]]:
        """Every background with every text that is on it."""
        own = [(self.head, self.head_ink), (self.good_tint, self.good), (self.bad_tint, self.bad)]
        own += [
            (self.error_tint, self.error),
            (self.warning_tint, self.warning),
            (self.advice_tint, self.advice),
        ]
        texts = (self.ink, self.muted, self.link, self.good, self.bad)
        return own + [(ground, text) for ground in (self.paper, self.card) for text in texts]


LIGHT: Final = Theme(
    paper=palette.BAND,
    card=palette.PAPER,
    ink=palette.INK,
    muted=palette.MUTED,
    line=palette.LINE,
    link=palette.GOOD_TEXT,
    head=palette.INPUT_HEADER.ground,
    head_ink=palette.INPUT_HEADER.text,
    good=palette.GOOD_TEXT,
    good_tint=palette.COMPUTED.ground,
    bad=palette.BAD_TINT.text,
    bad_tint=palette.BAD_TINT.ground,
    error=palette.ERROR_TINT.text,
    error_tint=palette.ERROR_TINT.ground,
    warning=palette.WARNING_TINT.text,
    warning_tint=palette.WARNING_TINT.ground,
    advice=palette.ADVICE_TINT.text,
    advice_tint=palette.ADVICE_TINT.ground,
    takedowns=palette.TAKEDOWNS,
    counters=palette.COUNTERS,
    neutral="#9AA8B5",
    fourth=palette.MUTED,
)
DARK: Final = Theme(
    paper="#10171F",
    card="#18222D",
    ink="#E6EBF0",
    muted="#A3B1BF",
    line="#33414F",
    link="#8CC0F5",
    head="#22384D",
    head_ink="#F1F5F9",
    good="#8CC0F5",
    good_tint="#16324C",
    bad="#F8B48A",
    bad_tint="#4A2711",
    error="#F7B5AE",
    error_tint="#521A17",
    warning="#F2D27A",
    warning_tint="#443507",
    advice="#C4CFD9",
    advice_tint="#2B3743",
    takedowns="#6FAEEB",
    counters="#F0A05F",
    neutral="#5F7183",
    fourth="#C4CFD9",
)
