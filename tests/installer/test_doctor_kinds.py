"""ippbook doctor over computers of several kinds: silent where all is right, and about the one thing that is not."""

import json
import plistlib
import shutil
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from doctor_rows import APP, CLICK, COMMON, FOUND, OFFICE, SAMPLE, modules, row
from healthy_computers import (
    ET,
    EXCEL,
    EXCEL_CLASS,
    HEALTHY,
    LIBRARY,
    LIMITED,
    MACHINE,
    SHAREPOINT,
    USER,
    WPS,
    WPS_CLASS,
    classes,
    click_to_run,
)

from ippbook.installer.doctor.check import OK, PROBLEM, UNCERTAIN, run_checks
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.install import install


def findings(host, file=None):
    """The rows that are not ok, by check."""
    return {each.check: each for each in run_checks(Subject(host, file, modules)) if each.state != OK}


@pytest.mark.parametrize("kind", sorted(HEALTHY))
def test_a_healthy_computer_gives_no_finding(computer, kind):
    host = computer(**HEALTHY[kind])
    if host.system == "macos":
        info = host.at(PurePosixPath("/Applications/Microsoft Excel.app/Contents/Info.plist"))
        info.parent.mkdir(parents=True)
        info.write_bytes(plistlib.dumps({"CFBundleShortVersionString": "16.89"}))
    install(host)
    assert findings(host) == {}


@pytest.mark.parametrize("kind", sorted(LIMITED))
def test_a_computer_with_one_limit_gives_one_finding_with_a_remedy(computer, kind):
    machine, expected = LIMITED[kind]
    host = computer(**machine)
    install(host)
    found = findings(host)
    assert found.keys() == expected
    assert all(each.remedy for each in found.values())


def test_linux_gives_only_the_finding_that_excel_is_not_there(computer):
    host = computer(system="linux", environ={}, python={"executable": "/usr/bin/python3", "version": "3.12.1"})
    assert findings(host, SAMPLE / "ippbook.xlsm").keys() == {"operating_system"}


TAKEN = [
    # what WPS wrote, the key that doctor names
    ({**classes(ET, USER), **WPS}, rf"{USER}\CLSID\{EXCEL_CLASS}"),
    ({rf"{USER}\Excel.Application\CLSID": {"": WPS_CLASS}, **WPS}, rf"{USER}\CLSID\{WPS_CLASS}"),
    ({rf"{MACHINE}\Excel.Application\CLSID": {"": WPS_CLASS}, **WPS}, rf"{MACHINE}\Excel.Application"),
    (classes(r"C:\PROGRA~2\Kingsoft\WPS Office\12.8.2.18581\office6\et.exe"), rf"{MACHINE}\CLSID\{EXCEL_CLASS}"),
    (classes(r"D:\WPS\office6\wps.exe", view="Wow6432Node\\"), rf"{MACHINE}\Wow6432Node\CLSID\{EXCEL_CLASS}"),
    (
        {
            rf"{USER}\Excel.Application\CurVer": {"": "Excel.Application.12", ".ksobak": "Excel.Application.16"},
            rf"{USER}\Excel.Application.12\CLSID": {"": WPS_CLASS},
            **WPS,
        },
        rf"{USER}\CLSID\{WPS_CLASS}",
    ),
    ({rf"{MACHINE}\{LIBRARY}\win64": {"": ET}}, LIBRARY),
]


@pytest.mark.parametrize(("written", "key"), TAKEN)
def test_wps_under_the_name_of_excel_is_a_problem_with_the_steps_to_give_the_name_back(computer, written, key):
    found = row(computer(registry={**click_to_run("O365ProPlusRetail"), **written}), "excel_name")
    assert (found.state, key in found.what, "office6" in found.what) == (PROBLEM, True, True), found
    for step in ("Configuration Tools", "Compatibility", "Quick Repair"):
        assert step in found.remedy


@pytest.mark.parametrize(
    ("registry", "state", "said"),
    [
        (click_to_run("O365ProPlusRetail"), OK, "no other program"),
        (FOUND, OK, "no other program"),
        ({**click_to_run("O365ProPlusRetail"), **WPS}, OK, "in Excel, not in WPS"),
        ({**FOUND, **classes(r"C:\Kingsoft\EXCEL.EXE")}, OK, "no other program"),
        ({**FOUND, **classes(r"C:\Tools\shim.exe")}, UNCERTAIN, r"C:\Tools\shim.exe"),
        (
            {**click_to_run("O365ProPlusRetail"), rf"{USER}\Excel.Application\CLSID": {"": WPS_CLASS}},
            UNCERTAIN,
            "leads to no program",
        ),
        ({**FOUND, rf"{MACHINE}\Excel.Application\CLSID": {"": EXCEL_CLASS}}, OK, "no other program"),
        (WPS, PROBLEM, "no Excel"),
        ({**WPS, APP: {"": ET}}, PROBLEM, "no Excel"),
    ],
)
def test_wps_next_to_excel_is_ok_and_wps_alone_is_a_problem(computer, registry, state, said):
    found = row(computer(registry=registry), "excel_name")
    assert (found.state, said in found.what) == (state, True), found


def test_a_name_that_windows_does_not_show_is_uncertain(computer):
    key = rf"{MACHINE}\CLSID\{EXCEL_CLASS}\LocalServer32"
    found = row(computer(registry=click_to_run("O365ProPlusRetail"), denied=[key]), "excel_name")
    assert (found.state, key in found.what) == (UNCERTAIN, True), found


def test_the_installation_names_a_taken_name_and_what_to_do(computer):
    registry = {**click_to_run("O365ProPlusRetail"), **classes(ET, USER)}
    notes = [str(note) for note in install(computer(registry=registry)).notes]
    assert any("WPS Office has taken over" in note and "Quick Repair" in note for note in notes)
    healthy = {**click_to_run("O365ProPlusRetail"), **WPS}
    assert not any("WPS" in str(note) for note in install(computer(registry=healthy)).notes)
    denied = [rf"{USER}\Excel.Application\CLSID"]
    assert not any("WPS" in str(note) for note in install(computer(registry=registry, denied=denied)).notes)


CHOICE = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsx\UserChoice"


@pytest.mark.parametrize(("kind", "state"), [("ET.Xlsx.6", UNCERTAIN), ("Excel.Sheet.12", OK), ("Editor.1", OK)])
def test_workbooks_that_windows_opens_in_wps_are_found(computer, kind, state):
    registry = {**click_to_run("O365ProPlusRetail"), CHOICE: {"ProgId": kind, "Hash": "x="}}
    assert row(computer(registry=registry), "workbook_program").state == state


@pytest.mark.parametrize(
    ("products", "state", "said"),
    [
        ("O365ProPlusRetail", OK, "by itself"),
        ("O365ProPlusEEANoTeamsRetail", OK, "by itself"),
        ("MondoVolume", OK, "by itself"),
        ("ProPlus2021Retail", OK, "by itself"),
        ("ProPlus2024Volume", OK, "by itself"),
        ("Excel2019Retail", UNCERTAIN, "Excel 2019"),
        ("HomeBusinessRetail", UNCERTAIN, "Excel 2016"),
        ("VisioPro2019Volume,O365BusinessRetail", OK, "by itself"),
        ("", OK, "does not name"),
    ],
)
def test_an_excel_without_spilling_is_known_by_its_product(computer, products, state, said):
    found = row(computer(registry=click_to_run(products)), "dynamic_arrays")
    assert (found.state, said in found.what) == (state, True), found


def test_an_excel_of_the_store_tells_its_bits_by_the_name_of_its_package(computer):
    machine, _ = LIMITED["Excel from the Store"]
    assert Subject(computer(**machine)).excel.bits == 32


def test_an_excel_with_an_installer_of_its_own_tells_its_version(computer):
    machine, _ = LIMITED["Excel 2016 from its own installer"]
    excel = Subject(computer(**machine)).excel
    assert (excel.version, excel.bits, str(excel.path)[-10:]) == ("16.0.4266.1001", 32, r"\EXCEL.EXE")


DISABLED = rf"{OFFICE}\Resiliency\DisabledItems"


def disabled(path: str, words: str = "ippbook") -> bytes:
    """A value of the list, as Office writes it: a number, two lengths in bytes, then the two texts."""
    texts = [f"{text}\0".encode("utf-16-le") for text in (path.lower(), words)]
    return b"\1\0\0\0" + b"".join(len(text).to_bytes(4, "little") for text in texts) + b"".join(texts)


@pytest.mark.parametrize(
    ("path", "state"),
    [
        (r"C:\Users\Anna\AppData\Roaming\Microsoft\Excel\XLSTART\ippbook.xlam", PROBLEM),
        (r"D:\IP\ippbook.xlsm", PROBLEM),
        (r"C:\IP\team.xlsm", PROBLEM),
        (r"C:\IP\other.xlsm", OK),
        (r"C:\IP\ippbook notes\budget.xlsx", OK),
        (r"C:\Tools\ippbook-viewer.dll", OK),
    ],
)
def test_disabled_items_are_ours_or_the_workbook_that_was_named(computer, path, state):
    host = computer(registry={**FOUND, DISABLED: {"4F1E22A": disabled(path)}})
    file = host.at(PureWindowsPath(r"C:\IP\team.xlsm"))
    file.parent.mkdir(parents=True)
    shutil.copy(SAMPLE / "ippbook.xlsm", file)
    found = row(host, "disabled_items", file)
    assert (found.state, PureWindowsPath(path.lower()).name in found.what.lower()) == (state, state == PROBLEM), found
    assert state == OK or "Disabled Items" in found.remedy


@pytest.mark.parametrize("value", [b"", b"\1", b"\xff" * 40, 7, None, "text", disabled("x")[:13]])
def test_a_disabled_item_that_cannot_be_read_is_no_finding(computer, value):
    assert row(computer(registry={**FOUND, DISABLED: {"x": value}}), "disabled_items").state == OK


@pytest.fixture
def shared(computer):
    """A computer with a library of SharePoint, and a workbook in it."""
    host = computer(registry={**click_to_run("O365ProPlusRetail"), **SHAREPOINT})
    file = host.at(PureWindowsPath(r"C:\Users\Anna\Nordlys\Brand - Documents\IP 品牌\team.xlsx"))
    file.parent.mkdir(parents=True)
    shutil.copy(SAMPLE / "ippbook.xlsx", file)
    return host, file


def test_a_workbook_in_a_library_of_sharepoint_is_uncertain_and_one_next_to_it_is_not(shared):
    host, file = shared
    found = row(host, "file_place", file)
    assert (found.state, "SharePoint" in found.what, "close the workbook" in found.remedy) == (UNCERTAIN, True, True)
    beside = host.at(PureWindowsPath(r"C:\Users\Anna\Nordlys\Brand - Documents (old)\team.xlsx"))
    beside.parent.mkdir(parents=True)
    shutil.copy(file, beside)
    assert row(host, "file_place", beside).state == OK


@pytest.mark.parametrize(
    "address",
    [
        "https://nordlys.sharepoint.com/sites/Brand/Shared%20Documents/IP%20%E5%93%81%E7%89%8C/team.xlsx",
        "https://nordlys.sharepoint.com/:x:/r/sites/Brand/Shared%20Documents/IP%20%E5%93%81%E7%89%8C/team.xlsx?d=w1&csf=1&web=1",
        "HTTPS://Nordlys.SharePoint.com/sites/brand/Shared Documents/More/IP 品牌/team.xlsx",
    ],
)
def test_a_web_address_is_the_file_in_the_synchronised_library(shared, on, ippbook, address):
    host, file = shared
    on(host)
    rows = {each["check"]: each for each in json.loads(ippbook("doctor", address, "--format", "json").out)["checks"]}
    assert host.named(file) in rows["file_opens"]["found"]


@pytest.mark.parametrize(
    "address",
    [
        "https://nordlys.sharepoint.com/sites/Brand/Shared%20Documents/none.xlsx",
        "https://example.com/team.xlsx",
        "https:",
    ],
)
def test_a_web_address_without_a_file_here_is_refused_with_what_to_do(shared, on, ippbook, address):
    host, _ = shared
    on(host)
    ran = ippbook("doctor", address)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    if "//" in address:
        assert address in ran.err
        assert "Sync" in ran.err


@pytest.mark.parametrize(
    "machine",
    [
        {"system": "macos", "home": "/Users/anna bell"},
        {"environ": {"USERPROFILE": r"C:\Users\Anna"}},
    ],
)
def test_an_account_in_which_ippbook_cannot_be_installed_gets_a_table_with_the_reason(computer, on, ippbook, machine):
    host = computer(**machine)
    on(host)
    ran = ippbook("doctor", SAMPLE / "ippbook.xlsx", "--format", "json")
    rows = {each["check"]: each for each in json.loads(ran.out)["checks"]}
    assert (ran.code, ran.err) == (1, "")
    assert {name for name, each in rows.items() if each["state"] == "wrong"} == {"folder_names"}
    assert rows["folder_names"]["remedy"]
    assert rows["our_tables"]["state"] == OK
    assert "folders that this account does not have" in ippbook("doctor").out


def test_a_denied_key_makes_its_row_uncertain_and_no_other_one(computer):
    registry = click_to_run("O365ProPlusRetail")
    host = computer(registry=registry, denied=[rf"{COMMON}\Security"])
    install(host)
    found = findings(host)
    assert found.keys() == {"always_on_macros"}
    assert rf"{COMMON}\Security" in found["always_on_macros"].found


def test_the_path_of_a_program_that_is_not_excel_is_not_taken_for_excel(computer):
    assert Subject(computer(registry={APP: {"": ET}, CLICK: {}})).excel is None
    assert Subject(computer(registry={APP: {"": f'"{EXCEL}"'}})).excel.path == PureWindowsPath(EXCEL)
