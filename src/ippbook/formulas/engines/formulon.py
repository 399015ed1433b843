"""A third engine, for a second opinion and as the way out should the default one be abandoned: formulon. ippbook does not require it."""

import functools
from collections.abc import Sequence
from datetime import date

from ippbook.formulas.engines.answers import EngineReason
from ippbook.formulas.engines.cellrune_reasons import plain_words
from ippbook.formulas.engines.child_orders import child_work, job_answer, package_missing
from ippbook.formulas.engines.children import run_children
from ippbook.formulas.engines.protocol import DEFAULT_LIMITS, EngineColumn, EngineJob, EngineLimits, Unavailable
from ippbook.languages import say


class Formulon:
    """formulon (Apache-2.0): WebAssembly, compared by its makers with Excel 365. Starting takes seconds.

    A cell with a function that it does not know, or with #NAME?, is unavailable (`function`). What reads such a cell has a value nevertheless:
    the caller takes what depends on an unavailable cell as unavailable. Circles are 0.
    """

    name = "formulon"

    @functools.cached_property
    def version(self) -> str:
        """As its package says."""
        from importlib import metadata  # noqa: PLC0415  # late: it loads the mail package, and few ask

        return metadata.version("formulon")

    def calculate(
        self,
        jobs: Sequence[EngineJob],
        day: date,
        *,
        date1904: bool,  # noqa: ARG002  # the engine reads it in each workbook
        limits: EngineLimits = DEFAULT_LIMITS,
    ) -> list[list[EngineColumn]]:
        """See `Engine.calculate`."""
        more = {"day": [day.year, day.month, day.day]}
        # WebAssembly reserves addresses that it never fills, so the parent watches the memory.
        work = [
            child_work("formulon_child.py", ("formulon", "wasmtime"), job, limits, more, limits_itself=False)
            for job in jobs
        ]
        return [
            job_answer(job, answer, _reason, _refused)
            for job, answer in zip(jobs, run_children(work, limits), strict=True)
        ]


def formulon_missing() -> str | None:
    """Why formulon cannot be used here, as the end of a sentence; None where it can."""
    return package_missing("formulon", "formulon==0.18.0")


def _reason(reason: EngineReason) -> Unavailable:
    detail = reason[2]
    known = (
        say("the function {plain_words}", plain_words=plain_words(detail)) if detail else "a function or a name of it"
    )
    return Unavailable("function", say("the engine formulon does not know {known}", known=known))


def _refused(_reason: EngineReason) -> Unavailable:
    return Unavailable("engine", "the engine formulon cannot read the workbook")
