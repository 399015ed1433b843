"""The checklist of an account: true, false or unknown, by what the workbook says alone."""

from datetime import date

import pytest

from ippbook.cases import dossier
from ippbook.errors import UserError


def states(study, account=""):
    (found,) = dossier.readiness(study, account)
    return {item.statement: item.state.value for item in found.items}


FULL = {
    "identity_verified": "yes",
    "disclaimer_accepted": "yes",
    "portal": "ipp.taobao.com, ipp.aidcgroup.net",
}


def test_an_account_with_everything_that_has_filed_is_ready(desk):
    filed = desk.complaint(1, "L1", status="submitted", filed=date(2026, 10, 5))
    study = desk.study(
        listings=[desk.listing(1)],
        complaints=[filed],
        accounts=[desk.ACCOUNT | FULL],
        rights=[desk.RIGHT | {"certificate": "TM-CN-1.pdf", "certificate_copy": "colour"}],
    )
    (found,) = dossier.readiness(study)
    assert [item for item in found.items if item.state.value != "true"] == []
    assert found.ready
    assert found.next is None


def test_what_the_workbook_does_not_say_is_unknown_and_never_called_done(desk):
    found = states(desk.study(listings=[desk.listing(1)]))
    assert found["The portal has accepted the identity document"] == "unknown"
    assert found["The portal's disclaimer is accepted"] == "unknown"
    assert found["The certificate is scanned in colour from the original, all pages"] == "unknown"
    assert found["The first complaint is filed"] == "false"


@pytest.mark.parametrize("right_type", ["", "trademark\x1b[31m", "no such kind"])
def test_a_foreign_right_of_an_unknown_kind_is_asked_for_no_chinese_one(desk, right_type):
    right = desk.RIGHT | {"right_type": right_type, "office": "EU", "number": "018000000"}
    found = states(desk.study(rights=[right]), "nordlys-legal")  # no listings: every marketplace is wanted
    assert "Rights also has a Chinese registration for it" not in found


@pytest.mark.parametrize(
    ("table", "changes", "statement", "state"),
    [
        ("accounts", {"role": ""}, "The account is registered as right holder or as agent", "unknown"),
        ("accounts", {"identity_verified": "no"}, "The portal has accepted the identity document", "false"),
        ("accounts", {"disclaimer_accepted": "no"}, "The portal's disclaimer is accepted", "false"),
        ("accounts", {"name_on_id": "Polarlys AS"}, "The complainant's name is the name on the identity document", "false"),
        ("accounts", {"name_on_id": "NORDLYS A/S"}, "The complainant's name is the name on the identity document", "true"),
        ("accounts", {"name_on_id": ""}, "The complainant's name is the name on the identity document", "unknown"),
        ("accounts", {"role": "agent"}, "The agent's power of attorney is in force", "unknown"),
        ("accounts", {"role": "agent", "poa_end": date(2026, 10, 30)}, "The agent's power of attorney is in force", "false"),
        ("accounts", {"role": "agent", "poa_end": date(2026, 10, 31)}, "The agent's power of attorney is in force", "true"),
        ("accounts", {"role": "agent", "poa_start": date(2026, 11, 1)}, "The agent's power of attorney is in force", "false"),
        ("accounts", {"portal": "ipp.aidcgroup.net"}, "The account exists on the portals for taobao", "false"),
        ("accounts", {"portal": "IPP.taobao.com"}, "The account exists on the portals for taobao", "true"),
        ("accounts", {"registered_in": "HK", "id_until": date(2026, 10, 30)}, "The identity document or business certificate is valid", "false"),
        ("accounts", {"registered_in": "HK"}, "The identity document or business certificate is valid", "unknown"),
        ("rights", {"status": "pending"}, "It is submitted to the portal and approved", "false"),
        ("rights", {"status": ""}, "It is submitted to the portal and approved", "unknown"),
        ("rights", {"expires": date(2026, 10, 30)}, "It is in force", "false"),
        ("rights", {"expires": date(2026, 10, 31)}, "It is in force", "true"),
        ("rights", {"certificate": "scan.DOCX"}, "The certificate is scanned in colour from the original, all pages", "false"),
        ("rights", {"office": "EU", "number": "018123456"}, "Rights also has a Chinese registration for it", "false"),
    ],
)  # fmt: skip
def test_each_item_follows_its_cell(desk, table, changes, statement, state):
    base = {"accounts": desk.ACCOUNT, "rights": desk.RIGHT}[table]
    assert states(desk.study(listings=[desk.listing(1)], **{table: [base | changes]}))[statement] == state


def test_a_foreign_mark_and_its_chinese_one_are_fine_and_a_chinese_one_needs_none(desk):
    rights = [desk.RIGHT, desk.RIGHT | {"right": "TM-EU-1", "office": "EU", "number": "018123456", "name": "Nordlys"}]
    (found,) = dossier.readiness(desk.study(listings=[desk.listing(1)], rights=rights))
    states_of_it = [
        (item.step, item.state.value)
        for item in found.items
        if item.statement == "Rights also has a Chinese registration for it"
    ]
    assert states_of_it == [("Right TM-EU-1", "true")]


def test_a_foreign_patent_is_not_sent_to_a_late_filing_but_to_counsel(desk):
    patent = {"right": "DP-EU-1", "right_type": "design patent", "office": "EU", "number": "004048098-0004"}
    (found,) = dossier.readiness(desk.study(listings=[desk.listing(1)], rights=[desk.RIGHT | patent]))
    (item,) = [item for item in found.items if item.statement == "Rights also has a Chinese registration for it"]
    assert item.next.startswith("ask counsel")


def test_every_item_that_is_not_true_says_what_to_do_and_every_item_names_its_source(desk):
    accounts = [desk.ACCOUNT | {"role": "agent", "registered_in": "CN"}]
    rights = [
        desk.RIGHT | {"office": "WIPO", "number": "1234567"},
        desk.RIGHT | {"right": "D", "right_type": "design patent", "number": ""},
    ]
    (found,) = dossier.readiness(desk.study(accounts=accounts, rights=rights))
    assert {item.state.value for item in found.items} == {"true", "false", "unknown"}
    for item in found.items:
        assert item.source.startswith("ipp-facts")
        assert bool(item.next) == (item.state.value != "true"), item


def test_each_account_has_its_own_list_and_an_unknown_one_is_refused(desk):
    study = desk.study(accounts=[desk.ACCOUNT, desk.ACCOUNT | {"account": "agency"}])
    assert [each.account for each in dossier.readiness(study)] == ["nordlys-legal", "agency"]
    assert [each.account for each in dossier.readiness(study, "AGENCY")] == ["agency"]
    with pytest.raises(UserError, match="its accounts are: nordlys-legal, agency"):
        dossier.readiness(study, "nobody")
    with pytest.raises(UserError, match="enter an account first"):
        dossier.readiness(desk.study(accounts=[]))
