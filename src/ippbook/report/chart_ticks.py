"""The round numbers at the axis of a chart."""

import itertools
from collections.abc import Sequence
from typing import Final

_STEPS: Final = tuple(step * 10**power for power in range(-1, 10) for step in (1, 2, 5))


def chart_ticks(values: Sequence[float], *, percent: bool, least: float = 0) -> list[float]:
    """Two to seven round numbers around *values*, for the vertical axis: from 0, or of shares of 1 in percent from where they are.

    They are at least *least* apart.

    >>> chart_ticks([0.81, 0.97, 0.9], percent=True)
    [80, 85, 90, 95, 100]
    >>> chart_ticks([3, 17], percent=False), chart_ticks([], percent=False), chart_ticks([1.0], percent=True, least=1)
    ([0, 5, 10, 15, 20], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [99, 100])
    """
    factor = 100 if percent else 1
    high = max(values, default=1) * factor or 1
    low = min(values, default=0) * factor if percent else 0
    step = next((each for each in _STEPS if each >= least and (high - low) / each <= 5), _STEPS[-1])
    begin = low // step
    if percent and begin * step >= high:
        begin -= 1
    numbers = (round((begin + number) * step, 1) for number in itertools.count())
    found: list[float] = []
    for tick in numbers:
        found.append(int(tick) if float(tick).is_integer() and step >= 1 else tick)
        if tick >= high:
            break
    return found
