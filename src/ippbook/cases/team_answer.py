"""Everything that the command goodfaith shows of a team: one question, one answer, wherever it is computed."""

from datetime import date

import pandas as pd

from ippbook import goodfaith
from ippbook.cases.team import GoodFaith, Team, explain, good_faith, good_faith_plan, team_forecast
from ippbook.errors import UserError
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class TeamQuestion:
    """What is requested with the figures themselves."""

    account: str = ""
    """The account whose figures are explained; "" for none."""
    on: date | None = None
    """The day to explain; None: the day of the figures."""
    forecast: bool = False
    plan: bool = False

    def __post_init__(self) -> None:
        if self.on and not self.account:
            raise UserError("--on needs an account to explain. Add: --explain ACCOUNT")


@dataclass(frozen=True, eq=False)
class TeamAnswer:
    """The figures, and what else was requested."""

    found: GoodFaith
    explained: goodfaith.ExplainedAccount | None = None
    forecast: pd.DataFrame | None = None
    plan: goodfaith.FilingAdvice | None = None

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables that were requested, by name."""
        found = {}
        if self.explained is not None:
            one = self.explained
            found = {"standing": one.summary, "reasons": one.reasons, "rows": one.rows, "changes": one.changes}
        if self.forecast is not None:
            found["forecast"] = self.forecast
        return found


def team_answer(team: Team, question: TeamQuestion) -> TeamAnswer:
    """The answer for *team*. Raises `UserError` where it has no such account."""
    explained = explain(team, question.account, question.on or team.as_of) if question.account else None
    ahead = team_forecast(team) if question.forecast else None
    planned = good_faith_plan(team) if question.plan else None
    return TeamAnswer(good_faith(team), explained, ahead, planned)
