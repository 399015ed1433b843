"""A trace as lines for people and as an object for programs."""

from collections.abc import Iterator
from typing import Final

from ippbook.cli.json_text import OutputObject
from ippbook.languages import say
from ippbook.languages.run_language import localized_text
from ippbook.trace.tree import TraceNode

_WIDTH: Final = 80
_MOST_NAMES: Final = 3
_DEEPEST: Final = 15
"""Levels that are shown; below them there would be no room for text."""


def trace_lines(root: TraceNode) -> list[str]:
    """The tree, two spaces a level, at most 80 characters a line. A range is shown in full once, at its nearest place."""
    found: list[str] = []
    waiting: list[tuple[TraceNode | str, int]] = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, str):
            found.append(_cut(node, depth))
            continue
        found.extend(_cut(line, depth + bool(place)) for place, line in enumerate(_lines(node)))
        own = [child for child in node.children if child.parent is node]
        others = [child for child in node.children if child.parent is not node]
        if others:
            names = ", ".join(_head(child) for child in others[:_MOST_NAMES])
            more = (
                say(" and {others_count:,} more", others_count=len(others) - _MOST_NAMES)
                if len(others) > _MOST_NAMES
                else ""
            )
            found.append(_cut(say("and {names}{more}: shown elsewhere", names=names, more=more), depth + 1))
        if depth >= _DEEPEST and own:
            found.append(_cut(say("… deeper: ippbook trace FILE {place}", place=node.place), depth + 1))
            continue
        if node.more:
            waiting.append((say("… {more:,} more", more=node.more), depth + 1))
        waiting.extend((child, depth + 1) for child in reversed(own))
    return found


def _lines(node: TraceNode) -> Iterator[str]:
    if not node.place:
        yield from node.notes
        return
    value = "" if node.summary is None else f" = {localized_text(node.summary.shown)}"
    yield f"{_head(node)}{value}"
    if node.summary is not None and node.summary.stored is not None:
        yield say("the file still shows {stored}: recalculate it", stored=node.summary.stored)
    if node.formula:
        yield node.formula
    if node.stale:
        yield say("STALE: {why}", why=node.stale)
    yield from node.notes


def _head(node: TraceNode) -> str:
    if node.kind in {"formula", "computed", "range"}:
        return _named(node)
    if node.kind in {"input", "blank"}:
        return localized_text(say("{place} [input]", place=_named(node)))
    return f"{node.kind} {node.place}"


def _named(node: TraceNode) -> str:
    return f"{node.place} ({node.table_name})" if node.table_name else node.place


def _cut(line: str, depth: int) -> str:
    text = "  " * depth + " ".join(localized_text(line).split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def trace_object(root: TraceNode, cell: str, *, day: str, dependents: bool) -> OutputObject:
    """The trace for programs: each range once, in the list *nodes*; *links* are the numbers of what it reads, or of what reads it."""
    numbers: dict[int, int] = {}
    nodes: list[TraceNode] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) not in numbers:
            numbers[id(node)] = len(nodes)
            nodes.append(node)
            waiting.extend(reversed(node.children))
    return {
        "cell": cell,
        "direction": "dependents" if dependents else "precedents",
        "as_of": day,
        "complete": not any(node.more for node in nodes),
        "nodes": [
            _object(node, number, [numbers[id(child)] for child in node.children]) for number, node in enumerate(nodes)
        ],
    }


def _object(node: TraceNode, number: int, links: list[int]) -> OutputObject:
    found: OutputObject = {"number": number, "kind": node.kind, "place": node.place}
    if node.table_name:
        found["table"] = node.table_name
    if node.formula:
        found["formula"] = node.formula
    if (summary := node.summary) is not None:
        found |= {"cells": summary.cells, "blank": summary.blank, "shown": summary.shown}
        if summary.cells == 1:
            found["value"] = summary.value
        if summary.stored is not None:
            found["stored"] = summary.stored
    if node.stale:
        found["stale"] = node.stale
    if node.notes:
        found["notes"] = node.notes
    if node.more:
        found["more"] = node.more
    return found | {"links": links}
