"""Rules on Complaints: the takedown text and its facts. They check rows that are not filed yet."""

import re
from typing import Final

import numpy as np
import pandas as pd

from ippbook.catalog import platforms
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.languages import say, say_clause
from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean, key
from ippbook.notices.complaint_texts import takedowns
from ippbook.notices.fallback import language_name
from ippbook.notices.language_guess import foreign_language
from ippbook.notices.personal_data import personal
from ippbook.notices.values import quotations
from ippbook.rules.complaints_reasons import PORTAL_FIELDS, stating
from ippbook.rules.rows import (
    complaint_of_each_row,
    facts_without_columns,
    is_filled,
    is_one_of,
    marketplace,
    per_distinct,
    sentences_where,
    unfiled,
)
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, NumberColumn, Sentences, TextColumn
from ippbook.tables.distinct_texts import blanks_as

_CHANNEL: Final = late_pattern(
    # genuine goods, price and sales channel do not infringe a right: ipp-facts 0.9, 5.2, 10 [O12: OFF]
    r"\bun-?authori[sz]ed (?:re)?(?:sell|deal|distribut|retail|shop|store)\w*|\bparallel import\w*|\bgr[ea]y[- ]market"
    r"|\b(?:below|under|lower than|cheaper than) (?:the |our )?(?:\w+ )?(?:price|msrp|rrp)|\bprice (?:is )?(?:too|far too|much too) (?:low|high)"
    r"|\btoo cheap\b|\blow(?:er)? price|\bprice control|低价|乱价|窜货|串货|水货|控价|破价|未经授权(?:销售|经销)|非授权(?:销售|经销|店)|平行进口",
    re.IGNORECASE,
)
_TITLE: Final = frozenset({"title", "标题", "producttitle", "商品标题", "itemtitle", "listingtitle"})


@rule("CP130", on="Complaints", at="Reason", says="the takedown text cannot be written: {detail}")
def facts_for_the_text_missing(status: ChoiceColumn, filed: DateColumn, all_complaints: Whole) -> Sentences:
    """Takedown text with missing facts.

    A legal text with gaps is worse than no text, so it is written only when every fact is there. The finding marks the
    first row of the complaint and names the missing fields. Numbers that the portal's form asks for have their own
    rules.

    Fix: enter the missing facts in Listings, Rights or Accounts.
    Source: ipp-facts 5.3 [O8, O9, O11, O12: OFF; C1, V4], 5.8 (E-Commerce Law art. 42 [L3: LAW]).
    Certainty: law that a notice must state its facts; the template decides which facts.

    Flagged:
        | Complaint | Status | Filed | Reason          | Right type | Right name | Right number | Right owner |
        | C-1       | draft  |       | keyword abuse   | trademark  | NORDLYS    | 8123456      | Nordlys AS  |
        | C-2       |        |       | stolen pictures | copyright  |            |              |             |
    Clean:
        | Complaint | Status    | Filed      | Reason         | Right type |
        | C-1       | draft     |            |                | trademark  |
        | C-2       | submitted | 2026-05-04 | keyword abuse  | trademark  |
        | C-3       |           | 2026-05-04 | keyword abuse  | trademark  |
    """
    rows = unfiled(status, filed)
    if not rows.any():
        return np.full(len(rows), "", dtype=object)
    written = all_complaints.once(takedowns)
    problems = per_distinct(written["problem"], lambda text: say_clause(text, small=text.startswith("The text needs")))
    reported = PORTAL_FIELDS | facts_without_columns(all_complaints) | {""}
    beyond = per_distinct(written["missing"], lambda names: bool(set(names.split(", ")) - reported))
    without = (written["language"] == "") & (written["problem"] != "")  # no text for the reason in any language
    failed = written["failed"].to_numpy()  # a team's own text that is empty with these facts, for example
    return np.where(rows & (beyond | without | failed), problems, "").astype(object)


@rule(
    "CP226",
    on="Complaints",
    at="Language",
    says="ippbook has no text in {detail}, so the text is in the portal's language; write your own text in the table Texts, or file this one",
)
def text_in_another_language(
    status: ChoiceColumn, filed: DateColumn, language: ChoiceColumn, text_language: str, written_in: TextColumn
) -> Sentences:
    """Takedown text in a different language from the complaint.

    ippbook has no text for this reason in the complaint's language, so the text is in the portal's language: Chinese or
    English. If the portal's language was not found, it is the setting Fallback language. docs/notices.md lists the texts.

    Fix: write your own text in the table Texts, or enter the language of the text under Language.
    Source: house rule: what differs from what the team entered is reported; ipp-facts 7.
    Certainty: certain: there is no such text.

    Flagged:
        | Status | Filed | Language | Written in |
        | draft  |       | ja       | zh         |
        | ready  |       |          | zh         |
    Clean:
        | Status    | Filed      | Language | Written in |
        | draft     |            | ja       | ja         |
        | draft     |            |          | en         |
        | draft     |            | ja       |            |
        | submitted | 2026-05-04 | ja       | zh         |
    """
    wanted = blanks_as(language, text_language)
    rows = unfiled(status, filed) & is_filled(written_in) & (written_in != wanted).to_numpy()
    return sentences_where(rows, language_name, wanted)


@rule(
    "CP131",
    on="Complaints",
    at="Reason",
    says="the takedown text has {characters} characters, but the portal accepts {detail}; split the complaint, or shorten the facts",
)
def text_too_long(
    status: ChoiceColumn,
    filed: DateColumn,
    characters: NumberColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
) -> Sentences:
    """Takedown text that is longer than the portal accepts.

    The form cuts or refuses a longer text. ippbook cuts nothing, because a cut legal text says something else.

    Fix: split the complaint, so that one text describes fewer listings, or shorten the facts in Listings.
    Source: ipp-facts 5.4 [C1: CODE 2019].
    Certainty: seen in code of 2019.

    Flagged:
        | Status | Filed | Characters | Platform |
        | draft  |       | 1501       | taobao   |
        | ready  |       | 4000       |          |
    Clean:
        | Status    | Filed      | Characters | Platform |
        | draft     |            | 1500       | taobao   |
        | draft     |            |            | taobao   |
        | submitted | 2026-05-04 | 1501       | taobao   |
    """
    limits = per_distinct(
        marketplace(platform, listing_url_platform),
        lambda code: platforms.complaint_limits(code).text,
    )
    over = unfiled(status, filed) & (characters.to_numpy() > limits)
    return sentences_where(over, lambda limit: f"{limit}", pd.Series(limits))


@rule(
    "CP215",
    on="Complaints",
    at="Reason",
    says="the takedown text has only {characters} characters; describe in more detail what infringes and how",
)
def text_too_short(
    status: ChoiceColumn, filed: DateColumn, characters: NumberColumn, short_text_characters: int
) -> Mask:
    """Very short takedown text.

    A notice must state its facts, and most rejections are for too little evidence. The setting Short text characters
    has the limit.

    Fix: state the facts that the reason asks for.
    Source: ipp-facts 11 C07 (INF), 10 [P1: PLAT].
    Certainty: inferred, so this is a warning.

    Flagged:
        | Status | Filed | Characters |
        | draft  |       | 39         |
        | ready  |       | 1          |
    Clean:
        | Status    | Filed      | Characters |
        | draft     |            | 40         |
        | draft     |            |            |
        | submitted | 2026-05-04 | 39         |
    """
    return unfiled(status, filed) & (characters < short_text_characters).to_numpy()


@rule(
    "CP216",
    on="Complaints",
    at="Listing",
    says="the facts of {listing} mention “{detail}”; price and sales channel do not infringe a right, so remove them",
)
def text_speaks_of_price_or_channel(
    status: ChoiceColumn,
    filed: DateColumn,
    reason: ChoiceColumn,
    listing_differences: TextColumn,
    listing_explanation: TextColumn,
) -> Sentences:
    """Facts that mention price or sales channel.

    Unauthorised sale of genuine goods, low prices and parallel imports do not infringe the right. A complaint that
    mentions them is rejected. This rule checks the columns Differences and Explanation.

    Fix: state how the goods differ from the genuine goods. Do not mention price or sales channel.
    Source: ipp-facts 0.9, 5.2, 10 [O12: OFF].
    Certainty: official that such complaints are rejected; which words show it is inferred, so this is a warning.

    Flagged:
        | Status | Filed | Reason                    | Listing differences                     |
        | draft  |       | counterfeit by comparison | price too low; wrong stitching          |
        |        |       | counterfeit by comparison | sold by an unauthorised seller          |
        | draft  |       | counterfeit by comparison | 低价出售，做工差                        |

        | Status | Filed | Reason          | Listing explanation                        |
        | draft  |       | other trademark | the seller is an unauthorised reseller     |
    Clean:
        | Status    | Filed      | Reason                    | Listing differences                        |
        | draft     |            | counterfeit by comparison | logo is printed, not embossed; wrong lining |
        | draft     |            | counterfeit by comparison | price tag without the silver thread        |
        | draft     |            | counterfeit by comparison |                                            |
        | draft     |            | keyword abuse             | price too low                              |
        | submitted | 2026-05-04 | counterfeit by comparison | price too low                              |
    """
    rows = unfiled(status, filed)
    facts = [
        (rows & is_one_of(reason, stating(fact)) & is_filled(column), column)
        for fact, column in (("listing_differences", listing_differences), ("listing_explanation", listing_explanation))
    ]

    def channel_words(text: str) -> str:
        return found[0] if (found := _CHANNEL.search(clean(text))) else ""

    first, second = (sentences_where(where, channel_words, column) for where, column in facts)
    return np.where(first != "", first, second)


@rule(
    "CP217",
    on="Complaints",
    at="Reason",
    says="the takedown text contains {detail}; the seller will read it, so remove it",
)
def text_holds_personal_data(status: ChoiceColumn, filed: DateColumn, takedown_text: TextColumn) -> Sentences:
    """Takedown text with personal data.

    Everything that you file is forwarded to the seller.

    Fix: remove e-mail addresses, telephone numbers and identity numbers from the facts in Listings and Accounts.
    Source: ipp-facts 0.8, 11 C11 [C1: CODE; O20: OFF].
    Certainty: seen in code of 2019; what counts as personal is inferred, so this is a warning.

    Flagged:
        | Status | Filed | Takedown text                                        |
        | draft  |       | Ask li.wei@nordlys.example for the genuine goods.    |
        | ready  |       | Call 138 1234 5678 about the comparison.             |
        | draft  |       | The buyer 110101199003078515 received the goods.     |
    Clean:
        | Status    | Filed      | Takedown text                                                   |
        | draft     |            | Registration no. 8123456; order 3412345678901234567.            |
        | draft     |            | Link: https://item.taobao.com/item.htm?id=13812345678           |
        | draft     |            | Patent ZL201710601862.3 of Nordlys AS                           |
        | draft     |            |                                                                 |
        | submitted | 2026-05-04 | Ask li.wei@nordlys.example                                      |
    """
    rows = unfiled(status, filed) & is_filled(takedown_text)

    return sentences_where(rows, personal, takedown_text)


@rule(
    "CP218",
    on="Complaints",
    at="Listing",
    says="the title of {listing} does not contain “{detail}”; quote the title word for word",
)
def quoted_words_not_in_the_title(
    status: ChoiceColumn,
    filed: DateColumn,
    reason: ChoiceColumn,
    listing_quoted_words: TextColumn,
    listing_found_in: TextColumn,
    listing_title: TextColumn,
) -> Sentences:
    """Quoted words that are not in the title.

    The takedown text says that these words are in the title. A notice with a wrong quotation makes you liable. Case,
    spaces and punctuation are ignored.

    Fix: quote the title word for word, correct Found in, or update the title.
    Source: ipp-facts 5.3 [C1: CODE], 5.8 (E-Commerce Law art. 42 [L3: LAW]).
    Certainty: inferred; titles change, so this is a warning.

    Flagged:
        | Status | Filed | Reason        | Listing quoted words | Listing found in | Listing title         |
        | draft  |       | keyword abuse | Nordlys bag          | title            | Sunbag red travel bag |
        | draft  |       | keyword abuse | Nordlys; Aurora      | 标题             | Sunbag nordlys style  |
    Clean:
        | Status    | Filed      | Reason        | Listing quoted words | Listing found in  | Listing title              |
        | draft     |            | keyword abuse | NORDLYS-style        | title             | Sunbag nordlys style bag   |
        | draft     |            | keyword abuse | “Nordlys”；style     | Title             | Sunbag Nordlys style bag   |
        | draft     |            | keyword abuse | Nordlys              | title, attributes | Sunbag red travel bag      |
        | draft     |            | keyword abuse | Nordlys              | title             |                            |
        | draft     |            | keyword abuse |                      | title             | Sunbag                     |
        | submitted | 2026-05-04 | keyword abuse | Nordlys              | title             | Sunbag                     |
    """
    rows = unfiled(status, filed) & is_one_of(reason, stating("listing_quoted_words")) & is_filled(listing_title)

    def not_in_title(words: str, where: str, title: str) -> str:
        if key(where) not in _TITLE:
            return ""
        return next(
            (clean(quoted) for quoted in quotations(words) if _bare(quoted) not in _bare(title)),
            "",
        )

    return sentences_where(
        rows & is_filled(listing_quoted_words), not_in_title, listing_quoted_words, listing_found_in, listing_title
    )


@rule(
    "CP309",
    on="Complaints",
    at="Listing",
    says="{detail}; write the facts in the language of the text, so that the portal and the seller can read them",
)
def facts_in_another_language(
    status: ChoiceColumn,
    filed: DateColumn,
    reason: ChoiceColumn,
    written_in: TextColumn,
    all_complaints: Whole,
    listing_differences: TextColumn,
    listing_explanation: TextColumn,
    right_name: TextColumn,
) -> Sentences:
    """Differences, an explanation or an examination in another language than the takedown text.

    ippbook prints them as they are; it translates no facts. A quotation in another language is right. So are a brand and
    a model. Short facts are not judged. Links of a complaint with the same facts have this advice once.

    Fix: write the facts in the language of the text, or enter the language of the facts under Language.
    Source: ipp-facts 5.3, 5.8 (E-Commerce Law art. 42: the notice has preliminary evidence and is forwarded to the seller [L3: LAW]).
    Certainty: inferred from script and small words; only sure cases are flagged, and this is advice.

    Flagged:
        | Status | Filed | Complaint | Reason            | Written in | Listing explanation                     |
        | draft  |       | C-1       | other trademark   | zh         | The mark is on the lid of the jar.      |
        | draft  |       | C-2       | other trademark   | en         | 商标位于罐盖上，未经许可使用            |
        |        |       | C-3       | other trademark   | fr         | Das Zeichen steht auf dem Deckel        |

        | Status | Filed | Complaint | Reason                    | Written in | Listing differences                            |
        | draft  |       | C-1       | counterfeit by comparison | zh         | red stitching instead of grey; no label inside |
    Clean:
        | Status    | Filed      | Complaint | Reason          | Written in | Listing explanation                       | Right name |
        | draft     |            | C-1       | other trademark | zh         | 商标位于罐盖上                            |            |
        | draft     |            | C-2       | other trademark | en         | The lid shows “北极光”                    |            |
        | draft     |            | C-3       | other trademark | zh         | 标题写有“the best bag of all”             |            |
        | draft     |            | C-4       | other trademark | zh         | the north and the sun                     | the north and the sun |
        | draft     |            | C-5       | other trademark | zh         | Nordlys Trail 30                          |            |
        | draft     |            | C-6       | keyword abuse   | zh         | The mark is on the lid of the jar.        |            |
        | submitted | 2026-05-04 | C-7       | other trademark | zh         | The mark is on the lid of the jar.        |            |
    """
    group = all_complaints.once(complaint_of_each_row)
    written = pd.Series(written_in.to_numpy()[np.unique(group, return_index=True)[1]][group], dtype=object)
    rows = unfiled(status, filed) & is_filled(written)
    names = (right_name, all_complaints["listing_seller_brand"], all_complaints["listing_genuine_model"])
    found = np.full(len(rows), "", dtype=object)
    stated_in = {
        "listing_explanation": listing_explanation,
        "listing_differences": listing_differences,
        "examination": all_complaints["examination"],
    }
    for fact, column in stated_in.items():
        name = fact.removeprefix("listing_").capitalize()

        def foreign(text: str, language: str, *names: str, header: str = name) -> str:
            other = foreign_language(text, language, names)
            return (
                say(
                    "{header} seems to be in {language_name}, but the text is in {language_name_2}",
                    header=header,
                    language_name=language_name(other),
                    language_name_2=language_name(language),
                )
                if other
                else ""
            )

        stated = rows & is_one_of(reason, stating(fact)) & is_filled(column)
        found = np.where(found != "", found, sentences_where(stated, foreign, column, written, *names))
    at = np.flatnonzero(found != "")
    facts = pd.DataFrame({name: column.to_numpy()[at] for name, column in stated_in.items()})
    again = facts.assign(complaint=group[at], detail=found[at]).duplicated().to_numpy()
    found[at[again]] = ""
    return found


def _bare(text: str) -> str:
    """Only the letters and digits of *text*, without case."""
    return re.sub(r"[\W_]+", "", clean(text).casefold())
