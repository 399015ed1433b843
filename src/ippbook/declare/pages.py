"""Everything that has a page, by code or name: findings, rules, worksheet functions. What a person asks about is looked up here."""

import difflib
from dataclasses import dataclass

from ippbook.declare.registry import registry
from ippbook.errors import UserError
from ippbook.tables.findings import Page
from ippbook.tables.problems import PROBLEMS


@dataclass(frozen=True)
class PageEntry:
    """What a person sees of a code."""

    code: str
    kind: str
    page: Page


def page_entries() -> dict[str, PageEntry]:
    """Everything that has a page, by code or name."""
    known = registry()
    found = {
        problem.code: PageEntry(problem.code, f"{problem.severity.word}, found while reading", problem.page)
        for problem in PROBLEMS
    }
    found |= {
        rule.code: PageEntry(rule.code, f"{rule.severity.word} on {rule.table}, at {rule.at} ({rule.name})", rule.page)
        for rule in known.rules
    }
    found |= {
        name: PageEntry(function.signature, f"worksheet function, category {function.category}", function.page)
        for name, function in known.functions.items()
    }
    return found


def page_entry(code: str) -> PageEntry:
    """The entry called *code*; refuses with the nearest ones where there is none."""
    known = page_entries()
    wanted = code.strip().upper()
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "see ippbook rules"
    raise UserError(f"there is no code {code!r}; {hint}")
