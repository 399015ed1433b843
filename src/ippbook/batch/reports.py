"""`FileReport`: what one workbook gave. It is small and crosses processes, so thousands of them fit in memory."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date

from ippbook.formulas.groups import SkippedFormulas
from ippbook.languages import say
from ippbook.ooxml.refs import column_letters
from ippbook.pipeline import Recalculation, Study
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import FINDINGS_HEADER, Finding


@dataclass(frozen=True)
class StaleCells:
    """Formulas of one column that keep an old value for one reason."""

    sheet: str
    first_cell: str
    last_cell: str
    cells: int
    """How many formulas."""
    why: str

    @property
    def sentence(self) -> str:
        """Place and reason, as in `Sheet1!A1 and 3 more: it refers to another workbook`."""
        more = say(" and {cells:,} more", cells=self.cells - 1) if self.cells > 1 else ""
        return say("{cell}{more}: {why}", cell=f"{self.sheet}!{self.first_cell}", more=more, why=self.why)

    @classmethod
    def of(cls, part: SkippedFormulas) -> "StaleCells":
        """The same without the number of each row."""
        first, last = (f"{column_letters(part.column)}{row}" for row in (part.rows[0], part.rows[-1]))
        return cls(part.sheet, first, last, len(part.rows), part.why)


@dataclass(frozen=True)
class FormulaReport:
    """What became of the formulas of a workbook: numbers of cells."""

    ippbook: int
    """With an IPP_ formula that was calculated."""
    native: int
    """With another formula of Excel that has its current value."""
    random: int
    """With a random number; they keep it."""
    engine: str
    """What calculated the native formulas, if there were any."""
    stale: tuple[StaleCells, ...] = ()


@dataclass(frozen=True)
class FileReport:
    """What one workbook gave: an error, or findings, and after a recalculation what changed. It holds no table."""

    file: str
    """The workbook, as it was named; "-" for standard input."""
    error: str = ""
    """Why the workbook could not be read, checked or written: one sentence. "" where it could; then all below is true."""
    traceback: str = ""
    """Of an internal error, where --debug was on the command line."""
    out: str = ""
    """Where it was written, or would be; "" where it was only checked."""
    as_of: date | None = None
    """The day for which it was judged; None after an error."""
    timezone: str = ""
    """The time zone of deadlines, where the command states one."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """How many filled rows each table has."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many findings of each severity, also where `findings` has only the first of them."""
    findings: tuple[Finding, ...] = ()
    """The most severe first."""
    waived: tuple[Finding, ...] = ()
    """Findings that the team has waived."""
    waived_count: int = 0
    stale_inputs: tuple[str, ...] = ()
    """Formulas whose old values the checks have read: place and reason."""
    switched_off: tuple[str, ...] = ()
    """Codes of the rules that the team has switched off."""
    notes: tuple[str, ...] = ()
    changed_cells: int | None = None
    """Cells whose value was not what ippbook computes; None where the workbook was only checked."""
    formulas: FormulaReport | None = None
    """None where the workbook was only checked."""
    stale_policy: str = "by command"
    """What a stale formula means: "error", "warn", "ignore", or "by command"."""
    own_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The team's own columns, by table; they do not change."""
    without_findings: tuple[str, ...] = ()
    """The tables that have rows and no column for their findings."""
    warnings: tuple[str, ...] = ()
    language: str = ""
    """The language of its findings, for people; "" where it was not read."""
    resumed: bool = False
    """Whether the result is that of an earlier run, because nothing has changed since."""

    @property
    def failed(self) -> bool:
        """Whether there is an error and nothing else."""
        return bool(self.error)

    @property
    def stale(self) -> tuple[StaleCells, ...]:
        """Formulas that keep an old value after a recalculation."""
        return self.formulas.stale if self.formulas else ()

    @property
    def up_to_date(self) -> bool | None:
        """Whether every computed cell and formula was current, or is stale by the team's own setting; None: only checked."""
        if self.changed_cells is None:
            return None
        return not self.changed_cells and (not self.stale or self.stale_policy == "ignore")


def check_report(file: str, study: Study, most: int | None = None) -> FileReport:
    """The report of a check. *most*: how many findings it keeps; None: all, and the waived ones too."""
    return FileReport(
        file=file,
        as_of=study.as_of,
        rows={name: int(table.filled.sum()) for name, table in study.tables.tables.items() if table.present},
        counts=study.counts(),
        findings=study.findings if most is None else study.first_findings(most),
        waived=study.waived_findings if most is None else (),
        waived_count=sum(map(len, study.waived)),
        stale_inputs=tuple(study.stale_formulas),
        switched_off=tuple(study.switched_off),
        notes=tuple(study.tables.notes),
        language=study.language,
    )


def recalc_report(file: str, done: Recalculation, most: int | None = None, out: str = "") -> FileReport:
    """The report of a recalculation. *most* as in `check_report`; *out*: how the output is named."""
    checked = check_report(file, done.study, most)
    stale = tuple(map(StaleCells.of, done.stale))
    return replace(
        checked,
        out=out or str(done.out),
        changed_cells=done.changed,
        formulas=FormulaReport(done.ipp_formulas, done.native_formulas, done.random_formulas, done.engine, stale),
        stale_policy=done.stale_policy,
        own_columns=dict(done.own_columns),
        without_findings=_without_findings(done.study),
        warnings=tuple(done.warnings),
    )


def _without_findings(study: Study) -> tuple[str, ...]:
    return tuple(
        name
        for name, table in study.tables.tables.items()
        if table.present and table.filled.any() and FINDINGS_HEADER not in table.computed_cells
    )
