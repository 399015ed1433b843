"""Google Cloud Storage: an object is replaced only while its generation is the one that was read."""

import json
import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ippbook.cluster.storage.contract import (
    CONDITION_NOT_MET,
    NO_FILE,
    ChangedMeanwhileError,
    Storage,
    StorageAnswer,
    StoredFile,
    kept_attributes,
    refuse_size,
)

if TYPE_CHECKING:
    from gcsfs import GCSFileSystem

_KEPT: Final = (
    "cacheControl", "contentDisposition", "contentEncoding", "contentLanguage", "contentType", "customTime", "metadata",
    "storageClass",
)  # fmt: skip
"""What an answer says about an object and an upload may set again."""


class GoogleStorage(Storage):
    """Google Cloud Storage. The generation that was read goes back in `ifGenerationMatch`; 0 means that nothing is there."""

    files: "GCSFileSystem"

    def read(self, address: str, most: int) -> StoredFile:
        """The object's generation, then the content of exactly this generation."""
        known = self._known(address)
        refuse_size(address, int(known["size"]), most)
        bucket, key = self._named(address)
        place = f"{self.files._location}/download/storage/v1/b/{quote(bucket, '')}/o/{quote(key, '')}"  # noqa: SLF001  # as its own `url` does; that one has no generation in every version
        _, data = self.files.call("GET", f"{place}?alt=media&generation={known['generation']}")
        return StoredFile(str(known["generation"]), bytes(data), kept_attributes(known, _KEPT))

    def present(self, address: str) -> StoredFile:
        """The object without its content."""
        try:
            known = self._known(address)
        except FileNotFoundError:
            return NO_FILE
        return StoredFile(str(known["generation"]), attributes=kept_attributes(known, _KEPT))

    def write(self, address: str, data: bytes, expected: StoredFile) -> None:
        """One conditional request with the attributes and the content, so the object is replaced whole or not at all."""
        if (
            self.present(address).version != expected.version
        ):  # a server that does not know conditions is checked at least here
            raise ChangedMeanwhileError
        bucket, key = self._named(address)
        border = secrets.token_hex(16)
        about = json.dumps({**expected.attributes, "name": key})
        kind = str(expected.attributes.get("contentType", "application/octet-stream"))
        body = (
            f"--{border}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{about}\r\n--{border}\r\nContent-Type: {kind}\r\n\r\n".encode()
            + data
            + f"\r\n--{border}--\r\n".encode()
        )
        try:
            self.files.call(
                "POST",
                f"{self.files._location}/upload/storage/v1/b/{quote(bucket, '')}/o",  # noqa: SLF001  # as its own upload does
                uploadType="multipart",
                ifGenerationMatch=expected.version or "0",
                headers={"Content-Type": f'multipart/related; boundary="{border}"'},
                data=body,
                json_out=True,
            )
        except FileExistsError as refusal:
            raise ChangedMeanwhileError from refusal
        except Exception as refusal:
            if str(getattr(refusal, "code", "")) in map(str, CONDITION_NOT_MET):
                raise ChangedMeanwhileError from refusal
            raise
        finally:
            self.files.invalidate_cache()

    def _known(self, address: str) -> StorageAnswer:
        answer: StorageAnswer = self.files.call("GET", "b/{}/o/{}", *self._named(address), json_out=True)
        return answer

    def _named(self, address: str) -> tuple[str, str]:
        bucket, key, _ = self.files.split_path(address)
        return bucket, key
