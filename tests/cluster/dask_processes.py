"""A scheduler of Dask and its workers, each a process of this machine, with certificates of their own where TLS is tested."""

import contextlib
import datetime as dt
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@dataclass
class DaskProcesses:
    """One scheduler and its workers. Only what was started here is ended."""

    folder: Path
    certificates: tuple[str, ...] = ()
    """Options of the programs for TLS."""
    environment: dict[str, str] = field(default_factory=dict)
    address: str = ""
    workers: list[subprocess.Popen] = field(default_factory=list)
    _all: list[subprocess.Popen] = field(default_factory=list)

    def start(self, workers: int) -> None:
        protocol = "tls" if self.certificates else "tcp"
        port = free_port()
        self.address = f"{protocol}://127.0.0.1:{port}"
        self._run("scheduler", "--host", f"{protocol}://127.0.0.1", "--port", str(port))
        self.await_port(port)
        for _ in range(workers):
            self.start_worker()

    @property
    def scheduler(self) -> subprocess.Popen:
        return self._all[0]

    def start_worker(self) -> None:
        scratch = self.folder / f"worker{len(self.workers)}"
        options = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--local-directory", str(scratch))
        self.workers.append(self._run("worker", self.address, *options))

    def log(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def _run(self, kind: str, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "dask", kind, *arguments, "--no-dashboard", *self.certificates]
        with (self.folder / f"{kind}{len(self._all)}.log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | self.environment)
        self._all.append(process)
        return process

    @staticmethod
    def await_port(port: int, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.1)
        raise TimeoutError(port)

    def stop(self) -> None:
        for process in reversed(self._all):
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(10)


@contextlib.contextmanager
def dask_processes(
    folder: Path, workers: int, certificates: tuple[str, ...] = (), environment: dict[str, str] | None = None
) -> Iterator[DaskProcesses]:
    """A scheduler with this many workers until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    found = DaskProcesses(folder, certificates, environment or {})
    try:
        found.start(workers)
        yield found
    finally:
        found.stop()


def make_certificates(folder: Path, name: str) -> dict[str, Path]:
    """An authority of its own, and a certificate that it has signed: the files ca, cert and key in PEM form."""
    folder.mkdir(parents=True, exist_ok=True)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} authority")])
    person = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)

    def certificate(subject, public, *, is_authority):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
            )
            .sign(authority_key, hashes.SHA256())
        )

    pem = serialization.Encoding.PEM
    files = {each: folder / f"{name}-{each}.pem" for each in ("ca", "cert", "key")}
    files["ca"].write_bytes(certificate(authority, authority_key.public_key(), is_authority=True).public_bytes(pem))
    files["cert"].write_bytes(certificate(person, key.public_key(), is_authority=False).public_bytes(pem))
    files["key"].write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return files
