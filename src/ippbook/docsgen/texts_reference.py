"""Writes the reference pages on reasons and takedown texts from their files."""

from collections.abc import Iterator

from ippbook import notices
from ippbook.catalog import platforms, reasons
from ippbook.catalog.reasons import Reason
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.declare import registry
from ippbook.docsgen.markdown import table_row
from ippbook.tables.headers import header_of
from ippbook.tables.records import Account, Complaint, Listing, Right

_MISSING = "no source says"


def reason_lines() -> Iterator[str]:
    """The page on reasons: the matrix, then a section a reason."""
    types = load_vocabulary("right_types").codes
    yield "A reason is one entry of the portal's drop-down list. Good-Faith is counted for each reason too, so each has its own code."
    yield "The portal's keys were seen in code of 2019 and have changed since. They are used to read old exports, never to file."
    yield "A blank in the matrix means that no source was found, not that the portal refuses.\n"
    yield "## Which right, which fields, which marketplaces\n"
    yield table_row("Reason", *types, "Fields of the form", "Seen on", "Certainty")
    yield table_row(*["---"] * (len(types) + 4))
    for reason in reasons.REASONS.values():
        fits = ["yes" if code in reason.right_types else "no" if reason.right_types else "" for code in types]
        fields = ", ".join(header_of(name) for name in reason.portal_fields)
        seen = ", ".join(platforms.PLATFORMS[code].label for code in reason.platforms_seen)
        yield table_row(f"[{reason.code}](#{_anchor(reason.code)})", *fits, fields, seen, reason.certainty)
    for family in dict.fromkeys(reason.family for reason in reasons.REASONS.values()):
        yield f"\n## {family.capitalize()}\n"
        for reason in reasons.REASONS.values():
            if reason.family == family:
                yield from _reason(reason)


def _reason(reason: Reason) -> Iterator[str]:
    yield f"### {reason.code}\n"
    yield f"{reason.label} · {reason.zh}\n"
    yield from _list("Attach", reason.evidence)
    yield from _list("When not to use it", reason.not_when)
    yield f"**The text states:** {', '.join(map(_named, reason.text_facts)) or 'the right and the links'}\n"
    yield f"**Seen:** {'; '.join(reason.versions) or _MISSING}\n"
    yield f"**Also read as:** {', '.join(reason.synonyms) or 'nothing else'}\n"
    yield f"**Source:** {reason.source} **Checked on:** {reason.checked_on}\n"


def notice_lines() -> Iterator[str]:
    """The page on takedown texts: languages, how a text is written, how a team brings its own."""
    yield "A text states only what the row supports. If a fact is missing there is no text, and a finding names the field."
    yield "Nothing is cut: a text that is too long for the portal is refused, and the finding says how to split it.\n"
    yield "## Languages\n"
    yield "The portal advertises seven languages; which ones is not documented, and its pages were seen in English and Chinese only (ipp-facts 7, 12). **This list is ippbook's.**\n"
    yield table_row("Code", "Language", "Dates and numbers as in", "Texts", "Checked on", "Reviewed")
    yield table_row(*["---"] * 6)
    for code, language in notices.LANGUAGES.items():
        count = sum(other == code for _, other in notices.TAKEDOWN_TEXTS)
        label = load_vocabulary("languages")[code].label
        yield table_row(code, label, language.locale, str(count), language.checked_on, language.reviewed)
    yield "\n## Which reason has a text in which language\n"
    portals = {platform.portal.host: platform.portal.language for platform in platforms.PLATFORMS.values()}
    languages = ", ".join(
        f"{load_vocabulary('languages')[code].label} on {host}" for host, code in portals.items() if code
    )
    yield f"Where ippbook has no text in the language of a complaint, the text is in the portal's own language, and finding CP226 says so: {languages}. For a marketplace whose portal was not found, the setting *Fallback language* decides.\n"
    yield table_row("Reason", *notices.LANGUAGES)
    yield table_row(*["---"] * (len(notices.LANGUAGES) + 1))
    for reason in reasons.REASONS:
        yield table_row(
            reason, *("yes" if (reason, code) in notices.TAKEDOWN_TEXTS else "" for code in notices.LANGUAGES)
        )
    yield "\n## Your own texts\n"
    yield from _OWN
    yield "\n## What a text can contain\n"
    yield from _GRAMMAR
    yield "\n## Fields\n"
    yield "A field of a listing is used inside the loop, as in `{{ group.listing_title }}`; every other field anywhere.\n"
    yield table_row("Field", "Column", "Content")
    yield table_row(*["---"] * 3)
    known = notices.text_fields()
    for record in (Right, Account, Listing, Complaint):
        for field in record.fields():
            name = field.name if record is Complaint else record.joined_name(field.name)
            if name in known:
                yield table_row(f"`{name}`", f"{record.table}: {field.header}", field.column.note)
    yield "\n## The findings of a text\n"
    for rule in registry().rules:
        if rule.table == "Texts":
            yield f"- [{rule.code}](rules.md) {rule.page.summary}"
    yield ""


_OWN = (
    "A text of your own overrides ippbook's text for its reason and language:\n",
    "1. in the table *Texts* of the workbook: Reason, Language, Text;",
    "2. in a folder, as the option `--texts DIR` of `check`, `recalc` and `notice`: a folder for each language, a file for each reason, such as `de/keyword abuse.txt`, in UTF-8.\n",
    "The table overrides the folder. A text with an error is a finding that names the line; its complaints have no text until it is fixed.\n",
    "A text with these sections is put into the frame of its language. The frame cites the right and ends with authority, good faith, accuracy and the request:\n",
    "```text\nTrademark used as a keyword for other goods\n[facts]\nThe goods offered are of another brand.\n[each link]\nWords used: {{ group.listing_quoted_words | quoted }}\n[evidence]\nScreenshots of the page.\n```\n",
    "*[each link]* is optional. A text without sections is complete: no frame is put around it.",
)
_GRAMMAR = (
    "- `{{ right_name }}` prints a field. A blank field is a finding, unless the text tests it first.",
    '- `{% if right_classes %}…{% else %}…{% endif %}` makes a part optional; `{% if account_role == "agent" %}` compares.',
    "- `{% for group in groups %}…{% endfor %}` repeats for the links; links with the same facts are one group. `{{ group.where }}` names them, each address on a line of its own.",
    "- `count` is the number of links. `{% if platform is mainland %}` tests whether the marketplace accepts only Chinese rights.",
    '- After a field: `| quoted` puts it in the language\'s quotation marks, each quotation of *Quoted words* in its own; `| numbered` numbers the parts between semicolons; `| listed` sets the language\'s commas; `| placed` translates places on a page, such as *title*; `| classes` names the classes of a trademark (*Nice classes 18, 25 and 28*); `| day` writes a date in words; `| named("offices")` names an office, `| named("right_types")` the kind of right.',
    "\nNothing else is possible in braces, because a text may come from another person. The value of a cell is printed and never read as part of a text.",
)


def _list(heading: str, sentences: tuple[str, ...]) -> Iterator[str]:
    yield f"**{heading}:** {' '.join(sentences) or _MISSING}\n"


def _named(field: str) -> str:
    """A joined field by table and header: listing_found_in is Found in (Listings)."""
    for record in (Right, Account, Listing):
        for each in record.fields():
            if record.joined_name(each.name) == field:
                return f"{each.header} ({record.table})"
    return f"{header_of(field)} (Complaints)"


def _anchor(code: str) -> str:
    return code.replace(" ", "-")
