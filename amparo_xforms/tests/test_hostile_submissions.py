"""Records and forms made to harm are refused in words, or read without harm; never a crash."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo_xforms import (
    FormError,
    Limits,
    TooMuch,
    UnfitForm,
    evaluate,
    evaluate_form,
    read_form,
)

from .sample_forms import instrument, record, xform

# As many as the run asks for: a profile of Hypothesis says so.
EXAMPLES = settings.default.max_examples
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><data id="intake"><word>&c;</word></data>"""
OUTSIDE = b"""<!-- <a --><!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<data id="intake"><word>&x;</word></data>"""


@pytest.fixture(scope="module")
def form():
    return instrument("""type | name | label | constraint
        text | word | Word | regex(., '(a+)+b')
        integer | number | Number | . * . < 100
        begin_repeat | child | Child |
        text | cname | Name |
        end_repeat | | |""")


def refusal(form, raw: bytes) -> str:
    with pytest.raises(FormError) as refused:
        evaluate(form, raw)
    assert refused.value.message
    assert refused.value.advice
    return refused.value.code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "damaged"),
        (b"hello", "damaged"),
        (b"<data>", "damaged"),
        (b"<data id='intake'><word>a\0b</word></data>", "damaged"),
        (b"<data id='intake'><word>&#0;</word></data>", "damaged"),
        (b"<data id='intake'><word>&unknown;</word></data>", "damaged"),
        ("<data id='intake'/>".encode("utf-16"), "damaged"),
        (b"\xff\xfe\xfd", "damaged"),
        (LAUGHS, "forbidden-xml"),
        (OUTSIDE, "forbidden-xml"),
        (b"<!DOCTYPE data><data id='intake'/>", "forbidden-xml"),
        (b"<data id='intake'>" + b"<g>" * 60 + b"</g>" * 60 + b"</data>", "too-deep"),
        (b"<data id='intake'>" + b"<g>" * 9000 + b"</g>" * 9000 + b"</data>", "damaged"),
        (b"<data id='intake'>" + b"<g/>" * 100_000 + b"</data>", "too-many-nodes"),
        (b"<data id='intake'>" + b"<child/>" * 2_001 + b"</data>", "too-many-repeats"),
        (b"<data id='intake'><word>" + b"a" * 5_000_001 + b"</word></data>", "too-large"),
    ],
)
def test_v5_what_no_phone_sends_is_refused(form, raw, code):
    assert refusal(form, raw) == code


def test_v5_patterns_and_huge_numbers_do_no_harm(form):
    begins = time.monotonic()
    sent = record(f"<word>{'a' * 1900}</word><number>{'9' * 5000}</number>")
    kinds = {each.kind for each in evaluate(form, sent).findings}
    assert {"constraint", "wrong-type"} <= kinds
    assert time.monotonic() - begins < 2


def test_a_form_that_takes_too_long_is_stopped():
    slow = instrument(
        """type | name | label | calculation
        begin_repeat | child | Child |
        integer | n | N |
        end_repeat | | |
        calculate | pairs | | count(/data/child[count(/data/child[n > 1]) > 1])""",
        limits=Limits(seconds=0.2),
    )
    begins = time.process_time()
    with pytest.raises(TooMuch) as refused:
        evaluate(slow, record("<child><n>5</n></child>" * 1900 + "<pairs>1</pairs>"))
    assert refused.value.code == "too-slow"
    assert time.process_time() - begins < 2


def test_rules_that_go_in_circles_come_to_an_end():
    xml = xform("""type | name | label | calculation
        calculate | a | | 1 + 1
        calculate | b | | ${a} + 1""")
    circular = read_form(xml.replace('calculate="1 + 1"', 'calculate="/data/b + 1"').encode())
    assert evaluate(circular, record("<a>1</a><b>2</b>")).findings
    assert [asked.text for asked in evaluate_form(circular, {})]


def chain(sort: str, *, upwards: bool):
    names = [f"q{number}" for number in range(400)]
    rows = ["type | name | label | relevant | calculation", "text | last | Last | |"]
    pairs = zip(names, [*names[1:], "last"] if upwards else ["last", *names], strict=False)
    for name, other in pairs:
        rule = f"concat(${{{other}}}, '')" if sort == "calculate" else ""
        relevant = f"${{{other}}} != ''" if sort == "text" else ""
        rows.append(f"{sort} | {name} | {name} | {relevant} | {rule}")
    return instrument("\n".join(rows))


@pytest.mark.parametrize("upwards", [True, False])
def test_a_long_chain_of_questions_is_followed_from_either_end(upwards):
    filled = evaluate_form(chain("calculate", upwards=upwards), {"last": "x"})
    assert {asked.text for asked in filled} == {"x"}
    answers = {f"q{number}": "y" for number in range(400)}
    form = chain("text", upwards=upwards)
    assert all(asked.is_relevant for asked in evaluate_form(form, answers | {"last": "x"}))
    assert sum(asked.is_relevant for asked in evaluate_form(form, answers)) == 1


def test_words_that_double_at_each_step_come_to_an_end():
    rows = ["type | name | label | calculation", "text | q0 | First |"]
    rows += [f"calculate | q{at + 1} | | concat(${{q{at}}}, ${{q{at}}})" for at in range(60)]
    filled = evaluate_form(instrument("\n".join(rows)), {"q0": "x"})
    assert max(len(asked.text) for asked in filled) <= 100_000


def test_a_form_that_no_phone_could_follow_names_every_fault():
    xml = xform("""type | name | label | calculation | constraint
        text | word | Word | | . != 'x'
        calculate | a | | 1 + 1 |""")
    broken = xml.replace('calculate="1 + 1"', 'calculate="nosuch(1)"').replace(". != 'x'", "(")
    with pytest.raises(UnfitForm) as refused:
        read_form(broken.encode())
    faults = {(each.path, each.rule, each.code, each.name) for each in refused.value.faults}
    assert faults == {
        ("/data/a", "calculate", "unknown-function", "nosuch"),
        ("/data/word", "constraint", "unfinished-rule", ""),
    }
    assert all(each.message for each in refused.value.faults)


@pytest.mark.parametrize("raw", [b"", b"<a/>", b"<h><model/></h>", LAUGHS])
def test_what_is_no_form_is_refused(raw):
    with pytest.raises(FormError):
        read_form(raw)


_tags = st.sampled_from(["word", "number", "child", "cname", "odd", "meta", "entity"])
_words = st.text("xyz ", max_size=8)
_inside = st.recursive(
    _words,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", _tags, st.lists(inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=EXAMPLES * 3 // 5)
@given(_inside)
def test_whatever_arrives_is_kept_or_refused(form, inside):
    try:
        outcome = evaluate(form, record(inside))
    except FormError:
        return
    entities = [each.label for each in outcome.meta.entities]
    kept = f"{outcome.answers} {dict(outcome.extras)} {outcome.meta.others} {entities}"
    for text in re.split("<[^>]*>", inside):
        assert text.strip() in kept


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_so_are_any_bytes(form, raw):
    with pytest.raises(FormError):
        evaluate(form, raw)
