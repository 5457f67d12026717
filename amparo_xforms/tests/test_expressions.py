"""Rules come to what their author meant: functions, signs and ways through the answers."""

import contextlib
import math
import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from amparo_xforms import read_form
from amparo_xforms.parser import parse
from amparo_xforms.regex import fits
from amparo_xforms.validation import CannotTell, UnfitRule
from amparo_xforms.xml import RecordTreeBuilder

from .sample_forms import asked, instrument, value

# As many as the run asks for: a profile of Hypothesis says so.
EXAMPLES = settings.default.max_examples
KNOWN = {
    "1 + 2 * 3": "7",
    "(1 + 2) * 3": "9",
    "10 - 3 - 2": "5",
    "7 mod 4": "3",
    "-7 mod 4": "-3",
    "1 div 0": "Infinity",
    "0 div 0": "NaN",
    "- - 5": "5",
    "1 or 0 and 0": "true",
    "'a' = 'a'": "true",
    "'' = 0": "false",
    "'' != 'a'": "true",
    "true() = 'true'": "true",
    "not('')": "true",
    "number('1e3')": "NaN",
    "number(' 12 ')": "12",
    "string(1.50)": "1.5",
    "string(0.0000001)": "0.0000001",
    "int(-5.7)": "-5",
    "round(2.5)": "3",
    "round(-2.5)": "-2",
    "round(1.005, 2)": "1.01",
    "round(-2.345, 2)": "-2.34",
    "round(1250, -2)": "1300",
    "pow(2, 10)": "1024",
    "sqrt(-1)": "NaN",
    "log(0)": "-Infinity",
    "min(3, '', 1)": "1",
    "max()": "NaN",
    "sum(/data/a)": "0",
    "concat('a', 1, true())": "a1true",
    "join('-', 'a', 'b')": "a-b",
    "substr('hello', 1, 3)": "el",
    "substr('hello', -3, -1)": "ll",
    "substring('12345', 1.5, 2.6)": "234",
    "substring-before('a/b', '/')": "a",
    "substring-after('a/b', '/')": "b",
    "contains('abc', '')": "true",
    "starts-with('abc', 'ab')": "true",
    "ends-with('abc', 'bc')": "true",
    "normalize-space('  a   b ')": "a b",
    "translate('abcabc', 'ab', 'x')": "xcxc",
    "string-length('añb')": "3",
    "selected('a b', 'b')": "true",
    "selected('ab', 'b')": "false",
    "selected-at('a b c', 2)": "c",
    "selected-at('a b c', 9)": "",
    "count-selected('a b c')": "3",
    "regex('abc', '[a-c]+')": "true",
    "regex('abcd', '[a-c]+')": "false",
    "if('', 'yes', 'no')": "no",
    "if(1 > 0, 'yes', pulldata('none', 'a', 'b', 'c'))": "yes",
    "coalesce('', 'b')": "b",
    "date('2020-02-29') + 1": "18322",
    "date('2020-02-30')": "",
    "date(18262)": "2020-01-01",
    "format-date('2020-03-05', '%d/%m/%y %n %e %%')": "05/03/20 3 5 %",
    "format-date-time('2020-03-05T14:05:06.000Z', '%H:%M:%S')": "14:05:06",
    "decimal-date-time('1970-01-02T12:00:00.000Z')": "1.5",
    "decimal-time('06:00:00.000Z')": "0.25",
    "today()": "2026-05-01",
    "number(now()) = number(today())": "true",
    "boolean-from-string('1')": "true",
    "checklist(1, 2, true(), false())": "true",
    "weighted-checklist(3, 5, 1, 2, 1, 4)": "false",
    "digest('abc', 'MD5', 'hex')": "900150983cd24fb0d6963f7d28e17f72",
    "base64-decode('YWJj')": "abc",
    "string-length(uuid())": "36",
    "distance('0 0 0 0; 0 0 0 0')": "0",
    "round(distance('0 0 0 0', '0 1 0 0') div 1000)": "111",
    "version()": "1",
    "/data/b": "two",
    "/data/*": "one",
    "count(/data/a | /data/b)": "2",
    "count(//a)": "1",
    "/data/a[. = 'one']": "one",
    "count(/data/a[. = 'two'])": "0",
    "count(/data/*[position() = 2])": "1",
}


@pytest.mark.parametrize("source", KNOWN)
def test_what_a_rule_comes_to(source):
    assert value(source, "<a>one</a><b>two</b>") == KNOWN[source]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("nosuch(1)", "unknown-function"),
        ("document('/etc/passwd')", "unknown-function"),
        ("concat()", "wrong-arguments"),
        ("if(1, 2)", "wrong-arguments"),
        ("1 +", "unfinished-rule"),
        ("(1", "unfinished-rule"),
        ("1 2", "unfinished-rule"),
        ("'open", "strange-sign"),
        ("a ; b", "strange-sign"),
        ("/data/nobody", "unknown-question"),
        ("instance('nothing')/root", "unknown-list"),
        ("following::a", "unknown-axis"),
        ("regex('a', '(')", "bad-pattern"),
        ("(" * 5000, "rule-too-deep"),
        ("1 + " * 9000, "rule-too-long"),
    ],
)
def test_a_rule_that_no_phone_could_follow_says_why(source, code):
    with pytest.raises(UnfitRule) as refused:
        value(source)
    assert refused.value.code == code


def test_a_list_of_two_hundred_reasons_is_not_too_deep():
    assert value(" or ".join(["'a' = 'b'"] * 200)) == "false"


def test_rows_know_their_place_and_their_neighbours():
    form = instrument("""type | name | label | calculation
        begin_repeat | child | Child |
        integer | age | Age |
        end_repeat | | |""")
    rows = "".join(f"<child><age>{age}</age></child>" for age in (4, 9, 2))
    at = "/data/child[2]/age"
    assert value("position(..)", rows, form, at) == "2"
    assert value("/data/child/age", rows, form, at) == "9"
    assert value("sum(../../child/age)", rows, form, at) == "15"
    assert value("indexed-repeat(/data/child/age, /data/child, 3)", rows, form, at) == "2"
    assert value("indexed-repeat(../age, .., position(..) - 1)", rows, form, at) == "4"
    assert value("count(../../child[age > current()/../age])", rows, form, at) == "0"
    assert value("count(../../child[age < current()/.])", rows, form, at) == "2"


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|aa)+", "(a*)*b", r"\w*\w*\w*\w*!"])
def test_v5_a_pattern_that_would_run_for_ever_is_answered_at_once(pattern):
    assert not fits("a" * 1500 + "?", pattern)


def test_common_patterns_fit_what_they_should():
    assert fits("ana@mail.example.org", r"^[\w.-]+@([\w-]+\.)+[a-z]{2,}$")
    assert not fits("ana@mail", r"^[\w.-]+@([\w-]+\.)+[a-z]{2,}$")
    assert fits("José Luz", r"[\p{L} ]+")
    assert fits("CD-1234", r"^(AB|CD)-\d{4}$")


@given(st.from_regex(r"(a|b|[ab]{1,2}c?)*", fullmatch=True), st.text("abc", max_size=8))
def test_both_ways_of_matching_agree(text, other):
    for each in (text[:200], other):
        expected = re.fullmatch(r"(a|b|[ab]{1,2}c?)*", each) is not None
        assert fits(each, r"(a|b|[ab]{1,2}c?)*") == expected


def test_an_endless_answer_is_not_held_against_a_pattern():
    with pytest.raises(CannotTell):
        fits("a" * 100_000, "a+")


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_is_refused_in_words(text):
    with contextlib.suppress(UnfitRule):
        parse(text)


@given(st.text("()[]/.,'\"=<>+-*|@ abandordivmod12:", max_size=40))
def test_so_is_any_heap_of_signs(text):
    with contextlib.suppress(UnfitRule):
        parse(text)


_names = st.sampled_from(["a", "b", "c", "*"])
_leaves = st.one_of(
    st.integers(0, 99).map(str),
    st.sampled_from(["'a'", "'7'", "''", "true()", "false()", "number(/r/a)", "string(/r/b)"]),
    st.builds("count(/r/{})".format, _names),
    st.builds("sum(/r/{}/n)".format, st.sampled_from("abc")),
    st.builds("string(/r/{}[{}])".format, st.sampled_from("abc"), st.integers(1, 3)),
)


def _wider(inner):
    sign = st.sampled_from(
        ["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or"]
    )
    return st.one_of(
        st.builds("({} {} {})".format, inner, sign, inner),
        st.builds("concat({}, {})".format, inner, inner),
        st.builds("substring({}, {}, {})".format, inner, st.integers(-2, 4), st.integers(0, 4)),
        st.builds("string-length({})".format, inner),
        st.builds("(- {})".format, inner),
        st.builds("translate({}, 'a7', 'b')".format, inner),
        st.builds("contains({}, {})".format, inner, inner),
    )


@settings(max_examples=EXAMPLES * 6 // 5, deadline=None)
@given(st.recursive(_leaves, _wider, max_leaves=6), st.lists(st.integers(0, 99), max_size=4))
def test_plain_xpath_comes_to_what_libxml2_says(source, numbers):
    # How many digits of a third are written differs; how long that text is, says nothing.
    assume("div" not in source or "string-length" not in source)
    rows = "".join(
        f"<{'abc'[at % 3]}><n>{n}</n></{'abc'[at % 3]}>" for at, n in enumerate(numbers)
    )
    source = f"string({source})"
    tree = etree.fromstring(f"<r>{rows}</r>")
    shape = "".join(f"<{name}><n/></{name}>" for name in "abc")
    form_xml = f"""<html xmlns="http://www.w3.org/2002/xforms"><head><model><instance>
        <r id="intake">{shape}</r></instance></model></head><body>
        <repeat nodeset="/r/a"/><repeat nodeset="/r/b"/><repeat nodeset="/r/c"/></body></html>"""
    theirs, ours = tree.xpath(source), _ours(form_xml, rows, source)
    assert ours == theirs or math.isclose(float(ours), float(theirs), rel_tol=1e-9)


def _ours(form_xml, rows, source):
    form = read_form(form_xml.encode())
    root = RecordTreeBuilder(form).from_xml(etree.fromstring(f"<r>{rows}</r>"))
    return asked(form, root, root, source)


@given(st.text("añ b", max_size=12), st.integers(-15, 15), st.integers(-15, 15))
def test_a_piece_of_a_text_is_always_a_piece_of_it(text, start, end):
    inside = f"<a>{text}</a>"
    assert value(f"substr(/data/a, {start}, {end})", inside) in text


@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)), st.integers(-3000, 3000))
def test_days_added_are_days_later(day, days):
    later = (day + timedelta(days=days)).isoformat()
    assert value(f"date(date('{day}') + {days})".replace("+ -", "- ")) == later
    assert value(f"date('{later}') - date('{day}')") == str(days)


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_rounding_stays_near(number, digits):
    rounded = float(value(f"round({number:.9f}, {digits})".replace("--", "")))
    assert abs(rounded - round(number, 9)) <= 0.5 * 10**-digits + 1e-6


@given(st.lists(st.sampled_from("abcd"), unique=True))
def test_what_is_selected_is_counted(chosen):
    inside = f"<a>{' '.join(chosen)}</a>"
    assert value("count-selected(/data/a)", inside) == str(len(chosen))
    for letter in "abcd":
        assert value(f"selected(/data/a, '{letter}')", inside) == str(letter in chosen).lower()
