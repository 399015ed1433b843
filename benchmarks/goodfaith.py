"""All Good-Faith columns of a million complaint rows, against the one count that a pandas user would write.

    python benchmarks/goodfaith.py [ROWS]

Both sides get the same data in the same process, sorted by filing date and unsorted. The pandas side is one figure, on
days instead of calendar months, because pandas has no window of calendar months, in three forms:

    bare       groupby + rolling("92D").count() of rows that are sorted already; pandas refuses any others
    sorted     the same with the sort by date before it, which a table as people keep it needs
    in rows    the same, and each count brought back to its row, as a column needs it

Ours is everything, in rows: reading the columns, the figures of every row on its own day with the test of each reason,
the status of each row today, and that of every account. The outlook of the accounts (`outlook`: head-room, dates,
lock-outs, which walks through all days of the past) has a figure of its own, and so has reading alone: of plain columns,
and of columns with codes, as a file gives them. Prints processor seconds and ratios: the smallest of three runs each, in
turn.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.goodfaith import History, Terms, assess, outlook, rolling_counts, row_status

TODAY: Final = date(2026, 11, 23)
RUNS: Final = 3


def complaints(rows: int, accounts: int, days: int, reasons: int = 12) -> pd.DataFrame:
    """Made-up complaints in the order in which teams file them, under *accounts* accounts over *days* days."""
    rng = np.random.default_rng(20261123)
    names = np.array([f"account-{each}" for each in range(accounts)], dtype=object)
    kinds = np.array([f"reason {each}" for each in range(reasons)], dtype=object)
    statuses = np.array([each.code for each in load_vocabulary("statuses")], dtype=object)
    likely = np.where(statuses == "accepted", 30.0, 1.0)
    filed = np.sort(rng.integers(0, days, rows)) + np.datetime64(TODAY, "D").astype(int) - days + 1
    numbers = np.array([f"C{each}" for each in range(rows // 20 + 1)], dtype=object)
    return pd.DataFrame(
        {
            "account": pd.Series(names[rng.integers(0, accounts, rows)], dtype=object),
            "complaint": pd.Series(numbers[np.arange(rows) // 20], dtype=object),
            "filed": pd.Series(filed.astype("datetime64[D]").astype("datetime64[ns]")),
            "status": pd.Series(statuses[rng.choice(len(statuses), rows, p=likely / likely.sum())], dtype=object),
            "reason": pd.Series(kinds[rng.integers(0, reasons, rows)], dtype=object),
            "decided": pd.Series(
                (filed + rng.integers(0, 20, rows)).astype("datetime64[D]").astype("datetime64[ns]")
            ).where(rng.random(rows) < 0.9),
        }
    )


def bare(ordered: pd.DataFrame) -> Any:
    """The count alone, by pandas, of rows sorted by date."""
    return ordered.groupby("account").rolling("92D", on="filed")["one"].count()


def with_sort(frame: pd.DataFrame) -> Any:
    """The count alone, with the sort that it needs; only of the columns that it needs."""
    return bare(frame[["account", "filed"]].assign(one=1.0).sort_values("filed"))


def in_rows(frame: pd.DataFrame) -> Any:
    """The count alone, a count a row of *frame*."""
    ordered = frame[["account", "filed"]].assign(one=1.0).sort_values("filed")
    groups = ordered.groupby("account")
    counted = groups.rolling("92D", on="filed")["one"].count()
    came = ordered.index[np.concatenate(list(groups.indices.values()))]
    return pd.Series(counted.to_numpy(), index=came).reindex(frame.index)


def history_of(frame: pd.DataFrame) -> History:
    """The columns, read."""
    return History.of(
        **{name: frame[name] for name in ("account", "complaint", "filed", "status", "reason", "decided")}
    )


def with_codes(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with the codes of their texts, as the reader of a file gives them."""
    return frame.astype(dict.fromkeys(("account", "complaint", "status", "reason"), "category"))


def every_column(frame: pd.DataFrame, terms: Terms) -> Any:
    """All that ippbook shows of the same rows."""
    history = history_of(frame)
    return assess(history, TODAY, terms), row_status(history, TODAY, terms), rolling_counts(history, terms)


def ahead(frame: pd.DataFrame, terms: Terms) -> Any:
    """The outlook of the accounts."""
    return outlook(history_of(frame), TODAY, terms)


def seconds(work: Callable[..., object], *arguments: object) -> float:
    """How much processor time one call takes; both sides use one core."""
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


def main() -> None:
    """Print a line for each shape of data, order of rows and unit of counting."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for accounts, days in ((20, 1_000), (500, 1_000), (5_000, 1_000)):
        filed = complaints(rows, accounts, days)
        ready = filed[["account", "filed"]].assign(one=1.0)
        mixed = filed.sample(frac=1, random_state=1).reset_index(drop=True)
        for order, frame in (("by date", filed), ("in no order", mixed)):
            for unit in ("link", "complaint"):
                terms = Terms(unit=unit)
                works = (
                    lambda: every_column(frame, terms),  # noqa: B023 (called before the loop goes on)
                    lambda: bare(ready),  # noqa: B023 (as above)
                    lambda: with_sort(frame),  # noqa: B023 (as above)
                    lambda: in_rows(frame),  # noqa: B023 (as above)
                )
                taken = [
                    min(each) for each in zip(*([seconds(work) for work in works] for _ in range(RUNS)), strict=True)
                ]
                ours, theirs = taken[0], zip(("bare", "sorted", "in rows"), taken[1:], strict=True)
                figures = "; ".join(f"{name} {each:.2f} s, ratio {ours / each:.2f}" for name, each in theirs)
                print(
                    f"{rows:,} rows {order}, {accounts:,} accounts, unit {unit}: all columns {ours:.2f} s; pandas {figures}",
                    flush=True,
                )
        plain, coded = (min(seconds(history_of, frame) for _ in range(RUNS)) for frame in (filed, with_codes(filed)))
        print(f"{rows:,} rows, {accounts:,} accounts: reading {plain:.3f} s, with codes {coded:.3f} s", flush=True)
        print(f"{rows:,} rows, {accounts:,} accounts: outlook {seconds(ahead, filed, Terms()):.2f} s", flush=True)


if __name__ == "__main__":
    main()
