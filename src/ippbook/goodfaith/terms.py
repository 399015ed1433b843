"""The terms of Good-Faith: every reading that the official texts leave open, as a setting with a stated default.

>>> Terms().min_takedown_rate
Decimal('0.90')
>>> Terms(min_takedown_rate="92,5 %").min_takedown_rate
Decimal('0.925')
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, Literal, Self, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ippbook.spelling import clean

CountsAs = Literal["left out", "taken down", "not taken down"]
"""How an outcome enters the takedown rate."""

Certainty = Literal["official", "vendor", "inferred"]
"""How sure a default is: read on the platform's own pages, read at a vendor only, or our reading of an unstated point."""

_LONGEST_WINDOW: Final = 1_200


def _share(value: Any) -> Any:
    """A share of 1 from what people write: 0.9, "0,9", "90 %", "９０％"."""
    if not isinstance(value, str):
        return value
    text = clean(value).replace(",", ".").replace(" ", "")
    if not text.endswith("%"):
        return text
    try:
        return Decimal(text[:-1]).scaleb(-2)
    except InvalidOperation:
        return text  # pydantic names the field in its own sentence


# Six decimals keep counts x denominator far inside 64 bits, so that limits are compared in whole numbers.
Share = Annotated[Decimal, BeforeValidator(_share), Field(ge=0, le=1, decimal_places=6)]


@dataclass(frozen=True)
class Setting:
    """One term as the Settings table and the docs show it."""

    name: str
    """The field of `Terms`."""
    default: str | int | Decimal
    choices: tuple[str, ...]
    """The closed list of values, or empty for a number."""
    about: str
    source: str
    certainty: Certainty


def _term(
    default: Any, about: str, source: str, certainty: Certainty, ge: int | None = None, le: int | None = None
) -> Any:
    return Field(default, description=about, json_schema_extra={"source": source, "certainty": certainty}, ge=ge, le=le)


class Terms(BaseModel):
    """The settings of the Good-Faith arithmetic. Frozen; a bad value raises pydantic's ValidationError naming the field."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    min_complaints: int = _term(
        100,
        "Complaints that must have been filed within the window; exactly this many is enough.",
        "ipp-facts 6.1, 6.2 [SEED: VEN]",
        "vendor",
        ge=0,
    )
    min_takedown_rate: Share = _term(
        Decimal("0.90"),
        "Lowest successful-takedown rate; exactly this rate is enough.",
        "ipp-facts 6.2 [O1, O2: OFF]",
        "official",
    )
    max_counter_rate: Share = _term(
        Decimal("0.05"),
        "Highest rate of successful counter-notices; exactly this rate is still good.",
        "ipp-facts 6.2 [O1, O2: OFF]",
        "official",
    )
    window_by: Literal["months", "days"] = _term(
        "months",
        "Whether the window is a number of calendar months or of days.",
        "ipp-facts 6.2 (three months: OFF; calendar or days: unstated)",
        "inferred",
    )
    window_months: int = _term(
        3,
        "Length of the window in calendar months; a day that the earlier month lacks becomes its last day, as EDATE does.",
        "ipp-facts 6.1, 6.2 [O2: OFF]",
        "official",
        ge=1,
        le=_LONGEST_WINDOW,
    )
    window_days: int = _term(
        90,
        "Length of the window in days, the as-of day included; used when the window is by days.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
        ge=1,
        le=_LONGEST_WINDOW * 31,
    )
    window_first_day: Literal["out", "in"] = _term(
        "out",
        "Whether the day exactly one window before the as-of day still counts. The as-of day always counts.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
    )
    unit: Literal["link", "complaint"] = _term(
        "link",
        "What counts as one complaint: each reported link, or each complaint number with all its links.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    dated_by: Literal["filed", "decided"] = _term(
        "filed",
        "Which date must lie in the window once a complaint is decided. What is pending always goes by the filing date.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
    )
    later_decisions: Literal["pending", "counted"] = _term(
        "pending",
        "How a decision dated after the as-of day counts: as still pending on that day, or already with its outcome.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
    )
    volume_of: Literal["filed", "decided"] = _term(
        "filed",
        "What the number of complaints counts: everything filed in the window, or only what was taken down or rejected.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
    )
    pending_counts_as: CountsAs = _term(
        "left out",
        "How complaints without a decision enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    withdrawn_counts_as: CountsAs = _term(
        "left out",
        "How complaints that the complainant withdrew enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    dead_counts_as: CountsAs = _term(
        "left out",
        "How links that were already gone enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    reinstated_counts_as: CountsAs = _term(
        "taken down",
        "How links that came back after a successful counter-notice enter the takedown rate.",
        "ipp-facts 6.2 (accepted, then appealPass: INF)",
        "inferred",
    )
    counter_rate_of: Literal["taken down", "decided", "filed"] = _term(
        "taken down",
        "What the successful counter-notices are divided by: links taken down, all decided, or everything filed.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    per_reason: Literal["yes", "no"] = _term(
        "yes",
        "Whether each complaint reason must meet both rates by itself.",
        "ipp-facts 6.1, 6.2 [O1, O2 2021: OFF]",
        "official",
    )
    per_reason_min_decided: int = _term(
        1,
        "A reason is tested by itself once this many of its complaints enter the takedown rate.",
        "ipp-facts 6.1, 6.2 (per-reason test OFF; its volume unstated)",
        "inferred",
        ge=1,
    )

    @classmethod
    def settings(cls: type[Self]) -> tuple[Setting, ...]:
        """Every term with its default, choices, plain words, source and certainty, in the order of the Settings table."""
        return tuple(
            Setting(
                name=name,
                default=field.default,
                choices=get_args(field.annotation) if get_origin(field.annotation) is Literal else (),
                about=field.description or "",
                **field.json_schema_extra,  # type: ignore[arg-type]  # `_term` puts exactly source and certainty there
            )
            for name, field in cls.model_fields.items()
        )
