"""`ippbook pack`: a folder for each complaint that is ready to be filed, with everything that is pasted into the portal."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from ippbook import pipeline
from ippbook.cases.filing import folders as folder_files
from ippbook.cases.filing.submission import Submission, folder_name
from ippbook.cases.filing.workbook_view import FilingView, LinkStage
from ippbook.catalog import platforms, reasons
from ippbook.errors import UserError
from ippbook.evidence import attachments
from ippbook.evidence.attachments import GatheredEvidence
from ippbook.evidence.files import named_files
from ippbook.languages import say, say_series
from ippbook.likely_names import did_you_mean
from ippbook.notices.complaint_texts import complaint_groups, takedowns
from ippbook.pipeline import FilePath, Study
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import fold
from ippbook.tables.headers import header_of
from ippbook.tables.sources import WorkbookSource, opened


@dataclass(frozen=True)
class NotPacked:
    """A complaint that was not packed, and why."""

    complaint: str
    place: str
    kind: str
    why: str


@dataclass(frozen=True)
class PackedFolder:
    """A complaint's folder."""

    submission: Submission
    written: folder_files.WrittenFolder


@dataclass(frozen=True)
class PackResult:
    """The complaints that were packed into a folder, and those that were not."""

    out: Path
    as_of: date
    packed: tuple[PackedFolder, ...]
    not_packed: tuple[NotPacked, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row for each complaint: complaint, folder ("" where it was not packed), why ("" where it was)."""
        rows = [(each.submission.complaint, str(each.written.folder), "") for each in self.packed]
        rows += [(each.complaint, "", each.why) for each in self.not_packed]
        return pd.DataFrame(rows, columns=["complaint", "folder", "why"])


@dataclass(frozen=True)
class _Group:
    """The rows of one complaint."""

    number: str
    rows: list[int]
    shared: bool
    """Whether another account has a complaint with this number."""


def submissions(
    study: Study, complaint: str = "", evidence: Path | None = None, *, include_warnings: bool = False
) -> Iterator[tuple[str, Submission] | NotPacked]:
    """For each complaint that is not filed yet, its folder's name and contents, or why it is not ready.

    *complaint*: only this one. *evidence*: the folder with the files that Listings names. A complaint is ready when its
    text is complete, its rows and the rows that they cite have no errors, its links fit into one complaint, and its
    evidence files exist and the portal accepts them. A complaint against an authorised seller is not ready, unless
    *include_warnings*. Raises `UserError` for an unknown *complaint*.

    Source: ipp-facts 0.3 [O7: OFF], 5.2, 5.4 [C1: CODE].
    """
    view = FilingView(study)
    groups = _groups(view, complaint)
    for group in groups:
        why = _not_ready(view, group) or (None if include_warnings else _whitelisted(view, group))
        if why:
            yield _not_packed(view, group, *why)
            continue
        submission, problems = _submission(view, group, evidence)
        if problems:
            yield _not_packed(view, group, "evidence", say_series(problems, "; "))
        else:
            yield folder_name(group.number, submission.account if group.shared else ""), submission


def unready_rows(study: Study) -> dict[int, str]:
    """For each row of Complaints that is not filed yet and that `pack` would not pack: why. It does not look for evidence files."""
    view = FilingView(study)
    found: dict[int, str] = {}
    for group in _groups(view, ""):
        why = _not_ready(view, group) or _whitelisted(view, group)
        if why:
            found |= dict.fromkeys(group.rows, why[1])
    return found


def pack(  # noqa: PLR0913  # one parameter for each choice that a person has
    path: WorkbookSource,
    out: FilePath,
    complaint: str = "",
    evidence: FilePath | None = None,
    as_of: date | None = None,
    *,
    include_warnings: bool = False,
    today: date,
    folders: SideFolders = NO_FOLDERS,
    progress: pipeline.Progress = pipeline.silent,
) -> PackResult:
    """Write the folders of all complaints in the workbook at *path* that are ready, below the folder *out*.

    The workbook is only read. An existing folder is renewed; files that a person changed stay and are reported.
    *include_warnings*: a complaint against an authorised seller too; the warning is in its evidence.txt. *folders* has
    the team's own texts. Raises `ooxml.WorkbookError` and `UserError`.
    """
    source = None if evidence is None else Path(evidence)
    if source is not None and not source.is_dir():
        raise UserError(
            "{source}: this folder of evidence does not exist; pass the folder with the evidence files", source=source
        )
    target = Path(out)
    if target.exists() and not target.is_dir():
        raise UserError("{target} is a file; pass a folder for the packed complaints", target=target)
    book = opened(path)
    study = pipeline.calculate(book, as_of, today, progress, folders).study
    if not study.tables["Complaints"].present:
        raise UserError(
            "{book_path}: no table Complaints found, so there is nothing to pack; draft complaints with ippbook plan",
            book_path=book.path,
        )
    progress("writing")
    packed, not_packed = [], []
    for found in submissions(study, complaint, source, include_warnings=include_warnings):
        if isinstance(found, NotPacked):
            not_packed.append(found)
            continue
        name, submission = found
        try:
            written = folder_files.write_folder(
                target / name, submission.files, submission.facts.as_json(), study.as_of.isoformat()
            )
        except folder_files.LinkedFolderError as linked:
            not_packed.append(NotPacked(submission.complaint, str(target / name), say("linked folder"), str(linked)))
        else:
            packed.append(PackedFolder(submission, written))
    return PackResult(target, study.as_of, tuple(packed), tuple(not_packed))


def _groups(view: FilingView, requested: str) -> list[_Group]:
    """The complaints with an unfiled row, or the requested one, in the order of the table."""
    wiring = view.study.wiring
    number, account = wiring.value("Complaints", "complaint"), wiring.value("Complaints", "account")
    of_row = complaint_groups(number, account)
    rows: dict[int, list[int]] = {}
    for row in np.flatnonzero(view.study.tables["Complaints"].filled).tolist():
        rows.setdefault(int(of_row[row]), []).append(row)
    users: dict[str, int] = {}
    for each in rows.values():
        users[fold(number[each[0]])] = users.get(fold(number[each[0]]), 0) + 1
    found = [_Group(number[each[0]], each, users[fold(number[each[0]])] > 1) for each in rows.values()]
    if not requested:
        return [group for group in found if any(view.stages[row] is LinkStage.UNFILED for row in group.rows)]
    chosen = [group for group in found if fold(group.number) == fold(requested)]
    if not chosen or not fold(requested):
        hint = did_you_mean(requested, sorted({group.number for group in found}), say("see its column Complaint"))
        raise UserError("the table Complaints has no complaint {requested!r}; {hint}", requested=requested, hint=hint)
    return chosen


def _not_ready(view: FilingView, group: _Group) -> tuple[str, str] | None:
    """Why the complaint cannot be filed yet: the kind and the sentence; None where it can."""
    if not group.number:
        return say("no number"), say("the row has no complaint number; enter a number of your choice")
    filed = [view.stages[row] for row in group.rows if view.stages[row] is not LinkStage.UNFILED]
    if filed:
        return say("filed already"), say(
            "{filed_count} of its {rows_count} links are filed already ({filed})",
            filed_count=len(filed),
            rows_count=len(group.rows),
            filed=filed[0],
        )
    if errors := _errors(view, group.rows):
        more = say(" and {errors_count} more", errors_count=len(errors) - 1) if len(errors) > 1 else ""
        return "errors", say("{error}{more}", error=errors[0], more=more)
    frame = view.study.wiring.value("Complaints", "all_complaints").once(takedowns)
    first = group.rows[0]
    if not frame["text"][first]:
        return say("no text"), frame["problem"][first] or say("its Reason is blank; choose one")
    return _links_at_fault(view, group)


def _whitelisted(view: FilingView, group: _Group) -> tuple[str, str] | None:
    """The first listing of an authorised seller (ipp-facts 11 C15 [C2: CODE], 5.8 [L3: LAW]); None where there is none."""
    at, named = view.study.wiring.rows("Complaints", "listing"), view.complaints("listing")
    for row in group.rows:
        if why := view.authorised.get(int(at[row])):
            return (
                "whitelisted",
                say(
                    "listing {named}: {why}, and a wrong notice makes you liable; remove it, or use ippbook pack --include-warnings",
                    named=named[row],
                    why=why,
                ),
            )
    return None


def _warnings(view: FilingView, rows: list[int]) -> tuple[str, ...]:
    """The warnings on the complaint's rows and their listings, each once; that of an authorised seller is first."""
    at, named = view.study.wiring.rows("Complaints", "listing"), view.complaints("listing")
    of_complaints, of_listings = (view.warnings.get(table, {}) for table in ("Complaints", "Listings"))
    white = [
        say("listing {named}: {why}", named=named[row], why=why)
        for row in rows
        if (why := view.authorised.get(int(at[row])))
    ]
    own = [message for row in rows for message in of_complaints.get(row, ())]
    cited = [
        say("listing {named}: {message}", named=named[row], message=message)
        for row in rows
        for message in of_listings.get(int(at[row]), ())
    ]
    return tuple(dict.fromkeys([*white, *own, *cited]))


def _links_at_fault(view: FilingView, group: _Group) -> tuple[str, str] | None:
    """What is wrong with the links. The text numbers them, so each must be in the list exactly once."""
    links = _links(view, group.rows)
    most = platforms.complaint_limits(_site(view, group.rows[0])).links
    if not all(links):
        return say("no link"), say(
            "{count} of its listings have no link that can be filed; correct their URL", count=links.count("")
        )
    if len(set(links)) < len(links):
        return say("link twice"), say(
            "it has {links} more than once; remove the extra row", links=max(links, key=links.count)
        )
    if len(links) > most:
        return say("too many links"), say(
            "it has {links_count} links, and the portal accepts {most}; split it", links_count=len(links), most=most
        )
    return None


_CITED_ROWS: Final = {
    "listing": ("Listings", say("listing")),
    "right": ("Rights", say("right")),
    "account": ("Accounts", say("account")),
}
"""The table of each row that a complaint cites, and what it is."""


def _errors(view: FilingView, rows: list[int]) -> list[str]:
    """The errors in the complaint's rows and in the rows that they cite, each once."""
    own = view.errors.get("Complaints", {})
    found = [say("{place}: {error}", place=_place(view, row), error=own[row]) for row in rows if row in own]
    for name, (table, word) in _CITED_ROWS.items():
        at = view.study.wiring.rows("Complaints", name)
        faults = view.errors.get(table, {})
        named = view.complaints(name)
        found += [
            say("{kind} {name}: {error}", kind=word, name=named[row], error=faults[int(at[row])])
            for row in rows
            if int(at[row]) in faults
        ]
    return list(dict.fromkeys(found))


def _site(view: FilingView, row: int) -> str:
    return str(view.complaints("platform")[row] or view.complaints("listing_url_platform")[row])


def _links(view: FilingView, rows: list[int]) -> list[str]:
    links = view.complaints("listing_canonical_url")
    return [str(links[row]) for row in rows]


def _submission(view: FilingView, group: _Group, evidence: Path | None) -> tuple[Submission, tuple[str, ...]]:
    """The contents of the folder, and the problems of its evidence."""
    first = group.rows[0]
    site, reason = _site(view, first), str(view.complaints("reason")[first])
    texts = view.complaints("listing_evidence")
    names = named_files([texts[row] for row in group.rows])
    found = (
        None if evidence is None else attachments.gather_attachments(evidence, names, platforms.complaint_limits(site))
    )
    known = reasons.REASONS.get(reason)
    numbers = tuple((name, str(view.complaints(name)[first])) for name in (known.portal_fields if known else ()))
    submission = Submission(
        group.number,
        str(view.complaints("account")[first]),
        site,
        str(view.complaints("right")[first]),
        reason,
        tuple(_links(view, group.rows)),
        str(view.study.wiring.value("Complaints", "takedown_text")[first]),
        numbers,
        names,
        None if found is None else found.files,
        _remarks(names, found, known),
        _warnings(view, group.rows),
    )
    return submission, found.problems if found else ()


def _remarks(names: tuple[str, ...], found: GatheredEvidence | None, reason: reasons.Reason | None) -> tuple[str, ...]:
    nothing = (
        ()
        if names or not (reason and reason.evidence)
        else (say("Listings names no evidence; evidence.txt lists what to attach"),)
    )
    return (*nothing, *(found.remarks if found else ()))


def _place(view: FilingView, row: int) -> str:
    places = view.study.tables["Complaints"].places
    return f"{places.sheet}!{places.cell(row, header_of('complaint'))}"


def _not_packed(view: FilingView, group: _Group, kind: str, why: str) -> NotPacked:
    return NotPacked(group.number, _place(view, group.rows[0]), kind, why)
