"""The figures of the page about clusters come from the benchmark."""

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "cluster.md"


def test_the_benchmark_has_written_the_figures_of_each_way():
    text = PAGE.read_text("utf-8")
    part = text.partition("<!-- cost: written by benchmarks/cluster.py -->")[2].partition("<!-- end of the cost -->")[0]
    assert part.strip().startswith("`python benchmarks/cluster.py ")
    ways = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")][1:]
    assert ways[:2] == ["one process", "`--jobs 1`"]
    assert {"`--scheduler`, 1 worker", "`--scheduler`, 2 workers"} <= set(ways)
