"""Runs every check on a file."""

from itertools import islice
from pathlib import Path
from typing import Final

from ippbook.ooxml import Limits
from ippbook.ooxml.package.limits import allowed
from ippbook.verification.declaration import SUBJECTS, IntegrityCheck, checks_on
from ippbook.verification.faults import FileFault
from ippbook.verification.parts import PackageView, XmlPart
from ippbook.verification.views import BookView, PartView, views_of

MOST: Final = 20
"""Findings of one check on one subject that are listed."""
PartCache = dict[tuple[str, int, int], XmlPart]
"""Parts that were read, by kind, check sum and size: files that share a part read it once."""


def verify(path: Path, *, limits: Limits | None = None, cache: PartCache | None = None) -> list[FileFault]:
    """Every fault of the file, by subject and code.

    Raises `WorkbookError` where the file is not a package that can be opened at all: not a zip, damaged, encrypted, hostile.
    """
    package = PackageView(path, limits or allowed(), cache)
    found: list[FileFault] = []
    for subject, views in views_of(package).items():
        for view in views:
            for check in checks_on(subject):
                found += _faults(check, view)
    return found


def _faults(check: IntegrityCheck, view: object) -> list[FileFault]:
    part, where = _place(check.on, view)
    findings = check.function(view)
    listed = list(islice(findings, MOST))
    more = sum(1 for _ in findings)
    out = []
    for at, finding in enumerate(listed):
        sentence = finding.sentence
        if more and at == len(listed) - 1:
            sentence = f"{sentence} (and {more:,} more)"
        place = ", ".join(each for each in (where, finding.place) if each)
        out.append(FileFault(check.code, check.severity, part, place, sentence, check.page.fix.rstrip(".") + "."))
    return out


def _place(subject: str, view: object) -> tuple[str, str]:
    """The part that a view is of, and its name for a person; both are empty for the package itself."""
    if subject == "package" or not isinstance(view, BookView | PartView):
        return "", ""
    return view.part, view.where


__all__ = ["MOST", "SUBJECTS", "PartCache", "verify"]
