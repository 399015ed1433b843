"""`ippbook lite`: the code goes in and out of a workbook, and nothing else changes."""

import json
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pyopenvba
import pytest
from lxml import etree
from openpyxl.workbook.defined_name import DefinedName

from ippbook.excel.lite import embed, extension, program, requirements

pytestmark = pytest.mark.deep

ROOT = Path(__file__).parents[3]
EXTENSION = "xl/webextensions/webextension1.xml"
PANES = "xl/webextensions/taskpanes.xml"
PANES_RELS = "xl/webextensions/_rels/taskpanes.xml.rels"
TYPES, RELS = "[Content_Types].xml", "_rels/.rels"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
WETP = "{http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

OTHER = (
    b'<we:webextension xmlns:we="http://schemas.microsoft.com/office/webextensions/webextension/2010/11" id="{1}">'
    b'<we:reference id="wa104381504" version="1.0.0.0" store="en-US" storeType="OMEX"/><we:properties/></we:webextension>'
)


@pytest.fixture(params=["xlsx", "xlsm"])
def workbook(request, tmp_path):
    """The workbook of the repository, without macros and with."""
    return Path(shutil.copy(ROOT / "workbook" / f"ippbook.{request.param}", tmp_path))


@pytest.fixture
def plain(tmp_path):
    return Path(shutil.copy(ROOT / "workbook" / "ippbook.xlsx", tmp_path))


@pytest.fixture
def with_add_in(plain, parts, rewritten, tmp_path):
    """Write a copy of the plain workbook that carries this web add-in already."""

    def write(extension: bytes) -> Path:
        old = parts(plain)
        types = old[TYPES].replace(
            b"</Types>",
            b'<Override PartName="/xl/webextensions/taskpanes.xml" ContentType="application/vnd.ms-office.webextensiontaskpanes+xml"/>'
            b'<Override PartName="/xl/webextensions/webextension1.xml" ContentType="application/vnd.ms-office.webextension+xml"/></Types>',
        )
        rels = old[RELS].replace(
            b"</Relationships>",
            b'<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"'
            b' Target="xl/webextensions/taskpanes.xml"/></Relationships>',
        )
        panes = (
            b'<wetp:taskpanes xmlns:wetp="http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11">'
            b'<wetp:taskpane dockstate="right" visibility="1" width="350" row="4"><wetp:webextensionref'
            b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></wetp:taskpane></wetp:taskpanes>'
        )
        panes_rels = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
            b' Type="http://schemas.microsoft.com/office/2011/relationships/webextension" Target="webextension1.xml"/></Relationships>'
        )
        return rewritten(
            plain,
            tmp_path / "with add-in.xlsx",
            {TYPES: types, RELS: rels, PANES: panes, PANES_RELS: panes_rels, EXTENSION: extension},
        )

    return write


def test_every_part_that_was_there_keeps_its_bytes_but_the_two_that_list_parts(workbook, parts, ippbook):
    before = parts(workbook)
    assert ippbook("lite", workbook).code == 0
    after = parts(workbook)
    assert {name for name in before if before[name] != after[name]} == {TYPES, RELS}
    assert after.keys() - before.keys() == {EXTENSION, PANES, PANES_RELS}
    for name in (TYPES, RELS):  # minimal insertions: what was there is still there, in its order
        head = before[name].rpartition(b"</")[0]
        assert after[name].startswith(head)


def test_the_code_in_the_file_is_the_code_that_was_made(workbook, settings, ippbook):
    ippbook("lite", workbook)
    assert settings(workbook) == program.settings()
    assert list(settings(workbook)) == ["main.py", "requirements.txt"]


def test_excel_can_follow_every_link_from_the_package_to_the_code(plain, parts, ippbook):
    ippbook("lite", plain)
    found = parts(plain)
    kinds = {node.get("Type").rpartition("/")[2]: node for node in etree.fromstring(found[RELS])}
    assert kinds["webextensiontaskpanes"].get("Target") == PANES
    (pane,) = etree.fromstring(found[PANES])
    (link,) = etree.fromstring(found[PANES_RELS])
    assert pane.find(f"{WETP}webextensionref").get(f"{R}id") == link.get("Id")
    assert link.get("Type") == "http://schemas.microsoft.com/office/2011/relationships/webextension"
    assert link.get("Target") == "webextension1.xml"
    types = {node.get("PartName"): node.get("ContentType") for node in etree.fromstring(found[TYPES])}
    assert types[f"/{PANES}"] == "application/vnd.ms-office.webextensiontaskpanes+xml"
    assert types[f"/{EXTENSION}"] == "application/vnd.ms-office.webextension+xml"


def test_what_a_workbook_holds_can_be_looked_at(plain, ippbook):
    assert embed.embedded_settings(plain) == {}
    ippbook("lite", plain)
    assert embed.embedded_settings(plain) == program.settings()


def test_twice_is_once(workbook, ippbook):
    ippbook("lite", workbook)
    once = workbook.read_bytes()
    again = ippbook("lite", workbook)
    assert (again.code, workbook.read_bytes()) == (0, once)
    assert "nothing changed" in again.out


def test_taken_out_every_part_has_the_bytes_it_had(workbook, parts, ippbook):
    before = parts(workbook)
    ippbook("lite", workbook)
    assert ippbook("lite", workbook, "--remove").code == 0
    assert parts(workbook) == before


def test_taking_out_what_is_not_there_changes_nothing(plain, ippbook):
    before = plain.read_bytes()
    ran = ippbook("lite", plain, "--remove")
    assert (ran.code, plain.read_bytes()) == (0, before)
    assert "nothing to remove" in ran.out


def test_another_file_can_be_written(plain, tmp_path, settings, ippbook):
    before = plain.read_bytes()
    assert ippbook("lite", plain, "-o", tmp_path / "out.xlsx").code == 0
    assert plain.read_bytes() == before
    assert "main.py" in settings(tmp_path / "out.xlsx")


def test_another_web_add_in_stays_and_is_listed_first(with_add_in, parts, settings, ippbook):
    file = with_add_in(OTHER)
    before = parts(file)
    assert ippbook("lite", file).code == 0
    after = parts(file)
    assert after[EXTENSION] == OTHER
    assert settings(file, "xl/webextensions/webextension2.xml") == program.settings()
    links = {node.get("Id"): node.get("Target") for node in etree.fromstring(after[PANES_RELS])}
    ids = [pane.find(f"{WETP}webextensionref").get(f"{R}id") for pane in etree.fromstring(after[PANES])]
    assert [links[name] for name in ids] == ["webextension1.xml", "webextension2.xml"]
    ippbook("lite", file, "--remove")
    assert parts(file) == before


def test_code_of_the_user_is_replaced_with_force_alone(with_add_in, written_by_lite, settings, ippbook):
    file = with_add_in(written_by_lite)
    assert ippbook("lite", file, "--force").code == 0
    assert settings(file) == {"pyodideVersion": "0.27.5", "count": 7} | program.settings()


def test_code_of_the_user_is_removed_with_force(with_add_in, written_by_lite, plain, parts, ippbook):
    file = with_add_in(written_by_lite)
    assert ippbook("lite", file, "--remove", "--force").code == 0
    assert parts(file) == parts(plain)


def test_recalculation_keeps_the_code(plain, parts, ippbook):
    ippbook("lite", plain)
    code = parts(plain)[EXTENSION]
    assert ippbook("set", plain, "Listings!V2", "x").code == 0
    assert ippbook("recalc", plain, "--fail-on", "never").code == 0
    assert parts(plain)[EXTENSION] == code


def test_code_of_ippbook_that_was_edited_is_not_overwritten_without_force(plain, parts, rewritten, tmp_path, ippbook):
    ippbook("lite", plain)
    found = parts(plain)
    changed = found[EXTENSION].replace(b"IPP_PLATFORM", b"IPP_MARKET", 1)
    file = rewritten(plain, tmp_path / "changed.xlsx", {EXTENSION: changed})
    before = file.read_bytes()
    ran = ippbook("lite", file)
    assert (ran.code, file.read_bytes()) == (2, before)
    assert "has been edited" in ran.err
    assert ippbook("lite", file, "--force").code == 0
    assert parts(file)[EXTENSION] == found[EXTENSION]


def test_code_of_an_older_ippbook_is_renewed_without_asking(plain, monkeypatch, settings, ippbook):
    monkeypatch.setattr(program, "_CALLS", program._CALLS + "\n# as an older version wrote it\n")
    older = program.source()
    ippbook("lite", plain)
    assert settings(plain)["main.py"] == older
    monkeypatch.undo()
    assert older != program.source()
    assert ippbook("lite", plain).code == 0
    assert settings(plain) == program.settings()


def test_an_add_in_without_code_gets_ours(with_add_in, settings, ippbook):
    empty = OTHER.replace(b"wa104381504", b"WA200008175")
    file = with_add_in(empty)
    assert ippbook("lite", file).code == 0
    assert settings(file) == program.settings()


def test_all_settings_together_stay_below_what_office_keeps(plain, parts, ippbook):
    ippbook("lite", plain)
    assert len(parts(plain)[EXTENSION]) < 1_000_000
    assert sum(map(len, program.settings().values())) < 850_000  # a third of the room is for what is still to come


def test_code_that_is_too_large_is_refused_with_the_way_out(plain, monkeypatch, ippbook):
    before = plain.read_bytes()
    monkeypatch.setattr(embed, "LARGEST_SETTINGS", 1000)
    ran = ippbook("lite", plain)
    assert (ran.code, plain.read_bytes()) == (2, before)
    assert "--wheel-url" in ran.err


def _with_setting(path, rewritten, parts, out, name, text):
    value = escape(json.dumps(text), {'"': "&quot;"})
    end = b"</we:properties>"
    raw = parts(path)[EXTENSION].replace(end, f'<we:property name="{name}" value="{value}"/>'.encode() + end)
    return rewritten(path, out, {EXTENSION: raw})


def test_what_the_add_in_itself_wrote_is_no_file_of_the_users(plain, parts, rewritten, tmp_path, ippbook):
    before = parts(plain)
    ippbook("lite", plain)
    made = "# Generated by xlwings Lite\n# source sha256: 0\npandas==3.0.0\n"
    used = _with_setting(plain, rewritten, parts, tmp_path / "used.xlsx", "requirements-pinned.txt", made)
    mine = _with_setting(plain, rewritten, parts, tmp_path / "mine.xlsx", "requirements-pinned.txt", "pandas==2.0\n")
    assert ippbook("lite", mine, "--remove").code == 0
    assert EXTENSION in parts(mine)
    assert ippbook("lite", used).code == 0
    assert ippbook("lite", used, "--remove").code == 0
    assert parts(used) == before


def test_all_that_the_add_in_holds_counts_for_what_office_keeps(plain, parts, rewritten, tmp_path, ippbook):
    ippbook("lite", plain)
    large = _with_setting(plain, rewritten, parts, tmp_path / "large.xlsx", "big.py", "x" * 900_000)
    ran = ippbook("lite", large, "--force")
    assert ran.code == 2
    assert "Excel stores about 1,000,000" in ran.err


def test_openpyxl_reads_the_same_cells(workbook, ippbook, tmp_path):
    ippbook("lite", workbook, "-o", tmp_path / workbook.name.replace("ippbook", "out"))
    pairs = zip(
        openpyxl.load_workbook(workbook),
        openpyxl.load_workbook(tmp_path / workbook.name.replace("ippbook", "out")),
        strict=True,
    )
    for old, new in pairs:
        assert [[cell.value for cell in row] for row in new] == [[cell.value for cell in row] for row in old]


def test_the_package_checker_finds_no_fault_that_was_not_there(workbook, ippbook, tmp_path):
    out = tmp_path / f"out{workbook.suffix}"
    ippbook("lite", workbook, "-o", out)
    assert pyopenvba.check_file(out).issues == pyopenvba.check_file(workbook).issues


def test_macros_and_their_ribbon_are_untouched(tmp_path, parts, ippbook):
    file = Path(shutil.copy(ROOT / "workbook" / "ippbook.xlsm", tmp_path))
    vba = parts(file)["xl/vbaProject.bin"]
    ippbook("lite", file)
    assert parts(file)["xl/vbaProject.bin"] == vba


@pytest.mark.hosts
def test_libreoffice_opens_the_file_and_shows_the_same_cells(plain, tmp_path, ippbook):
    program_of_office = shutil.which("soffice")
    if program_of_office is None:
        pytest.fail("LibreOffice is missing: run make test-hosts, which installs it")
    ippbook("lite", plain, "-o", tmp_path / "out.xlsx")
    shown = {}
    for file in (plain, tmp_path / "out.xlsx"):
        target = tmp_path / file.stem
        subprocess.run(
            [program_of_office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", target, file],
            check=True,
            capture_output=True,
            timeout=180,
        )  # fmt: skip
        shown[file] = {csv.name.partition("-")[2]: csv.read_bytes() for csv in sorted(target.iterdir())}
    assert shown[plain]
    assert shown[plain] == shown[tmp_path / "out.xlsx"]


def _hostile(raw: bytes) -> dict[str, bytes]:
    return {EXTENSION: raw}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({EXTENSION: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "document type declaration"),
        ({EXTENSION: b"<a>"}, "not well-formed"),
        ({PANES: b"\xff\xfe" + "<a/>".encode("utf-16-le")}, "UTF-16"),
        ({PANES: b""}, "not well-formed"),
        ({PANES_RELS: b"<a"}, "not well-formed"),
        (
            {
                PANES_RELS: b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
                b' Type="http://schemas.microsoft.com/office/2011/relationships/webextension" Target="../../../etc/passwd"/></Relationships>'
            },
            "is missing",
        ),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_web_add_in_gives_one_sentence_and_an_untouched_file(
    changes, says, with_add_in, rewritten, tmp_path, ippbook
):
    file = rewritten(with_add_in(OTHER), tmp_path / "hostile.xlsx", changes)
    before = file.read_bytes()
    for arguments in (["lite", file], ["lite", file, "--remove"], ["lite", file, "--force"]):
        ran = ippbook(*arguments)
        if (
            ran.code == 0 and arguments[-1] == "--remove"
        ):  # the workbook has no code of ippbook, so nothing more is read
            assert "nothing to remove" in ran.out
        else:
            assert ran.code == 2, ran.out
            assert says in ran.err
            assert ran.err.count("\n") == 1
            assert str(file) in ran.err
        assert file.read_bytes() == before


def test_a_name_of_the_users_that_is_a_function_of_ours_is_refused(plain, ippbook):
    book = openpyxl.load_workbook(plain)
    book.defined_names["Ipp_Platform"] = DefinedName("Ipp_Platform", attr_text="_xlfn.LAMBDA(_xlpm.x,_xlpm.x)")
    book.save(plain)
    before = plain.read_bytes()
    ran = ippbook("lite", plain)
    assert (ran.code, plain.read_bytes()) == (2, before)
    assert "the workbook has a defined name Ipp_Platform" in ran.err
    assert "Name Manager" in ran.err


def test_what_is_no_workbook_is_refused_in_a_sentence(tmp_path, ippbook):
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    text = tmp_path / "text.xlsx"
    text.write_text("no zip")
    for file, says in ((old, ".xls"), (text, "not an Excel workbook"), (tmp_path / "none.xlsx", "no such file")):
        ran = ippbook("lite", file)
        assert ran.code == 2
        assert says in ran.err
        assert ran.err.count("\n") == 1
    add_in = ippbook("lite", ROOT / "workbook" / "ippbook.xlam", "-o", tmp_path / "out.xlam")
    assert add_in.code == 2
    assert "add-in" in add_in.err


def test_a_file_that_is_open_in_excel_is_left_alone(plain, ippbook):
    before = plain.read_bytes()
    (plain.parent / f"~${plain.name}").write_bytes(b"")
    ran = ippbook("lite", plain)
    assert (ran.code, plain.read_bytes()) == (2, before)
    assert "open in Excel" in ran.err


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/ippbook-0.1.0-py3-none-any.whl",
        "https://example.com/ippbook-0.1.0.tar.gz",
        "https://example.com/other-0.1.0-py3-none-any.whl",
        "https://example.com/ippbook-0.1.0-py3-none-any.whl\nevil-package",
        "file:///ippbook-0.1.0-py3-none-any.whl",
    ],
)
def test_an_address_that_the_add_in_could_not_install_from_is_refused(address, plain, ippbook):
    ran = ippbook("lite", plain, "--wheel-url", address)
    assert ran.code == 2
    assert "https://" in ran.err


def test_with_the_address_of_a_wheel_the_package_stays_out(plain, settings, ippbook):
    address = "https://files.example.com/brand%20team/ippbook-0.1.0-py3-none-any.whl"
    assert ippbook("lite", plain, "--wheel-url", address).code == 0
    found = settings(plain)
    assert address in found["requirements.txt"].splitlines()
    assert "_ARCHIVE" not in found["main.py"]
    assert ippbook("lite", plain).code == 0  # and back, without asking: it is all ours
    assert settings(plain) == program.settings()


def lite_part(**settings: str) -> bytes:
    """The part of xlwings Lite with these files."""
    return extension.new_extension({name.replace("_", "."): text for name, text in settings.items()})


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("xlwings==0.37.8", False),
        ("XLWINGS == 0.37.8  # required", False),
        ("pandas", False),
        ("# a remark", False),
        ("https://files.example.com/ippbook-0.1.0-py3-none-any.whl", False),
        ("https://files.example.com/other-0.1.0-py3-none-any.whl", True),
        ("pandas-more", True),
        ("pandas @ https://files.example.com/pandas.whl", True),
    ],
)
def test_what_ippbook_needs_is_distinguished_from_packages_of_the_team(line, own):
    assert bool(requirements.other_requirements(line)) is own
