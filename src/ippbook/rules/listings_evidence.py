"""Rules on Listings: the names of evidence files. Checks of the files themselves are in `ippbook.evidence.files`."""

from ippbook.catalog import platforms, reasons
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.evidence import files
from ippbook.languages import Clause, say, say_series
from ippbook.notices.personal_data import personal
from ippbook.rules.rows import as_mask, is_filled, marketplace, sentences_where, unfiled
from ippbook.tables.column_types import ChoiceColumn, DateColumn, FoundColumn, Sentences, TextColumn


@rule("LS120", on="Listings", at="Evidence", says="the portal does not accept {detail}; save it as jpg, png or pdf")
def evidence_type_not_accepted(evidence: TextColumn, platform: ChoiceColumn, url_platform: TextColumn) -> Sentences:
    """Evidence file of a type that the portal does not accept.

    The form accepts zip, rar, jpg, png, bmp, pdf, doc and docx.

    Fix: save the file as one of these types.
    Source: ipp-facts 5.4 [C1: CODE 2019].
    Certainty: seen in code of 2019.

    Flagged:
        | Evidence              | Platform |
        | page.webp             | taobao   |
        | a.jpg; talk.mp4       |          |
        | no ending             |          |
    Clean:
        | Evidence              | Platform |
        | a.jpg; b.PDF; c.jpeg  | taobao   |
        |                       | taobao   |
    """

    def refused(cell: str, code: str) -> str:
        return say_series(
            name for name in files.named_files([cell]) if not files.is_taken(name, platforms.complaint_limits(code))
        )

    return sentences_where(is_filled(evidence), refused, evidence, marketplace(platform, url_platform))


@rule(
    "LS121",
    on="Listings",
    at="Evidence",
    says="{detail} is a claim statement in Word; sign or seal it and save it as pdf",
)
def evidence_claim_statement_in_word(evidence: TextColumn) -> Sentences:
    """Copyright claim statement as a Word file.

    The claim statement for an unregistered copyright must be completed and signed or sealed. Word files are not
    accepted.

    Fix: sign or seal the statement, and attach a scan.
    Source: ipp-facts 3.1, 5.4 [O21: OFF].
    Certainty: official; the statement is recognised by its file name.

    Flagged:
        | Evidence                              |
        | Copyright Claim Statement.docx        |
        | a.jpg; 权利声明书.doc                 |
    Clean:
        | Evidence                              |
        | Copyright Claim Statement.pdf         |
        | comparison.docx                       |
        |                                       |
    """

    def statements(cell: str) -> str:
        return say_series(name for name in files.named_files([cell]) if files.is_word_statement(name))

    return sentences_where(is_filled(evidence), statements, evidence)


@rule("LS220", on="Listings", at="Evidence", says="{detail}; the seller will see it, so rename the file")
def personal_data_in_a_file_name(evidence: TextColumn) -> Sentences:
    """Evidence file with personal data in its name.

    Attached files are forwarded to the seller, with their names.

    Fix: rename the file, and check whether its content has personal data too.
    Source: ipp-facts 0.8, 11 C11 [C1: CODE; O20: OFF].
    Certainty: seen in code of 2019; what counts as personal is inferred, so this is a warning.

    Flagged:
        | Evidence                          |
        | chat with li.wei@nordlys.example  |
        | a.jpg; id 11010519491231002X.png  |
        | order 138 1234 5678.jpg           |
    Clean:
        | Evidence                          |
        | order 3412345678901234567.jpg     |
        | L0001-comparison.jpg              |
        |                                   |
    """

    def personal_data_in(cell: str) -> str:
        found = ((name, personal(name)) for name in files.named_files([cell]))
        return next(
            (say("the file name {name} contains {what}", name=name, what=what) for name, what in found if what), ""
        )

    return sentences_where(is_filled(evidence), personal_data_in, evidence)


@rule(
    "LS221",
    on="Listings",
    at="Evidence",
    says="{detail}; put them into one zip",
)
def too_many_evidence_files(evidence: TextColumn, platform: ChoiceColumn, url_platform: TextColumn) -> Sentences:
    """More evidence files than the portal accepts.

    A complaint can have 4 files. If there are more, `ippbook pack` puts them into one zip.

    Fix: remove the files that prove nothing more, or put the files into one zip.
    Source: ipp-facts 5.4 [C1: CODE 2019; V8: VEN].
    Certainty: seen in code of 2019 and reported by a vendor; a zip is accepted, so this is a warning.

    Flagged:
        | Evidence                            | Platform |
        | a.jpg; b.jpg; c.jpg; d.jpg; e.jpg   | taobao   |
        | a.jpg; b.jpg; c.jpg; d.jpg; e.jpg   |          |
    Clean:
        | Evidence                            | Platform |
        | a.jpg; b.jpg; c.jpg; d.jpg          | taobao   |
        | a.jpg; a.jpg; b.jpg; c.jpg; d.jpg   | taobao   |
        |                                     |          |
    """

    def too_many(cell: str, code: str) -> str:
        count, limit = len(files.named_files([cell])), platforms.complaint_limits(code).files
        return (
            say("{count} evidence files are named, but the portal accepts {limit}", count=count, limit=limit)
            if count > limit
            else ""
        )

    return sentences_where(is_filled(evidence), too_many, evidence, marketplace(platform, url_platform))


@rule("CP350", on="Complaints", at="Listing", says="no evidence is named for {listing}; the reason asks for: {detail}")
def evidence_not_named(
    status: ChoiceColumn,
    filed: DateColumn,
    reason: ChoiceColumn,
    listing_evidence: TextColumn,
    listing_found: FoundColumn,
    all_listings: Whole,
) -> Sentences:
    """Complaint without the evidence that its reason asks for.

    A notice must come with preliminary evidence. Too little evidence is the most common cause of a rejection. This rule
    works only if some row of Listings names evidence, because some teams keep their evidence elsewhere.

    Fix: attach what the reason asks for, and name the files under Evidence in Listings.
    Source: ipp-facts 5.2 [C1: CODE; O8, O9, O11, O12: OFF], 5.8 (E-Commerce Law art. 42 [L3: LAW]), 10 [P1: PLAT].
    Certainty: law that evidence is needed; whether you keep it elsewhere is unknown, so this is advice.

    Flagged:
        | Status | Filed | Reason        | Listing | Listing evidence | Flagged |
        | draft  |       | keyword abuse | L1      |                  | yes     |
        | draft  |       | keyword abuse | L2      | a.jpg            | no      |
    Clean:
        | Status    | Filed      | Reason        | Listing | Listing evidence |
        | draft     |            | keyword abuse | L1      | a.jpg            |
        | submitted | 2026-05-04 | keyword abuse | L2      |                  |
        | draft     |            |               | L3      |                  |
        | draft     |            | keyword abuse |         |                  |
    """
    rows = unfiled(status, filed) & is_filled(reason) & as_mask(listing_found) & ~is_filled(listing_evidence)
    used = bool(is_filled(listing_evidence).any() or is_filled(all_listings["evidence"]).any())

    def wanted(code: str) -> str:
        entry = reasons.REASONS.get(code)
        if entry is None or not used:
            return ""
        whole = say_series(map(say, entry.evidence), " ")
        return Clause(whole, whole.removesuffix(".").lower())

    return sentences_where(rows, wanted, reason)
