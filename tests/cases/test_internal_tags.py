"""What counsel or the portal reads never has an internal tag: a source, a certainty, the code of a rule."""

import re

from ippbook.cases.dossier import trail
from ippbook.cases.filing.package import NotPacked, submissions
from ippbook.catalog import reasons
from ippbook.cli.render import cases as render
from ippbook.notices.complaint_texts import takedowns

TAG = re.compile(
    r"ipp-facts|house rule|\[(?:[A-Z]\d|SEED)|\b(?:OFF|PLAT|LAW|VEN|CODE|INF|GK|SEED)\b|\b(?:AC|CL|CP|LS|RT|TB|TX|WV)\d{3}\b"
)


def test_no_packed_file_has_an_internal_tag(sample_study):
    packed = [found for found in submissions(sample_study, include_warnings=True) if not isinstance(found, NotPacked)]
    assert packed
    for name, submission in packed:
        for file in submission.files:
            assert TAG.findall(file.data.decode()) == [], (name, file.name)


def test_no_dossier_has_an_internal_tag(sample_study):
    names = [name for name in sample_study.wiring.value("Complaints", "listing") if name]
    for name in list(dict.fromkeys(names))[::8]:
        shown = "\n".join(render.dossier_text(trail(sample_study, name)))
        assert TAG.findall(shown) == [], name


def test_no_takedown_text_or_its_problem_has_an_internal_tag(sample_study):
    written = sample_study.wiring.value("Complaints", "all_complaints").once(takedowns)
    for shown in (*written["text"], *written["problem"]):
        assert TAG.findall(shown) == []


def test_no_sentence_on_evidence_has_an_internal_tag():
    for reason in reasons.REASONS.values():
        for sentence in (*reason.evidence, *reason.not_when):
            assert TAG.findall(sentence) == [], reason.code
            assert "client" not in sentence
