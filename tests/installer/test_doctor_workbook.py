"""ippbook doctor: the checks of a workbook."""

import hashlib
import importlib
import re
import shutil
import zipfile
from pathlib import Path, PureWindowsPath

import openpyxl
import pytest
import xlsxwriter
from doctor_rows import FOUND, POLICY, SAMPLE, modules, row, sign

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.installer.doctor.check import OK, PROBLEM, UNCERTAIN, checks, run_checks
from ippbook.installer.doctor.subject import Subject
from ippbook.workbook_builder.vba.hosts import SETTINGS


def test_a_signed_workbook_is_uncertain_if_only_signed_macros_run(computer, team):
    host = computer(registry={**FOUND, rf"{POLICY}\Security": {"vbawarnings": 3}})
    path = team(".xlsm")
    assert row(host, "macro_settings", path).state == PROBLEM
    found = row(host, "macro_settings", sign(path))
    assert (found.state, "its publisher must be trusted" in found.what) == (UNCERTAIN, True), found


def test_if_no_macros_run_a_signature_is_not_called_a_remedy(computer, team):
    host = computer(registry={**FOUND, rf"{POLICY}\Security": {"vbawarnings": 4}})
    found = row(host, "macro_settings", sign(team(".xlsm")))
    assert (found.state, "may stop signed macros as well" in found.what) == (UNCERTAIN, True), found


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm"])
def test_the_committed_workbooks_have_no_problem(computer, ending):
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
def test_a_workbook_in_which_the_buttons_cannot_work_is_a_problem(computer, team, change, name, said):
    found = row(computer(), name, changed(team(".xlsx"), **change))
    assert (found.state, said in found.what) == (PROBLEM, True), found


def test_a_protected_sheet_without_a_table_of_ippbook_does_not_matter(computer, team):
    found = row(computer(), "protected_sheets", changed(team(".xlsx"), sheet="Guide", protect=True))
    assert (found.state, "Guide" in found.what) == (OK, True)


def test_a_workbook_without_tables_of_ippbook_is_a_problem(computer, tmp_path):
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
def test_a_macro_of_the_team_with_the_name_of_a_function_is_a_problem(computer, team, text, state):
    path = macro(team(".xlsm"), "Mine", f'Attribute VB_Name = "Mine"\r\n{text}')
    assert row(computer(), "own_macros", path).state == state


def test_macros_of_another_version_are_uncertain_and_those_of_another_xlwings_a_problem(computer, team):
    text = modules()["IppBook"] + "' changed\r\n"
    found = row(computer(), "our_modules", macro(team(".xlsm"), "IppBook", text))
    assert (found.state, "IppBook" in found.what) == (UNCERTAIN, True)
    older = modules()["xlwings"].replace('XLWINGS_VERSION As String = "0.37.8"', 'XLWINGS_VERSION As String = "0.30.1"')
    found = row(computer(), "our_modules", macro(team(".xlsm"), "xlwings", older))
    assert (found.state, "0.30.1" in found.what) == (PROBLEM, True)


def saved_by_excel(path: Path) -> Path:
    """The workbook as Excel's editor saves it: names spelled otherwise, attributes of the function wizard added, blank lines at the end."""
    from pyopenvba import ExcelFile

    with ExcelFile(path) as book:
        for name in modules():
            text = re.sub(
                r'"(?:[^"\r\n]|"")*"|\'[^\r\n]*|^Attribute.*|\b[a-z]\w*',
                lambda found: found[0].capitalize() if found[0][0].islower() else found[0],
                book.vba_modules()[name],
                flags=re.MULTILINE,
            )
            wizard = r'\1Attribute \2.VB_ProcData.VB_Invoke_Func = " \\n14"\r\n'
            text = re.sub(r"^(Attribute (\w+)\.VB_Description.*\r\n)", wizard, text, flags=re.MULTILINE)
            book.set_module(name, f"{text}\r\n")
        book.save()
    return path


def test_macros_that_excels_editor_spelled_otherwise_are_as_in_this_version(computer, team):
    path = saved_by_excel(team(".xlsm"))
    from pyopenvba import ExcelFile

    with ExcelFile(path) as book:
        text = book.vba_modules()["IppBook"]
    assert "Pythoncode" in text
    assert row(computer(), "our_modules", path) == (OK, f"{len(modules()):,} modules, as in this version", "")
    found = row(
        computer(),
        "our_modules",
        macro(path, "IppBook", text.replace('= "ippbook"', '= "Ippbook"')),
    )
    assert (found.state, "IppBook" in found.what) == (UNCERTAIN, True)


@pytest.mark.parametrize("spelled", ["xlwings_version AS string  =", "Xlwings_Version As String ="])
def test_the_version_of_xlwings_is_read_whatever_the_spelling_of_its_name(computer, team, spelled):
    text = modules()["xlwings"].replace("XLWINGS_VERSION As String =", spelled)
    assert spelled in text
    assert row(computer(), "our_modules", macro(team(".xlsm"), "xlwings", text)).state == OK


def test_a_class_that_libreoffice_has_saved_is_a_problem_because_excel_does_not_compile_it(computer, team):
    """LibreOffice 7.4 wrote this into the sample; elsewhere the same words are a comment."""
    name, _, rest = modules()["Dictionary"].partition("\r\n'")
    path = macro(team(".xlsm"), "Dictionary", f"{name}\r\nOption ClassModule\r\n'{rest}")
    found = row(computer(), "our_modules", path)
    assert (found.state, "Option ClassModule): Dictionary" in found.what) == (PROBLEM, True), found
    mine = macro(team(".xlsm", "mine"), "Mine", 'Attribute VB_Name = "Mine"\r\n\' Option ClassModule\r\n')
    assert row(computer(), "our_modules", mine).state == OK


def test_macros_that_name_the_old_module_of_functions_are_not_called_a_problem(computer, team):
    """Workbooks made before 0.2 call ippbook.faces.excel.udfs, which still answers."""
    text = modules()["IppBookFunctions"].replace('"ippbook.udfs"', '"ippbook.faces.excel.udfs"')
    assert "ippbook.faces.excel.udfs" in text
    found = row(computer(), "our_modules", macro(team(".xlsm"), "IppBookFunctions", text))
    assert (found.state, "of another version" in found.what) == (UNCERTAIN, True)


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
def test_formulas_through_an_add_in_in_another_folder_are_found(computer, tmp_path, formula, target, state):
    found = row(computer(), "linked_formulas", linked(tmp_path / "linked.xlsx", formula, target))
    assert found.state == state, found


@pytest.mark.parametrize(
    ("zone", "ending", "state"), [(3, ".xlsm", PROBLEM), (3, ".xlsx", UNCERTAIN), (1, ".xlsm", OK)]
)
def test_the_mark_of_the_internet_on_the_workbook_is_found(computer, team, zone, ending, state):
    path = team(ending)
    path.with_name(path.name + ":Zone.Identifier").write_text(
        f"[ZoneTransfer]\r\nZoneId={zone}\r\nHostUrl=x\r\n", "utf-8"
    )
    assert row(computer(), "file_marked", path).state == state


def test_the_folder_of_the_workbook_is_checked(computer):
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


def test_an_open_workbook_is_found_by_its_lock_file(computer, team):
    path = team(".xlsx")
    path.with_name(f"~${path.name}").write_bytes(b"")
    assert row(computer(), "file_in_use", path).state == UNCERTAIN


def test_a_key_or_another_python_in_a_settings_sheet_is_found_and_the_key_not_shown(computer, tmp_path):
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


@pytest.mark.parametrize("functions", ["ippbook.udfs", "ippbook.faces.excel.udfs"])
def test_the_settings_sheets_of_this_version_and_of_earlier_ones_are_ok(computer, tmp_path, functions):
    """Versions before 0.2 wrote ippbook.faces.excel.udfs. That module still has every function, so their workbooks work."""
    assert SETTINGS["UDF MODULES"] == "ippbook.udfs"
    book = openpyxl.Workbook()
    book.active.title = "xlwings.conf"
    for each in {**SETTINGS, "UDF MODULES": functions}.items():
        book.active.append(each)
    book.save(tmp_path / "earlier.xlsx")
    assert row(computer(), "settings_sheet", tmp_path / "earlier.xlsx").state == OK
    named = vars(importlib.import_module(functions))
    assert registry().functions.keys() <= named.keys()


@pytest.mark.deep
def test_the_code_for_xlwings_lite_is_found_with_its_origin(computer, team):
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


def test_forged_code_and_packages_of_others_are_not_taken_for_ippbooks(computer, team):
    from ippbook.excel.lite import embed, main_file, program

    body = "import os\nos.system('calc')\n"
    forged = f"# ippbook lite 0.1.0 {hashlib.sha256(body.rstrip().encode()).hexdigest()[:16]}: made\n{body}"
    assert main_file.is_by_ippbook(forged)
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
def test_a_damaged_file_is_a_problem_in_one_row_and_the_other_rows_refer_to_it(computer, tmp_path, content):
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


def test_a_truncated_sheet_makes_the_workbook_a_problem_although_it_opens(computer, team, ippbook):
    path = rewritten(team(".xlsx"), "xl/worksheets/sheet2.xml", lambda data: data[:3000])
    found = row(computer(), "file_opens", path)
    assert (found.state, "not well-formed" in found.what, "repair" in found.remedy) == (PROBLEM, True, True)
    assert ippbook("doctor", path).code == 1


def test_a_part_that_expands_too_much_is_refused_with_a_remedy(computer, team):
    path = rewritten(team(".xlsx"), "docProps/app.xml", lambda data: data + b" " * 5_000_000)
    with ooxml.allowing(ooxml.Limits(ratio_from=1_000_000)):
        found = row(computer(), "file_opens", path)
    assert (found.state, "IPPBOOK_MAX_RATIO" in found.remedy) == (PROBLEM, True), found


def test_a_very_long_value_in_a_settings_sheet_is_cut(computer, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "ippbook.conf"
    book.active.append(["INTERPRETER_WIN", "x" * 30_000])
    book.save(tmp_path / "novel.xlsx")
    found = row(computer(), "settings_sheet", tmp_path / "novel.xlsx")
    assert found.what.startswith("ippbook.conf: INTERPRETER_WIN is xxx")
    assert len(found.what) <= 600


def test_macros_in_a_file_named_xlsx_are_not_read_and_the_remedy_is_the_name(computer, tmp_path):
    path = Path(shutil.copy(SAMPLE / "ippbook.xlsm", tmp_path / "named.xlsx"))
    found = row(computer(), "our_modules", path)
    assert (found.state, "only in a file named .xlsm" in found.what) == (UNCERTAIN, True)


def test_a_workbook_with_the_wrong_ending_is_a_problem(computer, tmp_path):
    path = tmp_path / "named.xlsx"
    shutil.copy(SAMPLE / "ippbook.xlsm", path)
    assert "rename the file to end in .xlsm" in row(computer(), "file_opens", path).remedy


def test_a_damaged_vba_project_is_uncertain_and_not_a_crash(computer, team):
    path = team(".xlsm")
    old = path.rename(path.with_name("old"))
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(path, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, data[: len(data) // 3] if name.endswith("vbaProject.bin") else data)
    assert row(computer(), "our_modules", path).state == UNCERTAIN
