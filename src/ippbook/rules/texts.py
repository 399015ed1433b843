"""Rules on Texts: a team's own takedown texts, checked before a complaint uses them."""

import numpy as np

from ippbook.catalog import reasons
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.languages import say_clause, say_series
from ippbook.notices.complaint_texts import checked_texts
from ippbook.rules.rows import group_numbers, is_filled, sentences_where
from ippbook.tables.column_types import ChoiceColumn, Mask, Sentences, TextColumn

_ALWAYS = ("right_name", "right_owner", "listing_url")
"""What every notice states: the right, its owner, and where the goods are (ipp-facts 5.8)."""


@rule("TX101", on="Texts", at="Text", says="the text cannot be used: {detail}")
def text_that_cannot_be_used(
    reason: ChoiceColumn, language: ChoiceColumn, text: TextColumn, all_texts: Whole
) -> Sentences:
    """Takedown text with an error.

    This template overrides the built-in one, so complaints with this reason and language have no text until it is
    fixed. The finding names the line in the cell and the error.

    Fix: fix the line that the finding names. docs/notices.md explains what a text can contain.
    Source: house rule: a legal text is written completely or not at all.
    Certainty: certain: the text was tried.

    Flagged:
        | Reason        | Language | Text                                       |
        | keyword abuse | en       | The owner is {{ rigt_owner }}.             |
        | keyword abuse | en       | {{ right_owner + right_name }}            |
        | test buy      | zh       | {% if order_number %}x                     |
        |               |          | {{ self }}                                 |
    Clean:
        | Reason        | Language | Text                                       |
        | keyword abuse | en       | {{ right_owner }} owns {{ right_name }}.   |
        | keyword abuse | en       |                                            |
    """
    checked = all_texts.once(checked_texts)
    return sentences_where(is_filled(text), lambda *row: say_clause(checked[row].refusal), reason, language, text)


@rule("TX102", on="Texts", at="Reason", says="this text is not used; enter its {detail}")
def text_without_reason_or_language(reason: ChoiceColumn, language: ChoiceColumn, text: TextColumn) -> Sentences:
    """Takedown text without a reason, a language or any text.

    A text is found by its reason and language. If one of the three is missing, the row is ignored.

    Fix: enter what is missing, or delete the row.
    Source: house rule: what is not used is reported.
    Certainty: certain: the cells are empty.

    Flagged:
        | Reason        | Language | Text                   |
        | keyword abuse |          | {{ right_name }}       |
        |               | en       | {{ right_name }}       |
        | keyword abuse | en       |                        |
    Clean:
        | Reason        | Language | Text                   |
        | keyword abuse | en       | {{ right_name }}       |
    """

    def lacking(*cells: str) -> str:
        return say_series(
            (name for name, cell in zip(("reason", "language", "text"), cells, strict=True) if not cell), " and "
        )

    return sentences_where(is_filled(reason) | is_filled(language) | is_filled(text), lacking, reason, language, text)


@rule(
    "TX201",
    on="Texts",
    at="Reason",
    says="an earlier row has a text for {reason} in {language}, and only that one is used; delete one of the rows",
)
def second_text_for_a_reason(reason: ChoiceColumn, language: ChoiceColumn) -> Mask:
    """Two texts for the same reason in the same language.

    Only the first text is used, so changes to the second one have no effect.

    Fix: keep the text that you want to use.
    Source: house rule: what is not used is reported.
    Certainty: certain: the rows are there; which one you want is not known, so this is a warning.

    Flagged:
        | Reason        | Language | Flagged |
        | keyword abuse | en       | no      |
        | keyword abuse | en       | yes     |
        | keyword abuse | zh       | no      |
    Clean:
        | Reason        | Language |
        | keyword abuse | en       |
        | keyword abuse | zh       |
        |               | en       |
        |               | en       |
    """
    pairs = group_numbers(reason, language)
    first = np.zeros(len(pairs), dtype=np.bool_)
    first[np.unique(pairs, return_index=True)[1]] = True
    return (pairs >= 0) & ~first


@rule("TX202", on="Texts", at="Text", says="the text lacks facts that a notice for {reason} should state: {detail}")
def text_without_facts(reason: ChoiceColumn, language: ChoiceColumn, text: TextColumn, all_texts: Whole) -> Sentences:
    """Takedown text without facts that a notice should state.

    A notice names the right, its owner and the place of the goods. Each reason needs more facts of its own. A text that
    states them only in some cases, or never, is weaker than necessary.

    Fix: add the fields that the finding names. Put them outside every “if”.
    Source: ipp-facts 5.3 [O8, O9, O11, O12: OFF; C1, V4], 5.8 (E-Commerce Law art. 42 [L3: LAW]).
    Certainty: the list of facts is inferred from several sources, so this is a warning.

    Flagged:
        | Reason        | Language | Text                                                                                      |
        | keyword abuse | en       | Please remove this listing. {{ right_name }} {{ right_owner }}                            |
        | portrait      | en       | [{% for g in groups %}{{ g.where }}{% endfor %}] {{ right_name }} of {{ right_owner }}     |
    Clean:
        | Reason         | Language | Text                                                                                                         |
        | chat admission | en       | {{ right_name }} of {{ right_owner }}, chat {{ chat_number }}: {% for g in groups %}{{ g.where }}{% endfor %} |
        | keyword abuse  | en       | {{ oops }}                                                                                                   |
        |                | en       | Please remove this listing.                                                                                  |
    """
    checked = all_texts.once(checked_texts)

    def left_out(reason: str, language: str, text: str) -> str:
        tried = checked[reason, language, text]
        if tried.refusal:
            return ""
        wanted = dict.fromkeys((*_ALWAYS, *reasons.REASONS[reason].text_facts, *reasons.REASONS[reason].portal_fields))
        return say_series(name for name in wanted if name not in tried.needs)

    return sentences_where(is_filled(reason) & is_filled(text), left_out, reason, language, text)


@rule(
    "TX301",
    on="Texts",
    at="Language",
    says="the portal's pages were seen only in English and Chinese, not in {detail}; English and Chinese are safe choices",
)
def language_without_official_page(language: ChoiceColumn) -> Sentences:
    """Takedown text in a language without an official page.

    The portal advertises seven languages, but does not say which ones. A text in English or Chinese is the safe choice.

    Fix: write the text in English or Chinese. Keep the language only if your portal accepts it.
    Source: ipp-facts 7, 12.
    Certainty: not found which languages the portal accepts, so this is advice.

    Flagged:
        | Language |
        | de       |
        | ja       |
    Clean:
        | Language |
        | en       |
        | zh       |
        |          |
    """
    seen = frozenset({"en", "zh"})
    return sentences_where(
        is_filled(language),
        lambda code: "" if code in seen else load_vocabulary("languages")[code].label.split(" (")[0],
        language,
    )
