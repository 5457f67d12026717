"""A consultation does not end before those asked can read what became of it, and were told."""

from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from amparo.foundation.core import clock, receipt_codes
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.links.models import Link
from amparo.pillars.dialogue.consultation_figures import listed_figures, open_figures
from amparo.pillars.dialogue.consultation_links import link_commitment, resulting_links
from amparo.pillars.dialogue.models import Consultation, Contribution
from amparo.pillars.dialogue.reminders.consultations import (
    close_past,
    erase_old_words,
    remind_of_answers,
)

pytestmark = pytest.mark.django_db
ASKED = {"en": "What is missing here?", "es": "¿Qué falta aquí?"}
HEARD = {"en": "Showers.", "es": "Duchas."}
BECAME = {"en": "Two were built.", "es": "Se hicieron dos."}


@pytest.fixture
def plan(policy_officer, office, today):
    def plan(**other):
        fields = {
            "by": policy_officer, "office": office, "method": "several", "question": ASKED,
            "groups": ["women"], "opens_on": today, "closes_on": today + timedelta(days=9),
        }  # fmt: skip
        return Consultation.plan(**fields | other)

    return plan


@pytest.fixture
def consultation(plan, policy_officer):
    made = plan()
    made.open(by=policy_officer)
    return made


def give(consultation, words="Una ducha.", by=None, **told):
    code = receipt_codes.new_code()
    fields = {"language": "es"} | told
    return Contribution.give(code, by=by, consultation=consultation, text=words, **fields), code


def test_it_ends_only_once_those_asked_can_read_and_were_told(consultation, policy_officer, today):
    by = policy_officer
    with pytest.raises(Refusal, match="another stage"):
        consultation.report_back(by=by, informed_how="meeting", informed_on=today, today=today)
    consultation.close(by=by)
    with pytest.raises(Refusal, match="First write the result"):
        consultation.report_back(by=by, informed_how="meeting", informed_on=today, today=today)
    with pytest.raises(Refusal, match="First write what you heard"):
        consultation.answer(by=by, became=BECAME)
    consultation.say_heard(by=by, heard=HEARD)
    with pytest.raises(Refusal, match="Missing: Spanish"):
        consultation.answer(by=by, became={"en": BECAME["en"], "es": "  "})
    consultation.answer(by=by, became=BECAME)
    for told in (
        {},
        {"informed_how": "meeting"},
        {"informed_on": today},
        {"informed_how": "meeting", "informed_on": today + timedelta(days=1)},
        {"informed_how": "meeting", "informed_on": today - timedelta(days=1)},
        {"informed_how": "meeting", "informed_on": today, "not_informed_because": "They left."},
    ):
        with pytest.raises(Refusal):
            consultation.report_back(by=by, today=today, **told)
    consultation.report_back(by=by, informed_how="meeting", informed_on=today, today=today)
    consultation.refresh_from_db()
    assert (consultation.state, consultation.informed_on) == ("reported", today)
    with pytest.raises(Refusal):
        consultation.answer(by=by, became=BECAME)


def test_where_telling_them_is_impossible_the_reason_takes_its_place(
    consultation, policy_officer, today
):
    consultation.close(by=policy_officer)
    consultation.say_heard(by=policy_officer, heard=HEARD)
    consultation.answer(by=policy_officer, became=BECAME)
    consultation.report_back(
        by=policy_officer, not_informed_because="The camp was dissolved.", today=today
    )
    assert consultation.state == Consultation.State.REPORTED


def test_a_question_that_people_answer_stays_and_another_language_may_come(
    consultation, policy_officer
):
    with pytest.raises(Refusal, match="stays as it is"):
        consultation.change(by=policy_officer, question=ASKED | {"en": "Something else?"})
    consultation.change(by=policy_officer, question=ASKED | {"fr": "Que manque-t-il ?"})
    assert set(consultation.languages) == {"en", "es", "fr"}


def test_dates_and_words_that_make_no_sense_are_refused(plan, today):
    with pytest.raises(Refusal, match="before it opens"):
        plan(closes_on=today - timedelta(days=1))
    with pytest.raises(Refusal, match="one language"):
        plan(question={"en": "   "})


def test_a_contribution_comes_only_while_it_is_open(plan, consultation, policy_officer):
    with pytest.raises(Refusal, match="not open"):
        give(plan())
    with pytest.raises(Refusal, match="few words"):
        give(consultation, words="  ")
    given, code = give(consultation)
    assert Contribution.give(
        code, by=None, consultation=consultation, text="Una ducha.", language="es"
    ) == given  # fmt: skip
    assert consultation.contributions.count() == 1
    assert Contribution.for_code(receipt_codes.new_code()) is None
    consultation.close(by=policy_officer)
    mine = Contribution.for_code(code.lower())
    assert mine.text == "Una ducha."
    with pytest.raises(Refusal, match="closed"):
        mine.add("Y jabón.")


def test_taking_it_back_erases_words_facts_and_key(consultation):
    given, code = give(consultation, sex="female", age="adult")
    Contribution.for_code(code).add("Y jabón.")
    assert Contribution.for_code(code).text == "Una ducha.\n\nY jabón."
    assert DataKey.objects.filter(owner_ref=given.ref).exists()
    Contribution.for_code(code).withdraw()
    left = Contribution.objects.get()
    assert (left.text, left.sex, left.age) == ("", "", "")
    assert not DataKey.objects.filter(owner_ref=given.ref).exists()
    assert not consultation.contributions.counted().exists()
    with pytest.raises(Refusal, match="took it back"):
        left.add("Otra vez.")


def test_it_closes_after_its_last_day_and_is_reminded_of_once(consultation, policy_officer, today):
    assert close_past(consultation.closes_on) == 0
    assert close_past(consultation.closes_on + timedelta(days=1)) == 1
    assert remind_of_answers() == 0
    with clock.at(clock.now() + timedelta(days=30)):
        assert [remind_of_answers() for _each in range(2)] == [1, 0]
    told = Notification.objects.filter(event="consultation.owed")
    assert [each.user for each in told] == [policy_officer]


def test_words_are_erased_180_days_after_the_report_and_the_count_stays(
    consultation, policy_officer, today
):
    give(consultation, sex="female")
    consultation.close(by=policy_officer)
    consultation.say_heard(by=policy_officer, heard=HEARD)
    consultation.answer(by=policy_officer, became=BECAME)
    consultation.report_back(by=policy_officer, not_informed_because="They left.", today=today)
    with clock.at(clock.now() + timedelta(days=179)):
        assert erase_old_words() == 0
    with clock.at(clock.now() + timedelta(days=181)):
        assert [erase_old_words() for _each in range(2)] == [1, 0]
    [left] = consultation.contributions.counted()
    assert (left.text, left.sex) == ("", "female")


def shown(moment, office):
    with translation.override("en"):
        return date_format(localtime(moment, office.zone), "SHORT_DATE_FORMAT")


def test_words_of_which_nobody_reported_back_are_erased_a_year_after_it_closed(
    client, consultation, policy_officer
):
    give(consultation, sex="female")
    assert consultation.words_until is None
    consultation.close(by=policy_officer)
    with clock.at(clock.now() + timedelta(days=364)):
        assert erase_old_words() == 0
    client.force_login(policy_officer)
    page = client.get(consultation.get_absolute_url()).text
    assert f"are erased on {shown(consultation.words_until, consultation.office)}" in page
    with clock.at(clock.now() + timedelta(days=366)):
        assert [erase_old_words() for _each in range(2)] == [1, 0]
    [left] = consultation.contributions.counted()
    assert (left.text, left.sex) == ("", "female")
    consultation.refresh_from_db()
    assert consultation.owes_answer
    page = client.get(consultation.get_absolute_url()).text
    assert f"were erased on {shown(consultation.erased_at, consultation.office)}" in page


def test_only_its_office_reads_what_people_said(
    consultation, policy_officer, supervisor, caseworker, stranger, official
):
    give(consultation)
    for user in (policy_officer, supervisor):
        assert Contribution.objects.accessible_to(user).count() == 1
    for user in (caseworker, stranger, official):
        assert not Contribution.objects.accessible_to(user).exists()
        assert not Consultation.objects.accessible_to(user).exists()


def test_a_commitment_results_from_it(consultation, beds, policy_officer):
    for _each in range(2):
        link_commitment(consultation, beds, by=policy_officer)
    [link] = resulting_links(consultation)
    assert (link.source_ref, link.relation) == (beds.ref, Link.Relation.RESULTS_FROM)


@pytest.mark.parametrize(("count", "is_shown"), [(0, False), (4, False), (5, True), (23, True)])
def test_below_five_nothing_is_shown_and_what_is_shown_is_rounded(count, is_shown):
    pairs = [("female", 7919 * number) for number in range(1, count + 1)]
    [figure] = listed_figures(pairs, [("female", "Women")], b"secret" * 6)
    assert (figure.count is not None) == is_shown
    if is_shown:
        assert figure.count % 5 == 0
        assert abs(figure.count - count) < 5


def test_of_an_open_list_those_with_few_are_not_named():
    pairs = [("es", number) for number in range(1, 8)] + [("wo", 99)]
    found = open_figures(pairs, {"es": "Spanish", "wo": "Wolof"}, b"secret" * 6)
    assert [each.label for each in found] == ["Spanish"]
