"""The group Compute: everything that ippbook computes, or only a part that a person needs now."""

from typing import Final

import pandas as pd

from ippbook import pipeline
from ippbook.buttons import column_share
from ippbook.buttons.phrases import SHOWN, cells_changed, most_severe, summary
from ippbook.cases import team as teams
from ippbook.computed.columns import accounts, complaints_texts, complaints_window
from ippbook.computed.tables import good_faith as good_faith_tables
from ippbook.declare.button import Desk, Done, button
from ippbook.goodfaith import verdict
from ippbook.languages import say, say_series
from ippbook.number_words import counted
from ippbook.pipeline import Study
from ippbook.pipeline.refused_settings import refused_settings
from ippbook.tables.settings import read_settings

_THIS: Final = say("the workbook")


@button("Recalculate", group="Compute", image="CalculateNow", large=True)
def recalculate(desk: Desk) -> Done:
    """Check every row and fill every computed column and table.

    It writes what `ippbook recalc` writes into the file: findings, computed columns, computed tables. Your entries and your
    own formulas stay as they are.
    """
    done = pipeline.recalculate(desk.book, None, desk.as_of, today=desk.today, progress=desk.tell)
    study = done.study
    lines = [
        say(
            "{cells_changed}; {summary}; as of {as_of}",
            cells_changed=cells_changed(done.changed),
            summary=summary(study),
            as_of=study.as_of,
        ),
        *most_severe(study),
    ]
    lines += done.warnings[:SHOWN]
    if done.failed_formulas:
        lines.append(
            say(
                "{formulas} could not be calculated; the first: {failed_formulas}",
                formulas=counted(len(done.failed_formulas), "formula"),
                failed_formulas=done.failed_formulas[0],
            )
        )
    return Done(say_series(lines, "\n"), done.changed, bool(study.counts()["error"]))


@button("Fill texts", group="Compute", image="TextBoxInsert")
def texts(desk: Desk) -> Done:
    """Write the takedown text of every complaint, and how long it is.

    The text is in the first row of each complaint, ready to paste into the portal. It stays empty while data for it is
    missing; the column Findings says which data.
    """
    found = column_share.calculated(desk)
    cells = column_share.write_share(desk, column_share.of_modules(found, complaints_texts))
    written = _written(found.study)
    lines = [
        say(
            "{takedown_texts} ready to paste; {cells_changed}; as of {as_of}",
            takedown_texts=counted(written, "takedown text"),
            cells_changed=cells_changed(cells),
            as_of=found.study.as_of,
        )
    ]
    if not found.study.tables["Complaints"].present:
        lines = [say("There is no table Complaints, so there are no texts; press Plan complaints, or make the table.")]
    elif not any(column.module == complaints_texts.__name__ for column, _ in column_share.computed_fills(found)):
        lines.append(say("The table Complaints has no column Takedown text; add it, and press Fill texts again."))
    return Done(say_series(lines, "\n"), cells)


def _written(study: Study) -> int:
    """How many complaints have a text."""
    text = study.computed.get(("Complaints", "Takedown text"))
    return 0 if text is None else int((text.to_numpy() != "").sum())


@button("Good-Faith", group="Compute", image="SignatureLineInsert")
def good_faith(desk: Desk) -> Done:
    """Say which accounts qualify for Good-Faith, and fill their figures.

    The button updates the computed columns of Accounts, the columns of Complaints that count for Good-Faith, and the tables by
    reason and by month. The message says which accounts qualify, which criteria fail for the others, and how many of the
    ready complaints to file now: the most takedowns at the risk that the settings allow.
    """
    found = column_share.calculated(desk)
    cells = column_share.write_share(
        desk, column_share.of_modules(found, accounts, complaints_window, good_faith_tables)
    )
    study = found.study
    lines = [
        *_account_lines(study),
        *_plan_lines(study),
        say(
            "Good-Faith figures: {cells_changed}; as of {as_of}", cells_changed=cells_changed(cells), as_of=study.as_of
        ),
        *refused_settings(study.tables, read_settings(study.tables.settings.values, study.wiring.registry.groups)),
        *found.computed.warnings[:SHOWN],
    ]
    return Done(say_series(lines, "\n"), cells)


def _plan_lines(study: Study) -> list[str]:
    """What the accounts should file next, and the curve of each."""
    if not study.tables["Complaints"].present:
        return []
    team = teams.team_of({_THIS: study.tables}, study.as_of)
    return teams.good_faith_plan(team, {_THIS: study}).sentences()[: 2 * SHOWN]


def _account_lines(study: Study) -> list[str]:
    """One line for each account: whether it qualifies, and which criteria fail."""
    table = study.tables["Accounts"]
    names = study.wiring.value("Accounts", "account").tolist()
    qualifies = study.computed[("Accounts", "Qualifies")].tolist()
    fails = study.computed[("Accounts", "Fails")].tolist()
    locked = study.computed[("Accounts", "Locked out until")].tolist()
    lines = [
        say(
            "{account} {verdict}.",
            account=name or say("An account without a name"),
            verdict=verdict(does, why, None if pd.isna(until) else until.date()),
        )
        for name, does, why, until, filled in zip(names, qualifies, fails, locked, table.filled.tolist(), strict=True)
        if filled
    ]
    if not lines:
        return [say("There are no accounts; fill in the table Accounts.")]
    more = (
        [say("and {more_accounts}", more_accounts=counted(len(lines) - 2 * SHOWN, "more account"))]
        if len(lines) > 2 * SHOWN
        else []
    )
    return [*lines[: 2 * SHOWN], *more]
