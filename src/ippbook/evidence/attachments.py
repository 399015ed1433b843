"""The evidence files that a complaint names, found in a folder and checked against the portal's limits.

File names come from the workbook and are untrusted: paths and symbolic links that leave the folder are refused.
"""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ippbook.catalog.platforms.schema import ComplaintLimits
from ippbook.evidence.files import MEGABYTE, fault, find
from ippbook.foreign_files import read_foreign
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

BUNDLE: Final = "evidence.zip"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can store; a fixed day keeps the bytes the same. The manifest has the real times."""


@dataclass(frozen=True)
class Attachment:
    """A file that is attached to a complaint."""

    name: str
    data: bytes
    modified_ns: int
    """When the file was last changed, in nanoseconds since 1970; copies keep it."""


@dataclass(frozen=True)
class GatheredEvidence:
    """The evidence files of a complaint that a folder has."""

    files: tuple[Attachment, ...]
    problems: tuple[str, ...]
    """Why the complaint cannot be filed with them, a sentence each."""
    remarks: tuple[str, ...]
    """Notes about them, a sentence each."""


def gather_attachments(folder: Path, names: Sequence[str], limits: ComplaintLimits) -> GatheredEvidence:
    """The files *names* from *folder*; if they are more than the portal accepts, they are put into one zip.

    Source: ipp-facts 5.4 [C1: CODE; V8: VEN; C4: CODE].
    """
    files: list[Attachment] = []
    problems: list[str] = []
    for name in names:
        path = find(folder, name)
        if path is None:
            problems.append(say("{name}: this file is not in {folder}", name=name, folder=folder))
            continue
        try:
            if why := fault(path, limits):
                problems.append(f"{name}: {why}")
            else:
                files.append(Attachment(path.name, *read_foreign(path, limits.file_megabytes * MEGABYTE)))
        except OSError as failure:
            problems.append(
                say("{name}: the file cannot be read ({strerror})", name=name, strerror=(failure.strerror or failure))
            )
    kept = {file.name.casefold(): file for file in files}
    if len(kept) < len({(file.name.casefold(), file.data) for file in files}):
        problems.append(
            say("two different files have the same name and would overwrite each other; rename one of them")
        )
    remarks = [
        say(
            "{file_name} is larger than {file_megabytes_warn} MB, which older forms refuse",
            file_name=file.name,
            file_megabytes_warn=limits.file_megabytes_warn,
        )
        for file in kept.values()
        if len(file.data) > limits.file_megabytes_warn * MEGABYTE
    ]
    files = list(kept.values())
    if len(files) > limits.files and not problems:
        remarks.append(
            say(
                "{files_count} files are in {bundle}, because the portal accepts {files}",
                files_count=len(files),
                bundle=BUNDLE,
                files=limits.files,
            )
        )
        files = [_bundle(files)]
        if len(files[0].data) > limits.file_megabytes * MEGABYTE:
            problems.append(
                say(
                    "its files together are larger than {file_megabytes} MB; remove some from Evidence",
                    file_megabytes=limits.file_megabytes,
                )
            )
    return GatheredEvidence(tuple(files), tuple(problems), tuple(remarks))


def _bundle(files: Sequence[Attachment]) -> Attachment:
    """All *files* as one zip, the same bytes for the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as box:
        for file in files:
            box.writestr(zipfile.ZipInfo(file.name, _LONG_AGO), file.data)
    return Attachment(BUNDLE, target.getvalue(), max(file.modified_ns for file in files))
