"""One thing, one place: one of each kind is added to a copy of the package, by one file or one function, and appears everywhere.

The copy is loaded in a process of its own, which draws a workbook, recalculates it, writes the reference pages in memory
and makes the VBA. Nothing else is edited.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "ippbook"
NEW_FILES = {
    "rules/one_place.py": '''"""A rule in a file of its own."""

from ippbook.declare import rule
from ippbook.tables.column_types import Mask, TextColumn


@rule("LS399", on="Listings", at="Title", says="the title of {listing} is one place")
def title_is_one_place(title: TextColumn) -> Mask:
    """Title that says one place.

    The words show that a rule needs one function.

    Fix: write another title.
    Source: house rule: one thing, one place.
    Certainty: certain.

    Flagged:
        | Title     |
        | one place |
    Clean:
        | Title     |
        | two       |
    """
    return (title == "one place").to_numpy()
''',
    "functions/one_place.py": '''"""A worksheet function in a file of its own."""

from ippbook.declare import worksheet


@worksheet("IPP_ONE_PLACE", "Complaints")
def one_place(text: str) -> str:
    """The text in capital letters.

    Source: house rule: one thing, one place.

    Arguments:
        text: any text

    Examples:
        =IPP_ONE_PLACE("a") -> A
    """
    return text.upper()
''',
    "computed/columns/one_place.py": '''"""A computed column in a file of its own."""

from ippbook.declare import column
from ippbook.tables.column_types import TextColumn


@column("Listings", "Loud title")
def loud_title(title: TextColumn) -> TextColumn:
    """The title in capital letters.

    Source: house rule: one thing, one place.
    """
    return title.str.upper()
''',
    "buttons/one_place.py": '''"""A button in a file of its own."""

from ippbook.declare.button import Desk, Done, button


@button("One place", group="Cells", image="FileSave", writes=False)
def one_place(desk: Desk) -> Done:
    """Show the day of the workbook.

    Nothing is changed.
    """
    return Done(str(desk.today))
''',
    "cli/formats/one_place.py": '''"""An output format in a file of its own."""

from ippbook.cli.report_run import OutputFormat

ONE_PLACE = OutputFormat("one place", lambda run, reports: (f"{report.file} {run.timezone}" for report in reports))
''',
    "installer/doctor/checks/one_place.py": '''"""A doctor check in a file of its own."""

from ippbook.installer.doctor.check import CheckResult, doctor_check, passed
from ippbook.installer.doctor.subject import Subject


@doctor_check("One place", on="any")
def one_place(subject: Subject) -> CheckResult:
    """One file adds a check.

    Source: house rule: one thing, one place.
    """
    return passed("there is one place")
''',
    "catalog/offices/vn.py": '''"""Vietnamese trademark numbers: 4- and seven digits.

Source: general knowledge.
"""

import re
from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat
from ippbook.catalog.offices.term import ten_years


def _read(text: str, _right_type: str) -> str:
    if not re.fullmatch(r"4-?[0-9]{7}", text):
        raise NumberError(f"{text} should be 4- and seven digits")
    return f"4-{text.removeprefix('4').removeprefix('-')}"


VN_TRADEMARK: Final = NumberFormat(
    "VN", ("trademark",), "Vietnamese trademark number", _read, term=ten_years("filed"), certain=False
)
''',
    "catalog/platforms/oneplace.toml": r"""code = "oneplace"
order = 99
label = "One Place"
zh = "一处市场"
source = "ipp-facts 1"
checked_on = 2026-11-29
portal = { host = "", certainty = "INF", source = "ipp-facts 1" }
domains = ["oneplace.example"]
canonical = "https://www.oneplace.example/i{id}.html"
usual_lengths = [9]

[[items]]
hosts = ["oneplace.example"]
path = '/i(?P<id>\d{6,20})\.html'
certainty = "INF"
source = "ipp-facts 2.1"

[accepts]
offices = ["any"]
certainty = "INF"
source = "ipp-facts 3.2"

[limits]
links = 7
""",
    "catalog/reasons/one_place.toml": """label = "One place infringed"
zh = "一处侵权"
family = "trademark"
place = 99
right_types = ["trademark"]
text_facts = ["listing_explanation"]
evidence = ["A screenshot."]
not_when = ["Not in two places."]
certainty = "INF"
source = "ipp-facts 5.2"
checked_on = 2026-11-29
""",
    "notices/en/one_place.txt": """example: listing_explanation = it is in one place
---
Trademark used in one place
[facts]
The goods offered use this mark in one place.
[each link]
Explanation: {{ group.listing_explanation }}
[evidence]
Screenshots.
""",
}
"""Path in the package -> content: each kind of thing is one new file."""
NEW_FIELDS = {
    "tables/records/listings.py": (
        "    whitelisted: Annotated[",
        '    shelf: Annotated[Text, Column("The shelf of the warehouse.", source="house rule: one place")] = ""\n',
    ),
    "tables/settings.py": (
        "    fallback_language: Annotated[",
        '    one_place_days: int = setting(3, "Days of one place.", "house", "chosen", ge=0, le=9)\n',
    ),
}
"""Path in the package -> the line before which one field is added."""

SCRIPT = r"""
import contextlib, dataclasses, datetime as dt, io, json, sys, tempfile, zipfile
from pathlib import Path

import ippbook
from ippbook import cli, notices, pipeline, workbook_builder
from ippbook.buttons import buttons
from ippbook.cli import ci_page
from ippbook.catalog import offices, platforms, reasons
from ippbook.declare import registry
from ippbook.declare.examples import example_results
from ippbook.docsgen.doctor_checks import check_table
from ippbook.docsgen.reference import pages
from ippbook.installer.doctor.check import checks
from ippbook.notices.example import example_case
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.vba.golden import golden

known = registry()
found = {"package": str(Path(ippbook.__file__).parent)}
made = pages()
found["pages"] = {name: text for name, text in made.items()}
found["macros"] = "\n".join(data.decode("utf-8", "replace") for data in golden().values())
(rule,) = [rule for rule in known.rules if rule.code == "LS399"]
found["rule examples"] = [list(each.wrong) for each in example_results(rule, known, {})]
found["functions"] = list(known.functions)
found["buttons"] = [button.name for button in buttons()]
found["checks"] = [check.title for check in checks()]
found["number"] = offices.format_number("41234567", "trademark", "VN")
found["link"] = platforms.parse_link("https://www.oneplace.example/i123456789.html").canonical
found["limit"] = platforms.complaint_limits("oneplace").links
text = notices.TAKEDOWN_TEXTS["one place", "en"]
case = example_case(text)
found["notice"] = dataclasses.asdict(notices.render("one place", "en", case.facts, [case.listing]))
found["fallback"] = notices.render("one place", "ja", {**case.facts, "platform": "oneplace"}, [case.listing]).remark
path = Path(tempfile.mkdtemp()) / "team.xlsx"
rows = {
    "Rights": [{"right": "R1", "right_type": "trademark", "office": "CN", "number": "12345678", "name": "N", "owner": "O"}],
    "Accounts": [{"account": "a", "role": "right holder", "complainant": "O"}],
    "Listings": [{"listing": "L1", "url": "https://www.oneplace.example/i123456789.html", "title": "one place",
                  "right": "R1", "shelf": "A7", "explanation": "it is so"}],
    "Complaints": [{"complaint": "C1", "listing": "L1", "right": "R1", "account": "a", "reason": "one place", "language": "ko"}],
}
workbook_builder.draw(path, content=Content(rows=rows, settings={"one_place_days": 5}))
done = pipeline.recalculate(path, path, as_of=dt.date(2026, 11, 29), today=dt.date(2026, 11, 29))
study = done.study
with zipfile.ZipFile(path) as parts:
    found["strings"] = parts.read("xl/sharedStrings.xml").decode()
    found["notes"] = "".join(parts.read(name).decode() for name in parts.namelist() if "comments" in name)
found["check table"] = check_table()
found["tables for CI"] = ci_page.tables()
with contextlib.redirect_stdout(io.StringIO()) as out:
    cli.main(["check", str(path), "--format", "one_place"])
found["one format"] = [out.getvalue(), str(path)]
found["findings"] = sorted({finding.code for finding in study.findings})
found["computed"] = {header: str(column[0]) for (table, header), column in study.computed.items() if table in {"Listings", "Complaints"}}
found["shelf"] = str(study.tables["Listings"].columns["shelf"][0])
found["setting"] = study.wiring.settings["one_place_days"]
sys.stdout.write(json.dumps(found, default=str))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Mapping[str, object]:
    """What a process sees that loads the copy with its additions."""
    folder = tmp_path_factory.mktemp("copy")
    package = folder / "ippbook"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in NEW_FILES.items():
        assert not (package / name).exists()
        (package / name).write_text(text, encoding="utf-8")
    for name, (before, field) in NEW_FIELDS.items():
        text = (package / name).read_text(encoding="utf-8")
        assert text.count(before) == 1
        (package / name).write_text(text.replace(before, field + before), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{SCRIPT}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    seen = json.loads(ran.stdout)
    assert seen["package"] == str(package)
    return seen


def test_a_rule_is_one_function(found):
    assert found["rule examples"] == [[], []]
    assert "LS399" in found["findings"]
    assert "### LS399 Title that says one place." in found["pages"]["rules.md"]


def test_a_worksheet_function_is_one_function(found):
    assert "IPP_ONE_PLACE" in found["functions"]
    assert "### IPP_ONE_PLACE" in found["pages"]["functions.md"]
    assert "Function IPP_ONE_PLACE(" in found["macros"]


def test_a_computed_column_is_one_function(found):
    assert found["computed"]["Loud title"] == "ONE PLACE"
    assert "Loud title" in found["pages"]["columns.md"]


def test_an_input_column_is_one_field(found):
    assert found["shelf"] == "A7"
    assert "The shelf of the warehouse." in found["notes"]
    assert "Shelf" in found["pages"]["columns.md"]


def test_a_setting_is_one_field(found):
    assert found["setting"] == 5
    assert "One place days" in found["pages"]["settings.md"]


def test_a_platform_is_one_file(found):
    assert found["link"] == "https://www.oneplace.example/i123456789.html"
    assert found["limit"] == 7
    assert found["computed"]["URL platform"] == "oneplace"
    assert "oneplace" in found["strings"]
    assert "| oneplace | One Place |" in found["pages"]["platforms.md"]


def test_a_reason_is_one_file(found):
    assert "### one place\n" in found["pages"]["reasons.md"]
    assert "| one place | " in found["pages"]["notices.md"]
    assert "One place infringed" in found["strings"]
    assert "CL101" not in found["findings"]


def test_a_takedown_text_is_one_file_with_its_example(found):
    assert found["notice"]["problem"] == ""
    assert "Explanation: it is in one place" in found["notice"]["text"]


def test_a_language_without_a_text_falls_back_and_a_finding_says_so(found):
    assert found["fallback"] == "ippbook has no Japanese text for this reason, so the text is in English."
    assert found["computed"]["Written in"] == "en"
    assert "CP226" in found["findings"]


def test_a_number_format_is_one_module(found):
    assert found["number"] == "4-1234567"
    assert "Vietnamese trademark number" in found["pages"]["platforms.md"]


def test_a_button_is_one_function(found):
    assert "one_place" in {name.replace("-", "_").casefold() for name in found["buttons"]}
    assert "### One place" in found["pages"]["buttons.md"]


def test_a_doctor_check_is_one_function(found):
    assert "One place" in found["checks"]
    assert "One place" in found["check table"]


def test_an_output_format_is_one_module(found):
    printed, path = found["one format"]
    assert printed == f"{path} Asia/Shanghai"
    assert "| `one_place` | one place |" in found["tables for CI"]["formats"]
