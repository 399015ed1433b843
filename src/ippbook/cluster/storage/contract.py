"""What every kind of remote storage can do: find workbooks, read one with its version, and replace one that is still unchanged."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import Any, Final, Protocol, Self, TypeAlias

from ippbook.errors import UserError
from ippbook.quick_dataclasses import dataclass

StorageAnswer: TypeAlias = Mapping[str, Any]
"""What a storage says about a file, by its own names: texts, numbers, mappings."""


class FileSystem(Protocol):
    """What ippbook uses of an fsspec file system, whatever its protocol."""

    def glob(self, path: str) -> list[str]:
        """The files that match a pattern."""

    def find(self, path: str) -> list[str]:
        """All files below a folder."""

    def exists(self, path: str) -> bool:
        """Whether there is a file or a folder of this name."""

    def _strip_protocol(self, path: str) -> str:
        """The name by which `find` and `glob` call an address."""

    def invalidate_cache(self) -> None:
        """Forget what was listed before."""


@dataclass(frozen=True)
class StoredFile:
    """A file as it was read, or what is there before one is written."""

    version: str
    """The storage's own mark of this content: an ETag, a generation, or size and time. "" where there is no file."""
    data: bytes = b""
    attributes: Mapping[str, object] = field(default_factory=dict)
    """What the storage keeps with the content, such as its type and the owner's metadata. It is written back unchanged."""


NO_FILE = StoredFile("")
"""Nothing is at the address."""


class ChangedMeanwhileError(Exception):
    """The file is no longer the one that was read."""


CONDITION_NOT_MET: Final = frozenset({404, 409, 412})
"""The HTTP statuses of a conditional write whose condition is not met: the file is gone, or was replaced."""


class Storage(ABC):
    """Remote storage over an fsspec file system. A write replaces the whole file at once, and only the version that was expected."""

    def __init__(self, files: FileSystem) -> None:
        self.files = files

    @classmethod
    def connected(cls, address: str) -> Self:
        """The storage of *address*, with the credentials that its library finds on this machine."""
        from fsspec.core import url_to_fs  # noqa: PLC0415  # an extra: the other commands work without it

        files, _ = url_to_fs(address)
        return cls(files)

    def workbooks(self, pattern: str) -> list[str]:
        """The addresses that match the pattern, or all files below the folder; sorted, and as *pattern* begins."""
        self.files.invalidate_cache()
        root = plain_root(pattern)
        found = self.files.glob(pattern) if has_wildcard(pattern) else self.files.find(pattern)
        plain = self.files._strip_protocol(root).rstrip("/")  # noqa: SLF001  # fsspec has no public name for it
        return sorted(f"{root}{each.removeprefix(plain)}" for each in found if each.startswith(f"{plain}/"))

    @abstractmethod
    def read(self, address: str, most: int) -> StoredFile:
        """The file with its version, from one request. Raises `UserError` for one of more than *most* bytes."""

    @abstractmethod
    def present(self, address: str) -> StoredFile:
        """The file at *address* without its content; `NO_FILE` where there is none."""

    @abstractmethod
    def write(self, address: str, data: bytes, expected: StoredFile) -> None:
        """Replace *expected* by *data*, whole or not at all. Raises `ChangedMeanwhileError` where another file is there now."""


def kept_attributes(answer: StorageAnswer, names: Sequence[str]) -> dict[str, object]:
    """What *answer* says about a file under *names*, without what is empty."""
    return {name: answer[name] for name in names if answer.get(name)}


def has_wildcard(address: str) -> bool:
    """Whether *address* is a pattern."""
    return any(sign in address for sign in "*?[")


def plain_root(pattern: str) -> str:
    """The folder before the first wildcard of *pattern*; *pattern* itself where it has none.

    >>> plain_root("s3://bucket/2026/*/team.xlsx"), plain_root("s3://bucket/2026/")
    ('s3://bucket/2026', 's3://bucket/2026')
    """
    kept = pattern.split("/")
    if has_wildcard(pattern):
        kept = kept[: next(at for at, part in enumerate(kept) if has_wildcard(part))]
    root = "/".join(kept).rstrip("/")
    if root.count("/") < 2:
        raise UserError(
            "{pattern}: the name of the bucket or the host cannot be a pattern. Write it out.", pattern=pattern
        )
    return root


def refuse_size(address: str, size: int, most: int) -> None:
    """Raise `UserError` for a file of more than *most* bytes."""
    if size > most:
        raise UserError(
            "{address}: the file has {size:,} bytes, and at most {most:,} are read; if you trust it, set the environment variable IPPBOOK_MAX_TOTAL_BYTES higher",
            address=address,
            size=size,
            most=most,
        )


@contextmanager
def as_sentence(address: str, what: str) -> Iterator[None]:
    """Turn every failure of the storage's own library into one sentence. *what*: "read", "written" or "listed"."""
    try:
        yield
    except (UserError, ChangedMeanwhileError):
        raise
    except FileNotFoundError:
        raise UserError("{address}: this file does not exist. Correct the address.", address=address) from None
    except PermissionError as refusal:
        raise UserError(
            "{address}: cannot be {what}, because the storage refuses access ({reason_of}). Check the credentials and rights of this machine.",
            address=address,
            what=what,
            reason_of=reason_of(refusal),
        ) from None
    except Exception as failure:  # noqa: BLE001  # the border to a library of the storage: each has exceptions of its own
        raise UserError(
            "{address}: cannot be {what} ({reason_of}). Check the address, the network and the credentials.",
            address=address,
            what=what,
            reason_of=reason_of(failure),
        ) from None


def reason_of(failure: Exception) -> str:
    """The first line of the failure's own words."""
    return next(iter(str(failure).strip().splitlines()), "").strip().rstrip(".") or type(failure).__name__
