"""Which storage an address belongs to, and the package that reads it."""

import importlib
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Final

from ippbook.cluster.addresses import protocol_of
from ippbook.cluster.storage.contract import Storage
from ippbook.errors import UserError


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


def storage_of(address: str) -> Storage:
    """The storage of a remote address. Raises `UserError` where its protocol is unknown or its package is not installed."""
    protocol = protocol_of(address)
    kind = next((each for each in KINDS if protocol in each.protocols), None)
    if kind is None:
        known = ", ".join(f"{each.protocols[0]}://" for each in KINDS)
        raise UserError(
            f"{address}: ippbook cannot read the protocol {protocol}://. Use one of {known}, or a path that every worker sees."
        )
    fsspec = _fsspec()
    try:
        files, _ = fsspec.core.url_to_fs(address, **_options(kind))
        return _storage_class(kind)(files)
    except ImportError:
        raise UserError(
            f"{address}: {protocol}:// needs the package {kind.package}, which is not installed here. "
            f"Install it on this machine and on every worker with: pip install {kind.package}"
        ) from None
    except Exception as failure:  # noqa: BLE001  # the border to a library of the storage: each has exceptions of its own
        reason = " ".join(str(failure).split()).rstrip(".") or type(failure).__name__
        raise UserError(
            f"{address}: the storage cannot be reached ({reason}). Check the address, the network and the credentials."
        ) from None


def _options(kind: StorageKind) -> dict[str, object]:
    """A server of SFTP whose key is unknown is refused; fsspec would trust it."""
    return {"host_key_policy": "reject"} if kind.package == "paramiko" else {}


@cache
def _storage_class(kind: StorageKind) -> type[Storage]:
    module, name = kind.place.split(":")
    found: type[Storage] = getattr(importlib.import_module(f"ippbook.cluster.storage.{module}"), name)
    return found


def _fsspec() -> ModuleType:
    try:
        import fsspec  # noqa: PLC0415  # an extra: the other commands work without it
    except ModuleNotFoundError:
        raise UserError(
            "remote addresses need the library fsspec, which is not installed. Install it with: pip install 'ippbook[cluster]'"
        ) from None
    library: ModuleType = fsspec
    return library
