"""Question banks as GIFT and Moodle XML: read as Moodle reads them, the same when they come back,
and every line that is wrong is named with what to do.
"""

from dataclasses import replace
from decimal import Decimal
from random import Random
from time import process_time

import pytest

from amparo.pillars.training.gift import read_gift, write_gift
from amparo.pillars.training.moodle_xml import read_moodle_xml, write_moodle_xml
from amparo.pillars.training.question_files import MOST_QUESTIONS, Answer, Kind, Question, Wrong
from amparo.pillars.training.question_problems import problem_words

GIFT = r"""// questions of a course
$CATEGORY: $course$/Trafficking/Indicators

::Passports::Who keeps the passport of a worker\: choose.{
    =the worker # [html]<b>Right.</b>
    ~the employer # Often an indicator \= look closer
    ~%-25%nobody
    ####Article 3 \{b\}
}

::Debt::[html]<p>Debt bondage is <i>forced labour</i>.</p>{TRUE#It is.#Well done.}

$CATEGORY: $course$/Referral//Safety

Which apply?{~%33.33%a safe place ~%33.33%an interpreter ~%33.33%a doctor ~%-50%a press note}

::Hours::How many hours? {#
    =24:0 # exact
    =%50%20..30
    ~# no
}

Write to {=focal point =%80%the focal point} at once.
"""

BROKEN = r"""::ok::Is it?{T}

Where does it end?{=here ~there

It ended before} it began.

Two at once?{T}
And this?{F}

Match.{=a -> b =c -> d}

Only words.

Tell us.{}

Pick.{=one ~%half%two}

Pick.{~one ~two}

How many?{#many}

Alone.{~}
"""


def test_gift_is_read_as_moodle_reads_it():
    reading = read_gift(GIFT)
    assert not reading.problems
    first, debt, apply, hours, text = reading.questions
    assert (first.kind, first.category, first.name) == (Kind.SINGLE, "Indicators", "Passports")
    assert (first.line, text.line) == (4, 23)
    assert first.text == "Who keeps the passport of a worker: choose."
    assert [(each.weight, each.feedback) for each in first.answers] == [
        (100, "Right."), (0, "Often an indicator = look closer"), (-25, ""),
    ]  # fmt: skip
    assert first.feedback == "Article 3 {b}"
    assert debt.text == "Debt bondage is forced labour."
    assert [each.feedback for each in debt.answers] == ["Well done.", "It is."]
    assert (apply.kind, apply.category) == (Kind.MULTIPLE, "Referral/Safety")
    assert sum(each.weight for each in apply.answers if each.weight > 0) == Decimal("99.99999")
    assert [(each.value, each.tolerance, each.weight) for each in hours.answers] == [
        (24, 0, 100), (25, 5, 50),
    ]  # fmt: skip
    assert text.text == "Write to _____ at once."
    assert [each.weight for each in text.answers] == [100, 80]


def test_each_wrong_line_of_gift_is_named():
    reading = read_gift(BROKEN)
    assert [each.name for each in reading.questions] == ["ok"]
    assert [(each.line, each.wrong) for each in reading.problems] == [
        (3, Wrong.NO_CLOSING_BRACE), (5, Wrong.NO_OPENING_BRACE), (8, Wrong.NO_EMPTY_LINE),
        (10, Wrong.MATCHING), (12, Wrong.DESCRIPTION), (14, Wrong.ESSAY), (16, Wrong.WEIGHT),
        (18, Wrong.WEIGHT), (20, Wrong.NUMBER), (22, Wrong.EMPTY_ANSWER),
    ]  # fmt: skip
    assert all(problem_words(each.wrong) for each in reading.problems)


def test_every_kind_of_problem_has_its_words():
    assert all("%" not in problem_words(each).replace("100 %", "") for each in Wrong)


def _random_question(random: Random) -> Question:
    letters = "aé ñ:#=~{}\\/%$*<&>\"'[]html\nع؟٣-"

    def text(least: int = 1) -> str:
        said = "".join(random.choice(letters) for _each in range(random.randint(least, 25)))
        return "\n".join(" ".join(line.split()) for line in said.split("\n") if line.split())

    kind = random.choice(list(Kind))
    weights = {
        Kind.SINGLE: [100, 0, Decimal(-25)], Kind.MULTIPLE: [50, 50, -100], Kind.NUMBER: [100, 50],
        Kind.TRUE_FALSE: random.choice([[100, 0], [0, 100]]), Kind.TEXT: [100, Decimal("12.5")],
    }[kind]  # fmt: skip
    answers = []
    for each in weights:
        said = "x" + text() if kind not in (Kind.NUMBER, Kind.TRUE_FALSE) else ""
        value = Decimal(random.randint(-99, 99)) / 4 if kind is Kind.NUMBER else None
        answers.append(Answer(said, Decimal(each), text(0), value, Decimal(random.randint(0, 3))
                              if kind is Kind.NUMBER else Decimal(0)))  # fmt: skip
    return Question(kind, "q" + text(), tuple(answers), text(0).replace("\n", " "),
                    random.choice(["", "Law", "Care/Safety"]), text(0))  # fmt: skip


def test_what_goes_out_comes_back_the_same():
    random = Random(25)
    asked = [_random_question(random) for _each in range(300)]
    asked.sort(key=lambda each: each.category)  # files hold each category once
    for written, read in ((write_gift(asked), read_gift), (write_moodle_xml(asked),
                                                           read_moodle_xml)):  # fmt: skip
        reading = read(written)
        assert not reading.problems
        assert reading.questions == asked


def test_a_category_of_another_one_is_not_taken_over():
    known = read_gift(GIFT).questions
    assert read_gift(write_gift(known)).questions == known
    plain = [replace(known[0], category=""), known[1]]
    assert [each.category for each in read_gift(write_gift(plain)).questions] == ["", "Indicators"]


XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Law</text></category></question>
<question type="multichoice">
  <name><text>Acts</text></name>
  <questiontext format="html"><text><![CDATA[<p onclick="steal()">Which acts?</p><script>x()</script>]]></text></questiontext>
  <single>false</single>
  <answer fraction="50"><text><![CDATA[<p>recruitment</p>]]></text><feedback><text>yes</text></feedback></answer>
  <answer fraction="50"><text>harbouring &amp; receipt</text></answer>
  <answer fraction="-100"><text>tourism</text></answer>
</question>
<question type="numerical">
  <name><text>Age</text></name><questiontext><text>A child is under?</text></questiontext>
  <answer fraction="100"><text>18</text><tolerance>0</tolerance></answer>
  <answer fraction="0"><text>*</text><feedback><text>no</text></feedback></answer>
</question>
<question type="matching"><name><text>Pairs</text></name></question>
<question type="cloze"><name><text>Gaps</text></name></question>
<question type="truefalse">
  <name><text>Seen</text></name>
  <questiontext format="html"><text><![CDATA[Look: <img src="@@PLUGINFILE@@/a.png">]]></text></questiontext>
  <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer>
</question>
</quiz>"""  # noqa: E501


def test_moodle_xml_is_read_without_its_marks():
    reading = read_moodle_xml(XML)
    acts, age, seen = reading.questions
    assert (acts.kind, acts.text, acts.category) == (Kind.MULTIPLE, "Which acts?", "Law")
    assert [each.text for each in acts.answers] == [
        "recruitment", "harbouring & receipt", "tourism",
    ]  # fmt: skip
    assert [(each.value, each.weight) for each in age.answers] == [(18, 100)]
    assert [each.weight for each in seen.answers] == [0, 100]
    assert [(each.line, each.wrong) for each in reading.problems] == [
        (17, Wrong.MATCHING), (18, Wrong.OTHER_TYPE), (19, Wrong.PICTURE),
    ]  # fmt: skip


BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<quiz><question type="truefalse"><name><text>&b;</text></name></question></quiz>"""
FILE = b"""<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>"""


@pytest.mark.parametrize(("content", "wrong"), [
    (BOMB, Wrong.UNSAFE_XML), (FILE, Wrong.UNSAFE_XML), (b"<quiz><question", Wrong.NOT_XML),
    (b"<html/>", Wrong.NOT_A_QUIZ), (b"<quiz/>", Wrong.NOTHING), (b"\xff\xfe\x00", Wrong.NOT_XML),
])  # fmt: skip
def test_a_file_that_means_harm_is_refused_before_it_is_read(content, wrong):
    reading = read_moodle_xml(content)
    assert not reading.questions
    assert [each.wrong for each in reading.problems] == [wrong]


def test_ten_thousand_questions_are_cut_with_words():
    text = "Is it so?{T}\n\n" * 10_000
    began = process_time()
    reading = read_gift(text)
    assert process_time() - began < 1
    assert len(reading.questions) == MOST_QUESTIONS
    [problem] = reading.problems
    assert (problem.wrong, problem.line) == (Wrong.TOO_MANY, 2 * MOST_QUESTIONS + 1)
    assert "2000" in problem_words(problem.wrong)
