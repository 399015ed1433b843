"""Drafts, folders, sellers, checklists and dossiers as text and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
from rich.console import Console

from ippbook.cases.dossier import Dossier, ItemState, Readiness
from ippbook.cases.filing import SETTLED, ExcludedListing, PackResult, PlanResult
from ippbook.cli.render.json import records
from ippbook.cli.render.text import day_text, not_shown, show_frame, tell
from ippbook.languages import KnownWord, say, say_series
from ippbook.number_words import counted, listed

if TYPE_CHECKING:
    from ippbook.cli.json_text import OutputObject

_SIGNS = {ItemState.TRUE: say("yes"), ItemState.FALSE: say("NO"), ItemState.UNKNOWN: "?"}


_EXCLUSIONS = {
    "errors": say("errors"),
    "whitelisted": say("whitelisted"),
    "duplicate": say("duplicate"),
    "taken down": say("taken down"),
    "rejected": say("rejected"),
    "link dead": say("link dead"),
    "reinstated": say("reinstated"),
    "withdrawn": say("withdrawn"),
}
"""Why a plan excludes listings, where it is a code."""
_KINDS = {
    "right": say("right"),
    "sighting": say("sighting"),
    "evidence": say("evidence"),
    "test buy": say("test buy"),
    "notice": say("notice"),
    "decision": say("decision"),
    "counter-notice": say("counter-notice"),
    "deadline": say("deadline"),
    "relisting": say("relisting"),
    "new offer": say("new offer"),
}
"""The kinds of the entries of a dossier."""


# ---- plan


def plan_text(done: PlanResult, most: int) -> Iterator[str]:
    """A plan in lines: the drafts, then the excluded listings by cause, at most *most* listings (0: all)."""
    plan = done.plan
    for each in plan.drafts:
        size = (
            say(
                "{links}, {characters:,} characters",
                links=counted(len(each.listings), "link"),
                characters=each.characters,
            )
            if each.characters
            else counted(len(each.listings), "link")
        )
        note = say("; still to do: {note}", note=each.note) if each.note else ""
        yield say(
            "{complaint}: {account}, {platform}, {right}, {reason}: {size} ({listings}){note}",
            complaint=each.complaint,
            account=each.account,
            platform=KnownWord(each.platform, "platforms"),
            right=each.right,
            reason=KnownWord(each.reason, "reasons"),
            size=size,
            listings=listed(each.listings),
            note=note,
        )
    yield from _excluded(plan.excluded, most)
    drafted = say(
        "{complaints} drafted with {links}",
        complaints=counted(len(plan.drafts), "complaint"),
        links=counted(plan.links, "link"),
    )
    if not plan.drafts:
        drafted = say("no listing is ready for a complaint")
    wrote = say("{out}: ", out=done.out) if done.written else say("{done_path}, nothing written: ", done_path=done.path)
    yield say(
        "{wrote}{drafted}; {listings} excluded; as of {day_text}",
        wrote=wrote,
        drafted=drafted,
        listings=counted(len(plan.excluded), "listing"),
        day_text=day_text(plan.as_of),
    )
    if done.written and plan.drafts:
        grown = say("; the table Complaints grew by {rows}", rows=counted(done.grown, "row")) if done.grown else ""
        yield say("To write the takedown texts, run: ippbook recalc {out}{grown}", out=done.out, grown=grown)
    yield from (say("note: {warning}", warning=warning) for warning in done.warnings)


def _excluded(excluded: Sequence[ExcludedListing], most: int) -> Iterator[str]:
    if not excluded:
        return
    kinds = Counter(each.kind for each in excluded).most_common()
    yield say(
        "excluded: {kinds}",
        kinds=say_series(
            say("{kind} {count:,}", kind=_EXCLUSIONS.get(kind, kind), count=count) for kind, count in kinds
        ),
    )
    lacking_first = sorted(excluded, key=lambda each: each.kind in SETTLED)
    shown = lacking_first[:most] if most else lacking_first
    yield from (
        say("{place}: {listing}: {why}", place=each.place, listing=each.listing or say("no name"), why=each.why)
        for each in shown
    )
    if len(excluded) > len(shown):
        yield not_shown(len(excluded) - len(shown))


def plan(done: PlanResult) -> "OutputObject":
    """A plan for programs."""
    return {
        "file": str(done.path),
        "out": str(done.out),
        "written": done.written,
        "table_grew_by": done.grown,
        "as_of": done.plan.as_of.isoformat(),
        "drafts": [{**vars(each), "listings": list(each.listings)} for each in done.plan.drafts],
        "left_out": [vars(each) for each in done.plan.excluded],
        "stale": list(done.stale),
        "warnings": list(done.warnings),
    }


# ---- pack


def packing_text(done: PackResult) -> Iterator[str]:
    """A packing in lines: the folders, the files in them that a person edited, and the complaints that were not packed."""
    for each in done.packed:
        yield say(
            "{folder}: {state}; {links}, {reason}",
            folder=each.written.folder,
            state=each.written.state,
            links=counted(len(each.submission.links), "link"),
            reason=KnownWord(each.submission.reason, "reasons"),
        )
        yield from (
            say("{folder}: edited, so it was not replaced", folder=each.written.folder / name)
            for name in each.written.kept
        )
        yield from (
            say("{folder}: {remark}", folder=each.written.folder, remark=remark) for remark in each.submission.remarks
        )
    yield from (
        say(
            "{place}: {complaint}: not packed, {kind}: {why}",
            place=each.place,
            complaint=(each.complaint or say("no number")),
            kind=each.kind,
            why=each.why,
        )
        for each in done.not_packed
    )
    states = Counter(each.written.state for each in done.packed)
    what = say_series(say("{count:,} {state}", count=count, state=state) for state, count in states.items()) or say(
        "no folder"
    )
    yield say(
        "{out}: {what}; {complaints} not packed; as of {day_text}",
        out=done.out,
        what=what,
        complaints=counted(len(done.not_packed), "complaint"),
        day_text=day_text(done.as_of),
    )


def packing(done: PackResult) -> "OutputObject":
    """A packing for programs."""
    return {
        "out": str(done.out),
        "as_of": done.as_of.isoformat(),
        "packed": [
            {
                **each.submission.facts.as_json(),
                "folder": str(each.written.folder),
                "state": each.written.state,
                "changed_by_hand": list(each.written.kept),
                "remarks": list(each.submission.remarks),
            }
            for each in done.packed
        ],
        "held": [vars(each) for each in done.not_packed],
    }


# ---- sellers


def show_sellers(console: Console, frame: pd.DataFrame, most: int, day: date) -> None:
    """The sellers on a day as a table, at most *most* of them (0: all)."""
    shown = frame.head(most) if most else frame
    show_frame(
        console,
        say("Sellers"),
        shown.drop(columns=["stores"]),
        spare=("first_seen", "unfiled", "whitelisted", "closed"),
    )
    if len(frame) > len(shown):
        tell(console, say("… and {frame_count:,} more (--limit 0 shows all)", frame_count=len(frame) - len(shown)))
    repeat, back = int((frame["repeat"] == "yes").sum()), int((frame["relisted"] > 0).sum())
    new = int((frame["new_offers_after_a_takedown"] > 0).sum())
    tell(
        console,
        say(
            "{sellers}: {repeat:,} repeat; {back:,} with the same offer back after its takedown; {new:,} with a new offer after a takedown; as of {day_text}",
            sellers=counted(len(frame), "seller"),
            repeat=repeat,
            back=back,
            new=new,
            day_text=day_text(day),
        ),
    )


def sellers(frame: pd.DataFrame) -> list["OutputObject"]:
    """The sellers for programs."""
    return records(frame)


# ---- ready


def readiness_text(found: Iterable[Readiness]) -> Iterator[str]:
    """Each account's checklist in lines: each step, what to do where something is missing, and what to do first."""
    for each in found:
        for item in each.items:
            sign = _SIGNS[item.state]
            yield say(
                "{sign}{gap} {step}: {statement}{seen}{do}",
                sign=sign,
                gap=" " * (3 - len(sign)),
                step=item.step,
                statement=item.statement,
                seen=say(" ({found})", found=item.found) if item.found else "",
                do=say("; {next} [{place}; {source}]", next=item.next, place=item.place, source=item.source)
                if item.next
                else "",
            )
        counts = Counter(item.state for item in each.items)
        yield say(
            "{account}: {counts} true, {counts_2} not, {counts_3} unknown; as of {day_text}",
            account=each.account,
            counts=counts[ItemState.TRUE],
            counts_2=counts[ItemState.FALSE],
            counts_3=counts[ItemState.UNKNOWN],
            day_text=day_text(each.as_of),
        )
        if each.next:
            yield say("next: {step}: {next}", step=each.next.step, next=each.next.next)
        yield ""


def readiness(found: Iterable[Readiness]) -> list["OutputObject"]:
    """The checklists for programs."""
    return [
        {
            "account": each.account,
            "as_of": each.as_of.isoformat(),
            "ready": each.ready,
            "next": f"{each.next.step}: {each.next.next}" if each.next else "",
            "items": [{**vars(item), "state": item.state.value} for item in each.items],
        }
        for each in found
    ]


# ---- dossier


def dossier_text(found: Dossier) -> Iterator[str]:
    """A dossier in lines: the listing, then one line for each entry with its cell, and each text below its notice."""
    yield say(
        "Listing {listing} ({place}): {link}",
        listing=found.listing or say("without a name"),
        place=found.place,
        link=found.link,
    )
    named = (
        say("platform {platform}", platform=KnownWord(found.platform, "platforms")) if found.platform else "",
        say("seller {seller}", seller=found.seller) if found.seller else "",
        say("store {store}", store=found.store) if found.store else "",
        say("right {right}", right=found.right) if found.right else "",
    )
    yield say_series(filter(None, named))
    yield ""
    for entry in found.entries:
        yield say(
            "{day}  {kind}: {what} [{place}]",
            day=entry.day.isoformat() if entry.day else say("undated   "),
            kind=_KINDS.get(entry.kind, entry.kind),
            what=entry.what,
            place=entry.place,
        )
        yield from (f"            | {line}" for line in entry.text.splitlines())
    yield from ("", found.caution, "", found.why, say("Compiled as of {day_text}.", day_text=day_text(found.as_of)))


def dossier(found: Dossier) -> "OutputObject":
    """A dossier for programs."""
    entries = [{**vars(entry), "day": entry.day.isoformat() if entry.day else None} for entry in found.entries]
    return {**vars(found), "as_of": found.as_of.isoformat(), "entries": entries}
