"""A takedown text may come from somebody else's folder: what it may do is little, and every refusal names its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import notices
from ippbook.notices.render import NoticeWriters
from ippbook.notices.template import BODY_LIMIT

ENGLISH = notices.TAKEDOWN_TEXTS["keyword abuse", "en"].language


def text_of(body):
    return notices.read_template(f"source: a test\n---\n{body}", "keyword abuse", ENGLISH, "mine.txt")


def written(body, facts=None, links=({"listing_url": "https://a.example"},), limit=1500):
    return (
        NoticeWriters(text_of(body), facts or {}, limit)
        .of_links(links)
        .write([link.get("listing_url") for link in links])
    )


@pytest.mark.parametrize(
    "body",
    [
        "{{ right_name.__class__ }}",
        "{{ right_name['x'] }}",
        "{{ right_name() }}",
        "{{ right_name | attr('x') }}",
        "{{ right_name | safe }}",
        "{{ right_office | named('../right_types') }}",
        "{{ right_office | named }}",
        "{{ right_name | quoted(1) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 7 }}",
        "{{ none }}",
        "{{ right_name == right_owner }}",
        "{{ 'a' ~ 'b' }}",
        "{{ [1, 2] }}",
        "{% set x = 1 %}",
        "{% include 'other.txt' %}",
        "{% extends 'other.txt' %}",
        "{% import 'other.txt' as o %}",
        "{% macro m() %}{% endmacro %}",
        "{% for i in range(9) %}x{% endfor %}",
        "{% for letter in right_name %}x{% endfor %}",
        "{% for g in groups %}{% for h in groups %}x{% endfor %}{% endfor %}",
        "{% for g in groups recursive %}x{% endfor %}",
        "{% for g in groups if g.where %}x{% endfor %}",
        "{% for a, b in groups %}x{% endfor %}",
        "{% for g in groups %}{{ g }}{% endfor %}",
        "{% for g in groups %}{{ g.keys }}{% endfor %}",
        "{% for g in groups %}{{ g.__class__ }}{% endfor %}",
        "{% for g in groups %}{{ loop.index }}{% endfor %}",
        "{{ groups }}",
        "{{ self }}",
        "{{ listing_url }}",
        "{{ group.where }}",
        "{% if right_name is divisibleby(3) %}x{% endif %}",
        "{{ right_name if right_name }}",
        "{% if",
        "{{ right_name",
        "{% endfor %}",
        "{{ " + "(" * 2000 + "a" + ")" * 2000 + " }}",
        "{% if a %}" * 60 + "{% endif %}" * 60,
        "{{ a" + "|quoted" * 60 + " }}",
        "{% if " + " and ".join(["brief"] * 1900) + " %}a{% endif %}",
        "{% if " + "not " * 200 + "brief %}a{% endif %}",
        "{% if " + "not " * 4000 + "brief %}a{% endif %}",
        "{% if " + "(not brief and " * 60 + "brief" + ")" * 60 + " %}a{% endif %}",
        "{% if count > " + "9" * 6000 + " %}a{% endif %}",
        "{% if count > 0x" + "f" * 6000 + " %}a{% endif %}",
        "{% if count > 1e999999 %}a{% endif %}",
        "{% if count > 1e300 %}a{% endif %}",
        "{{ '\\ud800' | quoted }}",
        "{{ '\\0' | quoted }}{% for g in groups %}{{ g.where }}{% endfor %}",
    ],
    ids=lambda body: body[:50],
)
def test_what_a_text_may_not_do_is_refused_in_one_sentence(body):
    with pytest.raises(notices.TextError) as refusal:
        text_of(f"A first line.\n{body}").compiled  # noqa: B018  # the property does the work
    assert str(refusal.value).startswith("mine.txt")
    assert "\n" not in str(refusal.value)
    notice = written(f"A first line.\n{body}")
    assert notice.text == ""
    assert notice.problem == str(refusal.value)


def test_the_refusal_names_the_line():
    assert written("a\nb\n{{ self }}").problem == "mine.txt, line 5: 'self' is not a field."
    in_a_cell = notices.read_template("a\nb\n{{ self }}", "keyword abuse", ENGLISH)
    assert in_a_cell.refusal == "line 3: 'self' is not a field."


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("a\n{% if brief and " + "brief and " * 1900 + "brief %}a{% endif %}", 2),
        ("a\nb\n{% if " + "not " * 200 + "brief %}a{% endif %}", 3),
        ("a\n{% if count > " + "9" * 6000 + " %}a{% endif %}", 2),
        ("a\n{% if count > 1e999999 %}a{% endif %}", 2),
    ],
    ids=["and", "not", "digits", "exponent"],
)
def test_a_condition_that_is_too_long_is_refused_with_its_line(body, line):
    refusal = notices.read_template(body, "keyword abuse", ENGLISH, "mine.txt").refusal
    assert refusal.startswith(f"mine.txt, line {line}: a ")


def test_a_long_number_outside_braces_is_text():
    assert written("Order " + "1" * 400 + ".").text == "Order " + "1" * 400 + "."


def test_control_characters_of_a_file_are_no_part_of_its_text():
    assert written("a\x1b[31mb\x07c\u202ed").text == "a[31mbcd"


@pytest.mark.parametrize(
    "body", ["{% if brief %}a{% endif %}", "", "{# nothing #}", "{% for g in groups %}\n{% endfor %}"]
)
def test_a_text_without_words_is_a_problem_of_the_text(body):
    notice = written(body)
    assert (notice.text, notice.failed) == ("", True)
    assert notice.problem == "mine.txt: the text is empty: write a part of it outside every 'if'."


WORDS = ["brief", "count", "right_name", "not ", " and ", " or ", " == ", " > ", " in ", " is mainland", "(", ")", "'a'", "1", "9e99",
         "{% if ", " %}", "{% endif %}", "{% else %}", "{{ ", " }}", " | quoted", " | day", "{% for g in groups %}", "g.where", "{% endfor %}", "\n", "x"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_words_of_the_language_in_any_order_are_written_or_refused(words):
    template = notices.read_template("".join(words), "keyword abuse", ENGLISH, "mine.txt")
    notice = written("".join(words), {"right_name": "x"})
    assert "\n" not in template.refusal
    assert bool(notice.text) is not bool(notice.problem)


def test_a_text_that_is_far_too_long_is_not_even_read():
    with pytest.raises(notices.TextError, match="longer than"):
        _ = text_of("x" * (BODY_LIMIT + 1)).used


def test_an_unknown_field_is_refused_with_the_most_similar_field():
    assert (
        text_of("Owner: {{ rigt_owner }}").refusal
        == "mine.txt, line 3: 'rigt_owner' is not a field; did you mean 'right_owner'?"
    )
    loop = "{% for g in groups %}{{ g.listing_titel }}{% endfor %}"
    assert "did you mean 'listing_title'?" in text_of(loop).refusal
    assert text_of("{{ xyzzy }}").refusal == "mine.txt, line 3: 'xyzzy' is not a field."


def test_a_text_with_sections_is_laid_into_the_frame_and_keeps_its_own_lines():
    text = text_of("A title\n[facts]\nThe facts.\n[each link]\nWords: {{ group.listing_title }}\n[evidence]\nPictures.")
    assert text.refusal == ""
    assert {"right_owner", "listing_title", "account_role"} <= set(text.needs)
    assert text_of("A title\n[facts]\n{{ oops }}\n[evidence]\nx").refusal.startswith("mine.txt, line 5: 'oops'")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("[facts]\nx\n[evidence]\ny", "write exactly one line, the title, before [facts]"),
        ("a\nb\n[facts]\nx\n[evidence]\ny", "write exactly one line, the title, before [facts]"),
        ("a\n[facts]\nx", "the section [evidence] is missing or empty"),
        ("a\n[facts]\n\n[evidence]\ny", "the section [facts] is missing or empty"),
        ("a\n[facts]\nx\n[facts]\nx\n[evidence]\ny", "the text has the section [facts] twice"),
    ],
)
def test_sections_that_are_missing_doubled_or_empty_are_refused(body, why):
    assert why in text_of(body).refusal


def test_words_in_brackets_that_are_no_section_are_part_of_a_text():
    assert written("[sic] and [facts of life]").text == "[sic] and [facts of life]"


def test_a_comparison_that_cannot_be_made_is_a_problem_not_a_crash():
    notice = written("{% if right_name > 3 %}x{% endif %}", {"right_name": "A"})
    assert notice.text == ""
    assert notice.problem.startswith("mine.txt: the text cannot be written")


@pytest.mark.parametrize(
    ("body", "needs", "optional"),
    [
        ("{{ right_name }}", ("right_name",), ()),
        ("{% if right_name %}{{ right_name }}{% endif %}", (), ("right_name",)),
        ("{% if not right_name %}x{% endif %}", (), ("right_name",)),
        (
            "{% if right_name == 'x' %}{{ right_owner }}{% else %}{{ platform }}{% endif %}",
            ("right_name",),
            ("right_owner", "platform"),
        ),
        ("{% if right_name %}{{ right_owner }}{% endif %}{{ right_owner }}", ("right_owner",), ("right_name",)),
        ("{% if right_name and right_owner == 'x' %}y{% endif %}", (), ("right_name", "right_owner")),
        ("{% if right_name %}x{% elif right_owner == 'x' %}y{% endif %}", (), ("right_name", "right_owner")),
        ("{% for g in groups %}{{ g.where }}{{ g.listing_title }}{% endfor %}", ("listing_url", "listing_title"), ()),
        ("{% for g in groups %}{% if g.listing_store %}x{% endif %}{% endfor %}", (), ("listing_store",)),
        ("{% if count == 1 or brief %}x{% endif %}", (), ()),
        ("{% if right_name is mainland %}x{% endif %}", ("right_name",), ()),
    ],
)
def test_what_a_text_needs_is_read_from_the_text(body, needs, optional):
    text = text_of(body)
    assert text.needs == needs
    assert set(text.optional) == set(optional)


def test_only_the_branch_that_is_written_needs_its_fields():
    body = "{% if right_name == 'x' %}{{ right_owner }}{% else %}{{ platform }}{% endif %}"
    assert written(body, {"right_name": "x"}).missing == ("right_owner",)
    assert written(body, {"right_name": "y"}).missing == ("platform",)


@pytest.mark.parametrize("text", ["source: x\nlanguage: en\n---\nbody", "source\n---\nbody"])
def test_a_broken_head_is_refused_in_one_sentence(text):
    assert notices.read_template(text, "keyword abuse", ENGLISH, "mine.txt").refusal.startswith("mine.txt, line ")


def test_a_text_needs_no_head():
    assert notices.read_template("Right: {{ right_name }}", "keyword abuse", ENGLISH).needs == ("right_name",)


@given(st.text(alphabet=st.sampled_from("{}%#|.()[]'\"=<> \nabifendforgroupslt_1"), max_size=60))
def test_whatever_a_body_holds_it_is_written_or_refused(body):
    notice = written(body, {"right_name": "x", "right_owner": "y"})
    assert isinstance(notice.text, str)


LINKS = st.lists(
    st.fixed_dictionaries({
        "listing_url": st.text(max_size=8) | st.sampled_from(["https://a.example", "0", "\0000\0", " a\nb "]),
        "listing_title": st.sampled_from(["", "a", "b", "0", "\0000\0"]),
    }),
    min_size=1,
    max_size=5,
)  # fmt: skip


@given(LINKS, st.sampled_from(["", " ", "\n", "\0000\0"]))
def test_a_text_written_for_many_complaints_is_the_one_that_is_written_for_each_alone(links, between):
    body = f"{{{{ right_name }}}}: {{% for g in groups %}}{between}{{{{ g.where }}}}{{{{ g.listing_title }}}}{{% endfor %}}"
    alone = body + "{% for g in groups %}{% if g.where == 'never' %}!{% endif %}{% endfor %}"
    assert not text_of(alone).used.prints_addresses
    facts = {"right_name": "AEROLITH 0"}
    shared = NoticeWriters(text_of(body), facts, 60).of_links(links)
    shared.write(["https://other.example"] * len(links))  # of another complaint with the same facts
    assert shared.write([link["listing_url"] for link in links]) == written(alone, facts, links, 60)
