"""What every format of `check` and `recalc` promises: a whole and valid document, whatever a workbook says and whatever goes wrong.

Oracles that know nothing of ippbook: the published schema of SARIF, the XML schema of JUnit results and lxml, the grammar of
GitHub's workflow commands, a Markdown parser.
"""

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree
from markdown_it import MarkdownIt

from ippbook.batch.reports import FileReport
from ippbook.cli.ci_page import with_tables
from ippbook.cli.exit_codes import EXIT_CODES, RunFailure
from ippbook.cli.formats import format_names, output_format, sarif
from ippbook.cli.report_output import print_reports
from ippbook.cli.report_run import ReportRun, position, printable
from ippbook.cli.schemas import command_schemas
from ippbook.interruptions import Interrupted
from ippbook.tables.findings import Finding, Severity

STANDARDS = Path(__file__).parent / "standards"
FORMATS = [name for name in format_names() if name != "text"]
RUN = ReportRun("check", date(2026, 10, 31), "Asia/Shanghai")
NASTY = ["::error::x", "]]>", "\x1b]0;x\x07", "\ud800", "\ufffe", "\x00", "a\nb\r\nc", "%0A", "<script>alert(1)</script>", "|", "```",
         "[x](http://evil.example)", "@octocat #1", "{0}", "-->", "&amp;", "\u202egpj.exe", "www.evil.example", "::stop-commands::x",
         "##[add-mask]x", "\N{LINE SEPARATOR}::error::", "&#0;", "品牌" * 20_000]  # fmt: skip
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=()), max_size=40))


def finding(
    message="m", *, code="CP101", severity=Severity.ERROR, row=3, key="C1", sheet="Complaints", header="Filed"
) -> Finding:
    return Finding(code, severity, "Complaints", sheet, f"B{row + 2}", row, header, message, key)


def report(*findings: Finding, file="team.xlsx", **fields) -> FileReport:
    counts = {word: sum(each.severity.word == word for each in findings) for word in ("error", "warning", "advice")}
    return FileReport(file, as_of=RUN.day, timezone=RUN.timezone, counts=counts, findings=findings, **fields)


def document(name: str, *reports: FileReport, run: ReportRun = RUN) -> str:
    return "".join(output_format(name).report(run, iter(reports))).encode("utf-8", "replace").decode()


# ---- oracles


@cache
def sarif_schema() -> Draft4Validator:
    return Draft4Validator(json.loads((STANDARDS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")))


@cache
def junit_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(STANDARDS / "junit-10.xsd"))


def parsed(name: str, text: str) -> object:
    """The document, read by an independent program. Raises where it is not valid."""
    if name == "json":
        found = json.loads(text)
        Draft202012Validator(command_schemas()[found["command"]].document).validate(found)
        return found
    if name == "sarif":
        found = json.loads(text)
        sarif_schema().validate(found)
        return found
    if name == "gitlab":
        found = json.loads(text)
        assert all(
            set(each) == {"check_name", "description", "fingerprint", "severity", "location", "content"}
            for each in found
        )
        assert {each["severity"] for each in found} <= {"info", "minor", "major", "critical", "blocker"}
        return found
    if name == "junit":
        root = etree.fromstring(text.encode())
        junit_schema().assertValid(root)
        return root
    if name == "github":
        return [command(line) for line in text.split("\n")[:-1]]
    assert name == "markdown"
    return MarkdownIt("commonmark").enable("table").parse(text)


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it (actions/runner, ActionCommand.TryParseV2)."""
    found = re.fullmatch(r"::(error|warning|notice) (.*?)::([^\r\n]*)", line)
    assert found, line
    properties = dict(each.split("=", 1) for each in found[2].split(","))
    return found[1], {name: unescaped(value) for name, value in properties.items()}, unescaped(found[3])


def unescaped(text: str) -> str:
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


@pytest.fixture(autouse=True)
def _few_rules(monkeypatch):
    """The pages of all rules are validated once, below; in each drawn document they would cost a second."""
    monkeypatch.setattr(sarif, "_rules", lambda: [sarif._rule_of_unreadable()])


# ---- whatever a workbook says


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_leaves_every_document_valid(name, message, sheet, key, file):
    found = report(
        finding(message, sheet=sheet, key=key, header=key), file=file or "x", notes=(message,), warnings=(sheet,)
    )
    parsed(name, document(name, found, FileReport(file or "x", error=message or "x")))


@given(TEXTS)
def test_github_reads_one_annotation_with_the_whole_sentence(message):
    _, (kind, properties, sentence), *rest = parsed(
        "github", document("github", report(finding(message), file="a,b:c.xlsx"))
    )
    assert (kind, rest) == ("error", [])
    assert (properties["file"], properties["line"], properties["col"]) == ("a,b:c.xlsx", "5", "2")
    assert (
        sentence
        == unescaped(f"Complaints!B5: {printable(message)}".replace("%", "%25").replace("\n", " ").replace("%25", "%"))
        or "%" in message
    )


@given(TEXTS)
def test_markdown_has_no_markup_and_no_link_from_a_workbook(message):
    text = document("markdown", report(finding(message, sheet=message, key=message)))
    tokens = parsed("markdown", text)
    inside = {child.type for token in tokens for child in token.children or ()}
    assert inside <= {"text", "strong_open", "strong_close"}
    assert "html_block" not in {token.type for token in tokens}
    assert not re.search(r"https?://|www\.|@\w|(?<!&)#\w", text)
    cells = [
        token.children[0].content for token in tokens if token.type == "inline" and token.children and token.level == 4
    ]
    shown = printable(message)[:900].strip()
    assert any(shown == cell.replace("\u2060", "")[: len(shown)] for cell in cells) or not shown


@given(TEXTS, TEXTS)
def test_json_loses_nothing(message, key):
    found = json.loads("".join(output_format("json").report(RUN, iter([report(finding(message, key=key))]))))
    (entry,) = found["files"][0]["findings"]
    assert (entry["message"], entry["key"]) == (message, key)


# ---- whatever goes wrong


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", ["usage", "input", "interrupted", "fault"])
def test_a_command_that_stops_has_a_document_that_says_so(name, kind):
    run = replace(RUN, failure=RunFailure("it stopped [here](x)", kind, 2))
    text = document(name, report(finding()), run=run)
    parsed(name, text)
    assert "it stopped" in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("stop", "kind", "code"),
    [
        (RuntimeError("oops"), "fault", 2),
        (KeyboardInterrupt(), "interrupted", 130),
        (Interrupted(15), "interrupted", 143),
    ],
    ids=["fault", "Ctrl-C", "SIGTERM"],
)
def test_what_stops_a_run_in_the_middle_ends_the_document_and_goes_on(name, stop, kind, code, capsys):
    def reports():
        yield report(finding("late filing"))
        raise stop

    run = replace(RUN)
    with pytest.raises(type(stop)):
        print_reports(run, name, reports())
    text = capsys.readouterr().out
    parsed(name, text)
    assert "late filing" in text
    assert (run.failure.kind, run.failure.exit_code) == (kind, code)
    assert run.failure.sentence[:9] in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "words",
    [["--as-of", "soon"], ["--limit", "x"], ["--report", "sarif"], ["--timezone", "Mars"], ["--nothing"]],
    ids=" ".join,
)
def test_a_wrong_argument_is_a_document_on_standard_output_and_words_on_standard_error(name, words, ippbook):
    ran = ippbook("check", "missing.xlsx", *words, f"--format={name}")
    parsed(name, ran.out)
    assert ran.code == 2
    assert ran.err


@pytest.mark.parametrize("name", FORMATS)
def test_an_internal_error_is_a_document_too(name, ippbook, monkeypatch):
    monkeypatch.setattr("ippbook.cli.workbooks.read_side_folders", lambda *_: 1 / 0)
    ran = ippbook("check", "missing.xlsx", "--format", name)
    parsed(name, ran.out)
    assert (ran.code, "Internal error" in ran.err, "Internal error" in ran.out) == (2, True, True)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_states_the_day(name):
    bad = FileReport("bad.xlsx", error="it is not a workbook")
    good = replace(report(finding("late filing")), as_of=RUN.day)
    assert f"{RUN.day}" in document(name, good, bad)


def test_a_wrong_choice_is_a_sentence_without_words_of_the_parser(ippbook):
    error = json.loads(ippbook("check", "a.xlsx", "--fail-on=now", "--format=json").out)["error"]
    assert error["message"].startswith("Invalid value for '--fail-on': 'now' is not one of")


def test_a_run_writes_further_reports(tmp_path, ippbook):
    sarif_file, markdown = tmp_path / "a.sarif", tmp_path / "b.md"
    ran = ippbook(
        "check", tmp_path / "no.xlsx", "--format=json", f"--report=sarif={sarif_file}", f"--report=markdown={markdown}"
    )
    assert ran.code == 2
    parsed("json", ran.out)
    parsed("sarif", sarif_file.read_text(encoding="utf-8"))
    assert "not checked" in markdown.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "recalc"])
@pytest.mark.parametrize(
    "name", ["team.xlsx", "TEAM.XLSM", "copy without an ending", "run.journal", "no such folder/a", "folder"]
)
def test_a_report_never_replaces_a_workbook_or_the_journal_and_needs_a_place(tmp_path, command, name, ippbook):
    (tmp_path / "folder").mkdir()
    target = tmp_path / name
    if name == "copy without an ending":
        target.write_bytes(b"PK\x03\x04 and more")
    before = target.read_bytes() if target.is_file() else None
    ran = ippbook(command, tmp_path / "no.xlsx", f"--report=json={target}", f"--resume={tmp_path / 'run.journal'}")
    assert ran.code == 2
    assert f"--report json={target}" in ran.err
    assert (target.read_bytes() if target.is_file() else None) == before


def test_two_reports_of_a_run_need_two_files(tmp_path, ippbook):
    one = tmp_path / "one"
    ran = ippbook("check", tmp_path / "no.xlsx", f"--report=json={one}", f"--report=sarif={tmp_path / '.' / 'one'}")
    assert (ran.code, one.exists()) == (2, False)
    assert f"is also the file of --report json={one}" in ran.err


@pytest.mark.parametrize("name", ["github", "markdown"])
def test_a_workbook_that_was_not_checked_has_no_findings_to_count(name):
    text = document(name, FileReport("bad.xlsx", error="bad.xlsx: it is not a workbook"))
    assert "1 workbook could not be checked" in text
    assert "no findings" not in text


def test_a_summary_of_many_workbooks_ends_before_github_refuses_it():
    rows = (FileReport(f"{number}/{'队' * 300}.xlsx", error="it is not a workbook") for number in range(1200))
    text = document("markdown", *rows)
    assert len(text.encode("utf-8")) < 1 << 20
    assert "1,200 workbooks could not be checked" in text
    assert "more lines are not shown" in text


def test_the_markdown_of_a_command_that_stopped_counts_nothing(ippbook):
    ran = ippbook("diff", "no.xlsx", "none.xlsx", "--format=markdown")
    assert ran.code == 2
    assert "Stopped" in ran.out
    assert "0 workbooks" not in ran.out


def test_the_annotations_of_a_command_that_stopped_count_nothing():
    stopped = replace(RUN, failure=RunFailure("no workbook is named.", "input", 2))
    first, *others = document("github", run=stopped).splitlines()
    assert first == "::notice title=ippbook::nothing was done; as of 2026-10-31, time zone Asia/Shanghai"
    assert others == ["::error title=ippbook check::no workbook is named."]


def test_a_line_of_the_summary_names_its_workbook_once():
    text = document("markdown", FileReport("bad.xlsx", error="bad.xlsx: the file is empty; take the last good copy."))
    assert "| bad.xlsx | **not checked:** the file is empty; take the last good copy. |" in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_file_is_an_error_beside_the_findings_of_the_others(name):
    text = document(
        name, report(finding("late filing")), FileReport("bad.xlsx", error="bad.xlsx: it is not a workbook")
    )
    parsed(name, text)
    assert "late filing" in text
    assert "it is not a workbook" in text


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_to_report_is_a_document(name):
    parsed(name, document(name, report()))
    parsed(name, document(name))


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_states_the_day_and_the_time_zone(name):
    text = document(name, report())
    assert name == "gitlab" or ("2026-10-31" in text and "Asia/Shanghai" in text)  # an empty list has no place for it


# ---- SARIF


def results(*findings: Finding) -> list[dict]:
    return json.loads(document("sarif", report(*findings)))["runs"][0]["results"]


def test_the_help_of_every_rule_is_valid_and_has_fix_source_and_certainty(monkeypatch):
    monkeypatch.undo()
    found = parsed("sarif", document("sarif", report(finding())))
    rules = {rule["id"]: rule for rule in found["runs"][0]["tool"]["driver"]["rules"]}
    for form in ("text", "markdown"):
        words = rules["CP101"]["help"][form]
        assert all(heading in words for heading in ("Fix:", "Source:", "Certainty:"))
    assert rules["CP101"]["defaultConfiguration"]["level"] == "error"
    assert all(len(rule["shortDescription"]["text"]) <= 1024 for rule in rules.values())
    (result,) = found["runs"][0]["results"]
    assert found["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "CP101"


def test_a_result_is_at_its_cell_with_all_that_code_scanning_needs():
    (result,) = results(finding())
    place = result["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "team.xlsx"},
        "region": {"startLine": 5, "startColumn": 2, "endLine": 5, "endColumn": 3},
    }
    assert place["logicalLocations"] == [{"name": "B5", "fullyQualifiedName": "Complaints!B5", "kind": "cell"}]


def fingerprints(*findings: Finding) -> list[str]:
    return [result["partialFingerprints"]["ippbookFinding/v1"] for result in results(*findings)]


def test_fingerprints_stay_when_rows_are_inserted():
    before = fingerprints(finding(key="C1", row=3), finding(key="C2", row=4), finding("no key", key="", row=9))
    after = fingerprints(finding(key="C1", row=8), finding(key="C2", row=9), finding("no key", key="", row=14))
    assert before == after


def test_different_findings_have_different_fingerprints_also_at_equal_keys():
    found = fingerprints(finding(), finding(), finding(key="C2"), finding(code="CP102"), finding(header="Decided"))
    assert len(set(found)) == 5


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
def test_each_unreadable_workbook_has_its_own_fingerprint(name):
    reports = [FileReport(file, error=f"{file}: not a workbook") for file in ("a.xlsx", "b.xlsx")]
    found = json.loads(document(name, *reports))
    if name == "sarif":
        found = [each["partialFingerprints"] | {"fingerprint": ""} for each in found["runs"][0]["results"]]
    assert len({json.dumps(each) for each in found}) == 2
    if name == "gitlab":
        assert len({each["fingerprint"] for each in found}) == 2


def test_a_link_or_placeholder_of_sarif_in_a_message_is_text():
    (result,) = results(finding("see [this](1) and {0}"))
    assert result["message"]["text"] == "Complaints!B5: see [this] (1) and {{0}}"


def test_a_path_is_a_relative_uri_and_one_outside_stays_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    assert sarif._uri(str(tmp_path / "a b" / "品牌%.xlsx")) == "a%20b/%E5%93%81%E7%89%8C%25.xlsx"
    assert sarif._uri("/elsewhere/a.xlsx") == "file:///elsewhere/a.xlsx"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    assert sarif._uri("a.xlsx") == f"{tmp_path.name}/a.xlsx"


def test_what_the_team_waived_is_no_alert():
    assert json.loads(document("sarif", report(waived=(finding(),))))["runs"][0]["results"] == []


def test_the_page_for_ci_has_the_formats_and_the_exit_codes_as_they_are():
    page = (Path(__file__).parents[2] / "docs" / "ci.md").read_text(encoding="utf-8")
    assert with_tables(page) == page
    with pytest.raises(ValueError, match="lacks the line"):
        with_tables("# nothing")


def test_the_help_has_every_exit_code(ippbook):
    shown = " ".join(ippbook("--help").out.split())
    assert all(f"{each.code}: {each.says}" in shown for each in EXIT_CODES)


# ---- JUnit, GitHub, Markdown


def test_junit_has_a_suite_a_file_and_fails_only_what_fails_the_run():
    warned = report(finding(), finding(severity=Severity.WARNING, code="CP201"), file="a.xlsx")
    root = parsed("junit", document("junit", warned, report(file="b.xlsx"), FileReport("c.xlsx", error="broken")))
    counts = [(each.get("name"), each.get("tests"), each.get("failures"), each.get("errors")) for each in root]
    assert counts == [("a.xlsx", "2", "1", "0"), ("b.xlsx", "1", "0", "0"), ("c.xlsx", "1", "0", "1")]
    assert [each.get("message") for each in root.iter("error")] == ["broken"]
    none = parsed("junit", document("junit", warned, run=replace(RUN, fail_on=None)))
    assert none[0].get("failures") == "0"


def test_junit_names_stay_when_rows_are_inserted():
    names = [
        [case.get("name") for case in parsed("junit", document("junit", report(finding(row=row)))).iter("testcase")]
        for row in (3, 8)
    ]
    assert names == [["CP101 C1 Filed"], ["CP101 C1 Filed"]]


def test_github_says_that_it_shows_only_ten_of_each_kind():
    few, many = (document("github", report(*[finding(key=f"C{n}") for n in range(count)])) for count in (10, 11))
    assert "shows only the first 10" not in few
    assert "shows only the first 10" in many.splitlines()[0]
    assert len(many.splitlines()) == 12


def test_a_markdown_summary_ends_before_the_limit_of_github_and_says_so():
    text = document("markdown", report(*[finding("x" * 900, key=f"C{n}") for n in range(1200)]))
    assert len(text.encode()) < 1 << 20
    assert "lines are not shown" in text


@pytest.mark.parametrize(("cell", "place"), [("A1", (1, 1)), ("XFD1048576", (1048576, 16384)), ("", (1, 1))])
def test_a_cell_is_a_line_and_a_column(cell, place):
    assert position(cell) == place
