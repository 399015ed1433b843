"""Teams with known true chances, and what filing by different aims brings them.

    python benchmarks/filing_plan.py [TEAMS]

The aims: file nothing, all, as many as the plan but at random, the old aim (the highest chance of qualifying, best chances first),
and the plan (the most takedowns at a stated risk). Prints how often the teams then qualify, and how many links they take down. The
tests use the same teams.
"""

import sys
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ippbook.goodfaith import History, Terms, filing_advice
from ippbook.goodfaith.chances import Chances
from ippbook.goodfaith.figures import OUTCOMES, Figures
from ippbook.goodfaith.filing_curve import drawn_counts
from ippbook.goodfaith.outcome import Outcome

TODAY = date(2026, 11, 10)
AIMS = ("none", "all", "random", "old", "new")
REASONS = ("counterfeit words", "stolen pictures", "keyword abuse", "test buy")
SHARES = (0.6, 0.2, 0.15, 0.05)


@dataclass
class SimulatedTeam:
    history: History
    terms: Terms
    decided: list[tuple[str, bool]]
    """Reason and success of each decided complaint."""
    ready: list[tuple[int, str, float]]
    """Place in the history, reason and true chance of each ready complaint."""


def simulated_team(random: np.random.Generator) -> SimulatedTeam:
    """A team of 150 to 300 decided complaints of four reasons and three rights, and 30 ready ones."""
    true = {(reason, right): random.beta(24, 1.2) for reason in REASONS for right in "ABC"}
    rows: list[tuple[str, date | None, str, str, str]] = []
    decided, ready = [], []
    for number in range(int(random.integers(150, 300))):
        reason, right = str(random.choice(REASONS, p=SHARES)), str(random.choice([*"ABC"]))
        good = bool(random.random() < true[reason, right])
        filed = TODAY - timedelta(days=int(random.integers(0, 60)))
        rows.append((f"C{number}", filed, "accepted" if good else "rejected", reason, right))
        decided.append((reason, good))
    for number in range(30):
        reason, right = str(random.choice(REASONS)), str(random.choice([*"ABC"]))
        ready.append((len(rows), reason, float(true[reason, right])))
        rows.append((f"R{number}", None, "ready", reason, right))
    complaints, filings, statuses, reasons, rights = zip(*rows, strict=True)
    history = History.of(["acme"] * len(rows), complaints, filings, statuses, reasons, right=rights)
    return SimulatedTeam(history, Terms(per_reason_min_decided=3), decided, ready)


def chosen(team: SimulatedTeam, aim: str, random: np.random.Generator) -> list[int]:
    """Which of the ready complaints the aim files."""
    many = len(team.ready)
    if aim in {"none", "all"}:
        return list(range(many)) if aim == "all" else []
    if aim == "old":
        return by_the_old_aim(team)
    rows = filing_advice(team.history, TODAY, team.terms).rows
    new = [place for place, (row, _, _) in enumerate(team.ready) if rows.loc[row, "advice"] == "file"]
    return new if aim == "new" else sorted(random.choice(many, len(new), replace=False).tolist())


def by_the_old_aim(team: SimulatedTeam) -> list[int]:
    """Best chances first, and the number with the highest chance of qualifying; more if that costs five points at most."""
    chances = Chances.of(team.history, TODAY, team.terms)
    mean = chances.mean[team.history.kind[[row for row, _, _ in team.ready]]]
    line = sorted(range(len(team.ready)), key=lambda place: (-mean[place], place))
    likely = chances.draw(np.random.default_rng(0), 1_000)
    found = []
    for many in range(len(line) + 1):
        rows = [team.ready[place][0] for place in line[:many]]
        whole, ok = np.zeros((1_000, OUTCOMES), dtype=np.int64), np.ones(1_000, dtype=bool)
        for reason in REASONS:
            code = team.history.reasons.index(reason)
            counts = drawn_counts(
                team.history.kind[[row for row in rows if team.history.reason[row] == code]],
                likely,
                np.random.default_rng(1),
            )
            counts[:, Outcome.TAKEN_DOWN] += sum(good for each, good in team.decided if each == reason)
            counts[:, Outcome.REJECTED] += sum(not good for each, good in team.decided if each == reason)
            whole = whole + counts
            part = Figures.of(counts, team.terms)
            tested = part.takedown_of >= team.terms.per_reason_min_decided
            ok &= ~tested | (part.meets_takedown_rate & part.meets_counter_rate)
        found.append(float((ok & Figures.of(whole, team.terms).passes).mean()))
    good = int((mean >= float(team.terms.min_takedown_rate)).sum())
    safe = [many for many in range(good + 1) if found[many] >= max(found) - 0.05]
    many = max(safe) if safe else min(each for each, chance in enumerate(found) if chance >= max(found) - 0.005)
    return line[:many]


def outcome(
    team: SimulatedTeam, filed: list[int], random: np.random.Generator, times: int = 1_000
) -> tuple[float, float]:
    """How often the team then qualifies by its true chances, and how many links it takes down. A plain count, no model."""
    qualifies = np.zeros(times, dtype=bool)
    draws = random.random((times, len(team.ready)))
    accepted = draws < np.array([chance for _, _, chance in team.ready])
    for time in range(times):
        whole = team.decided + [(team.ready[place][1], bool(accepted[time, place])) for place in filed]
        rates = [sum(good for _, good in whole) / len(whole)]
        for reason in REASONS:
            part = [good for each, good in whole if each == reason]
            rates += [sum(part) / len(part)] if len(part) >= team.terms.per_reason_min_decided else []
        qualifies[time] = len(whole) >= team.terms.min_complaints and all(round(rate, 9) >= 0.9 for rate in rates)
    return float(qualifies.mean()), float(accepted[:, filed].sum(axis=1).mean())


def compared(teams: int, seed: int, times: int = 1_000) -> dict[str, np.ndarray]:
    """For each aim an array (teams, 2): how often each team qualifies, and its takedowns."""
    random = np.random.default_rng(seed)
    found: dict[str, list[tuple[float, float]]] = {aim: [] for aim in AIMS}
    for _ in range(teams):
        team = simulated_team(random)
        for aim in AIMS:
            found[aim].append(outcome(team, chosen(team, aim, random), random, times))
    return {aim: np.array(each) for aim, each in found.items()}


def main() -> None:
    """Print the comparison."""
    found = compared(int(sys.argv[1]) if len(sys.argv) > 1 else 40, 20261129)
    lose = found["none"][:, 0] >= 0.5
    print(f"{len(lose)} teams, 30 ready complaints each; {int(lose.sum())} qualify if they file nothing")
    for aim, each in found.items():
        chance, taken = each.mean(axis=0)
        print(
            f"{aim:<8} qualify {chance:.3f}, links taken down {taken:.1f}; of those that qualify already: "
            f"{each[lose, 0].mean():.3f}, {each[lose, 1].mean():.1f}"
        )


if __name__ == "__main__":
    main()
