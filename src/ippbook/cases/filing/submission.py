"""The contents of a complaint's folder: its links, its text, its list of evidence, the evidence itself."""

import hashlib
import unicodedata
from collections.abc import Sequence
from typing import Final

from ippbook.cases.filing.folders import FolderFile
from ippbook.catalog import platforms, reasons
from ippbook.control_characters import control_free
from ippbook.evidence.attachments import Attachment
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.headers import header_of

_UNSAFE: Final = late_pattern(r"[^\w.\-]+")
_RESERVED: Final = late_pattern(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST: Final = 60
_FORWARDED: Final = say("The seller will see what you attach: remove names, addresses and numbers of persons.")
_MOST_WARNINGS: Final = 20


@dataclass(frozen=True)
class SubmissionFacts:
    """What the manifest of a folder states about its complaint."""

    complaint: str
    account: str
    platform: str
    portal: str
    """Host of the portal; "" where it was not found."""
    right: str
    reason: str
    links: int

    def as_json(self) -> dict[str, str | int]:
        """The facts for the manifest and for programs."""
        return dict(vars(self))


@dataclass(frozen=True)
class Submission:
    """A complaint, ready to paste."""

    complaint: str
    account: str
    platform: str
    right: str
    reason: str
    links: tuple[str, ...]
    text: str
    numbers: tuple[tuple[str, str], ...]
    """The other fields of the portal's form: field and value."""
    named: tuple[str, ...]
    """Evidence files that Listings names."""
    attached: tuple[Attachment, ...] | None
    """The files found; None without an evidence folder."""
    remarks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the checks warn of, a clause each; a person decides before filing."""

    @property
    def facts(self) -> "SubmissionFacts":
        """What the manifest states about the complaint."""
        known = platforms.PLATFORMS.get(self.platform)
        portal = known.portal.host if known else ""
        return SubmissionFacts(
            self.complaint, self.account, self.platform, portal, self.right, self.reason, len(self.links)
        )

    @property
    def files(self) -> tuple[FolderFile, ...]:
        """The files of the folder."""
        copies = [FolderFile(f"evidence/{each.name}", each.data, each.modified_ns) for each in self.attached or ()]
        return (
            FolderFile("links.txt", _lines(self.links)),
            FolderFile("text.txt", _lines([self.text])),
            FolderFile("evidence.txt", _lines([each.replace("\n", " ") for each in self._evidence()])),
            *copies,
        )

    def _evidence(self) -> list[str]:
        reason = reasons.REASONS.get(self.reason)
        lines = [
            say("Complaint {complaint}", complaint=self.complaint),
            f"Reason: {self.reason}",
            *self._warned(),
            "",
            say("Attach or enter:"),
        ]
        lines += [f"- {each}" for each in (reason.evidence if reason else ())] or [say("- nothing except the text")]
        lines += [f"- {header_of(name)}: {value}" for name, value in self.numbers]
        if reason and reason.not_when:
            lines += ["", say("Check first:"), *(f"- {each}" for each in reason.not_when)]
        if self.attached is None:
            lines += ["", say("To attach (no evidence folder was passed):")]
            lines += [f"- {name}" for name in self.named] or [say("- Listings names no file")]
        else:
            lines += ["", say("Attached, in the folder evidence:")]
            lines += [_described(each) for each in self.attached] or [say("- Listings names no file")]
        return [*lines, *([""] if self.remarks else []), *(f"Note: {each}." for each in self.remarks), "", _FORWARDED]

    def _warned(self) -> list[str]:
        if not self.warnings:
            return []
        more = len(self.warnings) - _MOST_WARNINGS
        shown = [f"- {each[:1].upper()}{each[1:]}." for each in self.warnings[:_MOST_WARNINGS]]
        return [
            "",
            say("Warnings (decide before you file):"),
            *shown,
            *([say("- {more:,} more", more=more)] if more > 0 else []),
        ]


def _described(file: Attachment) -> str:
    return f"- {file.name} ({len(file.data):,} bytes, SHA-256 {hashlib.sha256(file.data).hexdigest()})"


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{control_free(line)}\n" for line in lines).encode()


def folder_name(complaint: str, account: str = "") -> str:
    """A folder name that every system accepts: the same for the same complaint, different for any other.

    Pass *account* where complaints of two accounts have the same number.

    >>> folder_name("P-20261031-001"), folder_name("投诉 12")[:6]
    ('P-20261031-001', '投诉-12-')
    >>> folder_name("../../etc/passwd")[:10], folder_name("CON")[:4]
    ('etc-passwd', 'CON-')
    """
    wanted = f"{complaint}-{account}" if account else complaint
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", wanted)).strip(".-_ ")[:_LONGEST].rstrip(".-_ ")
    if name and name == complaint and not _RESERVED.fullmatch(name):
        return name
    return f"{name or 'complaint'}-{hashlib.sha256(f'{complaint}|{account}'.encode()).hexdigest()[:8]}"
