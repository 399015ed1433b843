"""Azure Blob Storage: a blob is replaced only while its ETag is the one that was read."""

import copy
import hashlib
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from ippbook.cluster.storage.contract import (
    CONDITION_NOT_MET,
    NO_FILE,
    ChangedMeanwhileError,
    Storage,
    StoredFile,
    refuse_size,
)

if TYPE_CHECKING:
    from adlfs import AzureBlobFileSystem
    from azure.storage.blob import BlobProperties
    from azure.storage.blob.aio import BlobClient


class AzureStorage(Storage):
    """Azure Blob Storage. The ETag of the answer that brought the content goes back as the condition of the upload."""

    files: "AzureBlobFileSystem"

    def read(self, address: str, most: int) -> StoredFile:
        """Content and ETag from one request; a second one asks for what stays, because the first does not say the access tier."""
        return self._done(self._read(address, most))

    def present(self, address: str) -> StoredFile:
        """The blob without its content."""
        return self._done(self._present(address))

    def write(self, address: str, data: bytes, expected: StoredFile) -> None:
        """Blocks are sent first; one conditional request then makes them the blob."""
        try:
            self._done(self._write(address, data, expected))
        finally:
            self.files.invalidate_cache()

    def _done(self, work: "Coroutine[Any, Any, StoredFile]") -> StoredFile:
        from fsspec.asyn import sync  # noqa: PLC0415  # imported late: start-up stays quick

        found: StoredFile = sync(self.files.loop, lambda: work)
        return found

    async def _read(self, address: str, most: int) -> StoredFile:
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415  # comes with the package of the storage

        async with self._blob(address) as blob:
            try:
                stream = await blob.download_blob()
            except ResourceNotFoundError:
                raise FileNotFoundError(address) from None
            refuse_size(address, int(stream.size), most)
            version, data = stream.properties.etag, await stream.readall()
            try:
                about = await blob.get_blob_properties()
            except ResourceNotFoundError:
                raise ChangedMeanwhileError from None
            return StoredFile(version, data, await _attributes(blob, about))

    async def _present(self, address: str) -> StoredFile:
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415  # comes with the package of the storage

        async with self._blob(address) as blob:
            try:
                about = await blob.get_blob_properties()
            except ResourceNotFoundError:
                return NO_FILE
            return StoredFile(about.etag, attributes=await _attributes(blob, about))

    async def _write(self, address: str, data: bytes, expected: StoredFile) -> StoredFile:
        from azure.core import MatchConditions  # noqa: PLC0415  # comes with the package of the storage
        from azure.core.exceptions import HttpResponseError, ResourceExistsError  # noqa: PLC0415  # as above

        condition = (
            {"overwrite": True, "etag": expected.version, "match_condition": MatchConditions.IfNotModified}
            if expected.version
            else {"overwrite": False}
        )
        async with self._blob(address) as blob:
            try:
                await blob.upload_blob(data, **condition, **_settings(expected, data))
            except ResourceExistsError as refusal:
                raise ChangedMeanwhileError from refusal
            except HttpResponseError as refusal:
                if refusal.status_code in CONDITION_NOT_MET:
                    raise ChangedMeanwhileError from refusal
                raise
        return NO_FILE

    def _blob(self, address: str) -> "BlobClient":  # azure-storage-blob's client, which is not installed for the checks
        container, name, _ = self.files.split_path(address)
        return self.files.service_client.get_blob_client(container=container, blob=name)


async def _attributes(blob: "BlobClient", about: "BlobProperties") -> dict[str, object]:
    from azure.storage.blob import StandardBlobTier  # noqa: PLC0415  # comes with the package of the storage

    named = None if about.blob_tier_inferred else about.blob_tier
    tier = next((each for each in StandardBlobTier if each.value == named), None)  # an upload takes no plain text
    tags = await blob.get_blob_tags() if about.tag_count else None
    kept = {
        "content_settings": about.content_settings,
        "metadata": about.metadata,
        "standard_blob_tier": tier,
        "tags": tags,
    }
    return {name: value for name, value in kept.items() if value}


def _settings(expected: StoredFile, data: bytes) -> dict[str, object]:
    """The attributes for the new content: its hash is another one."""
    found = dict(expected.attributes)
    if "content_settings" in found:
        settings: Any = copy.copy(found["content_settings"])
        if settings.content_md5:
            settings.content_md5 = bytearray(hashlib.md5(data, usedforsecurity=False).digest())
        found["content_settings"] = settings
    return found
