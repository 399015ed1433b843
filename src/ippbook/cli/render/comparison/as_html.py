"""A comparison as one page of HTML: no script, nothing from another place, nothing from a workbook that is read as HTML."""

from collections.abc import Iterator
from html import escape
from typing import Final

from ippbook.cli.render.comparison.outline import MINUS, PLUS, Outline, OutlineEntry, OutlineSection
from ippbook.cli.render.comparison.shown_values import ShownChange

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE: Final = """
:root { color-scheme: light dark; --text: #1f2933; --back: #fff; --line: #cbd2d9; --soft: #52606d;
  --plus: #e3f9e5; --plus-text: #0b5c27; --minus: #ffe3e3; --minus-text: #8a041a; --head: #f5f7fa; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7eb; --back: #14191f; --line: #3e4c59; --soft: #9aa5b1;
  --plus: #0d3b1e; --plus-text: #a3e6b4; --minus: #4a1016; --minus-text: #ffb8b8; --head: #1f2933; } }
* { box-sizing: border-box; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
p { margin: .3rem 0; } .soft { color: var(--soft); }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: anywhere; unicode-bidi: isolate; white-space: pre-wrap; }
th { background: var(--head); font-weight: 600; } thead th:first-child { width: 30%; }
tr.entry th { background: none; } .plus { background: var(--plus); color: var(--plus-text); }
.minus { background: var(--minus); color: var(--minus-text); } ins, del { text-decoration: none; }
caption { text-align: left; color: var(--soft); padding: .2rem 0; }
@media print { :root { --text: #000; --back: #fff; --soft: #333; --plus: #fff; --minus: #fff; --head: #fff;
  --plus-text: #000; --minus-text: #000; --line: #888; } body { margin: 0; max-width: none; font-size: 10pt; }
  tr, h2 { break-inside: avoid; } h2 { break-after: avoid; } thead { display: table-header-group; }
  ins { text-decoration: underline; } del { text-decoration: line-through; } }
"""
_SIGNS: Final = {PLUS: ("plus", "added"), MINUS: ("minus", "removed")}


def comparison_html(outline: Outline) -> str:
    """The page."""
    return "\n".join(_page(outline)) + "\n"


def failure_html(sentence: str, day: str) -> str:
    """The page in place of a comparison that cannot be made: why, and the day of the run."""
    lines = [*_head("No comparison"), f"<p><strong>{escape(sentence)}</strong></p>", f"<p>As of {escape(day)}.</p>"]
    return "\n".join([*lines, "</body>\n</html>"]) + "\n"


def _head(title: str) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">'
    yield f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{escape(title)}</h1>"


def _page(outline: Outline) -> Iterator[str]:
    yield from _head(f"{outline.old} → {outline.new}")
    yield f"<p><strong>{escape(outline.verdict)}</strong> As of {escape(outline.day)}.</p>"
    if outline.sections:
        yield "<table>\n<thead><tr><th>What</th><th>How many</th></tr></thead>\n<tbody>"
        for place, section in enumerate(outline.sections):
            yield f'<tr><td><a href="#s{place}">{escape(section.heading)}</a></td><td>{escape(section.summary)}</td></tr>'
        yield "</tbody>\n</table>"
    for place, section in enumerate(outline.sections):
        yield from _section(section, place)
    if outline.notes:
        yield "<h2>Notes</h2>"
    yield from (f"<p>{escape(note)}</p>" for note in outline.notes)
    if outline.hidden_notes:
        yield f'<p class="soft">… and {outline.hidden_notes:,} more notes</p>'
    yield "</body>\n</html>"


def _section(section: OutlineSection, place: int) -> Iterator[str]:
    yield f'<section id="s{place}">\n<h2>{escape(section.heading)}</h2>\n<p class="soft">{escape(section.summary)}</p>'
    if section.entries:
        yield "<table>\n<thead><tr><th>What</th><th>Before</th><th>After</th></tr></thead>\n<tbody>"
        for entry in section.entries:
            yield from _entry(entry)
        yield "</tbody>\n</table>"
    if section.hidden:
        yield f'<p class="soft">… and {section.hidden:,} more, not shown (--limit 0 shows all)</p>'
    yield "</section>"


def _entry(entry: OutlineEntry) -> Iterator[str]:
    kind, word = _SIGNS.get(entry.mark, ("", "changed"))
    name = f'<th scope="row" class="{kind}" title="{word}">{entry.mark} {escape(entry.title)}</th>'
    if only := entry.only_change:
        yield f'<tr class="entry">{name}{_values(only)}</tr>'
        return
    yield f'<tr class="entry">{name}<td colspan="2">{escape(entry.remark)}</td></tr>'
    for change in entry.changes:
        yield f"<tr><td>{escape(change.label)}</td>{_values(change)}</tr>"
    for mark, line in entry.lines:
        old, new = (None, line) if mark == PLUS else (line, None)
        yield (
            f"<tr><td></td>{_values(ShownChange('', old, new))}</tr>"
            if mark
            else f"<tr><td></td><td>{escape(line)}</td><td></td></tr>"
        )


def _values(change: ShownChange) -> str:
    old = "<td></td>" if change.old is None else f'<td class="minus"><del>{escape(change.old)}</del></td>'
    new = "<td></td>" if change.new is None else f'<td class="plus"><ins>{escape(change.new)}</ins></td>'
    return old + new
