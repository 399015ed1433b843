"""The options of a command that runs on a cluster, and its workbooks in remote storage."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ippbook.batch.one_file import FileOptions, FileTask
from ippbook.batch.reports import FileReport
from ippbook.batch.sources import NamedWorkbook, named_workbooks
from ippbook.cluster.addresses import is_remote, whole_address
from ippbook.errors import UserError

if TYPE_CHECKING:
    from ippbook.cluster.computation import ClusterProgress, ClusterState
    from ippbook.cluster.connection import Scheduler

SchedulerOption = Annotated[
    str,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Run on the workers of this Dask scheduler, as in tls://host:8786. Workbooks may then be in remote storage too: s3://, gs://, abfs://, sftp://. Needs ippbook[cluster].",
    ),
]
TlsAuthority = Annotated[
    Path | None,
    typer.Option(
        "--tls-ca",
        metavar="PEM",
        help="The certificates of the authority for tls://. Default: Dask's configuration.",
        show_default=False,
    ),
]
TlsCertificate = Annotated[
    Path | None,
    typer.Option(
        "--tls-cert",
        metavar="PEM",
        help="Your certificate for tls://. Default: Dask's configuration.",
        show_default=False,
    ),
]
TlsKey = Annotated[
    Path | None,
    typer.Option(
        "--tls-key",
        metavar="PEM",
        help="The key of your certificate, if it is in a file of its own. Default: Dask's configuration.",
        show_default=False,
    ),
]


@dataclass(frozen=True)
class ClusterChoice:
    """Whether a command runs on a cluster, and on which."""

    address: str = ""
    """"" for this machine."""
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        if not self.address and (self.authority or self.certificate or self.key):
            raise UserError(
                "--tls-ca, --tls-cert and --tls-key are for the connection to a scheduler. Add: --scheduler ADDRESS"
            )

    def __bool__(self) -> bool:
        return bool(self.address)

    @property
    def scheduler(self) -> "Scheduler":
        """The scheduler, with its certificates."""
        from ippbook.cluster.connection import Scheduler  # noqa: PLC0415  # imported late: start-up stays quick

        return Scheduler(self.address, self.authority, self.certificate, self.key)

    def workbooks(self, files: Sequence[Path]) -> list[NamedWorkbook]:
        """The workbooks that a command line names. Raises `UserError` for one in remote storage where there is no scheduler."""
        if not any(map(is_remote, files)):
            return named_workbooks(files)
        if not self:
            remote = whole_address(next(file for file in files if is_remote(file)))
            raise UserError(
                f"{remote}: workbooks in remote storage are read by the workers of a scheduler. Add: --scheduler ADDRESS"
            )
        from ippbook.cluster.naming import remote_workbooks  # noqa: PLC0415  # imported late: start-up stays quick

        return [
            workbook
            for file in files
            for workbook in (remote_workbooks(file) if is_remote(file) else named_workbooks([file]))
        ]

    def reports(self, tasks: Sequence[FileTask], options: FileOptions) -> Iterator[FileReport]:
        """The report of each workbook from the workers, in order, with a progress bar on a terminal."""
        from ippbook.cluster.computation import cluster_reports  # noqa: PLC0415  # imported late: start-up stays quick
        from ippbook.cluster.naming import remote_task  # noqa: PLC0415  # as above

        with cluster_progress() as progress:
            yield from cluster_reports([remote_task(task) for task in tasks], options, self.scheduler, progress)


@contextmanager
def cluster_progress() -> "Iterator[ClusterProgress]":
    """A progress bar over workbooks, on a terminal only; silent in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _state: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("connecting", total=None)

        def show(state: "ClusterState") -> None:
            many = "1 worker" if state.workers == 1 else f"{state.workers} workers"
            bar.update(task, completed=state.done, total=state.total, description=many)

        yield show
