"""ippbook doctor: each check finds what it is there for, and a whole computer has nothing wrong."""

import hashlib
import json
import shutil
import zipfile
from functools import lru_cache
from pathlib import Path, PureWindowsPath

import openpyxl
import pytest
import xlsxwriter

from ippbook import ooxml
from ippbook.installer.doctor.check import OK, PROBLEM, UNCERTAIN, checks, run_checks
from ippbook.installer.doctor.checks import addins
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.install import install
from ippbook.installer.package_data import shipped

SAMPLE = Path(__file__).parents[2] / "workbook"
OFFICE = r"HKCU\Software\Microsoft\Office\16.0\Excel"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel"
MACHINE = POLICY.replace("HKCU", "HKLM")
CLOUD = r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0\Excel"
COMMON = POLICY.replace("Excel", "Common")
ASR = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"
CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
APP = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CLICK = r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration"
FOUND = {APP: {"": r"C:\Office16\EXCEL.EXE"}, CLICK: {"Platform": "x64", "VersionToReport": "16.0.1"}}
STARTUP = r"C:\Users\Anna\AppData\Roaming\Microsoft\Excel\XLSTART"


def row(host, name, file=None):
    """What one check finds."""
    (check,) = [each for each in checks() if each.name == name]
    return check.run(Subject(host, file, modules))


@lru_cache
def modules():
    from ippbook.workbook_builder.vba import hosts, modules

    return modules.modules(hosts.BOOK)


@pytest.mark.parametrize("machine", [{}, {"system": "macos"}])
def test_a_computer_on_which_it_was_just_installed_has_nothing_wrong(computer, machine):
    host = computer(**machine)
    install(host)
    assert [each for each in run_checks(Subject(host)) if each.state == PROBLEM] == []


def test_an_ordinary_windows_with_ippbook_has_nothing_unknown_either(computer):
    host = computer()
    install(host)
    assert {each.state for each in run_checks(Subject(host, SAMPLE / "ippbook.xlsm", modules))} == {OK}


def test_before_installing_what_is_missing_is_named_with_the_remedy(computer):
    wrong = {each.check: each.remedy for each in run_checks(Subject(computer())) if each.state == PROBLEM}
    assert wrong.keys() == {
        *("addin_present", "addin_once", "environment_there", "xlwings_version"),
        *("library", "pywin32", "configuration", "bitness"),
    }
    assert set(wrong.values()) == {"run ippbook excel install"}


BROKEN = [
    # what differs on the computer, the check that finds it, its state, words of its result
    ({"registry": {}}, "excel_found", PROBLEM, "no desktop Excel"),
    ({"registry": {APP: {"": r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16\EXCEL.EXE"}}}, "excel_kind", PROBLEM, "Store"),
    ({"registry": {**FOUND, CLICK: {}}}, "bitness", UNCERTAIN, "does not say whether"),
    ({"registry": {**FOUND, rf"{OFFICE}\Security": {"VBAWarnings": 4}}}, "macro_settings", OK, "trusted folder"),
    (
        {"registry": {**FOUND, rf"{OFFICE}\Security": {"VBAWarnings": 4}, rf"{POLICY}\Security\Trusted Locations": {"AllLocationsDisabled": 1}}},
        "macro_settings",
        PROBLEM,
        "does not load",
    ),
    ({"registry": {**FOUND, rf"{POLICY}\Security": {"vbawarnings": 3}}}, "macro_settings", OK, "set by the organisation"),
    ({"registry": {**FOUND, rf"{OFFICE}\Security": {"VBAWarnings": 9}}}, "macro_settings", UNCERTAIN, "known are 1 to 4"),
    ({"registry": {**FOUND, rf"{POLICY}\Security": {"DisableAllAddins": 1}}}, "addin_policies", PROBLEM, "disabled"),
    ({"registry": {**FOUND, rf"{OFFICE}\Security": {"RequireAddinSig": 1}}}, "addin_policies", UNCERTAIN, "signed"),
    ({"registry": {**FOUND, rf"{POLICY}\Resiliency": {"restricttolist": 1}}}, "addin_policies", UNCERTAIN, "only the add-ins of its list"),
    ({"registry": {**FOUND, rf"{OFFICE}\Security": {"AccessVBOM": 1}}}, "object_model", OK, "turning it off is safer"),
    ({"registry": {**FOUND, rf"{OFFICE}\Options": {"OPEN": rf'/R "{STARTUP}\ippbook.xlam"'}}}, "addin_once", PROBLEM, "again"),
    ({"registry": {**FOUND, rf"{OFFICE}\Options": {"OPEN1": '"D:\\old\\ippbook-2.xlam"'}}}, "other_addins", PROBLEM, "another ippbook"),
    ({"registry": {**FOUND, rf"{OFFICE}\Options": {"OPEN": "xlwings.xlam"}}}, "other_addins", UNCERTAIN, "xlwings.xlam"),
    (
        {"registry": {**FOUND, rf"{OFFICE}\Resiliency\DisabledItems": {"x1": b"\1\0\0\0" + rf"{STARTUP}\ippbook.xlam".lower().encode("utf-16-le")}}},
        "disabled_items",
        PROBLEM,
        "after a crash",
    ),
    ({"registry": {**FOUND, rf"{OFFICE}\Resiliency\DisabledItems": {"x1": "other.xlam".encode("utf-16-le")}}}, "disabled_items", OK, "not disabled"),
    ({"registry": {**FOUND, rf"{MACHINE}\Security": {"VBAWarnings": 4}}}, "macro_settings", OK, "set by the organisation"),
    (
        {"registry": {**FOUND, rf"{POLICY}\Security": {"VBAWarnings": 1}, rf"{OFFICE}\Security": {"VBAWarnings": 4}}},
        "macro_settings",
        OK,
        "all macros run (set by the organisation)",
    ),
    *(
        ({"registry": {**FOUND, rf"{POLICY}\Security": {"vbawarnings": 1}, rf"{cloud}\Security": {"vbawarnings": 4}}}, "macro_settings", OK, "no macros run")
        for cloud in (CLOUD, CLOUD.replace("HKCU", "HKLM"))
    ),
    ({"registry": {**FOUND, rf"{COMMON}\Security\Trusted Locations": {"allow user locations": 0}}}, "trusted_folders", UNCERTAIN, "your organisation names"),
    ({"registry": {**FOUND, rf"{COMMON}\Security\Trusted Locations": {"allow user locations": 1}}}, "trusted_folders", OK, "trusts its startup"),
    ({"registry": {**FOUND, rf"{COMMON}\Security": {"requirealwaysonmacrosig": 1}}}, "always_on_macros", PROBLEM, "not signed"),
    ({"registry": {**FOUND, rf"HKLM\Software\Policies\{ASR}\Rules": {CHILDREN: "1"}}}, "child_processes", PROBLEM, "forbids Excel"),
    ({"registry": {**FOUND, rf"HKLM\Software\{ASR}\Rules": {CHILDREN.lower(): 1}}}, "child_processes", PROBLEM, "forbids Excel"),
    *(
        ({"registry": {**FOUND, rf"HKLM\Software\Policies\{ASR}\Rules": {CHILDREN: off}, rf"HKLM\Software\{ASR}\Rules": {CHILDREN: 1}}}, "child_processes", OK, "does not forbid")
        for off in ("0", "2", "5")
    ),
    ({"registry": {**FOUND, rf"HKLM\Software\Policies\{ASR}\Rules": {CHILDREN: "6"}}}, "child_processes", UNCERTAIN, "until the user allows"),
    (
        {"registry": {**FOUND, rf"HKLM\Software\Policies\{ASR}\Rules": {CHILDREN: "1"}, rf"HKLM\Software\Policies\{ASR}\ASROnlyExclusions": {r"C:\Tools": "0"}}},
        "child_processes",
        UNCERTAIN,
        "with exceptions",
    ),
    (
        {"registry": {**FOUND, r"HKLM\Software\Policies\Microsoft\Windows Defender\Policy Manager": {"ASRRules": f"{{x}}=2|{{{CHILDREN}}}=1"}}},
        "child_processes",
        UNCERTAIN,
        "may forbid",
    ),
    ({"registry": {**FOUND, r"HKCU\Software\Policies\Microsoft\Windows\System": {"DisableCMD": 1}}}, "command_prompt", PROBLEM, "command prompt"),
    ({"registry": {**FOUND, r"HKCU\Software\Policies\Microsoft\Windows\System": {"DisableCMD": 2}}}, "command_prompt", UNCERTAIN, "window"),
    ({"running": ["EXCEL.EXE"]}, "excel_running", OK, "close it before"),
    ({"python": {"executable": r"C:\P\python.exe", "version": "3.12.0", "bits": 32}}, "python_here", PROBLEM, "32-bit"),
    ({"python": {"executable": r"C:\P\python.exe", "version": "3.9.1"}}, "python_here", PROBLEM, "3.9.1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("machine", "name", "state", "said"), BROKEN, ids=[f"{each[1]}-{number}" for number, each in enumerate(BROKEN)]
)
def test_each_setting_that_matters_is_seen(computer, machine, name, state, said):
    install(computer())
    found = row(computer(**machine), name)
    assert (found.state, said in found.what) == (state, True), found
    assert bool(found.remedy) or state != PROBLEM


def sign(path: Path, part: str = "xl/vbaProjectSignatureAgile.bin") -> Path:
    """The file with a part as Office adds one when somebody signs the macros."""
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(part, b"signature")
    return path


NO_FOLDERS = {rf"{POLICY}\Security\Trusted Locations": {"AllLocationsDisabled": 1}}


@pytest.mark.parametrize(
    ("registry", "name"),
    [
        ({**NO_FOLDERS, rf"{POLICY}\Security": {"vbawarnings": 3}}, "macro_settings"),
        ({rf"{COMMON}\Security": {"requirealwaysonmacrosig": 1}}, "always_on_macros"),
        ({rf"{POLICY}\Security": {"RequireAddinSig": 1}}, "addin_policies"),
    ],
)
def test_a_signed_add_in_is_not_called_wrong_where_signed_ones_run_and_an_unsigned_one_is_doubted(
    computer, tmp_path, registry, name
):
    host = computer(registry={**FOUND, **registry})
    install(host)
    unsigned = row(host, name)
    given = Path(shutil.copy(shipped("ippbook.xlam"), tmp_path / "ippbook.xlam"))
    install(host, sign(given))
    found = row(host, name)
    assert (found.state, "signed" in found.what, "publisher" in found.what + found.remedy) == (UNCERTAIN, True, True)
    assert unsigned != found


def test_a_signed_workbook_is_not_called_wrong_where_only_signed_macros_run(computer, team):
    host = computer(registry={**FOUND, rf"{POLICY}\Security": {"vbawarnings": 3}})
    path = team(".xlsm")
    assert row(host, "macro_settings", path).state == PROBLEM
    found = row(host, "macro_settings", sign(path))
    assert (found.state, "its publisher must be trusted" in found.what) == (UNCERTAIN, True), found


def test_where_no_macros_run_a_signature_is_not_said_to_help(computer, team):
    host = computer(registry={**FOUND, rf"{POLICY}\Security": {"vbawarnings": 4}})
    found = row(host, "macro_settings", sign(team(".xlsm")))
    assert (found.state, "may stop signed macros as well" in found.what) == (UNCERTAIN, True), found


@pytest.mark.parametrize(
    ("values", "state"),
    [({}, UNCERTAIN), ({"AllowNetworkLocations": 1}, OK), ({"AllowNetworkLocations": 0}, UNCERTAIN)],
)
def test_a_startup_folder_on_the_network_is_doubted_unless_excel_trusts_networks(computer, values, state):
    environ = {**computer().environ, "APPDATA": r"\\server\profiles\anna"}
    host = computer(environ=environ, registry={**FOUND, rf"{OFFICE}\Security\Trusted Locations": values})
    assert row(host, "trusted_folders").state == state


def test_all_variables_that_would_break_it_are_named_and_what_xlwings_does_not_heed_is_not(computer):
    host = computer()
    both = {**host.environ, "XLWINGS_LICENSE_KEY": "gA3-secret", "XLWINGS_ON_SERVER": "true"}
    found = row(computer(environ=both), "variables")
    assert found.remedy == "unset XLWINGS_LICENSE_KEY and XLWINGS_ON_SERVER, then start Excel again"
    for value in ("0", "false", "TRUE"):
        assert row(computer(environ={**host.environ, "XLWINGS_ON_SERVER": value}), "variables").state == OK


@pytest.mark.parametrize("variable", ["XLWINGS_LICENSE_KEY", "PYTHONHOME"])
def test_a_variable_that_would_break_it_is_named_and_its_value_is_not_shown(computer, variable):
    host = computer()
    environ = {**host.environ, variable: "gA3-secret"}
    found = row(computer(environ=environ), "variables")
    assert (found.state, found.remedy.split(",")[0]) == (PROBLEM, f"unset {variable.upper()}")
    assert "secret" not in str(run_checks(Subject(computer(environ=environ))))


def test_letters_that_vba_cannot_write_are_doubted_and_those_of_the_code_page_are_not(computer):
    def named(name: str, page: str) -> str:
        home = rf"C:\Users\{name}"
        environ = {"USERPROFILE": home, "LOCALAPPDATA": rf"{home}\AppData\Local", "APPDATA": rf"{home}\AppData\Roaming"}
        return row(computer(environ=environ, code_page=page), "folder_names").state

    assert [named("王芳", "cp1252"), named("王芳", "cp936"), named("Jürgen & Söhne", "cp1252")] == [
        UNCERTAIN,
        OK,
        OK,
    ]


def damage(host, what):
    layout = host.layout
    place = {
        "addin": layout.addin,
        "dll": layout.dlls(layout.environment)[1],
        "interpreter": layout.python(layout.environment),
        "conf": layout.conf,
        "module": layout.environment / "Lib" / "site-packages" / "ippbook" / "__init__.py",
    }[what]
    host.at(place).unlink()


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("addin", {"addin_present", "addin_once"}),
        ("dll", {"library", "bitness", "environment_there"}),
        ("interpreter", {"configuration", "environment_there"}),
        ("conf", {"configuration"}),
        ("module", {"environment_there"}),
    ],
)
def test_what_went_missing_since_is_found(computer, what, names):
    host = computer()
    install(host)
    damage(host, what)
    assert {each.check for each in run_checks(Subject(host)) if each.state == PROBLEM} == names


def test_another_xlwings_in_the_environment_is_wrong_even_by_a_patch(computer):
    host = computer()
    install(host)
    packages = host.at(host.layout.environment) / "Lib" / "site-packages"
    (packages / "xlwings-0.37.8.dist-info").rename(packages / "xlwings-0.37.9.dist-info")
    found = row(host, "xlwings_version")
    assert (found.state, found.what) == (PROBLEM, "xlwings is 0.37.9, but exactly 0.37.8 is needed")


def test_an_older_ippbook_in_excel_than_the_one_that_looks_is_wrong(computer, monkeypatch):
    host = computer()
    install(host)
    monkeypatch.setattr("ippbook.installer.doctor.checks.python.__version__", "9.9.9")
    assert "but this is ippbook 9.9.9" in row(host, "environment_there").what


def test_files_of_another_add_in_in_excels_folders_are_seen(computer):
    host = computer()
    install(host)
    (host.at(host.layout.startup) / "ippbook old.xlam").write_bytes(b"")
    assert row(host, "other_addins").state == PROBLEM


def test_the_mark_of_the_internet_on_the_add_in_is_seen(computer):
    host = computer()
    install(host)
    place = host.at(host.layout.addin)
    place.with_name(place.name + ":Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", "utf-8")
    assert row(host, "addin_marked").state == PROBLEM


def test_the_persons_configuration_of_xlwings_is_looked_at_and_its_key_not_shown(computer):
    host = computer()
    path = host.at(host.layout.xlwings_conf)
    path.parent.mkdir(parents=True)
    path.write_bytes(b'"LICENSE_KEY","gA3-secret"\r\n')
    found = row(host, "xlwings_configuration")
    assert found.state == UNCERTAIN
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (b'"INTERPRETER_WIN","D:\\py\\python.exe"\r\n', UNCERTAIN),
        (b'"OTHER","1"\r\n', PROBLEM),
        (b"\xff\xfe\x00", PROBLEM),
    ],
)
def test_a_configuration_that_names_another_python_is_seen(computer, told, state):
    host = computer()
    install(host)
    host.at(host.layout.conf).write_bytes(told)
    assert row(host, "configuration").state == state


# The workbook


@pytest.fixture
def team(tmp_path, blank):
    """Copy a workbook without rows to a place where a test may change it."""

    def copy(ending: str, name: str = "team") -> Path:
        return Path(shutil.copy(blank[ending], tmp_path / f"{name}{ending}"))

    return copy


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm"])
def test_the_workbooks_that_travel_with_ippbook_have_nothing_wrong(computer, ending):
    rows = run_checks(Subject(computer(), SAMPLE / f"ippbook{ending}", modules))
    named = {each.name for each in checks() if each.on == "file"}
    assert {each.state for each in rows if each.check in named} == {OK}


def changed(
    path: Path,
    *,
    sheet: str = "Listings",
    protect: bool = False,
    hide: int = 0,
    rename: str = "",
) -> Path:
    """The workbook as another program writes it after a change."""
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    found = book[sheet]
    if protect:
        found.protection.enable()
    if hide:
        found.row_dimensions[hide].hidden = True
    if rename:
        book.create_sheet(rename)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        ({"protect": True}, "protected_sheets", "Listings"),
        ({"hide": 5}, "hidden_rows", "Listings"),
        ({"rename": "clean up.PY"}, "code_sheets", "clean up.PY"),
    ],
)
def test_what_stops_the_buttons_is_seen_in_the_workbook(computer, team, change, name, said):
    found = row(computer(), name, changed(team(".xlsx"), **change))
    assert (found.state, said in found.what) == (PROBLEM, True), found


def test_a_protected_sheet_without_a_table_of_ours_does_not_matter(computer, team):
    found = row(computer(), "protected_sheets", changed(team(".xlsx"), sheet="Guide", protect=True))
    assert (found.state, "Guide" in found.what) == (OK, True)


def test_a_workbook_without_our_tables_is_told_so(computer, tmp_path):
    path = tmp_path / "other.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "Budget"
    book.save(path)
    assert row(computer(), "our_tables", path).state == PROBLEM


def macro(path: Path, name: str, text: str) -> Path:
    """The workbook with a module as a person's own, or changed."""
    from pyopenvba import ExcelFile, VBAModuleKind

    with ExcelFile(path) as book:
        if name in book.module_names():
            book.set_module(name, text)
        else:
            book.vba_project().add_module(name, text, kind=VBAModuleKind.standard)
        book.save()
    return path


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Sub ipp_check()\r\nEnd Sub\r\n", PROBLEM),
        ("Public Function IPP_PLATFORM(x)\r\nEnd Function\r\n", PROBLEM),
        ("Private Function IPP_PLATFORM(x)\r\nEnd Function\r\n", OK),
        ("' Sub IPP_Check()\r\nSub Mine()\r\nEnd Sub\r\n", OK),
    ],
)
def test_a_macro_of_the_teams_own_with_a_name_of_ours_is_seen(computer, team, text, state):
    path = macro(team(".xlsm"), "Mine", f'Attribute VB_Name = "Mine"\r\n{text}')
    assert row(computer(), "own_macros", path).state == state


def test_macros_of_another_version_are_seen_and_those_of_another_xlwings_are_wrong(computer, team):
    text = modules()["IppBook"] + "' changed\r\n"
    found = row(computer(), "our_modules", macro(team(".xlsm"), "IppBook", text))
    assert (found.state, "IppBook" in found.what) == (UNCERTAIN, True)
    older = modules()["xlwings"].replace('XLWINGS_VERSION As String = "0.37.8"', 'XLWINGS_VERSION As String = "0.30.1"')
    found = row(computer(), "our_modules", macro(team(".xlsm"), "xlwings", older))
    assert (found.state, "0.30.1" in found.what) == (PROBLEM, True)


def linked(path: Path, formula: str, target: str = "") -> Path:
    """A workbook with a formula, and where *target* is given, with an external link to it written by hand."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    sheet.write_formula(1, 1, formula, None, "x")
    book.close()
    if not target:
        return path
    old = path.rename(path.with_suffix(".old"))
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(path, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                link = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", link)
            out.writestr(name, data)
        out.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
        out.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            'Type="http://schemas.microsoft.com/office/2006/relationships/xlExternalLinkPath/xlPathMissing" '
            f'Target="{target}" TargetMode="External"/></Relationships>',
        )
    return path


@pytest.mark.parametrize(
    ("formula", "target", "state"),
    [
        ("=SUM(A1)", "", OK),
        ("=IPP_PLATFORM(A1)", "", OK),
        (
            "=[1]!IPP_PLATFORM(A1)",
            "file:///C:\\Users\\Anna\\AppData\\Roaming\\Microsoft\\Excel\\XLSTART\\ippbook.xlam",
            OK,
        ),
        ("=[1]!IPP_PLATFORM(A1)", "file:///C:\\Users\\Bob\\ippbook.xlam", PROBLEM),
        ("='C:\\x\\ippbook.xlam'!IPP_PLATFORM(A1)", "", PROBLEM),
    ],
)
def test_formulas_through_an_add_in_that_lies_elsewhere_are_seen(computer, tmp_path, formula, target, state):
    found = row(computer(), "linked_formulas", linked(tmp_path / "linked.xlsx", formula, target))
    assert found.state == state, found


@pytest.mark.parametrize(
    ("zone", "ending", "state"), [(3, ".xlsm", PROBLEM), (3, ".xlsx", UNCERTAIN), (1, ".xlsm", OK)]
)
def test_the_mark_of_the_internet_on_the_workbook_is_seen(computer, team, zone, ending, state):
    path = team(ending)
    path.with_name(path.name + ":Zone.Identifier").write_text(
        f"[ZoneTransfer]\r\nZoneId={zone}\r\nHostUrl=x\r\n", "utf-8"
    )
    assert row(computer(), "file_marked", path).state == state


def test_where_the_workbook_lies_is_looked_at(computer):
    home = r"C:\Users\Anna"
    environ = {
        "USERPROFILE": home,
        "LOCALAPPDATA": rf"{home}\AppData\Local",
        "APPDATA": rf"{home}\AppData\Roaming",
        "OneDrive": rf"{home}\OneDrive",
    }
    host = computer(environ=environ)

    def at(place: str) -> str:
        path = host.at(PureWindowsPath(place))
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLE / "ippbook.xlsx", path)
        return row(host, "file_place", path).state

    deep = "\\".join(["a" * 40] * 5)
    assert [at(rf"{home}\OneDrive\IP\t.xlsx"), at(rf"{home}\Docs\t.xlsx"), at(rf"C:\{deep}\{'b' * 20}.xlsx")] == [
        UNCERTAIN,
        OK,
        PROBLEM,
    ]


def test_a_workbook_that_excel_has_open_is_seen_by_its_lock_file(computer, team):
    path = team(".xlsx")
    path.with_name(f"~${path.name}").write_bytes(b"")
    assert row(computer(), "file_in_use", path).state == UNCERTAIN


def test_a_settings_sheet_with_a_key_or_another_python_is_seen_and_the_key_not_shown(computer, tmp_path):
    def sheet(*rows: tuple[str, str]) -> Path:
        book = openpyxl.Workbook()
        book.active.title = "xlwings.conf"
        for each in rows:
            book.active.append(each)
        book.save(tmp_path / "conf.xlsx")
        return tmp_path / "conf.xlsx"

    found = row(computer(), "settings_sheet", sheet(("LICENSE_KEY", "gA3-secret")))
    assert found.state == PROBLEM
    assert "secret" not in str(found)
    assert row(computer(), "settings_sheet", sheet(("Interpreter_Win", "D:\\python.exe"))).state == UNCERTAIN


def test_the_code_of_xlwings_lite_is_seen_and_whose_it_is(computer, team):
    from ippbook.excel.lite import embed

    path = team(".xlsx")
    embed.embed(path)
    assert row(computer(), "lite_code", path) == (OK, "the code of ippbook, as in this version", "")
    served = path.with_name("served.xlsx")
    embed.embed(team(".xlsx", "bare"), served, wheel="https://files.example.com/ippbook-0.1.0-py3-none-any.whl")
    assert row(computer(), "lite_code", served).state == OK

    def replaced(old: bytes, new: bytes) -> str:
        changed = path.with_name("changed.xlsx")
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as out:
            for name in source.namelist():
                data = source.read(name)
                out.writestr(name, data.replace(old, new, 1) if "webextension1" in name else data)
        return row(computer(), "lite_code", changed).what

    assert "ippbook, edited" in replaced(b"import", b"import  ")
    assert "your own code" in replaced(b'name="main.py" value="&quot;', b'name="main.py" value="&quot;import mine\\n')


def test_code_that_only_says_it_is_ours_and_packages_of_others_are_not_taken_for_ours(computer, team):
    from ippbook.excel.lite import embed, program

    body = "import os\nos.system('calc')\n"
    forged = f"# ippbook lite 0.1.0 {hashlib.sha256(body.rstrip().encode()).hexdigest()[:16]}: made\n{body}"
    assert program.is_ours(forged)
    ours = program.settings()
    lines = ours["requirements.txt"] + "https://files.example.com/other-1-py3-none-any.whl\n"
    for name, found, said in (
        ("source", lambda *_: forged, "claims to be"),
        ("settings", lambda *_: {**ours, "requirements.txt": lines}, "https://files.example.com/other-1"),
    ):
        with pytest.MonkeyPatch.context() as other:
            other.setattr(program, name, found)
            embed.embed(path := team(".xlsx", name))
        looked = row(computer(), "lite_code", path)
        assert (looked.state, said in looked.what) == (UNCERTAIN, True), looked


@pytest.mark.parametrize(
    "content", [b"", b"no workbook", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_a_damaged_file_is_wrong_in_one_row_and_the_rows_that_need_it_say_so(computer, tmp_path, content):
    path = tmp_path / "bad.xlsm"
    path.write_bytes(content)
    rows = {each.check: each for each in run_checks(Subject(computer(), path, modules))}
    assert rows["file_opens"].state == PROBLEM
    assert rows["file_opens"].remedy
    others = [rows[name] for name in ("our_tables", "our_modules", "linked_formulas", "lite_code")]
    assert {each.state for each in others} == {UNCERTAIN}
    assert {each.found for each in others} == {"not checked, because the workbook cannot be read: see Workbook"}


def rewritten(path: Path, part: str, change) -> Path:
    """The workbook with one part changed."""
    old = path.rename(path.with_name("old"))
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, change(data) if name == part else data)
    return path


def test_a_sheet_that_is_cut_off_makes_the_workbook_wrong_though_it_opens(computer, team, ippbook):
    path = rewritten(team(".xlsx"), "xl/worksheets/sheet2.xml", lambda data: data[:3000])
    found = row(computer(), "file_opens", path)
    assert (found.state, "not well-formed" in found.what, "repair" in found.remedy) == (PROBLEM, True, True)
    assert ippbook("doctor", path).code == 1


def test_a_part_that_swells_is_refused_in_words_that_say_what_to_do(computer, team):
    path = rewritten(team(".xlsx"), "docProps/app.xml", lambda data: data + b" " * 5_000_000)
    with ooxml.allowing(ooxml.Limits(ratio_from=1_000_000)):
        found = row(computer(), "file_opens", path)
    assert (found.state, "IPPBOOK_MAX_RATIO" in found.remedy) == (PROBLEM, True), found


def test_a_novel_in_a_settings_sheet_does_not_fill_the_table(computer, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "ippbook.conf"
    book.active.append(["INTERPRETER_WIN", "x" * 30_000])
    book.save(tmp_path / "novel.xlsx")
    found = row(computer(), "settings_sheet", tmp_path / "novel.xlsx")
    assert found.what.startswith("ippbook.conf: INTERPRETER_WIN is xxx")
    assert len(found.what) <= 600


def test_macros_under_the_ending_of_a_workbook_without_are_not_read_and_the_remedy_is_the_name(computer, tmp_path):
    path = Path(shutil.copy(SAMPLE / "ippbook.xlsm", tmp_path / "named.xlsx"))
    found = row(computer(), "our_modules", path)
    assert (found.state, "only in a file named .xlsm" in found.what) == (UNCERTAIN, True)


def test_a_workbook_under_the_ending_of_another_kind_is_wrong(computer, tmp_path):
    path = tmp_path / "named.xlsx"
    shutil.copy(SAMPLE / "ippbook.xlsm", path)
    assert "rename the file to end in .xlsm" in row(computer(), "file_opens", path).remedy


def test_a_damaged_vba_project_is_unknown_and_not_a_crash(computer, team):
    path = team(".xlsm")
    old = path.rename(path.with_name("old"))
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(path, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, data[: len(data) // 3] if name.endswith("vbaProject.bin") else data)
    assert row(computer(), "our_modules", path).state == UNCERTAIN


# The command


def test_on_a_system_without_excel_its_rows_are_left_out_and_counted_and_the_others_are_real(ippbook, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("XLWINGS_LICENSE_KEY", raising=False)
    ran = ippbook("doctor", SAMPLE / "ippbook.xlsx", "--format", "json")
    rows = {each["check"]: each for each in json.loads(ran.out)["checks"]}
    assert ran.code == 0
    assert not [each.name for each in checks() if each.on in ("excel", "windows", "macos") and each.name in rows]
    assert "more checks run only on Windows or a Mac" in ippbook("doctor").out
    assert rows["xlwings_version"]["found"] == "xlwings 0.37.8"
    assert rows["our_tables"]["state"] == OK


def test_the_exit_code_is_1_for_a_problem_and_2_for_a_workbook_that_does_not_exist(computer, on, ippbook, tmp_path):
    host = computer()
    on(host)
    ran = ippbook("doctor")
    assert (ran.code, " problems, " in ran.out.splitlines()[-1]) == (1, True)
    install(host)
    ran = ippbook("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].endswith(" checks: 0 problems, 0 uncertain")
    ran = ippbook("doctor", tmp_path / "missing.xlsx")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_the_table_is_in_words_for_people_and_the_json_keeps_its_states_for_programs(computer, on, ippbook):
    host = computer(environ={**computer().environ, "PYTHONPATH": "x", "PYTHONHOME": "y"})
    on(host)
    rows = {row.partition("\t")[0]: row.split("\t")[1] for row in ippbook("doctor").out.splitlines() if "\t" in row}
    assert (rows["Environment variables"], rows["Operating system"]) == ("problem", "ok")
    found = json.loads(ippbook("doctor", "--format", "json").out)
    assert {each["state"] for each in found["checks"]} <= {"right", "wrong", "unknown"}
    assert found["wrong"] == sum(each["state"] == "wrong" for each in found["checks"]) > 0


def test_the_checks_are_in_the_order_of_computer_excel_python_and_workbook():
    order = [check.module.rpartition(".")[2] for check in checks()]
    assert list(dict.fromkeys(order)) == [
        *("computer", "excel_program", "addins", "trust", "python", "workbook_open", "workbook_content", "macros")
    ]


def test_looking_changes_nothing(computer, tree):
    host = computer()
    install(host)
    before = tree(host)
    run_checks(Subject(host, SAMPLE / "ippbook.xlsm", modules))
    assert tree(host) == before


def test_every_check_says_what_it_is_about_and_where_that_is_known_from():
    assert len({each.title for each in checks()}) == len(checks())
    for each in checks():
        assert each.page.summary.endswith("."), each.name
        assert (
            each.page.source
            or each.on in ("any", "file")
            or each.name in ("log_folder", "excel_running", "environment_there")
        ), each.name


def test_the_shipped_add_in_is_known_to_the_check(computer, tmp_path):
    host = computer()
    signed = tmp_path / "signed.xlam"
    signed.write_bytes(shipped("ippbook.xlam").read_bytes() + b"signed")
    install(host, signed)
    found = row(host, "addin_present")
    assert (found.state, "passed with --addin" in found.what) == (OK, True)


def test_an_add_in_of_another_build_is_doubted(computer, monkeypatch, tmp_path):
    host = computer()
    install(host)
    (tmp_path / "newer.xlam").write_bytes(b"PK newer")
    monkeypatch.setattr(addins, "shipped", lambda _: tmp_path / "newer.xlam")
    assert row(host, "addin_present").state == UNCERTAIN
