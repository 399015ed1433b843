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
from ippbook.languages import say, say_series
from ippbook.number_words import counted, listed

if TYPE_CHECKING:
    from ippbook.cli.json_text import OutputObject

_SIGNS = {ItemState.TRUE: "yes", ItemState.FALSE: "NO", ItemState.UNKNOWN: "?"}


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
        yield f"{each.complaint}: {each.account}, {each.platform}, {each.right}, {each.reason}: {size} ({listed(each.listings)}){note}"
    yield from _excluded(plan.excluded, most)
    drafted = say(
        "{complaints} drafted with {links}",
        complaints=counted(len(plan.drafts), "complaint"),
        links=counted(plan.links, "link"),
    )
    if not plan.drafts:
        drafted = say("no listing is ready for a complaint")
    wrote = f"{done.out}: " if done.written else say("{done_path}, nothing written: ", done_path=done.path)
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
    yield say("excluded: {kinds}", kinds=say_series((f"{kind} {count:,}" for kind, count in kinds)))
    lacking_first = sorted(excluded, key=lambda each: each.kind in SETTLED)
    shown = lacking_first[:most] if most else lacking_first
    yield from (f"{each.place}: {each.listing or 'no name'}: {each.why}" for each in shown)
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
        yield f"{each.written.folder}: {each.written.state}; {counted(len(each.submission.links), 'link')}, {each.submission.reason}"
        yield from (
            say("{folder}: edited, so it was not replaced", folder=each.written.folder / name)
            for name in each.written.kept
        )
        yield from (f"{each.written.folder}: {remark}" for remark in each.submission.remarks)
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
    what = ", ".join(f"{count:,} {state}" for state, count in states.items()) or say("no folder")
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
        console, "Sellers", shown.drop(columns=["stores"]), spare=("first_seen", "unfiled", "whitelisted", "closed")
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
            seen = f" ({item.found})" if item.found else ""
            do = f"; {item.next} [{item.place}; {item.source}]" if item.next else ""
            yield f"{_SIGNS[item.state]:<3} {item.step}: {item.statement}{seen}{do}"
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
    yield f"Listing {found.listing or 'without a name'} ({found.place}): {found.link}"
    named = (("platform", found.platform), ("seller", found.seller), ("store", found.store), ("right", found.right))
    yield ", ".join(f"{name} {value}" for name, value in named if value)
    yield ""
    for entry in found.entries:
        yield f"{entry.day.isoformat() if entry.day else 'undated':<10}  {entry.kind}: {entry.what} [{entry.place}]"
        yield from (f"            | {line}" for line in entry.text.splitlines())
    yield from ("", found.caution, "", found.why, say("Compiled as of {day_text}.", day_text=day_text(found.as_of)))


def dossier(found: Dossier) -> "OutputObject":
    """A dossier for programs."""
    entries = [{**vars(entry), "day": entry.day.isoformat() if entry.day else None} for entry in found.entries]
    return {**vars(found), "as_of": found.as_of.isoformat(), "entries": entries}
