"""The first conversation: what cannot wait comes first, and one may always stop."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from amparo.foundation.core.models import AuditEntry, Notification, Organization
from amparo.foundation.directory.models import EmergencyNumber, Location, Provider, Service
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.assessment.urgent_needs import URGENT_NEEDS
from amparo.pillars.assistance.cases.models import Case, CaseSettings
from amparo.pillars.assistance.intake.models import Screening
from amparo.ui import formats

pytestmark = pytest.mark.django_db
CALM = {
    "danger_now": "yes", "medical": "no", "suicide": "no_answer", "sexual_violence": "no",
    "child_alone": "no", "shelter": "yes", "food": "unknown",
}  # fmt: skip


@pytest.fixture
def page(case):
    return reverse("intake:screening-new", args=[case.ref])


@pytest.fixture
def hospital(cast):
    """The nearest one, in a place of its own."""
    town = Place.objects.create(name="Puerto Alto", country="BO")
    found = Organization.found(by=None, name="Health service", kind="government", country="BO")
    provider = Provider.list(found, by=None)
    door = Location.note(provider, by=None, name={"es": "San Roque"}, place=town)
    return Service.offer(
        provider, by=None, types=["health.primary"], name={"es": "Hospital San Roque"},
        phone="+591 4 123 4567", at=[door],
    )  # fmt: skip


def hold(client, page, **answers):
    return client.post(page, CALM | answers)


def test_calm_answers_lead_on_to_what_to_look_at(client, page, case, caseworker):
    client.force_login(caseworker)
    answer = hold(client, page)
    held = Screening.objects.get()
    assert answer.status_code == 303
    assert answer.url == reverse("intake:screening-more", args=[case.ref, held.ref])
    assert held.urgent == []
    assert (held.danger_now, held.medical) == (False, False)
    assert set(case.tasks.pending().values_list("what", flat=True)) == {"screen"}
    more = {"asylum_wish": "no", "no_signs": "on", "goes_on": "yes"}
    client.post(answer.url, more)
    assert set(case.tasks.pending().values_list("what", flat=True)) == {"assess"}


def test_every_question_may_stay_without_an_answer(client, page, caseworker):
    client.force_login(caseworker)
    assert client.post(page, {"once": ""}).status_code == 303


def test_what_cannot_wait_needs_first_steps_and_keeps_what_was_answered(client, page, caseworker):
    client.force_login(caseworker)
    answer = hold(client, page, danger_now="no", shelter="no")
    assert answer.status_code == 422
    assert not Screening.objects.exists()
    assert "Something cannot wait" in answer.content.decode()
    assert "first_steps" in answer.context["form"].errors


def test_first_aid_stands_directly_under_each_question_that_may_call_for_it(
    client, page, caseworker
):
    client.force_login(caseworker)
    asked = client.get(page).content.decode()
    questions = asked.split('<fieldset class="question')[1:]
    assert len(questions) == len(URGENT_NEEDS)
    assert all('class="first-aid"' in each.split("</fieldset>")[1] for each in questions)
    assert "Stay with them. Remove what could harm." in asked


def test_the_nearest_hospital_is_named_with_its_telephone(
    client, page, case, caseworker, hospital
):
    client.force_login(caseworker)
    nowhere = client.get(page).content.decode()
    assert "Nearest:" not in nowhere
    assert nowhere.count("No hospital is listed near here.") == 3
    assert "No emergency number is listed for this place: ask your supervisor now." in nowhere
    Case.objects.filter(pk=case.pk).update(
        place=hospital.service_at_locations.get().location.place
    )
    asked = client.get(page).content.decode()
    assert asked.count("Hospital San Roque") == 3
    assert formats.phone("+591 4 123 4567") in asked


def test_danger_and_a_child_alone_lead_to_the_emergency_number_and_the_alert(
    client, page, case, caseworker
):
    country = case.place.country if case.place else case.office.country
    for kind, number in (("police", "110"), ("children", "156"), ("ambulance", "118")):
        EmergencyNumber.note(by=None, country=country, kind=kind, number=number)
    client.force_login(caseworker)
    asked = client.get(page).content.decode()
    danger = asked.split('class="first-aid"')[1]
    assert "110" in danger
    assert reverse("cases:alert-new", args=[case.ref]) in danger
    assert "No emergency number is listed" not in asked
    assert asked.count(reverse("cases:alert-new", args=[case.ref])) == 2
    hold(client, page, danger_now="no", first_steps="To the neighbours.")
    show = reverse("intake:screening", args=[case.ref, Screening.objects.get().ref])
    shown = client.get(show).content.decode()
    assert "110" in shown
    assert "EmergencyNumber" not in shown


def test_who_does_not_know_or_prefers_not_to_answer_is_kept_as_what_it_is(
    client, page, case, caseworker
):
    client.force_login(caseworker)
    hold(client, page, danger_now="unknown", medical="no_answer", suicide="")
    held = Screening.objects.get()
    assert (held.danger_now, held.medical) == (None, None)
    assert held.unanswered == {
        "danger_now": "unknown", "medical": "no_answer", "suicide": "not_asked",
        "food": "unknown",
    }  # fmt: skip
    more = reverse("intake:screening-more", args=[case.ref, held.ref])
    client.post(more, {"asylum_wish": "no_answer", "no_signs": "on", "goes_on": "yes"})
    held.refresh_from_db()
    assert held.unanswered["asylum_wish"] == "no_answer"
    assert not held.is_unfinished
    shown = client.get(reverse("intake:screening", args=[case.ref, held.ref])).content.decode()
    assert "Urgent medical need: Prefers not to answer" in shown
    assert "Danger now: Does not know" in shown
    assert "No answer is not a no." in shown
    assert "No urgent need was named" not in shown


def test_a_later_yes_or_no_takes_the_place_of_no_answer(client, page, case, caseworker):
    client.force_login(caseworker)
    hold(client, page)
    held = Screening.objects.get()
    held.go_on(by=caseworker, unanswered={"asylum_wish": "unknown"})
    held.go_on(by=caseworker, asylum_wish=False)
    assert "asylum_wish" not in held.unanswered


def test_only_where_all_was_answered_and_no_flag_is_open_it_says_that_nothing_was_named(
    client, page, case, caseworker
):
    client.force_login(caseworker)
    said = {"suicide": "no", "food": "yes"}
    more = {"asylum_wish": "no", "no_signs": "on", "goes_on": "yes"}
    held = client.get(client.post(hold(client, page, **said).url, more).url)
    assert "No urgent need was named" in held.content.decode()
    ProtectionFlag.raise_flags(case, ["danger_now"], by=caseworker, source="observation")
    held = client.get(client.post(hold(client, page, **said).url, more).url).content.decode()
    assert "No urgent need was named" not in held
    assert "Open protection flags" in held


def test_a_screening_left_after_its_first_page_is_shown_as_not_finished(
    client, page, case, caseworker, colleague
):
    client.force_login(caseworker)
    more = hold(client, page).url
    on = reverse("intake:screening-next", args=[case.ref])
    shown = client.get(case.get_absolute_url()).content.decode()
    assert "Screening not finished" in shown
    assert on in shown
    assert client.get(on).url == more
    last = client.get(reverse("intake:screening-last", args=[case.ref]), follow=True)
    assert "Finish the screening" in last.content.decode()
    client.force_login(colleague)
    assert client.get(on).url == page
    client.force_login(caseworker)
    client.post(more, {"asylum_wish": "no", "no_signs": "on", "goes_on": "yes"})
    assert "Screening not finished" not in client.get(case.get_absolute_url()).content.decode()
    assert client.get(on).url == page


def test_beside_sexual_violence_a_no_to_the_doctor_says_how_long_treatment_helps(
    client, page, case, caseworker
):
    client.force_login(caseworker)
    hold(client, page, sexual_violence="yes", medical="no", first_steps="To the hospital")
    show = reverse("intake:screening", args=[case.ref, Screening.objects.get().ref])
    shown = client.get(show).content.decode()
    assert "Sexual violence was named: medical care is urgent" in shown
    assert "the sooner, the better" in shown
    CaseSettings.of(case.office).change(by=caseworker, time_limits={"clinical.pep": 72})
    assert "within 72 hours" in client.get(show).content.decode()


def test_the_supervisor_knows_at_once(client, page, case, caseworker, supervisor):
    client.force_login(caseworker)
    hold(client, page, danger_now="no", first_steps="In the shelter since noon")
    held = Screening.objects.get()
    assert (held.danger_now, held.needs) == (True, ["danger_now"])
    assert Notification.objects.get(user=supervisor).is_urgent
    shown = client.get(reverse("intake:screening", args=[case.ref, held.ref])).content.decode()
    assert "In the shelter since noon" in shown
    assert supervisor.name in shown


def test_a_countdown_only_where_the_office_has_set_its_limits(client, page, case, caseworker):
    client.force_login(caseworker)
    day = (localtime() - timedelta(days=1)).date()
    answers = {"sexual_violence": "yes", "violence_on": day, "first_steps": "To the hospital"}
    hold(client, page, **answers)
    show = reverse("intake:screening", args=[case.ref, Screening.objects.get().ref])
    assert "prevents HIV" not in client.get(show).content.decode()
    CaseSettings.of(case.office).change(by=caseworker, time_limits={"clinical.pep": 72})
    assert "prevents HIV" in client.get(show).content.decode()


def test_violence_is_not_dated_to_come(client, page, caseworker):
    client.force_login(caseworker)
    day = (localtime() + timedelta(days=2)).date()
    answers = {"sexual_violence": "yes", "violence_on": day, "first_steps": "To the hospital"}
    assert hold(client, page, **answers).status_code == 422


def test_a_day_that_was_written_before_the_answer_was_changed_is_not_kept(
    client, page, caseworker
):
    client.force_login(caseworker)
    day = (localtime() - timedelta(days=1)).date()
    hold(client, page, sexual_violence="no", violence_on=day)
    assert Screening.objects.get().violence_at is None


def test_stopping_keeps_what_was_said_and_expects_another_meeting(client, page, case, caseworker):
    client.force_login(caseworker)
    answer = hold(client, page, stop="1")
    held = Screening.objects.get()
    assert answer.url == reverse("intake:screening", args=[case.ref, held.ref])
    assert set(case.tasks.pending().values_list("what", flat=True)) == {"screen"}


def test_a_wish_for_asylum_is_a_flag_and_nothing_more(client, page, case, caseworker):
    client.force_login(caseworker)
    hold(client, page)
    held = Screening.objects.get()
    more = reverse("intake:screening-more", args=[case.ref, held.ref])
    answers = {"asylum_wish": "yes", "trafficking_signs": ["debt"], "goes_on": "yes"}
    client.post(more, answers)
    held.refresh_from_db()
    assert (held.asylum_wish, held.trafficking_signs) == (True, ["debt"])
    shown = client.get(reverse("intake:screening", args=[case.ref, held.ref])).content.decode()
    assert "asylum authority" in shown
    case.refresh_from_db()
    assert (case.status, case.kind, case.confidentiality) == ("open", "general", "ordinary")


def test_signs_of_trafficking_are_no_only_where_somebody_says_so(client, page, case, caseworker):
    client.force_login(caseworker)
    hold(client, page, medical="unknown")
    held = Screening.objects.get()
    more = reverse("intake:screening-more", args=[case.ref, held.ref])
    client.post(more, {"goes_on": "yes"})
    held.refresh_from_db()
    assert (held.medical, held.asylum_wish, held.trafficking) == (None, None, None)
    both = {"goes_on": "yes", "no_signs": "on", "trafficking_signs": ["debt"]}
    assert client.post(more, both).status_code == 422
    client.post(more, {"goes_on": "yes", "no_signs": "on"})
    held.refresh_from_db()
    assert held.trafficking is False
    shown = client.get(reverse("intake:screening", args=[case.ref, held.ref])).content.decode()
    assert "Trafficking indicators: No" in shown
    assert "Urgent medical need: Does not know" in shown


def test_a_yes_is_not_taken_away_on_its_own_page(client, page, case, caseworker, supervisor):
    client.force_login(caseworker)
    hold(client, page)
    more = reverse("intake:screening-more", args=[case.ref, Screening.objects.get().ref])
    client.post(more, {"asylum_wish": "yes", "goes_on": "yes"})
    for answer in ({"asylum_wish": "no", "goes_on": "yes"}, {"asylum_wish": "no", "stop": "1"}):
        assert client.post(more, answer).status_code == 422
    client.force_login(supervisor)
    assert client.post(more, {"goes_on": "yes"}).status_code == 422
    assert Screening.objects.get().asylum_wish is True


def test_who_does_not_wish_to_go_on_is_asked_nothing_more(client, page, case, caseworker):
    client.force_login(caseworker)
    hold(client, page)
    more = reverse("intake:screening-more", args=[case.ref, Screening.objects.get().ref])
    client.post(more, {"goes_on": "no"})
    assert not case.tasks.pending().exists()


def test_with_scripts_the_form_alone_travels(client, page, caseworker):
    client.force_login(caseworker)
    answer = client.get(page, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert b'id="action"' in answer.content
    answer = client.post(page, CALM, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].endswith("/more/")


def test_for_a_stranger_there_is_no_such_case(client, page, stranger):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert hold(client, page).status_code == 404


def test_the_ledger_says_that_it_was_held(client, page, case, caseworker):
    client.force_login(caseworker)
    hold(client, page, food="no")
    line = AuditEntry.objects.get(event="screening.held")
    assert line.details == {"fields": ["food"]}
