"""Servers on this machine that speak the protocols of Google Cloud Storage and of Azure Blob Storage, and what an owner does there."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from tests.cluster.dask_processes import DaskProcesses, free_port

AZURITE = (
    Path(__file__).parents[2] / "build" / "azurite" / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
)
BUCKET = "team"


class ObjectStore(ABC):
    """A server with one bucket. An owner puts files there and looks at them, without ippbook."""

    protocol: str
    port: int

    @property
    @abstractmethod
    def environment(self) -> dict[str, str]:
        """Where the storage's own library finds the server."""

    @abstractmethod
    def program(self) -> list[str]:
        """The command that serves."""

    @abstractmethod
    def make_bucket(self) -> None: ...

    @abstractmethod
    def put(self, name: str, data: bytes) -> None:
        """Put a file of ana's, with a type of its own."""

    @abstractmethod
    def seen(self, name: str) -> tuple[bytes, str, str]:
        """Content, type, owner."""

    @abstractmethod
    def version(self, name: str) -> str: ...

    def address(self, name: str) -> str:
        return f"{self.protocol}://{BUCKET}/{name}"

    @contextlib.contextmanager
    def serving(self, log: Path) -> Iterator[None]:
        self.port = free_port()
        with log.open("wb") as file:
            process = subprocess.Popen(self.program(), stdout=file, stderr=file, cwd=log.parent)
        try:
            DaskProcesses.await_port(self.port)
            self.make_bucket()
            yield
        finally:
            process.kill()
            process.wait(10)


class GoogleServer(ObjectStore):
    """gcp-storage-emulator. It does not judge the condition of an upload: test_conditions.py looks at the request."""

    protocol = "gs"

    @property
    def environment(self):
        nobody = {
            "FSSPEC_GS_TOKEN": "anon",
            "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",
        }  # no credentials are looked for
        return nobody | {"STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{self.port}"}

    def program(self):
        command = "from gcp_storage_emulator.server import create_server; import sys"
        command += "; create_server('127.0.0.1', int(sys.argv[1]), in_memory=True).run()"
        return [sys.executable, "-c", command, str(self.port)]

    def make_bucket(self):
        self._ask("storage/v1/b?project=test", json.dumps({"name": BUCKET}).encode(), "application/json")

    def put(self, name, data):
        about = json.dumps({"name": name, "contentType": "application/x-team", "metadata": {"owner": "ana"}})
        body = f"--border\r\nContent-Type: application/json\r\n\r\n{about}\r\n--border\r\nContent-Type: application/x-team\r\n\r\n"
        place = f"upload/storage/v1/b/{BUCKET}/o?uploadType=multipart"
        self._ask(place, body.encode() + data + b"\r\n--border--\r\n", "multipart/related; boundary=border")

    def seen(self, name):
        known = self._known(name)
        data = self._ask(f"download/storage/v1/b/{BUCKET}/o/{urllib.parse.quote(name, '')}?alt=media")
        return data, known["contentType"], known["metadata"]["owner"]

    def version(self, name):
        return self._known(name)["generation"]

    def _known(self, name):
        return json.loads(self._ask(f"storage/v1/b/{BUCKET}/o/{urllib.parse.quote(name, '')}"))

    def _ask(self, place, data=None, kind=""):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{place}", data=data, headers={"Content-Type": kind}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  # the server of this test
            return answer.read()


class AzureServer(ObjectStore):
    """Azurite, the emulator of Microsoft. It judges conditions as Azure does."""

    protocol = "abfs"
    key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
    """The key that Microsoft publishes for every emulator."""

    @property
    def environment(self):
        account = f"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={self.key}"
        place = f"{account};BlobEndpoint=http://127.0.0.1:{self.port}/devstoreaccount1;"
        return {"AZURE_STORAGE_CONNECTION_STRING": place}

    def program(self):
        options = ["--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent"]
        return ["node", str(AZURITE), "--blobHost", "127.0.0.1", "--blobPort", str(self.port), *options]

    def make_bucket(self):
        self._service().create_container(BUCKET)

    def put(self, name, data):
        from azure.storage.blob import ContentSettings, StandardBlobTier

        kind = ContentSettings(content_type="application/x-team")
        about = {"content_settings": kind, "metadata": {"owner": "ana"}, "standard_blob_tier": StandardBlobTier.COOL}
        blob = self._blob(name)
        blob.upload_blob(data, overwrite=True, tags={"team": "emea"}, **about)
        blob.set_standard_blob_tier(StandardBlobTier.COOL)

    def seen(self, name):
        blob = self._blob(name)
        about = blob.get_blob_properties()
        assert (about.blob_tier, blob.get_blob_tags()) == ("Cool", {"team": "emea"}), "Azure keeps a tier and tags too"
        return blob.download_blob().readall(), about.content_settings.content_type, about.metadata["owner"]

    def version(self, name):
        return self._blob(name).get_blob_properties().etag

    def _blob(self, name):
        return self._service().get_blob_client(BUCKET, name)

    def _service(self):
        from azure.storage.blob import BlobServiceClient

        return BlobServiceClient.from_connection_string(self.environment["AZURE_STORAGE_CONNECTION_STRING"])


SERVERS = (GoogleServer, AzureServer)


def whole_environment(stores: list[ObjectStore]) -> dict[str, str]:
    """What a worker's environment needs for all *stores*."""
    return {name: value for each in stores for name, value in each.environment.items()} | {"PATH": os.environ["PATH"]}
