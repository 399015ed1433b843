"""ippbook doctor: the command, its table and its exit code."""

import json

from doctor_rows import SAMPLE, modules

from ippbook.installer.doctor.check import OK, checks, run_checks
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.install import install


def test_on_a_system_without_excel_its_checks_are_skipped_and_counted(ippbook, monkeypatch):
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
    order = [word for word in ("problem", "uncertain", "ok") if word in rows.values()]
    assert list(dict.fromkeys(rows.values())) == ["state", *order]
    found = json.loads(ippbook("doctor", "--format", "json").out)
    assert {each["state"] for each in found["checks"]} <= {"right", "wrong", "unknown"}
    assert found["wrong"] == sum(each["state"] == "wrong" for each in found["checks"]) > 0


def test_the_checks_are_in_the_order_of_computer_excel_python_and_workbook():
    order = [check.module.rpartition(".")[2] for check in checks()]
    assert list(dict.fromkeys(order)) == [
        *(
            "computer",
            "excel_program",
            "wps",
            "addins",
            "trust",
            "python",
            "workbook_open",
            "workbook_content",
            "macros",
        )
    ]


def test_doctor_changes_nothing(computer, tree):
    host = computer()
    install(host)
    before = tree(host)
    run_checks(Subject(host, SAMPLE / "ippbook.xlsm", modules))
    assert tree(host) == before


def test_every_check_has_a_summary_and_a_source():
    assert len({each.title for each in checks()}) == len(checks())
    for each in checks():
        assert each.page.summary.endswith("."), each.name
        assert (
            each.page.source
            or each.on in ("any", "file")
            or each.name in ("log_folder", "excel_running", "environment_there")
        ), each.name
