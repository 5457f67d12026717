"""Self-assessment: an institution answers a standard, with its account or by a link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.standards.ability_evidence import evidence_of_self_assessment
from amparo.foundation.standards.extension_points import PracticeMeasure, practice_measures
from amparo.foundation.standards.models import ImprovementAction, SelfAssessment
from amparo.foundation.standards.practice import practice_of
from amparo.pillars.guidance.models.editions import SUBJECT
from amparo.pillars.guidance.self_assessment import items_of


@pytest.fixture
def published(edition, section, author, today):
    edition.publish(by=author, today=today)
    return edition


@pytest.fixture
def institution(official):
    """That of the government focal point."""
    return Organization.objects.get(pk=official.partner_organizations[0])


@pytest.fixture
def assessment(published, institution, supervisor, today):
    return SelfAssessment.open(
        institution, by=supervisor, kind=SUBJECT, subject=published, title=published.title,
        items=items_of(published), due_on=today + timedelta(days=30),
    )  # fmt: skip


def answers(assessment, answer: str = "yes", evidence: str = "Order 4") -> dict[str, str]:
    said = {}
    for item in assessment.items.all():
        said |= {f"answer_{item.pk}": answer, f"evidence_{item.pk}": evidence}
    return said


def test_the_items_are_those_with_a_box(published):
    assert [each.number for each in items_of(published)] == [1, 2]


def test_an_institution_answers_with_its_own_account(client, official, assessment):
    url = assessment.get_absolute_url()
    client.force_login(official)
    assert client.get(url).status_code == 200
    assert client.post(url, answers(assessment)).status_code == 303
    assert client.post(url, answers(assessment) | {"submit": "1"}).status_code == 303
    assessment.refresh_from_db()
    assert assessment.submitted_by == official
    assert client.post(url, answers(assessment, "no")).status_code == 422


def test_another_institution_finds_nothing(client, nurse, caseworker, assessment):
    for user in (nurse, caseworker):
        client.force_login(user)
        expected = 200 if "capacity.see" in user.permissions else 404
        assert client.get(assessment.get_absolute_url()).status_code == expected


def test_nothing_unanswered_and_no_yes_without_evidence_is_submitted(assessment, official):
    with pytest.raises(Refusal):
        assessment.submit(by=official)
    keys = assessment.items.values_list("pk", flat=True)
    assessment.answer(dict.fromkeys(keys, ("yes", "")), by=official)
    with pytest.raises(Refusal):
        assessment.submit(by=official)
    assessment.answer(dict.fromkeys(keys, ("na", "")), by=official)
    with pytest.raises(Refusal):
        assessment.submit(by=official)
    assessment.answer(dict.fromkeys(keys, ("no", "")), by=official)
    assessment.submit(by=official)
    assert not assessment.is_open


def test_what_was_submitted_is_evidence_of_ability_and_no_level(
    client, supervisor, caseworker, official, assessment, institution
):
    keys = list(assessment.items.values_list("pk", flat=True))
    assessment.answer({keys[0]: ("yes", "Order 4"), keys[1]: ("no", "")}, by=official)
    assert evidence_of_self_assessment(assessment.ref, supervisor) is None
    assessment.submit(by=official)
    assert evidence_of_self_assessment(assessment.ref, caseworker) is None
    client.force_login(supervisor)
    page = client.get(assessment.get_absolute_url()).content.decode()
    url = f"{reverse('protection:capacity-new')}?self_assessment={assessment.ref}"
    assert url in page
    initial = client.get(url).context["form"].initial
    assert initial["organization"] == institution.pk
    assert initial["ability_evidence"] == "Yes: 1, Partly: 0, No: 1, Not applicable: 0"
    assert assessment.title in initial["ability_source"]
    assert initial.keys() == {"organization", "ability_evidence", "ability_source"}


def test_by_link_it_is_answered_without_an_account_until_it_is_submitted(
    client, supervisor, assessment
):
    client.force_login(supervisor)
    page = client.post(reverse("guidance:self-assessment-invite", args=[assessment.ref]))
    address = page.context["address"]
    guest = Client()
    assert guest.get(address).status_code == 200
    assert guest.get(address[:-3] + "/").status_code == 404
    said = answers(assessment) | {"submit": "1"}
    assert guest.post(address, said).status_code == 303
    assessment.refresh_from_db()
    assert assessment.submitted_at
    assert assessment.submitted_by is None
    assert guest.get(address).status_code == 404


def test_a_link_that_was_ended_opens_nothing(client, supervisor, assessment):
    token = assessment.make_link(by=supervisor)
    client.force_login(supervisor)
    client.post(reverse("guidance:self-assessment-link-end", args=[assessment.ref]))
    url = reverse("guidance:self-assessment-link", args=[token])
    assert Client().get(url).status_code == 404


def test_the_next_round_shows_the_answers_before(
    client, assessment, official, supervisor, published, institution, today
):
    keys = assessment.items.values_list("pk", flat=True)
    assessment.answer(dict.fromkeys(keys, ("partly", "Half of it")), by=official)
    assessment.submit(by=official)
    client.force_login(supervisor)
    url = reverse("guidance:self-assessment-new", args=[published.ref])
    due = (today + timedelta(days=9)).isoformat()
    assert client.post(url, {"organization": institution.pk, "due_on": due}).status_code == 303
    following = SelfAssessment.objects.get(round=2)
    rows = client.get(following.get_absolute_url()).context["form"].rows
    assert {each.before for each, _answer, _evidence in rows} == {"partly"}
    again = client.post(url, {"organization": institution.pk, "due_on": due})
    assert again.status_code == 422
    index = reverse("guidance:self-assessments", args=[published.ref])
    [newest, first] = client.get(index).context["rounds"]
    assert (newest.round, first.count_partly) == (2, 2)


def test_an_action_is_planned_for_what_is_not_so_and_done_once(
    client, assessment, official, today
):
    keys = assessment.items.values_list("pk", flat=True)
    assessment.answer(dict.fromkeys(keys, ("no", "")), by=official)
    assessment.submit(by=official)
    client.force_login(official)
    url = reverse("guidance:improvement-new", args=[assessment.ref, 0])
    planned = {
        "action": "Train interpreters",
        "responsible": "Unit 3",
        "due_on": today.isoformat(),
    }
    assert client.post(url, planned).status_code == 303
    action = ImprovementAction.objects.get()
    done = reverse("guidance:improvement-done", args=[action.ref])
    assert client.post(done).status_code in (302, 303)
    action.refresh_from_db()
    assert action.done_on == today
    with pytest.raises(Refusal):
        action.finish(by=official, today=today)


def test_a_text_without_boxes_is_no_standard_to_answer(published, institution, supervisor, today):
    with pytest.raises(Refusal):
        SelfAssessment.open(
            institution, by=supervisor, kind=SUBJECT, subject=published, title="None", items=[],
            due_on=today,
        )  # fmt: skip


def test_practice_is_shown_from_ten_on_and_never_of_a_person(office, today):
    rare = PracticeMeasure("rare", "Rare", lambda office, since, until: (4, 9))
    often = PracticeMeasure("often", "Often", lambda office, since, until: (5, 10))
    with practice_measures.temporarily():
        practice_measures.register("rare", rare)
        practice_measures.register("often", often)
        [first, second] = practice_of(["rare", "unknown", "often"], office, today)
    assert (first.kept, first.share) == (None, None)
    assert second.share == 0.5
