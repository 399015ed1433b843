"""The part of the checklist about one right: its documents, the portal's approval, and where it can be cited."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ippbook.cases.dossier.account_items import wanted_platforms
from ippbook.cases.dossier.checklist import ChecklistItem, ItemState, answered
from ippbook.cases.dossier.table_row import CaseRow
from ippbook.cases.filing.workbook_view import FilingView
from ippbook.catalog import platforms
from ippbook.catalog.reasons import PATENTS
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.languages import Clause, KnownWord, say, say_series
from ippbook.sellers import name_key

_REPORTS_FROM: Final = date(2010, 1, 1)
"""Chinese designs and utility models filed from this day on need an evaluation report (ipp-facts 3.5 [L10, L11: LAW])."""

_FIRST_FILED: Final = PATENTS
"""Rights that need novelty: a Chinese filing must follow the first one within the priority period (GK)."""


def right_items(row: CaseRow) -> Iterator[ChecklistItem]:
    """Number, validity, documents, approval, and a Chinese registration in addition to a foreign one.

    Source: ipp-facts 3.1 to 3.5.
    """
    yield _no_errors(row)
    yield _in_force(row)
    yield from _documents(row)
    yield _approved(row)
    if found := _china(row):
        yield found


def _step(row: CaseRow) -> str:
    return say("Right {text}", text=row.text("right"))


def _no_errors(row: CaseRow) -> ChecklistItem:
    errors = FilingView(row.study).errors.get("Rights", {}).get(row.number, "")
    state = ItemState.FALSE if errors else ItemState.TRUE
    do = say("fix it; ippbook explain CODE says how") if errors else ""
    statement = say("Its row has no errors")
    return ChecklistItem(_step(row), statement, state, errors, do, "ipp-facts 3.3, 4", row.place("right"))


def _in_force(row: CaseRow) -> ChecklistItem:
    answer, until = row.text("in_force"), row.day("protected_until")
    do = {"yes": "", "no": say("renew it, or cite another right")}.get(
        answer, say("enter its dates as the register states them")
    )
    found = say("until {until}", until=until) if until else ""
    return ChecklistItem(
        _step(row), say("It is in force"), answered(answer), found, do, "ipp-facts 3.6", row.place("expires")
    )


def _documents(row: CaseRow) -> Iterator[ChecklistItem]:
    right_type, office = row.text("right_type"), row.text("office")
    if office == "none":
        yield _file(
            row, "claim_statement", say("The signed or sealed Copyright Claim Statement is scanned"), "3.1 [O21: OFF]"
        )
    else:
        yield _file(
            row,
            "certificate",
            say("The certificate is scanned in colour from the original, all pages"),
            "3.3 [O14, O15: OFF]",
        )
    if right_type == "trademark" and office == "WIPO":
        entered = row.text("china_certificate")
        do = (
            ""
            if entered == "yes"
            else say(
                "order CNIPA's certified proof of the extension to China; without it, cite a Chinese mark on Chinese marketplaces"
            )
        )
        statement = say("CNIPA's proof of its extension to China is available")
        yield ChecklistItem(
            _step(row),
            statement,
            answered(entered),
            row.word("china_certificate"),
            do,
            "ipp-facts 3.2 [O18: OFF; L7: LAW]",
            row.place("china_certificate"),
        )
    filed = row.day("filed")
    if right_type in {"design patent", "utility model"} and office == "CN" and not (filed and filed < _REPORTS_FROM):
        entered = row.text("evaluation_report")
        state = ItemState.TRUE if entered == "positive" else ItemState.FALSE if entered else ItemState.UNKNOWN
        do = "" if entered == "positive" else say("request the patent right evaluation report from CNIPA")
        statement = say("The patent right evaluation report is positive")
        yield ChecklistItem(
            _step(row),
            statement,
            state,
            row.word("evaluation_report"),
            do,
            "ipp-facts 3.5 [L10, L11: LAW]",
            row.place("evaluation_report"),
        )


def _file(row: CaseRow, name: str, statement: str, source: str) -> ChecklistItem:
    entered = row.text(name)
    word = entered.casefold().endswith((".doc", ".docx"))
    state = ItemState.FALSE if word else ItemState.TRUE if entered else ItemState.UNKNOWN
    do = (
        ""
        if state is ItemState.TRUE
        else say("scan it; the portal does not accept Word files")
        if word
        else say("scan it, and enter the file's name")
    )
    return ChecklistItem(_step(row), statement, state, entered, do, f"ipp-facts {source}", row.place(name))


def _approved(row: CaseRow) -> ChecklistItem:
    entered = row.text("status")
    state = ItemState.TRUE if entered == "approved" else ItemState.FALSE if entered else ItemState.UNKNOWN
    do = {
        "approved": "",
        "pending": say("wait for the portal: three to seven working days"),
        "rejected": say("read the portal's reply, fix the documents and submit them again"),
        "": say("check on the portal, and enter its status"),
    }.get(entered, say("submit it on the portal with its documents"))
    source = "ipp-facts 5.1 [O21: OFF], 5.6"
    return ChecklistItem(
        _step(row),
        say("It is submitted to the portal and approved"),
        state,
        row.word("status"),
        do,
        source,
        row.place("status"),
    )


def _china(row: CaseRow) -> ChecklistItem | None:
    """A foreign registration needs a Chinese one as well; None where it does not, or where the kind of the right is unknown."""
    right_type, office = row.text("right_type"), row.text("office")
    wanted = wanted_platforms(row)
    certificate = row.text("china_certificate")
    refused = [code for code in wanted if platforms.accepts(code, right_type, office, certificate) == "no"]
    slower = [code for code in wanted if platforms.prefers_china(code) and office not in {"CN", "none"}]
    if right_type not in load_vocabulary("right_types") or (not refused and not slower):
        return None
    twin = _twin(row)
    why = (
        say("{refused}: only rights valid in mainland China are accepted", refused=say_series(refused))
        if refused
        else ""
    )
    slow = (
        say("{slower}: foreign rights are accepted, Chinese ones are processed faster", slower=say_series(slower))
        if slower
        else ""
    )
    reasons = say_series((each for each in (why, slow) if each), "; ")
    late = right_type in _FIRST_FILED
    do = (
        say("ask counsel whether it can still be filed in China ({reasons})", reasons=reasons)
        if late
        else say("apply for it in China ({reasons})", reasons=reasons)
    )
    found = (
        say("{twin} is registered in China", twin=twin)
        if twin
        else say(
            "no Chinese {load_vocabulary_label} of that name in Rights",
            load_vocabulary_label=Clause(
                KnownWord(right_type, "right_types"), load_vocabulary("right_types")[right_type].label.lower()
            ),
        )
    )
    return ChecklistItem(
        _step(row),
        say("Rights also has a Chinese registration for it"),
        ItemState.TRUE if twin else ItemState.FALSE,
        found,
        "" if twin else do,
        "ipp-facts 3.2 [SEED, V1, V3: VEN; L13: LAW], 11 R09 [SEED: VEN]",
        row.place("office"),
    )


def _twin(row: CaseRow) -> str:
    """The Chinese right of the same type and name, "" where Rights has none."""
    value = row.study.wiring.value
    columns = (value("Rights", name) for name in ("right", "right_type", "office", "name"))
    wanted = row.text("right_type"), "CN", name_key(row.text("name"))
    for right, right_type, office, name in zip(*columns, strict=True):
        if (right_type, office, name_key(name)) == wanted and wanted[2]:
            return str(right)
    return ""
