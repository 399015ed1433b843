"""What goes to an object store when a workbook is replaced: the version that was read, and what the store keeps with the content."""

import json

import pytest

from ippbook.cluster.storage.contract import NO_FILE, ChangedMeanwhileError, StoredFile
from ippbook.cluster.storage.gs import GoogleStorage
from ippbook.cluster.storage.s3 import S3Storage


class RefusalError(OSError):
    """What a library raises for an HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.code = status
        self.__cause__ = ValueError()
        self.__cause__.response = {"ResponseMetadata": {"HTTPStatusCode": status}}


class Store:
    """The file systems of S3 and Google as far as a write uses them; it keeps the requests."""

    _location = "https://storage.example"

    def __init__(self, version: str, refuses: int = 0) -> None:
        self.version = version
        self.refuses = refuses
        self.written: list[dict] = []

    def split_path(self, address):
        bucket, _, key = address.partition("://")[2].partition("/")
        return bucket, key, None

    def invalidate_cache(self):
        pass

    def call_s3(self, method, **request):
        if method == "head_object":
            if not self.version:
                raise FileNotFoundError
            return {"ETag": self.version}
        return self._write(request)

    def call(self, method, _path, *_arguments, **request):
        if method == "GET":
            if not self.version:
                raise FileNotFoundError
            return {"generation": self.version}
        return self._write(request)

    def _write(self, request):
        if self.refuses:
            raise RefusalError(self.refuses)
        self.written.append(request)
        return {}


READ = StoredFile("7", b"", {"ContentType": "application/x-team", "Metadata": {"owner": "ana"}})


def test_s3_gets_the_etag_that_was_read_and_what_it_kept():
    store = Store("7")
    S3Storage(store).write("s3://team/in/品牌 a.xlsx", b"new", READ)
    assert store.written == [
        {"Bucket": "team", "Key": "in/品牌 a.xlsx", "Body": b"new", "IfMatch": "7", **READ.attributes}
    ]


def test_s3_writes_a_new_object_only_where_there_is_none():
    store = Store("")
    S3Storage(store).write("s3://team/a.xlsx", b"new", NO_FILE)
    assert store.written == [{"Bucket": "team", "Key": "a.xlsx", "Body": b"new", "IfNoneMatch": "*"}]


def test_google_gets_the_generation_that_was_read_and_what_it_kept():
    store = Store("7")
    GoogleStorage(store).write("gs://team/a.xlsx", b"PK\0\1", StoredFile("7", b"", {"metadata": {"owner": "ana"}}))
    (request,) = store.written
    assert request["ifGenerationMatch"] == "7"
    border = request["headers"]["Content-Type"].partition('boundary="')[2].rstrip('"').encode()
    _, about, content, end = request["data"].split(b"--" + border)
    assert json.loads(about.partition(b"\r\n\r\n")[2]) == {"name": "a.xlsx", "metadata": {"owner": "ana"}}
    assert content.partition(b"\r\n\r\n")[2] == b"PK\0\1\r\n"
    assert end == b"--\r\n"


def test_google_writes_a_new_object_only_where_there_is_none():
    store = Store("")
    GoogleStorage(store).write("gs://team/a.xlsx", b"new", NO_FILE)
    assert store.written[0]["ifGenerationMatch"] == "0"


@pytest.mark.parametrize("storage", [S3Storage, GoogleStorage])
@pytest.mark.parametrize("status", [404, 409, 412])
def test_a_condition_that_fails_is_a_file_that_changed_meanwhile(storage, status):
    with pytest.raises(ChangedMeanwhileError):
        storage(Store("7", refuses=status)).write("s3://team/a.xlsx", b"new", READ)


@pytest.mark.parametrize("storage", [S3Storage, GoogleStorage])
def test_another_refusal_is_not_taken_for_a_change(storage):
    with pytest.raises(RefusalError):
        storage(Store("7", refuses=500)).write("s3://team/a.xlsx", b"new", READ)


@pytest.mark.parametrize("storage", [S3Storage, GoogleStorage])
def test_a_store_that_does_not_know_conditions_is_checked_before_the_write(storage):
    store = Store("8")
    with pytest.raises(ChangedMeanwhileError):
        storage(store).write("s3://team/a.xlsx", b"new", READ)
    assert store.written == []
