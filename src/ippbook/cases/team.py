"""The complaints of a team, from one workbook or several, and their Good-Faith figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from ippbook import goodfaith, tables
from ippbook.cases.filing.package import unready_rows
from ippbook.catalog import reasons
from ippbook.declare import registry
from ippbook.declare.wiring import Whole, Wiring
from ippbook.errors import UserError
from ippbook.goodfaith.account_names import similar_accounts
from ippbook.goodfaith.from_tables import platform_of_rows
from ippbook.languages import say, say_series
from ippbook.likely_names import did_you_mean
from ippbook.number_words import counted
from ippbook.pipeline import Study, day_of, error_batches, wire
from ippbook.pipeline.refused_settings import refused_settings
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import AnyColumn, Mask
from ippbook.tables.settings import read_settings
from ippbook.tables.sources import WorkbookSource, opened

_COLUMNS = ("complaint", "account", "reason", "right", "filed", "status", "decided", "listing", "listing_evidence")
_COUNTED = ("account", "complaint", "filed", "status", "reason", "decided", "platform", "right")
_LOCATION = ("workbook", "row", "complaint", "listing")


@dataclass(frozen=True, eq=False)
class TeamPart:
    """What Good-Faith reads of one workbook. Without the rest, several workbooks are small enough to be brought together."""

    name: str
    terms: goodfaith.Terms
    rows: pd.DataFrame
    """A row a link, labelled by its number in the sheet: the columns that Good-Faith reads."""
    refused: tuple[str, ...]
    """A sentence for each setting that cannot be used."""
    accounts: tuple[str, ...]
    """The names in the table Accounts."""
    grouped: Mapping[str, AnyColumn]
    """The text columns as `History.of` groups them fastest; only of a workbook that is alone."""
    unready: Mapping[int, str] = field(default_factory=dict)
    """Why complaints are not ready to pack, by row, where it was requested."""


@dataclass(frozen=True, eq=False)
class Team:
    """The complaints of one or several workbooks, each once, as of a day."""

    as_of: date
    terms: goodfaith.Terms
    rows: pd.DataFrame
    """A row a link: workbook, row (its number in the sheet), and the columns that Good-Faith reads."""
    history: goodfaith.History
    """Of the same rows, with the same index."""
    joined: goodfaith.MergedComplaints
    notes: tuple[str, ...]
    books: Mapping[str, tables.Tables]
    """The workbooks by name; none where their parts were made elsewhere."""
    unready: Mapping[tuple[object, object], str] = field(default_factory=dict)
    """Why complaints are not ready to pack, by workbook and row, as far as the parts know it."""

    def with_location(self, figures: pd.DataFrame) -> pd.DataFrame:
        """The figures of rows, after the workbook and row number of each."""
        return pd.concat([self.rows.loc[figures.index, list(_LOCATION)], figures], axis=1)


@dataclass(frozen=True)
class GoodFaith:
    """The Good-Faith figures of a team as of a day."""

    as_of: date
    terms: goodfaith.Terms
    accounts: pd.DataFrame
    """The columns of `goodfaith.assess`, then those of `goodfaith.outlook`."""
    reasons: pd.DataFrame
    notes: tuple[str, ...]

    def verdicts(self) -> tuple[str, ...]:
        """A sentence for each account that does not qualify or is locked out."""
        columns = (self.accounts[name] for name in ("account", "portal", "qualifies", "fails", "locked_until"))
        return tuple(
            f"{account}{f' · {portal}' if portal else ''} "
            + goodfaith.verdict(qualifies, fails, None if pd.isna(locked) else locked.date())
            for account, portal, qualifies, fails, locked in zip(*columns, strict=True)
            if qualifies == "no" or not pd.isna(locked)
        )

    def to_frame(self) -> pd.DataFrame:
        """The accounts: one row for each."""
        return self.accounts


def read_team(sources: Sequence[WorkbookSource], as_of: date | None, *, today: date) -> Team:
    """The team whose complaints are in the workbooks *sources*. Raises `UserError` where one of them has no complaints.

    The settings and the day are those of the first workbook; a note names each workbook with other settings. The same
    complaint in two workbooks counts once (`goodfaith.merge_complaints`).
    """
    opened_books = [opened(source) for source in sources]
    books = {str(book.path): tables.typed_tables(book, registry().headers) for book in opened_books}
    if len(books) < len(sources):
        raise UserError(
            "{opened_books_path}: the same workbook is named twice; name each once",
            opened_books_path=opened_books[0].path,
        )
    return team_of(books, day_of(next(iter(books.values())), as_of, today))


def team_of(books: Mapping[str, tables.Tables], day: date) -> Team:
    """The team whose complaints are in *books*, typed tables by the name of their workbook, on *day*."""
    return merged_team([team_part(name, book, day, alone=len(books) == 1) for name, book in books.items()], day, books)


def team_of_study(name: str, study: Study) -> Team:
    """The team of the one workbook *name* that was checked already; what the checks have computed is used again."""
    part = team_part(name, study.tables, study.as_of, alone=True, wiring=study.wiring)
    return merged_team([part], study.as_of, {name: study.tables})


def team_part(
    name: str, book: tables.Tables, day: date, *, alone: bool = False, wiring: Wiring | None = None
) -> TeamPart:
    """What Good-Faith reads of one workbook. *alone*: of the only one; its rows stay as they are, nothing is merged into them.

    *wiring*: that of *book* on *day*, where it was made already.
    """
    wiring = wiring or wire(book, day)
    refused = refused_settings(book, read_settings(book.settings.values, registry().groups))
    terms = wiring.settings["terms"]
    if not isinstance(terms, goodfaith.Terms):  # the group of that name is declared so
        raise TypeError(terms)
    table = book["Complaints"]
    if not table.present:
        raise UserError(
            "{name}: no table Complaints found, so there is nothing to count; give your table this name", name=name
        )
    values = {column: wiring.value("Complaints", column) for column in _COLUMNS}
    platform, linked = (wiring.value("Complaints", each) for each in ("platform", "listing_url_platform"))
    item, link = (wiring.value("Complaints", each) for each in ("listing_item_id", "listing_canonical_url"))
    values |= {"platform": platform.where(platform != "", linked), "item": item.where(item != "", link)}
    frame = pd.DataFrame({key: column.reset_index(drop=True) for key, column in values.items()})
    frame.index += table.places.first_row
    return TeamPart(
        name,
        terms,
        frame[table.filled],
        tuple(refused),
        tuple(book["Accounts"].columns["account"].unique()),
        _quick_to_group(wiring, table.filled) if alone else {},
    )


def merged_team(
    parts: Sequence[TeamPart], day: date, books: Mapping[str, tables.Tables] = MappingProxyType({})
) -> Team:
    """The team of the workbooks *parts*, in their order, on *day*. It is the same wherever each part was made."""
    notes: list[str] = []
    agreed = parts[0].terms if parts else goodfaith.Terms()
    for part in parts:
        name = part.name
        notes += [sentence if len(parts) == 1 else f"{Path(name).name}, {sentence}" for sentence in part.refused]
        if part.terms != agreed:
            notes.append(
                say(
                    "{name} has other Good-Faith settings than {parts_name}, whose settings were used",
                    name=name,
                    parts_name=parts[0].name,
                )
            )
    grouped = parts[0].grouped if len(parts) == 1 else {}
    joined = goodfaith.merge_complaints({part.name: part.rows for part in parts})
    rows = joined.rows
    history = goodfaith.History.of(**{column: grouped.get(column, rows[column]) for column in _COUNTED})
    similar = similar_accounts(history.accounts, [account for part in parts for account in part.accounts])
    notes += [
        say(
            "the account {name} is not in the table Accounts; did you mean {other}? Correct it in Complaints; until then its rows count for no account",
            name=name,
            other=other,
        )
        for name, other in similar.items()
    ]
    history = history.without(similar)
    unready: dict[tuple[object, object], str] = {
        (part.name, row): why for part in parts for row, why in part.unready.items()
    }
    return Team(day, agreed, rows, history, joined, (*notes, *_notes(history, joined)), books, unready)


def unready_complaints(book: tables.Tables, study: Study) -> dict[int, str]:
    """Why complaints of *book* are not ready to pack, by row. *study*: of this workbook, with its errors."""
    first = book["Complaints"].places.first_row
    return {first + row: why for row, why in unready_rows(study).items()}


def _quick_to_group(wiring: Wiring, filled: Mask) -> dict[str, AnyColumn]:
    """The text columns of the filled rows of Complaints as `History.of` groups them fastest, numbered from 0."""
    complaints = Whole(wiring, "Complaints")
    columns = {name: complaints.categorical(name) for name in ("account", "complaint", "status", "reason", "right")}
    columns["platform"] = platform_of_rows(complaints)
    return {name: column[filled].reset_index(drop=True) for name, column in columns.items()}


def _notes(history: goodfaith.History, joined: goodfaith.MergedComplaints) -> list[str]:
    """Notes on rows that were excluded, found twice, or contradict each other."""
    excluded = history.excluded
    notes = [
        say("excluded: {rows}, {why}", rows=counted(int(count), "row"), why=why)
        for why, count in excluded[excluded != ""].value_counts().items()
    ]
    pairs = Counter(zip(joined.duplicates["workbook"], joined.duplicates["kept_workbook"], strict=True))
    notes += [
        say(
            "{rows} of {path_name} are also in {path_name_2}, where they count",
            rows=counted(many, "row"),
            path_name=Path(here).name,
            path_name_2=Path(there).name,
        )
        for (here, there), many in pairs.items()
    ]
    notes += [
        say(
            "{path_name} row {row}: complaint {complaint} has {column} {other} here and {kept} in the row that counts; correct one of them",
            path_name=Path(str(each.workbook)).name,
            row=each.row,
            complaint=each.complaint,
            column=each.column,
            other=each.other,
            kept=each.kept,
        )
        for each in joined.conflicts.itertuples(index=False)
    ]
    return notes


def good_faith(team: Team) -> GoodFaith:
    """The Good-Faith figures of each account of *team*, overall and per reason, and its reserve."""
    accounts = goodfaith.assess(team.history, team.as_of, team.terms)
    ahead = goodfaith.outlook(team.history, team.as_of, team.terms)
    more = [name for name in ahead if name not in accounts]
    reasons = goodfaith.assess_reasons(team.history, team.as_of, team.terms)
    return GoodFaith(team.as_of, team.terms, pd.concat([accounts, ahead[more]], axis=1), reasons, team.notes)


def explain(team: Team, account: str, on: date) -> goodfaith.ExplainedAccount:
    """The rows behind each figure of *account* on the day *on*. Raises `UserError` where the team has no such account."""
    found = goodfaith.explain_account(team.history, account, on, team.terms)
    if found.rows.empty:
        names = team.history.accounts
        hint = did_you_mean(account, names, say("accounts with complaints: {known}", known=say_series(names) or "none"))
        raise UserError("the account {account} has no complaints; {hint}", account=account, hint=hint)
    return replace(found, rows=team.with_location(found.rows))


def team_forecast(team: Team) -> pd.DataFrame:
    """The chance of each account to qualify at the coming month ends."""
    return goodfaith.forecast(team.history, team.as_of, team.terms)


def good_faith_plan(team: Team, studies: Mapping[str, Study] = MappingProxyType({})) -> goodfaith.FilingAdvice:
    """What to file next, what to hold back, and what to fix first because `pack` would not pack it.

    *studies*: those of the workbooks that were checked already, by name; the errors of the others are looked for.
    """
    errors = dict(team.unready)
    for name, book in team.books.items():
        study = studies[name] if name in studies else error_batches(book, team.as_of)
        errors |= {(name, row): why for row, why in unready_complaints(book, study).items()}
    places = zip(team.rows["workbook"], team.rows["row"], strict=True)
    known = {label: errors[place] for label, place in zip(team.rows.index, places, strict=True) if place in errors}
    labels = pd.Series(known, dtype=object)
    found = goodfaith.filing_advice(team.history, team.as_of, team.terms, errors=labels)
    rows = found.rows.assign(likelier=_with_evidence(found.rows, team.rows))
    return replace(found, rows=team.with_location(rows))


def _with_evidence(advice: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """What would make each complaint likelier; first the evidence, where none is named and the reason needs it."""
    back = (advice["advice"] == "hold back") & (rows.loc[advice.index, "listing_evidence"] == "")
    found = []
    for more, reason, lacks in zip(advice["likelier"], advice["reason"], back, strict=True):
        known = reasons.REASONS.get(reason)
        wanted = say("evidence: {evidence}", evidence=known.evidence[0]) if lacks and known and known.evidence else ""
        found.append(" ".join(part for part in (wanted, f"Or: {more}." if wanted and more else more) if part))
    return found
