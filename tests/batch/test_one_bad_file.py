"""One bad file never hides the others."""

import json
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ippbook import ooxml, pipeline
from ippbook.batch.one_file import FileOptions, FileTask, report_file
from ippbook.batch.reports import FileReport
from ippbook.batch.sources import NamedWorkbook
from ippbook.cli.many import ManyFiles
from ippbook.cli.render.text import screen, show_findings
from ippbook.languages.run_language import choose_language, run_language

TODAY = date(2026, 11, 30)


def test_check_of_a_bad_and_c_as_json_has_one_entry_for_each_and_ends_with_2(three, ippbook):
    ran = ippbook("check", *three, "--format", "json")
    assert ran.code == 2
    first, bad, last = json.loads(ran.out)["files"]
    assert [entry["file"] for entry in (first, bad, last)] == [str(path) for path in three]
    assert (first["error"], last["error"]) == (None, None)
    assert first["counts"] == last["counts"]
    assert "bad.xlsx" in bad["error"]
    assert "counts" not in bad
    assert bad["error"] in ran.err


def test_recalc_of_a_bad_and_c_writes_a_and_c_and_reports_all_three(three, ippbook):
    ran = ippbook("recalc", *three)
    assert ran.code == 2
    assert f"{three[0]}: written" in ran.out
    assert f"{three[2]}: written" in ran.out
    assert "bad.xlsx" in ran.err
    assert "1 of 3 files failed" in ran.err
    assert three[1].read_bytes() == b"not a workbook"
    assert ooxml.open(three[2]).cell("Listings!C2").value == "612345678901"


def test_recalc_as_json_names_the_output_of_good_files_and_the_error_of_the_bad_one(three, tmp_path, ippbook):
    (tmp_path / "out").mkdir()
    ran = ippbook("recalc", *three, "-o", tmp_path / "out", "--format", "json")
    entries = json.loads(ran.out)["files"]
    assert [entry.get("out") for entry in entries] == [
        str(tmp_path / "out" / "a.xlsx"),
        None,
        str(tmp_path / "out" / "c.xlsx"),
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.xlsx", "c.xlsx"]


def test_a_check_of_several_has_a_heading_for_each_and_below_it_its_findings(three, ippbook):
    lines = ippbook("check", *three).out.splitlines()
    headings = [next(at for at, line in enumerate(lines) if line.startswith(f"{path}: ")) for path in three]
    assert headings == sorted(headings)
    assert headings[0] == 0
    assert [line for line in lines[: headings[1]] if ": error " in line or ": warning " in line]
    assert lines[headings[1]].startswith(f"{three[1]}: failed: ")
    assert headings[2] == headings[1] + 1


def test_one_bad_file_alone_ends_with_2_and_its_sentence_as_ever(three, ippbook):
    ran = ippbook("check", three[1])
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("fault", [ZeroDivisionError("x"), MemoryError(), RecursionError(), OSError(5, "I/O error")])
def test_any_fault_of_one_file_becomes_its_error(three, monkeypatch, fault):
    def broken(*_arguments, **_options):
        raise fault

    monkeypatch.setattr(pipeline, "check", broken)
    report = report_file(_task(three[0]), FileOptions(TODAY))
    assert report.failed
    assert report.error


def test_an_interrupt_is_not_an_error_of_a_file(three, monkeypatch):
    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "check", interrupted)
    with pytest.raises(KeyboardInterrupt):
        report_file(_task(three[0]), FileOptions(TODAY))


@pytest.fixture(scope="module")
def sample_report(sample_path):
    return report_file(_task(sample_path), FileOptions(TODAY))


def test_a_report_of_the_sample_crosses_processes_unchanged_and_is_small(sample_report):
    report = replace(sample_report, findings=sample_report.findings[:20], waived=())
    sent = pickle.dumps(report)
    assert pickle.loads(sent) == report  # noqa: S301  # written above
    assert len(sent) < 20_000
    assert sum(report.counts.values()) == len(sample_report.findings)


def test_a_report_keeps_the_most_severe_findings_and_counts_all(three):
    all_of_them, one = (report_file(_task(three[0]), FileOptions(TODAY, most=most)) for most in (None, 1))
    assert one.findings == all_of_them.findings[:1]
    assert one.counts == all_of_them.counts


def test_a_finding_names_its_row_by_the_key_of_the_row(sample_report):
    about_rows = [finding for finding in sample_report.findings if finding.row >= 0 and finding.table == "Listings"]
    assert about_rows
    assert all(finding.key for finding in about_rows)


def _task(path):
    return FileTask(NamedWorkbook(path, str(path), path))


def test_good_faith_of_a_bad_and_a_good_workbook_gives_the_figures_of_the_good_one_and_says_so(
    sample_path, three, ippbook
):
    alone = json.loads(ippbook("goodfaith", sample_path, "--format", "json").out)
    ran = ippbook("goodfaith", three[1], sample_path, "--format", "json")
    found = json.loads(ran.out)
    assert ran.code == 2
    assert found["accounts"] == alone["accounts"]
    assert [each["file"] for each in found["failed"]] == [str(three[1])]
    assert alone["failed"] == []
    assert "do not count" in found["notes"][0]
    assert "bad.xlsx" in found["notes"][0]
    assert "bad.xlsx" in ran.err


def test_good_faith_of_bad_workbooks_alone_has_no_figures(three, ippbook):
    one, two = ippbook("goodfaith", three[1]), ippbook("goodfaith", three[0], three[1])
    assert (one.code, one.out, one.err.count("\n")) == (2, "", 1)
    assert (two.code, two.out) == (2, "")
    assert "no table Complaints" in two.err


def report_in(language, **fields):
    return FileReport(f"{language}.xlsx", language=language, as_of=TODAY, **fields)


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(["en", "zh"], "en"), (["zh", "en", ""], "en"), (["zh", "zh", ""], "zh"), (["", "zh"], "zh"), (["", ""], "en")],
)
def test_what_is_about_all_workbooks_is_in_their_language_or_that_of_the_computer(monkeypatch, languages, expected):
    """Else the last workbook would decide, and a resumed run would end in another language."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    reports = [report_in(each, error="" if each else "x: broken") for each in languages]
    work = ManyFiles(
        [FileTask(NamedWorkbook(Path("x"), "x", Path("x")))] * len(reports), None, lambda report: (report, 0)
    )
    monkeypatch.setattr(work, "_reports", lambda: iter_then_close(reports))
    try:
        assert len(list(work.reports())) == len(reports)
        assert run_language() == expected
    finally:
        choose_language("")


def iter_then_close(reports):
    yield from reports


@pytest.mark.parametrize(("hidden", "words"), [(1, "and 1 more finding ("), (2, "and 2 more findings (")])
def test_the_line_about_findings_that_are_not_shown_counts_them(hidden, words, capsys):
    report = FileReport("x.xlsx", as_of=TODAY, counts={"advice": hidden})
    show_findings(screen(), report, 1)
    assert words in capsys.readouterr().out
