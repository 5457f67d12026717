"""Self-assessment: an institution answers a standard, with its account or by a link."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.standards.ability_evidence import evidence_of_self_assessment
from amparo.foundation.standards.extension_points import (
    PracticeMeasure,
    WorkCheck,
    practice_measures,
    work_checks,
)
from amparo.foundation.standards.models import ImprovementAction, SelfAssessment
from amparo.foundation.standards.practice import practice_of
from amparo.pillars.guidance.checklists import checklist_items
from amparo.pillars.guidance.models import Edition, SectionText
from amparo.pillars.guidance.models.editions import SUBJECT
from amparo.pillars.guidance.self_assessment import assessed_items, items_of
from tests.test_concurrency import at_once, signed_in

from .conftest import ORIGINAL


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
    opened, is_new = open_round(published, institution, supervisor, today)
    assert is_new
    return opened


def open_round(edition, institution, by, today) -> tuple[SelfAssessment, bool]:
    return SelfAssessment.open(
        institution, by=by, kind=SUBJECT, subject=edition, standard=edition.product,
        title=edition.title, items=items_of(edition), due_on=today + timedelta(days=30),
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
    assert {each.before.answer for each, _answer, _evidence in rows} == {"partly"}
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
            institution, by=supervisor, kind=SUBJECT, subject=published,
            standard=published.product, title="None", items=[], due_on=today,
        )  # fmt: skip


def test_who_opens_a_round_that_is_open_is_led_to_it(
    client, assessment, supervisor, published, institution, today
):
    client.force_login(supervisor)
    url = reverse("guidance:self-assessment-new", args=[published.ref])
    asked = {"organization": institution.pk, "due_on": today.isoformat()}
    response = client.post(url, asked)
    assert (response.status_code, response["Location"]) == (303, assessment.get_absolute_url())
    assert SelfAssessment.objects.get().due_on == assessment.due_on
    assert assessment.items.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_of_two_who_open_a_round_at_one_moment_both_get_the_same(
    supervisor, published, institution, today
):
    url = reverse("guidance:self-assessment-new", args=[published.ref])
    asked = {"organization": institution.pk, "due_on": today.isoformat()}
    answered = at_once(*[(signed_in(supervisor), url, asked) for _tap in range(3)])
    assert {response.status_code for response in answered} == {303}
    assert len({response["Location"] for response in answered}) == 1
    assert SelfAssessment.objects.get().items.count() == 2


def next_edition(edition, author, today, old: str, new: str, title: str = "") -> Edition:
    following = Edition.begin(edition.product, by=author)
    if title:
        following.change(by=author, title=title)
    [text] = following.texts.filter(language="en", section__in=following.body_sections)
    SectionText.write(
        text.section, by=author, language="en", title=text.title, seen_digest=text.digest,
        markdown=text.markdown.replace(old, new),
    )  # fmt: skip
    following.publish(by=author, today=today)
    return following


def test_rounds_follow_the_standard_under_another_title_and_items_their_place(
    client, assessment, author, official, supervisor, published, institution, today
):
    first, second = assessment.items.values_list("pk", flat=True)
    assessment.answer({first: ("no", ""), second: ("partly", "Half of it")}, by=official)
    assessment.submit(by=official)
    following = next_edition(
        published, author, today, "Nobody else hears it", "Nobody of the family hears it",
        title="Children who come alone",
    )  # fmt: skip
    opened, is_new = open_round(following, institution, supervisor, today)
    assert (is_new, opened.round) == (True, 2)
    same, reworded = assessed_items(opened)
    assert (same.before.answer, same.before.is_reworded) == ("no", False)
    assert (reworded.before.answer, reworded.before.is_reworded) == ("partly", True)
    client.force_login(supervisor)
    page = client.get(opened.get_absolute_url()).content.decode()
    assert "Last round, worded otherwise: Partly" in page


def test_items_in_another_order_keep_their_own_answers(
    assessment, author, official, supervisor, published, institution, today
):
    first, second = assessment.items.values_list("pk", flat=True)
    assessment.answer({first: ("no", ""), second: ("yes", "Order 4")}, by=official)
    assessment.submit(by=official)
    one, other = "- [ ] An interpreter was chosen with them", "- [ ] Nobody else hears it"
    following = next_edition(published, author, today, f"{one}\n{other}", f"{other}\n{one}")
    opened, _is_new = open_round(following, institution, supervisor, today)
    assert [each.before.answer for each in assessed_items(opened)] == ["yes", "no"]


def test_an_item_says_what_it_is_and_only_to_the_own_office_how_often_it_was_met(
    client, edition, section, author, supervisor, office, today
):
    code = "return.voluntariness"
    section.link_items(by=author, links={checklist_items(ORIGINAL)[1].digest: code})
    edition.publish(by=author, today=today)
    own, _is_new = open_round(edition, office.organization, supervisor, today)
    elsewhere = Organization.objects.create(name="Ministry", kind="government")
    other, _is_new = open_round(edition, elsewhere, supervisor, today)
    with work_checks.temporarily():
        del work_checks.content[code]
        work_checks.register(code, WorkCheck(code, "Check", "Alone", lambda *_asked: (7, 12)))
        client.force_login(supervisor)
        page = client.get(own.get_absolute_url()).content.decode()
        assert "Check: Alone" in page
        assert "7 of 12" in page
        page = client.get(other.get_absolute_url()).content.decode()
        assert "Check: Alone" in page
        assert "7 of 12" not in page
        guest = Client().get(
            reverse("guidance:self-assessment-link", args=[own.make_link(by=supervisor)])
        )
        assert "Check: Alone" not in guest.content.decode()


def test_practice_is_shown_from_ten_on_and_never_of_a_person(office, today):
    rare = PracticeMeasure("rare", "Rare", lambda office, since, until: (4, 9))
    often = PracticeMeasure("often", "Often", lambda office, since, until: (5, 10))
    with practice_measures.temporarily():
        practice_measures.register("rare", rare)
        practice_measures.register("often", often)
        [first, second] = practice_of(["rare", "unknown", "often"], office, today)
    assert (first.kept, first.share) == (None, None)
    assert second.share == 0.5


def test_by_the_link_another_language_leads_back_to_it(client, assessment, supervisor):
    url = reverse("guidance:self-assessment-link", args=[assessment.make_link(by=supervisor)])
    answer = client.post(url, {"submit": "1"})
    assert answer.status_code == 422
    assert f'name="next" value="{url}"' in answer.text


def test_a_round_is_called_in_the_language_of_the_page(client, assessment, published, supervisor):
    published.languages.create(language="fr", digest="a", title="Enfants seuls")
    client.force_login(supervisor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert "Enfants seuls, " in client.get(assessment.get_absolute_url()).text
