"""ippbook runs with packages of permissive licences only, so that a team may pass it on."""

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_COPYLEFT = re.compile(r"\b(?:A|L)?GPL|General Public License", re.IGNORECASE)


def required(lines: list[str], known: set[str]) -> Iterator[metadata.Distribution]:
    """Every installed package that *lines* need to run, and what these need; extras are left out."""
    for line in lines:
        name = re.sub(r"[-_.]+", "-", _NAME.match(line)[0]).lower()
        if name in known or re.search(r"\bextra\s*==", line):
            continue
        known.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # of another platform
            continue
        yield found
        yield from required(found.requires or [], known)


def licence(package: metadata.Distribution) -> str:
    """What a package says of its licence: the short fields, not the whole text that some put there."""
    about = package.metadata
    expression = about.get("License-Expression") or (about.get("License") or "").splitlines()[:1]
    classifiers = [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    return f"{expression} {classifiers}"


def test_no_package_that_ippbook_needs_to_run_has_a_licence_of_the_gpl_family() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["excel"]]
    packages = list(required(lines, set()))
    assert len(packages) > 20
    assert {each.name: licence(each) for each in packages if _COPYLEFT.search(licence(each))} == {}


def test_a_licence_of_the_gpl_family_is_seen() -> None:
    assert _COPYLEFT.search("LGPL-3.0-or-later")
    assert _COPYLEFT.search("GNU Lesser General Public License v3")
    assert not _COPYLEFT.search("BSD-3-Clause")
