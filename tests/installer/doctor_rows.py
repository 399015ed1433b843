"""What the tests of doctor share: a check's result, the registry of a computer with Excel, a signed file."""

import dataclasses
import zipfile
from functools import lru_cache
from pathlib import Path

from ippbook.installer.doctor.check import checks
from ippbook.installer.doctor.subject import Subject

SAMPLE = Path(__file__).parents[2] / "workbook"


OFFICE = r"HKCU\Software\Microsoft\Office\16.0\Excel"


POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel"


COMMON = POLICY.replace("Excel", "Common")


APP = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


CLICK = r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration"


FOUND = {APP: {"": r"C:\Office16\EXCEL.EXE"}, CLICK: {"Platform": "x64", "VersionToReport": "16.0.1"}}


def row(host, name, file=None):
    """What one check finds."""
    (check,) = [each for each in checks() if each.name == name]
    return check.run(Subject(host, file, modules))


@lru_cache
def modules(language="en"):
    from ippbook.workbook_builder.vba import hosts, modules

    return modules.modules(dataclasses.replace(hosts.BOOK, language=language))


def sign(path: Path, part: str = "xl/vbaProjectSignatureAgile.bin") -> Path:
    """The file with a part as Office adds one when somebody signs the macros."""
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(part, b"signature")
    return path
