"""The connection to a scheduler of Dask: its address, its certificates, its workers and their versions."""

import contextlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from ippbook.cluster.versions import CARRIED, PACKAGES, difference, installed_versions, reported_versions
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from distributed import Client, Security

CONNECT_SECONDS: Final = 15
"""How long a scheduler may take to answer."""
_ADDRESS: Final = late_pattern(r"(?:[a-z]+://)?(?:\[[0-9A-Fa-f:.%]+\]|[^\s/:@]+):[0-9]{1,5}(?:/\S*)?", re.ASCII)
WORKER_SECONDS: Final = 300
"""How long the command waits for the first worker: a queue of a cluster may start it only now."""


@dataclass(frozen=True)
class Scheduler:
    """A scheduler, and what TLS needs. A certificate that is not named here is taken from Dask's configuration."""

    address: str
    """As in tls://host:8786, tcp://host:8786 or host:8786; or the scheduler's file (`dask scheduler --scheduler-file`)."""
    ca: Path | None = None
    """The certificates of the authority that has signed those of scheduler and workers."""
    certificate: Path | None = None
    key: Path | None = None


@contextmanager
def connected(scheduler: Scheduler) -> Iterator["Client"]:
    """A client of *scheduler* with at least one worker, all of them with the versions of this machine. Raises `UserError`."""
    place = _place(scheduler)
    distributed = _distributed()
    security = _security(scheduler)
    try:
        client = distributed.Client(
            **place, security=security, timeout=CONNECT_SECONDS, set_as_default=False, name="ippbook"
        )
    except Exception as failure:  # noqa: BLE001  # not there; not an address; TLS that does not fit; a server of another kind, whose answer Dask reads as lengths and names
        reason = " ".join(str(failure).split()).rstrip(".") or type(failure).__name__
        raise UserError(
            "{address}: no connection to this scheduler ({reason}). Check that it runs, its address (tls:// or tcp://), and the certificates.",
            address=scheduler.address,
            reason=reason,
        ) from None
    try:
        _wait_for_workers(client, scheduler)
        _refuse_other_versions(client)
        yield client
    finally:
        with contextlib.suppress(Exception):  # the work is done or refused; a scheduler that has gone changes nothing
            client.close(timeout=5)


def _place(scheduler: Scheduler) -> dict[str, str]:
    """What the library calls the address. Raises `UserError` for what is not one."""
    address = scheduler.address
    if address.endswith(".json"):
        if not Path(address).is_file():
            raise UserError(
                "{address}: there is no such scheduler file. Name the file of a running scheduler.", address=address
            )
        return {"scheduler_file": address}
    if not _ADDRESS.fullmatch(address):
        raise UserError(
            "{address!r} is not the address of a scheduler. Write it as tls://host:8786 or tcp://host:8786, or name its .json file.",
            address=address,
        )
    return {"address": address}


def _distributed() -> ModuleType:
    """The library, with its own messages switched off: what matters is in the sentences of ippbook."""
    try:
        import distributed  # noqa: PLC0415  # an extra: the other commands work without it
    except ModuleNotFoundError as missing:
        raise UserError(
            "--scheduler needs the library {missing_name}, which is not installed. Install it with: pip install 'ippbook[cluster]'",
            missing_name=missing.name,
        ) from None
    for name in ("tornado", "asyncio", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"distributed", "tornado", "asyncio"}:
            logging.getLogger(name).disabled = True  # each of Dask's has its own level and its own handler
    library: ModuleType = distributed
    return library


def _security(scheduler: Scheduler) -> "Security":
    """The certificates. Raises `UserError` where a file does not exist, or where tls:// has no certificates."""
    from distributed.security import Security  # noqa: PLC0415  # an extra: the other commands work without it

    named = {
        "tls_ca_file": scheduler.ca,
        "tls_client_cert": scheduler.certificate,
        "tls_client_key": scheduler.key,
    }
    for path in named.values():
        if path is not None and not path.is_file():
            raise UserError("{path}: there is no such file. Name a file of certificates in PEM form.", path=path)
    encrypted = scheduler.address.startswith("tls://") or any(named.values())
    pem_files = {name: str(path) for name, path in named.items() if path is not None}
    found = Security(**pem_files, **({"require_encryption": True} if encrypted else {}))
    if encrypted and not (found.tls_ca_file and found.tls_client_cert):
        raise UserError(
            "{address}: TLS needs the certificates of the authority and of this client. Add --tls-ca, --tls-cert and --tls-key, or set distributed.comm.tls in Dask's configuration.",
            address=scheduler.address,
        )
    return found


def _wait_for_workers(client: "Client", scheduler: Scheduler) -> None:
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError:
        raise UserError(
            "{address}: this scheduler has no worker, and none came within {worker_seconds} seconds. Start one with: dask worker {address}",
            address=scheduler.address,
            worker_seconds=WORKER_SECONDS,
        ) from None


def _refuse_other_versions(client: "Client") -> None:
    here = installed_versions()
    found = client.get_versions(check=False, packages=list(PACKAGES))
    carried = {name: here[name] for name in CARRIED}
    wrong = difference(carried, reported_versions(found["scheduler"]["packages"]), "the scheduler")
    if wrong:
        raise UserError(wrong)
    workers = found["workers"]
    for address, known in sorted(workers.items()):
        wrong = difference(here, reported_versions(known["packages"]), say("the worker at {address}", address=address))
        if wrong:
            raise UserError(wrong)
