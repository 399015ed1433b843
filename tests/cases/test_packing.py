"""Folders ready to paste: what is in them, what is not packed, and what a person changed."""

import hashlib
import json
import os
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.cases import filing
from ippbook.cases.filing import folders
from ippbook.cases.filing.folders import FolderFile
from ippbook.cases.filing.package import submissions
from ippbook.cases.filing.submission import folder_name
from ippbook.catalog.platforms import ComplaintLimits
from ippbook.errors import UserError
from ippbook.evidence import attachments

TODAY = date(2026, 10, 31)


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def team(tmp_path, desk):
    """Two listings drafted as one complaint, each with a picture as evidence."""
    rows = [
        desk.listing(1, evidence="one.jpg"),
        desk.listing(2, evidence="two.png; one.jpg", url=desk.listing(2)["url"] + "&spm=1"),
    ]
    drafts = [desk.complaint(1, name, status="draft") for name in ("L1", "L2")]
    (tmp_path / "evidence").mkdir()
    for name in ("one.jpg", "two.png"):
        (tmp_path / "evidence" / name).write_bytes(name.encode())
        os.utime(tmp_path / "evidence" / name, (1_700_000_000, 1_700_000_000))
    return desk.workbook(tmp_path / "team.xlsx", listings=rows, complaints=drafts)


def pack(team, **options):
    return filing.pack(
        team,
        team.parent / "out",
        evidence=options.pop("evidence", team.parent / "evidence"),
        today=options.pop("today", TODAY),
        **options,
    )


def test_a_folder_holds_links_text_evidence_and_a_manifest_of_them(team):
    (packed,) = pack(team).packed
    files = contents(team.parent / "out" / "C1")
    assert set(files) == {
        "links.txt",
        "text.txt",
        "evidence.txt",
        "evidence/one.jpg",
        "evidence/two.png",
        "manifest.json",
    }
    assert files["links.txt"].decode().splitlines() == [
        "https://item.taobao.com/item.htm?id=612345000001", "https://item.taobao.com/item.htm?id=612345000002",
    ]  # fmt: skip
    assert "8123456" in files["text.txt"].decode()
    assert packed.submission.text + "\n" == files["text.txt"].decode()
    manifest = json.loads(files["manifest.json"])
    stated = {entry["name"]: (entry["sha256"], entry["bytes"]) for entry in manifest["files"]}
    assert stated == {
        name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items() if name != "manifest.json"
    }
    assert {entry["modified"] for entry in manifest["files"] if "modified" in entry} == {"2023-11-14T22:13:20Z"}
    assert (manifest["account"], manifest["portal"], manifest["packed_for"]) == (
        "nordlys-legal",
        "ipp.taobao.com",
        "2026-10-31",
    )


def test_packing_twice_changes_nothing_also_on_another_day(team):
    pack(team)
    folder = team.parent / "out"
    before = contents(folder), {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    (again,) = pack(team, as_of=date(2026, 11, 9)).packed
    assert again.written.state == "unchanged"
    assert (contents(folder), {path: path.stat().st_mtime_ns for path in folder.rglob("*")}) == before


def test_packing_leaves_the_workbook_alone(team):
    before = team.read_bytes()
    pack(team)
    assert team.read_bytes() == before


def test_copies_of_evidence_keep_the_time_of_the_original(team):
    pack(team)
    assert int((team.parent / "out" / "C1" / "evidence" / "one.jpg").stat().st_mtime) == 1_700_000_000


def test_what_a_person_changed_is_kept_named_and_never_written_over(team):
    pack(team)
    text = team.parent / "out" / "C1" / "text.txt"
    text.write_text("our counsel's words", encoding="utf-8")
    for _ in range(3):
        (packed,) = pack(team).packed
        assert packed.written.kept == ("text.txt",)
        assert text.read_text(encoding="utf-8") == "our counsel's words"
    entry = next(
        each for each in json.loads((text.parent / "manifest.json").read_bytes())["files"] if each["name"] == "text.txt"
    )
    assert entry["changed_by_hand"]
    assert entry["sha256"] == hashlib.sha256(text.read_bytes()).hexdigest()
    text.unlink()
    (packed,) = pack(team).packed
    assert packed.written.kept == ()
    assert "8123456" in text.read_text(encoding="utf-8")


def test_a_file_that_lay_there_before_is_never_written_over(team):
    place = team.parent / "out" / "C1"
    place.mkdir(parents=True)
    (place / "links.txt").write_text("mine", encoding="utf-8")
    (packed,) = pack(team).packed
    assert packed.written.kept == ("links.txt",)
    assert (place / "links.txt").read_text(encoding="utf-8") == "mine"


def test_a_manifest_changed_by_hand_proves_nothing(team):
    pack(team)
    folder = team.parent / "out" / "C1"
    (folder / "text.txt").write_text("ours", encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    entry = next(each for each in manifest["files"] if each["name"] == "text.txt")
    entry["sha256"] = hashlib.sha256(b"ours").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (packed,) = pack(team).packed
    assert set(packed.written.kept) == {"text.txt", "manifest.json"}
    assert (folder / "text.txt").read_text(encoding="utf-8") == "ours"


def test_evidence_that_no_longer_belongs_is_removed_unless_a_person_changed_it(tmp_path):
    old = [
        folders.FolderFile("text.txt", b"t"),
        folders.FolderFile("evidence/a.jpg", b"a"),
        folders.FolderFile("evidence/b.jpg", b"b"),
    ]
    folders.write_folder(tmp_path / "C1", old, {}, "2026-10-31")
    (tmp_path / "C1" / "evidence" / "b.jpg").write_bytes(b"retouched")
    written = folders.write_folder(tmp_path / "C1", old[:1], {}, "2026-10-31")
    assert written.kept == ("evidence/b.jpg",)
    assert set(contents(tmp_path / "C1")) == {"text.txt", "evidence/b.jpg", "manifest.json"}


def test_a_forged_manifest_removes_nothing_outside_its_folder(tmp_path):
    (tmp_path / "precious.txt").write_bytes(b"precious")
    (tmp_path / "C1").mkdir()
    entry = {"name": "../precious.txt", "sha256": hashlib.sha256(b"precious").hexdigest(), "changed_by_hand": False}
    (tmp_path / "C1" / "manifest.json").write_bytes(folders._sealed({"packed_for": "2026-10-31", "files": [entry]}))
    folders.write_folder(tmp_path / "C1", [], {}, "2026-10-31")
    assert (tmp_path / "precious.txt").read_bytes() == b"precious"


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{", b"\xff\xfe", b'{"files": 3}', b"[" * 20_000])
def test_junk_in_place_of_a_manifest_is_a_persons_file(tmp_path, manifest):
    (tmp_path / "manifest.json").write_bytes(manifest)
    assert folders.write_folder(tmp_path, [folders.FolderFile("a.txt", b"a")], {}, "2026-10-31").kept == (
        "manifest.json",
    )


@pytest.mark.parametrize(
    ("listing", "complaint", "kind"),
    [
        ({"differences": ""}, {}, "errors"),
        ({}, {"status": "submitted", "filed": date(2026, 10, 5)}, None),
        ({"url": "https://m.tb.cn/h.5abcDEF"}, {}, "errors"),
        ({"evidence": "missing.jpg"}, {}, "evidence"),
        ({"evidence": "../secret.jpg"}, {}, "evidence"),
        ({}, {"complaint": ""}, "no number"),
    ],
)
def test_a_complaint_that_is_not_ready_is_not_packed_and_the_cause_is_named(tmp_path, desk, listing, complaint, kind):
    (tmp_path / "evidence").mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"outside the folder of evidence")
    path = desk.workbook(
        tmp_path / "team.xlsx",
        listings=[desk.listing(1, **listing)],
        complaints=[desk.complaint(1, "L1", **{"status": "draft"} | complaint)],
    )
    packing = pack(path)
    assert packing.packed == ()
    assert [each.kind for each in packing.not_packed] == ([kind] if kind else [])


def test_a_complaint_requested_by_number_is_packed_alone_and_an_unknown_one_is_refused(tmp_path, desk):
    drafts = [desk.complaint(number, f"L{number}", status="draft") for number in (1, 2)]
    path = desk.workbook(tmp_path / "team.xlsx", listings=[desk.listing(1), desk.listing(2)], complaints=drafts)
    assert [each.submission.complaint for each in pack(path, complaint="c2", evidence=None).packed] == ["C2"]
    with pytest.raises(UserError, match="did you mean C2"):
        pack(path, complaint="C22", evidence=None)


def test_complaints_of_two_accounts_with_one_number_get_two_folders(tmp_path, desk):
    accounts = [desk.ACCOUNT, desk.ACCOUNT | {"account": "agency"}]
    drafts = [desk.complaint(1, "L1", status="draft"), desk.complaint(1, "L2", status="draft", account="agency")]
    path = desk.workbook(
        tmp_path / "team.xlsx", listings=[desk.listing(1), desk.listing(2)], complaints=drafts, accounts=accounts
    )
    assert len({each.written.folder for each in pack(path, evidence=None).packed}) == 2


def test_more_files_than_the_portal_takes_go_into_one_zip_with_the_same_bytes_each_time(tmp_path):
    names = [f"{number}.jpg" for number in range(5)]
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
    one, two = (attachments.gather_attachments(tmp_path, names, ComplaintLimits()) for _ in range(2))
    assert [file.name for file in one.files] == ["evidence.zip"]
    assert one == two
    assert "5 files" in one.remarks[0]


@pytest.mark.parametrize(
    "name",
    [
        "../secret.jpg",
        "/etc/passwd",
        "link.jpg",
        "sub/../../secret.jpg",
        "C:\\secret.jpg",
        "..\\secret.jpg",
        "sub",
        "",
        "\0",
    ],
)
def test_no_name_leads_out_of_the_folder_of_evidence(tmp_path, name):
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    folder = tmp_path / "evidence"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    found = attachments.gather_attachments(folder, [name], ComplaintLimits())
    assert found.files == ()
    assert found.problems


def test_files_that_the_portal_refuses_are_named_with_the_cause(tmp_path):
    (tmp_path / "a.exe").write_bytes(b"x")
    (tmp_path / "empty.jpg").write_bytes(b"")
    with (tmp_path / "big.jpg").open("wb") as file:
        file.truncate(21 * 2**20)
    problems = attachments.gather_attachments(tmp_path, ["a.exe", "empty.jpg", "big.jpg"], ComplaintLimits()).problems
    assert [problem.split(":")[0] for problem in problems] == ["a.exe", "empty.jpg", "big.jpg"]
    assert [word in problem for word, problem in zip(["type", "empty", "20 MB"], problems, strict=True)] == [True] * 3


def test_a_name_that_differs_in_case_or_in_how_accents_are_stored_finds_its_file(tmp_path):
    (tmp_path / "Vue cle\u0301.JPG").write_bytes(b"x")
    assert attachments.gather_attachments(tmp_path, ["vue clé.jpg"], ComplaintLimits()).problems == ()


@given(st.text(max_size=90), st.text(max_size=20))
def test_every_complaint_number_makes_a_folder_name_that_every_system_takes(complaint, account):
    name = folder_name(complaint, account)
    assert 0 < len(name) <= 80
    assert not set(name) & set('/\\:*?"<>|\0\n\t ')
    assert name.strip(". ") == name
    assert name.upper().split(".")[0] not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    assert name == folder_name(complaint, account)


@given(st.lists(st.text(max_size=6), min_size=2, max_size=2, unique=True))
def test_two_complaint_numbers_never_share_a_folder(numbers):
    assert len({folder_name(number) for number in numbers}) == 2


def test_a_draft_is_packed_at_once_unless_the_plan_names_what_is_still_to_do(tmp_path, desk):
    rows = [desk.listing(1), desk.listing(2, reason="test buy")]
    path = desk.workbook(tmp_path / "team.xlsx", listings=rows)
    notes = {draft.listings: draft.note for draft in filing.plan(path, today=TODAY).plan.drafts}
    assert notes[("L1",)] == ""
    assert "order number" in notes[("L2",)]
    packing = filing.pack(path, tmp_path / "out", today=TODAY)
    assert [each.submission.reason for each in packing.packed] == ["counterfeit by comparison"]
    (excluded,) = packing.not_packed
    assert "order number" in excluded.why


def test_a_drafted_test_buy_is_packed_once_its_order_is_entered(tmp_path, desk):
    path = desk.workbook(tmp_path / "team.xlsx", listings=[desk.listing(1, reason="test buy")])
    filing.plan(path, today=TODAY)
    book, edits = ooxml.open(path), ooxml.Edits()
    area = book.tables["Complaints"]
    for header, value in {
        "Order number": "3412345678901234567",
        "Order date": date(2026, 10, 5),
        "Examination": "the sewn-in label names no maker",
    }.items():
        edits.put("Complaints", area.data_rows[0], area.first_col + area.columns.index(header), value)
    ooxml.save(book, edits, path)
    packing = filing.pack(path, tmp_path / "out", today=TODAY)
    assert packing.not_packed == ()
    assert len(packing.packed) == 1


def submitted(desk, own, other, **options):
    listings = [desk.listing(1, whitelisted=own), desk.listing(2, seller="seller1", whitelisted=other)]
    return list(
        submissions(desk.study(listings=listings, complaints=[desk.complaint(1, "L1", status="draft")]), **options)
    )


@pytest.mark.parametrize(("own", "other"), [("yes", ""), ("", "yes")])
def test_a_complaint_against_an_authorised_seller_is_refused_unless_warnings_are_included(desk, own, other):
    (held,) = submitted(desk, own, other)
    assert held.kind == "whitelisted"
    assert "listing L1" in held.why
    assert "--include-warnings" in held.why
    ((_, submission),) = submitted(desk, own, other, include_warnings=True)
    (evidence,) = [file.data.decode() for file in submission.files if file.name == "evidence.txt"]
    assert "Warnings (decide before you file):\n- Listing L1: " in evidence
    assert "authorised" in evidence


def test_an_option_of_the_command_packs_it_all_the_same(desk, tmp_path, ippbook):
    listing = desk.listing(1, whitelisted="yes")
    team = desk.workbook(
        tmp_path / "team.xlsx", listings=[listing], complaints=[desk.complaint(1, "L1", status="draft")]
    )
    refused = ippbook("pack", team, "-o", tmp_path / "out")
    assert (refused.code, "--include-warnings" in refused.out) == (1, True)
    assert ippbook("pack", team, "-o", tmp_path / "out", "--include-warnings").code == 0
    assert "the seller is authorised" in (tmp_path / "out" / "C1" / "evidence.txt").read_text(encoding="utf-8")


FILES = [FolderFile("links.txt", b"https://a.example\n"), FolderFile("evidence/one.jpg", b"one")]


def test_a_link_planted_at_the_temporary_name_is_not_followed(tmp_path):
    victim, folder = tmp_path / "victim", tmp_path / "out" / "C1"
    victim.write_bytes(b"precious")
    (folder / "evidence").mkdir(parents=True)
    for name in ("links.txt", "manifest.json"):
        (folder / f".{name}.part").symlink_to(victim)
    (folder / "evidence" / ".one.jpg.part").symlink_to(victim)
    folders.write_folder(folder, FILES, {}, "2026-10-31")
    assert victim.read_bytes() == b"precious"
    assert not [path for path in folder.rglob("*") if path.is_symlink() and path.suffix != ".part"]
    assert (folder / "links.txt").read_bytes() == b"https://a.example\n"


@pytest.mark.parametrize("linked", ["C1", "C1/evidence"])
def test_nothing_is_written_into_a_linked_folder(tmp_path, linked):
    elsewhere, place = tmp_path / "elsewhere", tmp_path / linked
    elsewhere.mkdir()
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(folders.LinkedFolderError, match="remove the link"):
        folders.write_folder(tmp_path / "C1", FILES, {}, "2026-10-31")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_in_place_of_a_file_is_a_persons_file_and_nobody_waits_for_it(tmp_path):
    (tmp_path / "C1").mkdir()
    os.mkfifo(tmp_path / "C1" / "links.txt")
    written = folders.write_folder(tmp_path / "C1", FILES, {}, "2026-10-31")
    assert written.kept == ("links.txt",)


def test_one_linked_folder_stops_no_other_complaint(team, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "C1").symlink_to(tmp_path / "evidence", target_is_directory=True)
    before = contents(tmp_path / "evidence")
    (held,) = pack(team).not_packed
    assert (held.kind, "remove the link" in held.why) == ("linked folder", True)
    assert contents(tmp_path / "evidence") == before
