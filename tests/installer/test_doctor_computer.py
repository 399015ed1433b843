"""ippbook doctor: the checks of the computer, Excel, the add-in and Python."""

import shutil
from pathlib import Path

import pytest
from doctor_rows import APP, CLICK, COMMON, FOUND, OFFICE, POLICY, SAMPLE, modules, row, sign

from ippbook.installer.doctor.check import OK, PROBLEM, UNCERTAIN, run_checks
from ippbook.installer.doctor.checks import addins
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.install import install
from ippbook.installer.package_data import shipped

MACHINE = POLICY.replace("HKCU", "HKLM")


CLOUD = r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0\Excel"


ASR = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"


CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"


STARTUP = r"C:\Users\Anna\AppData\Roaming\Microsoft\Excel\XLSTART"


@pytest.mark.parametrize("machine", [{}, {"system": "macos"}])
def test_right_after_an_installation_there_is_no_problem(computer, machine):
    host = computer(**machine)
    install(host)
    assert [each for each in run_checks(Subject(host)) if each.state == PROBLEM] == []


def test_on_an_ordinary_windows_every_check_is_ok(computer):
    host = computer()
    install(host)
    assert {each.state for each in run_checks(Subject(host, SAMPLE / "ippbook.xlsm", modules))} == {OK}


def test_before_an_installation_each_missing_part_has_a_remedy(computer):
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
def test_each_setting_that_matters_is_found(computer, machine, name, state, said):
    install(computer())
    found = row(computer(**machine), name)
    assert (found.state, said in found.what) == (state, True), found
    assert bool(found.remedy) or state != PROBLEM


NO_FOLDERS = {rf"{POLICY}\Security\Trusted Locations": {"AllLocationsDisabled": 1}}


@pytest.mark.parametrize(
    ("registry", "name"),
    [
        ({**NO_FOLDERS, rf"{POLICY}\Security": {"vbawarnings": 3}}, "macro_settings"),
        ({rf"{COMMON}\Security": {"requirealwaysonmacrosig": 1}}, "always_on_macros"),
        ({rf"{POLICY}\Security": {"RequireAddinSig": 1}}, "addin_policies"),
    ],
)
def test_a_signed_add_in_is_uncertain_if_only_signed_ones_run(computer, tmp_path, registry, name):
    host = computer(registry={**FOUND, **registry})
    install(host)
    unsigned = row(host, name)
    given = Path(shutil.copy(shipped("ippbook.xlam"), tmp_path / "ippbook.xlam"))
    install(host, sign(given))
    found = row(host, name)
    assert (found.state, "signed" in found.what, "publisher" in found.what + found.remedy) == (UNCERTAIN, True, True)
    assert unsigned != found


@pytest.mark.parametrize(
    ("values", "state"),
    [({}, UNCERTAIN), ({"AllowNetworkLocations": 1}, OK), ({"AllowNetworkLocations": 0}, UNCERTAIN)],
)
def test_a_startup_folder_on_the_network_is_uncertain_unless_excel_trusts_networks(computer, values, state):
    environ = {**computer().environ, "APPDATA": r"\\server\profiles\anna"}
    host = computer(environ=environ, registry={**FOUND, rf"{OFFICE}\Security\Trusted Locations": values})
    assert row(host, "trusted_folders").state == state


def test_all_harmful_variables_are_named_and_harmless_values_are_not(computer):
    host = computer()
    both = {**host.environ, "XLWINGS_LICENSE_KEY": "gA3-secret", "XLWINGS_ON_SERVER": "true"}
    found = row(computer(environ=both), "variables")
    assert "Edit environment variables for your account" in found.remedy
    assert "delete XLWINGS_LICENSE_KEY and XLWINGS_ON_SERVER;" in found.remedy
    for value in ("0", "false", "TRUE"):
        assert row(computer(environ={**host.environ, "XLWINGS_ON_SERVER": value}), "variables").state == OK


@pytest.mark.parametrize(
    ("machine", "words"),
    [
        ({"system": "macos"}, "the settings of your shell"),
        ({"system": "linux", "python": {"executable": "/usr/bin/python3", "version": "3.12.1"}}, "unset PYTHONHOME"),
    ],
)
def test_a_harmful_variable_is_removed_in_the_way_of_the_system(computer, machine, words):
    found = row(computer(**machine, environ={"PYTHONHOME": "/x"}), "variables")
    assert (found.state, words in found.remedy) == (PROBLEM, True), found


@pytest.mark.parametrize("variable", ["XLWINGS_LICENSE_KEY", "PYTHONHOME"])
def test_a_harmful_variable_is_named_without_its_value(computer, variable):
    host = computer()
    environ = {**host.environ, variable: "gA3-secret"}
    found = row(computer(environ=environ), "variables")
    assert (found.state, f"delete {variable};" in found.remedy) == (PROBLEM, True)
    assert "secret" not in str(run_checks(Subject(computer(environ=environ))))


def test_letters_outside_the_code_page_are_uncertain(computer):
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
def test_a_file_that_is_missing_after_the_installation_is_found(computer, what, names):
    host = computer()
    install(host)
    damage(host, what)
    assert {each.check for each in run_checks(Subject(host)) if each.state == PROBLEM} == names


def test_another_patch_release_of_xlwings_is_a_problem(computer):
    host = computer()
    install(host)
    packages = host.at(host.layout.environment) / "Lib" / "site-packages"
    (packages / "xlwings-0.37.8.dist-info").rename(packages / "xlwings-0.37.9.dist-info")
    found = row(host, "xlwings_version")
    assert (found.state, found.what) == (PROBLEM, "xlwings is 0.37.9, but exactly 0.37.8 is needed")


def test_an_older_ippbook_in_excel_is_a_problem(computer, monkeypatch):
    host = computer()
    install(host)
    monkeypatch.setattr("ippbook.installer.doctor.checks.python.__version__", "9.9.9")
    assert "but this is ippbook 9.9.9" in row(host, "environment_there").what


def test_another_add_in_in_excels_folders_is_found(computer):
    host = computer()
    install(host)
    (host.at(host.layout.startup) / "ippbook old.xlam").write_bytes(b"")
    assert row(host, "other_addins").state == PROBLEM


def test_the_mark_of_the_internet_on_the_add_in_is_found(computer):
    host = computer()
    install(host)
    place = host.at(host.layout.addin)
    place.with_name(place.name + ":Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", "utf-8")
    assert row(host, "addin_marked").state == PROBLEM


def test_a_key_in_the_users_configuration_of_xlwings_is_found_and_not_shown(computer):
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
def test_a_configuration_with_another_python_is_found(computer, told, state):
    host = computer()
    install(host)
    host.at(host.layout.conf).write_bytes(told)
    assert row(host, "configuration").state == state


def test_a_chosen_add_in_is_ok(computer, tmp_path):
    host = computer()
    signed = tmp_path / "signed.xlam"
    signed.write_bytes(shipped("ippbook.xlam").read_bytes() + b"signed")
    install(host, signed)
    found = row(host, "addin_present")
    assert (found.state, "passed with --addin" in found.what) == (OK, True)


def test_an_add_in_of_another_build_is_uncertain(computer, monkeypatch, tmp_path):
    host = computer()
    install(host)
    (tmp_path / "newer.xlam").write_bytes(b"PK newer")
    monkeypatch.setattr(addins, "shipped", lambda _: tmp_path / "newer.xlam")
    assert row(host, "addin_present").state == UNCERTAIN
