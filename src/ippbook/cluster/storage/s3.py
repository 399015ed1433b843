"""Amazon S3, and storage that speaks its protocol: an object is replaced only while its ETag is the one that was read."""

from typing import TYPE_CHECKING, Final

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
    from s3fs import S3FileSystem

_KEPT: Final = (
    "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Metadata",
    "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "StorageClass", "WebsiteRedirectLocation",
)  # fmt: skip
"""What an answer says about an object and a request may set again."""


class S3Storage(Storage):
    """Amazon S3. The ETag of the answer that brought the content goes back in `If-Match`; a new object needs `If-None-Match: *`."""

    files: "S3FileSystem"

    def read(self, address: str, most: int) -> StoredFile:
        """One request: content and ETag belong together. The tags of the object are read too, where it has any."""
        from fsspec.asyn import sync  # noqa: PLC0415  # imported late: start-up stays quick

        answer = self.files.call_s3("get_object", **self._named(address))
        refuse_size(address, int(answer["ContentLength"]), most)
        data = sync(self.files.loop, answer["Body"].read)
        return StoredFile(answer["ETag"], data, self._attributes(address, answer))

    def present(self, address: str) -> StoredFile:
        """The object without its content."""
        try:
            answer = self.files.call_s3("head_object", **self._named(address))
        except FileNotFoundError:
            return NO_FILE
        return StoredFile(answer["ETag"], attributes=self._attributes(address, answer))

    def write(self, address: str, data: bytes, expected: StoredFile) -> None:
        """One conditional request of at most 5 GB, so the object is replaced whole or not at all."""
        if (
            self.present(address).version != expected.version
        ):  # storage that does not know If-Match is checked at least here
            raise ChangedMeanwhileError
        condition = {"IfMatch": expected.version} if expected.version else {"IfNoneMatch": "*"}
        try:
            self.files.call_s3("put_object", **self._named(address), Body=data, **condition, **expected.attributes)
        except OSError as refusal:
            if _status(refusal) in CONDITION_NOT_MET:
                raise ChangedMeanwhileError from refusal
            raise
        finally:
            self.files.invalidate_cache()

    def _named(self, address: str) -> dict[str, str]:
        bucket, key, _ = self.files.split_path(address)
        return {"Bucket": bucket, "Key": key}

    def _attributes(self, address: str, answer: StorageAnswer) -> dict[str, object]:
        kept = kept_attributes(answer, _KEPT)
        if answer.get("TagCount"):
            from urllib.parse import urlencode  # noqa: PLC0415  # seldom needed

            tags = self.files.call_s3("get_object_tagging", **self._named(address))["TagSet"]
            kept["Tagging"] = urlencode([(tag["Key"], tag["Value"]) for tag in tags])
        return kept


def _status(refusal: OSError) -> int:
    """The HTTP status behind an exception that s3fs has translated; 0 where there is none."""
    cause = refusal.__cause__
    answer = getattr(cause, "response", None) or {}
    return int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
