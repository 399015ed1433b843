"""The dated trail of a listing: in order, each entry with the cell that says so."""

import hashlib
import os
from datetime import date

import pytest

from ippbook.cases import dossier
from ippbook.errors import UserError


def story(desk):
    """A listing taken down, contested, lost to no one, and back again."""
    rows = [
        desk.listing(1, seller="anna", first_seen=date(2026, 3, 1), last_seen=date(2026, 4, 20), evidence="page.png"),
        desk.listing(2, seller="Anna", first_seen=date(2026, 5, 2)),
        desk.listing(3, seller="bob", first_seen=date(2026, 5, 2)),
    ]
    complaints = [
        desk.complaint(1, "L1", status="accepted", filed=date(2026, 3, 4), decided=date(2026, 3, 6)),
        desk.complaint(
            2,
            "L1",
            status="counter-noticed",
            filed=date(2026, 4, 21),
            counter_noticed=date(2026, 4, 24),
            counter_reason="genuine goods",
        ),
        desk.complaint(3, "L3", status="rejected", filed=date(2026, 5, 5), decided=date(2026, 5, 6)),
    ]
    return desk.study(listings=rows, complaints=complaints)


def test_the_trail_is_in_the_order_of_the_days_with_the_cell_of_each_entry(desk):
    found = dossier.trail(story(desk), "L1")
    assert [(str(entry.day), entry.kind, entry.place.split("!")[0]) for entry in found.entries] == [
        ("2019-01-07", "right", "Rights"),
        ("2020-02-03", "right", "Rights"),
        ("2026-03-01", "sighting", "Listings"),
        ("2026-03-04", "notice", "Complaints"),
        ("2026-03-06", "decision", "Complaints"),
        ("2026-04-20", "sighting", "Listings"),
        ("2026-04-20", "relisting", "Listings"),
        ("2026-04-21", "notice", "Complaints"),
        ("2026-04-24", "counter-notice", "Complaints"),
        ("2026-04-29", "deadline", "Complaints"),
        ("2026-05-02", "new offer", "Listings"),
        ("2026-05-09", "deadline", "Complaints"),
        ("2030-02-02", "right", "Rights"),
        ("None", "evidence", "Listings"),
        ("None", "decision", "Complaints"),
    ]
    assert "L2" in found.entries[10].what


def test_the_notices_carry_their_text_and_whether_the_right_was_in_force(desk):
    notices = [entry for entry in dossier.trail(story(desk), "L1").entries if entry.kind == "notice"]
    assert all("8123456" in entry.text and "in force on that day" in entry.what for entry in notices)
    late = desk.complaint(1, "L1", status="accepted", filed=date(2030, 2, 3))
    (notice,) = [
        entry
        for entry in dossier.trail(desk.study(listings=[desk.listing(1)], complaints=[late]), "L1").entries
        if entry.kind == "notice"
    ]
    assert "not in force on that day" in notice.what


def test_evidence_is_hashed_and_dated_by_its_file(desk, tmp_path):
    (tmp_path / "page.png").write_bytes(b"screenshot")
    os.utime(tmp_path / "page.png", (1_772_500_000, 1_772_500_000))
    (entry,) = [entry for entry in dossier.trail(story(desk), "L1", tmp_path).entries if entry.kind == "evidence"]
    assert entry.day == date(2026, 3, 3)
    assert hashlib.sha256(b"screenshot").hexdigest() in entry.what


def test_missing_evidence_is_reported(desk, tmp_path):
    (entry,) = [entry for entry in dossier.trail(story(desk), "L1", tmp_path).entries if entry.kind == "evidence"]
    assert entry.day is None
    assert "not in the evidence folder" in entry.what


def test_all_rows_of_one_offer_have_one_trail(desk):
    rows = [desk.listing(1), desk.listing(2, url=desk.listing(1)["url"] + "&spm=1")]
    complaints = [
        desk.complaint(1, "L1", status="submitted", filed=date(2026, 10, 5)),
        desk.complaint(2, "L2", status="submitted", filed=date(2026, 10, 6)),
    ]
    study = desk.study(listings=rows, complaints=complaints)
    trails = [[(entry.day, entry.what) for entry in dossier.trail(study, name).entries] for name in ("L1", "L2")]
    assert trails[0] == trails[1]
    assert sum("filed by" in what for _, what in trails[0]) == 2


@pytest.mark.parametrize(
    "wanted", ["L1", "l1", "612345000001", "https://h5.m.taobao.com/awp/core/detail.htm?id=612345000001"]
)
def test_a_listing_is_found_by_name_item_number_or_any_form_of_its_link(desk, wanted):
    assert dossier.trail(story(desk), wanted).listing == "L1"


def test_a_listing_that_is_not_there_is_refused_with_a_hint(desk):
    with pytest.raises(UserError, match="did you mean L1"):
        dossier.trail(story(desk), "L11")
    with pytest.raises(UserError, match="short name, its item number or its link"):
        dossier.trail(story(desk), "https://example.com/")


def test_the_dossier_says_why_it_matters_and_what_it_does_not_prove(desk):
    found = dossier.trail(story(desk), "L1")
    assert "art. 45" in found.why
    assert "The texts that were filed may differ" in found.caution
