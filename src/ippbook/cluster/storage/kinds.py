"""Which storage an address belongs to, and the package that reads it."""

import importlib
from functools import cache
from typing import Final

from ippbook.cluster.addresses import protocol_of
from ippbook.cluster.storage.contract import Storage, reason_of
from ippbook.errors import UserError
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class StorageKind:
    """One kind of storage."""

    name: str
    protocols: tuple[str, ...]
    package: str
    """What to install; fsspec then finds it."""
    place: str
    """Module and class, imported when the first address of this kind is used."""


KINDS: Final = (
    StorageKind("Amazon S3 and storage that is compatible with it", ("s3", "s3a"), "s3fs", "s3:S3Storage"),
    StorageKind("Google Cloud Storage", ("gs", "gcs"), "gcsfs", "gs:GoogleStorage"),
    StorageKind("Azure Blob Storage", ("abfs", "abfss", "az"), "adlfs", "abfs:AzureStorage"),
    StorageKind("SFTP", ("sftp", "ssh"), "paramiko", "sftp:SftpStorage"),
)
_PASSWORD: Final = late_pattern(r"[A-Za-z0-9+.-]+:/{1,2}[^/@]*:[^/]*@")


def storage_of(address: str) -> Storage:
    """The storage of a remote address. Raises `UserError` where its protocol is unknown or its package is not installed."""
    protocol = protocol_of(address)
    kind = next((each for each in KINDS if protocol in each.protocols), None)
    if kind is None:
        known = ", ".join(f"{each.protocols[0]}://" for each in KINDS)
        raise UserError(
            "{address}: ippbook cannot read the protocol {protocol}://. Use one of {known}, or a path that every worker sees.",
            address=address,
            protocol=protocol,
            known=known,
        )
    refuse_password(address)
    _fsspec()
    try:
        return _storage_class(kind).connected(address)
    except ImportError:
        raise UserError(
            "{address}: {protocol}:// needs the package {package}, which is not installed here. Install it on this machine and on every worker with: pip install {package}",
            address=address,
            protocol=protocol,
            package=kind.package,
        ) from None
    except Exception as failure:  # noqa: BLE001  # the border to a library of the storage: each has exceptions of its own
        raise UserError(
            "{address}: the storage cannot be reached ({reason_of}). Check the address, the network and the credentials.",
            address=address,
            reason_of=reason_of(failure),
        ) from None


def refuse_password(address: str) -> None:
    """Raise `UserError` for an address with a password: it would be in reports and in the logs of a cluster."""
    if _PASSWORD.match(address):
        raise UserError(
            "{protocol_of}://…: the address has a password, which would be readable in reports and logs. Use a key or the machine's own credentials, and write the address without it.",
            protocol_of=protocol_of(address),
        )


@cache
def _storage_class(kind: StorageKind) -> type[Storage]:
    module, name = kind.place.split(":")
    found: type[Storage] = getattr(importlib.import_module(f"ippbook.cluster.storage.{module}"), name)
    return found


def _fsspec() -> None:
    """Raise `UserError` where the library is not installed."""
    try:
        import fsspec  # noqa: F401, PLC0415  # an extra: the other commands work without it
    except ModuleNotFoundError:
        raise UserError(
            "remote addresses need the library fsspec, which is not installed. Install it with: pip install 'ippbook[cluster]'"
        ) from None
