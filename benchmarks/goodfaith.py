"""All Good-Faith columns of a million complaint rows, beside the one count that a pandas user would write.

    python benchmarks/goodfaith.py [ROWS]

Both sides get the same data in the same process. The pandas side is groupby + rolling("92D").count() alone: one
figure, on days instead of calendar months, because pandas has no window of calendar months. Ours is everything: reading
the columns, the figures of every row on its own day with the test of each reason, where each row stands today, and the
standing of every account. Prints processor seconds and ratios; the smallest of three runs each, in turns.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from ippbook.goodfaith import History, Terms, assess, places, rolling
from ippbook.vocabulary import load

TODAY: Final = date(2026, 11, 23)
RUNS: Final = 3


def complaints(rows: int, accounts: int, days: int, reasons: int = 12) -> pd.DataFrame:
    """Made-up complaints in the order in which teams file them, under *accounts* accounts over *days* days."""
    rng = np.random.default_rng(20261123)
    names = np.array([f"account-{each}" for each in range(accounts)], dtype=object)
    kinds = np.array([f"reason {each}" for each in range(reasons)], dtype=object)
    statuses = np.array([each.code for each in load("statuses")], dtype=object)
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


def one_count(frame: pd.DataFrame) -> Any:
    """The count alone, by pandas."""
    return frame.assign(one=1.0).set_index("filed").groupby("account")["one"].rolling("92D").count()


def every_column(frame: pd.DataFrame, terms: Terms) -> Any:
    """All that ippbook shows of the same rows."""
    history = History.of(
        **{name: frame[name] for name in ("account", "complaint", "filed", "status", "reason", "decided")}
    )
    return assess(history, TODAY, terms), places(history, TODAY, terms), rolling(history, terms)


def seconds(work: Callable[..., object], *arguments: object) -> float:
    """How much processor time one call takes; both sides use one core."""
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


def main() -> None:
    """Print a line for each shape of data and unit of counting."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for accounts, days in ((20, 1_000), (500, 1_000), (5_000, 1_000)):
        frame = complaints(rows, accounts, days)
        for unit in ("link", "complaint"):
            terms = Terms(unit=unit)
            pairs = [(seconds(one_count, frame), seconds(every_column, frame, terms)) for _ in range(RUNS)]
            pandas_takes, ours = (min(each) for each in zip(*pairs, strict=True))
            print(
                f"{rows:,} rows, {accounts:,} accounts, unit {unit}: all columns {ours:.2f} s; "
                f"pandas' one count {pandas_takes:.2f} s; ratio {ours / pandas_takes:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
