"""Taking a test: once by each, with a name or without, on a telephone or paper; what comes late or
twice, clashes or lies outside the answers offered has its words, and nothing of it is lost.
"""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.answer_erasure import erase_old_answers
from amparo.pillars.training.gain import Pair
from amparo.pillars.training.gain_measures import (
    GainDefinition,
    GainFact,
    GainRule,
    count_gains,
    gain_fact,
)
from amparo.pillars.training.gift import read_gift
from amparo.pillars.training.learning_figures import LearningFigures
from amparo.pillars.training.models import (
    ClashRefusal,
    TestForm,
    TestMoment,
    TestQuestion,
    TestSitting,
)
from amparo.pillars.training.models.sittings import hashes_of
from amparo.pillars.training.pairing_codes import PairingCode
from amparo.pillars.training.results import Scores, scores

pytestmark = pytest.mark.django_db
BANK = r"""
$CATEGORY: Indicators

::a::Who keeps the passport?{=the worker ~the employer ~nobody ~the office}

::b::Debt can be an indicator.{TRUE}

$CATEGORY: Referral

::c::Which apply?{~%50%a safe place ~%50%an interpreter ~%-100%the press}

::d::A child is under?{#18}
"""
RIGHT, HALF, WRONG = ["A", "A", "AB", "18"], ["A", "B", "A", "20"], ["B", "B", "C", ""]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def form(course_version, organizer) -> TestForm:
    asked = [
        TestQuestion.record(course_version, each, "en", by=organizer)
        for each in read_gift(BANK).questions
    ]
    return TestForm.record(course_version, by=organizer, label="A", questions=asked)


@pytest.fixture
def open_test(form, event, organizer):
    def open_test(moment: str = "before", **fields) -> TestMoment:
        return TestMoment.open(event, by=organizer, moment=moment, form=form, **fields)

    return open_test


def code(number: int) -> PairingCode:
    return PairingCode(f"{chr(97 + number)}{number + 1:02d}2to")


def take(moment, answers, **fields) -> TestSitting:
    if number := fields.pop("number", 0):
        fields["code"] = hashes_of(moment, code(number))
    ref = TestSitting.take(moment, answers, form_key=uuid4(), **fields)
    return TestSitting.objects.get(ref=ref)


def test_points_and_sealed_answers(open_test, enrol, event):
    taken = take(open_test(), HALF, enrolment=enrol(event))
    assert taken.percent == Decimal("37.50")
    assert [each.share for each in taken.points.all()] == [1, 0, Decimal("0.5"), 0]
    assert taken.answers == "\t".join(HALF)


def test_a_form_sent_twice_is_one_and_a_second_test_is_refused(open_test, enrol, event):
    moment, enrolment, key = open_test(), enrol(event), uuid4()
    first = TestSitting.take(moment, HALF, form_key=key, enrolment=enrolment)
    assert TestSitting.take(moment, RIGHT, form_key=key, enrolment=enrolment) == first
    with pytest.raises(Refusal, match="first answers count"):
        TestSitting.take(moment, RIGHT, form_key=uuid4(), enrolment=enrolment)
    assert TestSitting.objects.get().percent == Decimal("37.50")


def test_a_clash_is_said_and_the_code_is_nowhere(open_test):
    moment = open_test(is_anonymous=True)
    taken = take(moment, RIGHT, number=3)
    with pytest.raises(ClashRefusal, match="one more letter"):
        take(moment, HALF, number=3)
    assert code(3).letters not in repr(vars(taken)) + repr(list(taken.near.values()))


def test_the_same_code_is_another_hash_at_another_event(open_test, make_event, form, organizer):
    here = open_test(is_anonymous=True)
    there = TestMoment.open(
        make_event(), by=organizer, moment="before", form=form, is_anonymous=True
    )
    assert here.hash_code(code(1)) != there.hash_code(code(1))


def test_tests_of_one_event_are_all_with_names_or_all_without(open_test, event, enrol):
    open_test()
    with pytest.raises(Refusal, match="all with names"):
        open_test("after", is_anonymous=True)
    with pytest.raises(Refusal, match="own name"):
        take(event.test_moments.get(), RIGHT, number=1)


def test_a_test_before_that_came_late_is_left_out_of_pairs_and_said(open_test, enrol, event):
    before, after = open_test("before"), open_test("after")
    begins = event.sessions.first().starts_at
    for at in range(6):
        enrolment = enrol(event, f"Participant {at}")
        when = begins + timedelta(hours=1) if at == 0 else begins - timedelta(hours=1)
        take(before, WRONG, enrolment=enrolment, by=event.by, taken_at=when)
        take(after, RIGHT, enrolment=enrolment)
    figures = LearningFigures(event, is_protected=False)
    assert (figures.late, len(figures.pairing.pairs), figures.pairing.only_after) == (1, 5, 1)
    assert (figures.gain.before, figures.gain.after, figures.gain.hake) == (0, 100, 1)
    assert [(each.before, each.after) for each in figures.themes] == [(0, 100), (0, 100)]
    known = scores(event)
    assert sorted(known.values(), key=str) == [Scores(0, 100)] * 5 + [Scores(None, 100)]


def test_under_five_nothing_is_said(open_test, event):
    before, after = open_test(is_anonymous=True), open_test("after", is_anonymous=True)
    for number in range(1, 5):
        take(before, WRONG, number=number)
        take(after, RIGHT, number=number)
    figures = LearningFigures(event, is_protected=True)
    assert (figures.gain, figures.themes, figures.analysis("after")) == (None, [], None)
    assert gain_fact(event) == GainFact(0, 0)
    assert scores(event) == {}


def test_other_forms_are_compared_only_where_somebody_checked_them(
    open_test, event, form, course_version, organizer
):
    asked = [each.question for each in form.items.all()]
    other = TestForm.record(course_version, by=organizer, label="B", questions=asked[:2])
    open_test("before")
    TestMoment.open(event, by=organizer, moment="after", form=other)
    assert not LearningFigures(event, is_protected=False).is_comparable
    for each in (form, other):
        questions = [item.question for item in each.items.all()]
        each.change(by=organizer, questions=questions, is_equivalent=True)
    assert LearningFigures(event, is_protected=False).is_comparable


def test_a_form_and_a_question_that_were_used_stay(open_test, form, organizer, event, enrol):
    moment = open_test()
    asked = [each.question for each in form.items.all()]
    with pytest.raises(Refusal, match="uses this form"):
        form.change(by=organizer, questions=asked[:2], is_equivalent=False)
    found = read_gift("::a::Another?{=x ~y ~z ~w}").questions[0]
    take(moment, RIGHT, enrolment=enrol(event))
    with pytest.raises(Refusal, match="stays as it is"):
        asked[0].change(found, "en", by=organizer)
    asked[0].change(found, "es", by=organizer)
    assert set(asked[0].languages) == {"en", "es"}
    assert asked[0].words_in("en") == "Who keeps the passport?"


def test_what_was_chosen_is_erased_after_a_year_and_the_points_stay(open_test, enrol, event):
    taken = take(open_test(), HALF, enrolment=enrol(event))
    ends = event.sessions.last().ends_at
    assert erase_old_answers(ends + timedelta(days=364)) == 0
    months = settings.AMPARO_TEST_ANSWERS_KEPT_MONTHS
    assert erase_old_answers(ends + timedelta(days=31 * months)) == 1
    taken.refresh_from_db()
    assert (taken.answers, taken.percent, taken.points.count()) == ("", Decimal("37.50"), 4)


def test_twenty_percent_gain_is_points_unless_an_office_says_otherwise():
    pairs = [Pair(20, 24), Pair(40, 60), Pair(90, 100), Pair(50, 69), Pair(0, 10)]
    points = GainDefinition(GainRule.POINTS, 20)
    assert count_gains(pairs, points) == GainFact(1, 5)
    assert count_gains(pairs, GainDefinition(GainRule.RELATIVE, 20)) == GainFact(4, 5)
    assert count_gains(pairs[:4], points) == GainFact(0, 0)


# On a telephone.

PARTS = {"mother": "Ana", "day": "7", "siblings": "2", "town": "Lima"}
ANSWERS = {"q1": "A", "q2": "A", "q3": ["A", "B"], "q4": "18"}


def _address(name: str, *args) -> str:
    return f"{reverse(f'public:{name}', args=args)}?lang=en"


def number_in(page: str, name: str = "form") -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


@pytest.fixture
def url(open_test):
    return _address("training-test", open_test(is_anonymous=True).ref)


def test_a_test_without_a_name_in_two_steps(client, url):
    page = client.get(url).content.decode()
    sent = PARTS | {"form": number_in(page)}
    page = client.post(url, sent).content.decode()
    assert "Who keeps the passport?" in page
    assert len(page.encode()) < 30_000
    sent |= {"test": "1"} | ANSWERS
    assert "Your answers arrived" in client.post(url, sent).content.decode()
    assert "Your answers arrived" in client.post(url, sent).content.decode()  # the line had broken
    assert TestSitting.objects.get().percent == 100


def test_a_clash_is_said_before_the_questions_are_answered(client, url):
    moment = TestMoment.objects.get()
    take(moment, RIGHT, code=hashes_of(moment, PairingCode("a072ma")))
    sent = PARTS | {"form": number_in(client.get(url).content.decode())}
    response = client.post(url, sent)
    assert response.status_code == 422
    assert "add one more letter" in response.content.decode()
    response = client.post(url, sent | {"extra": "k"} | {"test": "1"} | ANSWERS)
    assert "Your answers arrived" in response.content.decode()


def test_what_is_missing_is_said_once_and_nothing_is_lost(client, url):
    sent = PARTS | {"form": number_in(client.get(url).content.decode()), "test": "1", "q1": "B"}
    response = client.post(url, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="B" checked' in page
    assert "Without an answer" in page
    assert "Your answers arrived" in client.post(url, sent | {"anyway": "1"}).content.decode()


@pytest.mark.parametrize("answer", [{"q1": "E"}, {"q1": ["A", "B"]}, {"q2": "C"}])
def test_an_answer_that_was_not_offered_is_refused(client, url, answer):
    sent = PARTS | {"form": number_in(client.get(url).content.decode()), "test": "1"}
    response = client.post(url, sent | ANSWERS | answer)
    assert response.status_code == 422
    assert "not among those offered" in response.content.decode()
    assert not TestSitting.objects.exists()


def test_a_closed_test_takes_nothing_more(client, url, organizer):
    TestMoment.objects.get().close(by=organizer)
    assert "This test is closed" in client.get(url).content.decode()
    client.post(url, PARTS | ANSWERS | {"form": "none", "test": "1"})
    assert not TestSitting.objects.exists()


def test_a_test_on_ones_own_page(client, open_test, enrol, event):
    moment, enrolment = open_test("after"), enrol(event)
    home, url = _address("my-training"), _address("my-training-test", moment.ref)
    page = client.get(home).content.decode()
    client.post(home, {"form": number_in(page), "code": enrolment.code})
    assert moment.get_moment_display() in client.get(home).content.decode()
    page = client.get(url).content.decode()
    sent = {"form": number_in(page), "sheet": number_in(page, "sheet")} | ANSWERS
    assert client.post(url, sent).status_code == 303
    assert client.post(url, sent).status_code == 303
    assert TestSitting.objects.get().enrolment == enrolment
    assert "Answers received" in client.get(home).content.decode()
    enrolment.state = enrolment.State.WITHDRAWN
    enrolment.save()
    assert client.get(url).status_code == 404
