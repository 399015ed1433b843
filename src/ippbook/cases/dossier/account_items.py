"""The part of the checklist about the account: its identity, its portals and its power of attorney."""

from collections.abc import Iterator

from ippbook.cases.dossier.checklist import ChecklistItem, ItemState, answered
from ippbook.cases.dossier.table_row import CaseRow
from ippbook.catalog import platforms
from ippbook.languages import KnownWord, say, say_series
from ippbook.normalize import clean

_NAMES_DIFFER = "AC203"
"""The rule that compares the complainant with the name on the identity document."""


def account_items(row: CaseRow) -> Iterator[ChecklistItem]:
    """Registration, identity, disclaimer, portals, and for an agent the power of attorney.

    Source: ipp-facts 3.3 [O19, O20: OFF], 3.4 [O13: OFF], 5.1 [O5, O21: OFF].
    """
    yield _role(row)
    yield _yes_no(row, "identity_verified", say("The portal has accepted the identity document"), "3.3 [O19, O20: OFF]")
    if row.day("id_until") is not None or row.text("registered_in") == "HK":
        yield _valid_document(row)
    if row.text("registered_in") == "CN":
        yield _yes_no(
            row, "red_chop", say("The copy of the business licence has the company's red chop"), "3.3 [O20: OFF]"
        )
    yield _one_name(row)
    yield _yes_no(row, "disclaimer_accepted", say("The portal's disclaimer is accepted"), "12b [SEED: VEN]")
    yield _portals(row)
    if row.text("role") == "agent":
        yield _power(row)
        enforcement = say("The power of attorney explicitly authorises enforcement")
        yield _yes_no(row, "poa_enforcement", enforcement, "3.4 [O13: OFF]")
        titled = say("The power of attorney is signed or sealed, with the signatory's title")
        yield _yes_no(row, "poa_title", titled, "3.4 [O13: OFF]")


def _step(row: CaseRow) -> str:
    return say("Account {text}", text=row.text("account"))


def _role(row: CaseRow) -> ChecklistItem:
    role = row.text("role")
    statement = say("The account is registered as right holder or as agent")
    do = "" if role else say("register on the portal, and choose the Role in Accounts")
    state = ItemState.TRUE if role else ItemState.UNKNOWN
    return ChecklistItem(
        _step(row), statement, state, row.word("role"), do, "ipp-facts 3.4 [O19: OFF]", row.place("role")
    )


def _yes_no(row: CaseRow, name: str, statement: str, source: str) -> ChecklistItem:
    """A statement that one yes/no cell decides."""
    answer = row.text(name)
    column = row.place(name)
    do = {"yes": "", "no": say("do this on the portal, then enter yes")}.get(
        answer, say("check on the portal, and enter yes or no")
    )
    return ChecklistItem(_step(row), statement, answered(answer), row.word(name), do, f"ipp-facts {source}", column)


def _valid_document(row: CaseRow) -> ChecklistItem:
    until, as_of = row.day("id_until"), row.study.as_of
    state = ItemState.UNKNOWN if until is None else ItemState.TRUE if until >= as_of else ItemState.FALSE
    found = say("until {until}", until=until) if until else ""
    do = "" if state is ItemState.TRUE else say("submit a valid document, and enter its last day")
    statement = say("The identity document or business certificate is valid")
    return ChecklistItem(_step(row), statement, state, found, do, "ipp-facts 3.3 [O20: OFF]", row.place("id_until"))


def _one_name(row: CaseRow) -> ChecklistItem:
    names = row.text("complainant"), row.text("name_on_id")
    differ = any(
        batch.problem.code == _NAMES_DIFFER and row.number in batch.rows.tolist() for batch in row.study.batches
    )
    state = ItemState.UNKNOWN if not all(names) else ItemState.FALSE if differ else ItemState.TRUE
    do = {
        ItemState.TRUE: "",
        ItemState.FALSE: say("file in the name on the document, or submit a document with the complainant's name"),
        ItemState.UNKNOWN: say("enter both names as the documents show them"),
    }[state]
    found = " / ".join(name for name in names if name)
    statement = say("The complainant's name is the name on the identity document")
    return ChecklistItem(_step(row), statement, state, found, do, "ipp-facts 3.3 [O20: OFF]", row.place("complainant"))


def _portals(row: CaseRow) -> ChecklistItem:
    """The account must exist on the portal of each of the team's marketplaces."""
    wanted = wanted_platforms(row)
    portals = {(each.host, each.name) for each in (platforms.PLATFORMS[code].portal for code in wanted) if each.host}
    entered = clean(row.text("portal")).casefold()
    lacking = sorted(host for host, name in portals if host not in entered and name.casefold() not in entered)
    state = ItemState.UNKNOWN if not entered else ItemState.FALSE if lacking else ItemState.TRUE
    do = (
        ""
        if state is ItemState.TRUE
        else say("register on {lacking}, and enter the portal under Portal", lacking=say_series(lacking))
    )
    statement = say(
        "The account exists on the portals for {wanted}",
        wanted=say_series(KnownWord(code, "platforms") for code in wanted),
    )
    source = "ipp-facts 14 [N1: LAW]: each portal has a registration of its own; 0.4 [C3, C4, C5: CODE]"
    return ChecklistItem(_step(row), statement, state, row.text("portal"), do, source, row.place("portal"))


def wanted_platforms(row: CaseRow) -> list[str]:
    """The marketplaces on which the team has listings; all of them while it has no listings."""
    seen = set(row.study.wiring.value("Listings", "url_platform"))
    return [code for code in platforms.PLATFORMS if code in seen] or list(platforms.PLATFORMS)


def _power(row: CaseRow) -> ChecklistItem:
    start, end, as_of = row.day("poa_start"), row.day("poa_end"), row.study.as_of
    if end is None and start is None:
        state = ItemState.UNKNOWN
    else:
        state = ItemState.FALSE if (end and end < as_of) or (start and start > as_of) else ItemState.TRUE
    found = say("from {start} until {end}", start=(start or "?"), end=(end or "?")) if start or end else ""
    do = (
        ""
        if state is ItemState.TRUE
        else say("get a power of attorney for the rights, submit it, and enter its first and last day")
    )
    statement = say("The agent's power of attorney is in force")
    return ChecklistItem(_step(row), statement, state, found, do, "ipp-facts 3.4 [O13: OFF]", row.place("poa_end"))
