"""Training needs on pages: evidence in rounded numbers, the course that covers it, what is set
aside; courses beside the gaps of a self-assessment and on the desk of an institution.
"""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import DutyBearer
from amparo.foundation.links.extension_points import (
    CaseAtInstitution,
    institution_case_sources,
)
from amparo.foundation.links.models import Pattern, PatternFigure
from amparo.foundation.people.models import Community, Place
from amparo.foundation.protection.models import CapacityAssessment, Incident
from amparo.foundation.standards.models import SelfAssessment
from amparo.foundation.standards.models.self_assessments import StandardItem
from amparo.pillars.training.gap_courses import courses_for_gaps
from amparo.pillars.training.institution_panels import courses_for_mandate
from amparo.pillars.training.models import Competency, Course, GapCompetency, SetAsideNeed
from amparo.pillars.training.need_evidence import evidence_of_needs
from amparo.pillars.training.training_needs import Topic, TopicKind

pytestmark = pytest.mark.django_db
HEALTH = Topic(TopicKind.RIGHT, "health")
NEEDS = "/training-needs/"


@pytest.fixture
def clinic(organizer):
    found = Organization.objects.create(name="Ministry of Health", kind="government", country="BO")
    DutyBearer.recognize(found, by=organizer, mandate={}, obligations=["health.fulfil"])
    return found


@pytest.fixture
def competency(organizer):
    return Competency.record(by=organizer, code="H-1", statements={"en": "Treats without papers."})


@pytest.fixture
def course(cast, organizer, office, competency) -> Course:
    course = Course.record(by=organizer, office=office, code="HLT-1")
    version = course.versions.get()
    version.write(
        by=organizer, hours=Decimal(7), competencies=[competency], obligations=["health.fulfil"],
        texts={"title": {"en": "Health for all"}, "objectives": {"en": "Treat."}},
    )  # fmt: skip
    version.review(by=cast.supervisor)
    version.publish(by=organizer)
    return course


@pytest.fixture
def came(monkeypatch, clinic):
    """Puts cases before an institution: so many that found no help there, so many that did."""

    def put(lost: int, helped: int = 0, right: str = "health") -> None:
        cases = [
            CaseAtInstitution(uuid4().int >> 64, clinic.pk, right, at < lost)
            for at in range(lost + helped)
        ]
        monkeypatch.setattr(
            institution_case_sources, "content", [lambda since, until: iter(cases)]
        )

    return put


def assess(clinic, cast, **levels):
    said = {
        "ability_evidence": "Two doctors.", "ability_source": "A visit", "assessed_on":
        timezone.localdate(), "will_evidence": "Doors open.", "will_source": "A visit",
    }  # fmt: skip
    made = CapacityAssessment.record(
        by=cast.supervisor, organization=clinic, right="health", **said, **levels
    )
    made.confirm(by=cast.data_officer)


def test_fewer_than_five_cases_are_not_shown_and_others_are_rounded(came, organizer, clinic):
    today = timezone.localdate()
    came(lost=4, helped=30)
    assert (clinic.pk, HEALTH) not in evidence_of_needs(organizer, today)
    came(lost=12, helped=31)
    found = evidence_of_needs(organizer, today)[clinic.pk, HEALTH]
    assert found.lost in (10, 15)
    assert found.asked in (40, 45)
    came(lost=12, helped=3)  # the others would be too few
    assert evidence_of_needs(organizer, today)[clinic.pk, HEALTH].asked is None


def test_people_of_incidents_that_name_an_institution_are_counted_from_five_on(
    cast, organizer, clinic, came
):
    came(0)
    before = timezone.now() - timedelta(days=40)
    place = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    for at in range(5):
        community = Community.objects.create(name=f"Settlement {at}", place=place)
        incident = Incident.report(
            by=cast.supervisor, community=community, harm="", duty_bearer=clinic, rights=["health"]
        )
        Incident.objects.filter(pk=incident.pk).update(at=before)
    assert evidence_of_needs(organizer, timezone.localdate())[clinic.pk, HEALTH].harmed == 5
    incident.record_finding(by=cast.supervisor, because="Another clinic", verification="rejected")
    assert (clinic.pk, HEALTH) not in evidence_of_needs(organizer, timezone.localdate())


def test_a_need_stands_with_its_evidence_and_course_until_it_is_set_aside(
    client, cast, organizer, clinic, course, came, django_assert_max_num_queries
):
    came(lost=20, helped=20)
    assess(clinic, cast, ability=1, will=1)
    place = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    pattern = Pattern.objects.create(place=place, service_type="health.primary", right="health")
    PatternFigure.objects.create(
        pattern=pattern, month=timezone.localdate().replace(day=1), cases=25
    )
    client.force_login(organizer)
    client.get(NEEDS)
    with django_assert_max_num_queries(24):
        shown = client.get(NEEDS).text
    assert "20 of 40 cases in 6 months" in shown
    assert "Ministry of Health" in shown
    assert "25 cases in" in shown
    assert "Health for all" in shown
    assert "Will is low too" in shown
    url = f"{NEEDS}{clinic.ref}/right/health/"
    assert client.post(url, {"because": ""}).status_code == 422
    assert client.post(url, {"because": "Trained by WHO"}).status_code == 303
    aside = client.get(NEEDS).text
    assert "20 of 40" not in aside
    assert "Trained by WHO" in aside
    client.post(reverse("training:need-take-up", args=[SetAsideNeed.objects.get().ref]))
    assert "20 of 40" in client.get(NEEDS).text
    course.retire(by=organizer)
    assert "No course covers this yet" in client.get(NEEDS).text


def test_a_need_of_nothing_that_there_is_cannot_be_set_aside(client, organizer, clinic):
    client.force_login(organizer)
    for about in ("right/nothing", "competency/999", f"competency/{uuid4().hex}", "law/health"):
        assert client.get(f"{NEEDS}{clinic.ref}/{about}/").status_code == 404


def test_training_needs_open_to_nobody_without_capacity_and_trainings(client, cast):
    for who, status in (
        (cast.training_observer, 404),
        (cast.trainer, 404),
        (cast.supervisor, 200),
    ):
        client.force_login(who)
        assert client.get(NEEDS).status_code == status


def test_a_gap_of_a_self_assessment_leads_to_the_course_of_its_competency(
    cast, client, organizer, clinic, course, competency, came
):
    came(0)
    assessment = SelfAssessment.objects.create(
        organization=clinic, subject_kind="edition", subject_ref=uuid4(), standard_ref=uuid4(),
        title="Care standard", round=1, due_on=timezone.localdate(), opened_by=organizer,
    )  # fmt: skip
    for at, answer in enumerate(("no", "yes", "partly")):
        item = StandardItem("care", at, f"words {at}")
        assessment.items.create(
            order=at, section_key=item.section_key, number=at, digest=item.digest, answer=answer
        )
    gap = assessment.items.get(order=0)
    [answer] = courses_for_gaps(assessment, [gap], user=organizer).values()
    assert (answer.courses, bool(answer.edit_url)) == ([], True)
    assert courses_for_gaps(assessment, [gap], user=cast.supervisor) == {}
    client.force_login(organizer)
    assert client.get(answer.edit_url).status_code == 200
    GapCompetency.name_for(gap, [competency], by=organizer)
    [answer] = courses_for_gaps(assessment, [gap], user=cast.supervisor).values()
    assert [each.title for each in answer.courses] == ["Health for all"]
    SelfAssessment.objects.update(submitted_at=timezone.now())
    shown = client.get(assessment.get_absolute_url()).text
    assert "Courses that close this gap:" in shown
    assert "Name the competencies that it asks for" in shown
    topic = Topic(TopicKind.COMPETENCY, str(competency.pk))
    assert evidence_of_needs(organizer, timezone.localdate())[clinic.pk, topic].gaps == 1
    course.retire(by=organizer)
    [answer] = courses_for_gaps(assessment, [gap], user=cast.supervisor).values()
    assert answer.untaught == ["H-1 · Treats without papers."]


def test_the_desk_of_an_institution_shows_courses_for_its_mandate_and_no_others(
    cast, clinic, course, course_version
):
    panel = courses_for_mandate(cast.official, clinic)
    text = render_to_string(panel.template, {"shown": panel.context})
    assert "Health for all" in text
    assert "Identifying victims" not in text
    other = Organization.objects.create(name="Ministry of Sport", kind="government")
    assert courses_for_mandate(cast.official, other) is None
