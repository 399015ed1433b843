"""The options of a command that runs on a cluster, and its workbooks in remote storage."""

from collections.abc import Callable, Generator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from ippbook.batch.one_file import FileOptions, FileTask
from ippbook.batch.reports import FileReport
from ippbook.batch.sources import STDIN, FoundWorkbooks, NamedWorkbook
from ippbook.batch.targets import recalc_tasks
from ippbook.cli.declared import Option
from ippbook.cli.render.many_files import progress_of_files
from ippbook.cluster.addresses import is_remote, whole_address
from ippbook.errors import UserError
from ippbook.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from ippbook.cases.team_answer import TeamAnswer, TeamQuestion
    from ippbook.cluster.connection import Scheduler

SchedulerOption = Annotated[
    str | None,
    Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Run on the workers of this Dask scheduler, as in tls://host:8786. Workbooks may then be in remote storage too: s3://, gs://, abfs://, sftp://. Needs ippbook[cluster].",
        show_default=False,
    ),
]
TlsAuthority = Annotated[
    Path | None,
    Option(
        "--tls-ca",
        metavar="PEM",
        help="The certificates of the authority for tls://. Default: Dask's configuration.",
        show_default=False,
    ),
]
TlsCertificate = Annotated[
    Path | None,
    Option(
        "--tls-cert",
        metavar="PEM",
        help="Your certificate for tls://. Default: Dask's configuration.",
        show_default=False,
    ),
]
TlsKey = Annotated[
    Path | None,
    Option(
        "--tls-key",
        metavar="PEM",
        help="The key of your certificate, if it is in a file of its own. Default: Dask's configuration.",
        show_default=False,
    ),
]


@dataclass(frozen=True)
class ClusterChoice:
    """Whether a command runs on a cluster, and on which."""

    address: str | None = None
    """None for this machine."""
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        if self.address is not None and not self.address.strip():
            raise UserError("--scheduler: the address is empty. Write it as tls://host:8786, or leave --scheduler out.")
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

        return Scheduler(self.address or "", self.authority, self.certificate, self.key)

    def elsewhere(self, name: str) -> FoundWorkbooks | None:
        """The workbooks of an address in remote storage; None for another name. Raises `UserError` where there is no scheduler."""
        if not is_remote(name):
            if name == STDIN and self:
                raise UserError("standard input (-) cannot go to a cluster. Name files, or leave --scheduler out.")
            return None
        if not self:
            raise UserError(
                "{whole_address}: workbooks in remote storage are read by the workers of a scheduler. Add: --scheduler ADDRESS",
                whole_address=whole_address(name),
            )
        from ippbook.cluster.naming import remote_workbooks  # noqa: PLC0415  # imported late: start-up stays quick

        return remote_workbooks(name)

    def recalc_tasks(self, workbooks: Sequence[NamedWorkbook], out: Path | None, *, searched: bool) -> list[FileTask]:
        """Each workbook with the place that it is written to, in a file system or in remote storage."""
        if out is None or not is_remote(out):
            return recalc_tasks(workbooks, out, searched=searched)
        if not self:
            raise UserError(
                "{whole_address}: remote storage is written by the workers of a scheduler. Add: --scheduler ADDRESS",
                whole_address=whole_address(out),
            )
        from ippbook.cluster.naming import tasks_to_remote  # noqa: PLC0415  # imported late: start-up stays quick

        return tasks_to_remote(workbooks, out, searched=searched)

    def mark(self) -> Callable[[Path], str] | None:
        """How a journal knows the content of a file; None: as it does by itself."""
        if not self:
            return None
        from ippbook.cluster.naming import remote_mark  # noqa: PLC0415  # imported late: start-up stays quick

        return remote_mark

    def reports(
        self,
        tasks: Sequence[FileTask],
        options: FileOptions,
        known: Callable[[FileTask], FileReport | None],
        finished: Callable[[FileTask, FileReport], None],
    ) -> Generator[FileReport]:
        """The report of each workbook from the workers, in order, with a progress bar on a terminal."""
        from ippbook.cluster.computation import cluster_reports  # noqa: PLC0415  # imported late: start-up stays quick

        with progress_of_files(len(tasks)) as advance:

            def finished_one(task: FileTask, report: FileReport) -> None:
                advance(report.file)
                finished(task, report)

            yield from cluster_reports(tasks, options, self.scheduler, known, finished_one)

    def team_answer(
        self, workbooks: Sequence[NamedWorkbook], as_of: date | None, question: "TeamQuestion", *, today: date
    ) -> "tuple[TeamAnswer, list[FileReport]]":
        """The Good-Faith figures of the workbooks in one computation, and the workbooks that cannot be read. Raises `UserError`."""
        from ippbook.cluster.naming import remote_task  # noqa: PLC0415  # imported late: start-up stays quick
        from ippbook.cluster.team_computation import cluster_team_answer  # noqa: PLC0415  # as above

        tasks = [remote_task(FileTask(each)) for each in workbooks]
        with progress_of_files(len(tasks)) as advance:
            return cluster_team_answer(tasks, as_of, question, self.scheduler, today=today, advance=advance)


THIS_MACHINE: Final = ClusterChoice()
"""No scheduler."""
