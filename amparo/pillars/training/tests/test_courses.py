"""Courses: versions are written, reviewed by another, published, endorsed, and withdrawn."""

from decimal import Decimal

import pytest
from django.urls import reverse

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.models import Competency, Course, CourseVersion, TrainingEvent

pytestmark = pytest.mark.django_db
TEXTS = {
    "title": {"es": "Entrevistar sin dañar", "en": "Interviewing without harm"},
    "objectives": {"es": "Preguntar y escuchar."},
}


@pytest.fixture
def draft(organizer, office) -> CourseVersion:
    version = Course.record(by=organizer, office=office, code="INT-1").versions.get()
    version.write(
        by=organizer, texts=TEXTS, hours=Decimal(7), obligations=["health.fulfil"],
        institution_types=["police"], materials=[("https://example.org/a", "Slides")],
        competencies=[Competency.record(by=organizer, code="I1", statements={"es": "Pregunta."})],
    )  # fmt: skip
    return version


def test_somebody_else_reviews_what_was_written_before_it_is_published(draft, organizer, cast):
    with pytest.raises(Refusal, match="Somebody else must review it"):
        draft.publish(by=organizer)
    with pytest.raises(Refusal, match="You wrote it last"):
        draft.review(by=organizer)
    draft.review(by=cast.supervisor)
    draft.write(by=organizer, texts=TEXTS, hours=Decimal(8))  # what was read is another text now
    assert (draft.state, draft.reviewed_by) == ("draft", None)
    draft.review(by=cast.supervisor)
    draft.publish(by=organizer)
    assert draft.course.current == draft
    with pytest.raises(Refusal, match="another stage"):
        draft.write(by=organizer, texts=TEXTS)


def test_what_is_missing_is_said_before_a_review(organizer, office, cast):
    version = Course.record(by=organizer, office=office, code="NEW").versions.get()
    with pytest.raises(Refusal) as refused:
        version.review(by=cast.supervisor)
    assert len(refused.value.args) == 2  # words, hours


def test_the_next_version_is_a_copy_and_takes_the_place_of_the_last(draft, organizer, cast):
    draft.review(by=cast.supervisor)
    draft.publish(by=organizer)
    following = draft.course.begin_version(by=organizer)
    assert following.number == 2
    assert following.digest_to_endorse == draft.digest_to_endorse
    with pytest.raises(Refusal, match="being written already"):
        draft.course.begin_version(by=organizer)
    following.review(by=cast.supervisor)
    following.publish(by=organizer)
    draft.refresh_from_db()
    assert (draft.state, following.state) == ("withdrawn", "published")


def test_an_endorsement_is_of_the_words_as_they_stand_and_of_no_others(draft, organizer, office):
    body = Organization.objects.create(name="Ministry", kind="government")
    said = {
        "by": organizer, "body": body, "endorsed_on": office.today(), "reference": "Res. 4",
        "languages": ["es"], "today": office.today(),
    }  # fmt: skip
    with pytest.raises(Refusal, match="changed since"):
        draft.endorse(seen_digest="old", **said)
    endorsement = draft.endorse(seen_digest=draft.digest_to_endorse, **said)
    assert draft.endorsements_in_force() == [endorsement]
    draft.write(by=organizer, texts=TEXTS, hours=Decimal(9))  # another length is another course
    assert draft.endorsements_in_force() == []


def test_a_version_is_withdrawn_with_a_reason_and_a_course_retired(course_version, organizer):
    with pytest.raises(Refusal, match="Write why"):
        course_version.withdraw(by=organizer, because=" ")
    course_version.withdraw(by=organizer, because="The law has changed")
    assert course_version.course.current is None
    course_version.course.retire(by=organizer)
    with pytest.raises(Refusal, match="was retired"):
        course_version.course.begin_version(by=organizer)


def test_the_list_finds_courses_by_words_and_filters(client, draft, course_version, organizer):
    client.force_login(organizer)
    url = reverse("training:courses")
    shown = client.get(url).text
    assert "Identifying victims" in shown
    assert "Interviewing without harm" in shown
    found = client.post(url, {"q": "escuchar"}).text
    assert "Interviewing without harm" in found
    assert "Identifying victims" not in found
    taught = client.get(url, {"language": "en"}).text  # only what is published is ready
    assert "Identifying victims" in taught
    assert "Interviewing without harm" not in taught
    assert "Identifying victims" not in client.get(url, {"use": "retired"}).text
    assert client.get(url, {"competency": "no such", "level": "expert"}).status_code == 200


def test_the_page_of_a_course_shows_its_events_to_those_who_may_see_them(
    client, cast, event, organizer, course_version, django_assert_max_num_queries
):
    url = course_version.course.get_absolute_url()
    client.force_login(organizer)
    client.get(url)
    with django_assert_max_num_queries(20):
        assert event.number in client.get(url).text
    client.force_login(cast.caseworker)
    assert event.number not in client.get(url).text
    assert TrainingEvent.objects.count() == 1


def test_a_version_is_written_in_four_languages_and_a_bad_address_is_named(
    client, draft, organizer
):
    client.force_login(organizer)
    url = reverse("training:course-version-edit", args=[draft.ref])
    said = {
        "title_en": "Interviews", "title_ar": "المقابلات", "objectives_en": "Listen.",
        "objectives_ar": "الإصغاء", "hours": "6.5", "min_attendance": "80", "min_score": "",
        "validity_months": "24", "obligations": ["health.fulfil"],
    }  # fmt: skip
    answer = client.post(url, said | {"links": "https://example.org/a Slides\njavascript:no"})
    assert answer.status_code == 422
    assert "Line 2 begins with no address" in answer.text
    assert client.post(url, said | {"links": "https://example.org/b Film"}).status_code == 303
    draft = CourseVersion.objects.get(pk=draft.pk)
    assert draft.languages == ["en", "ar"]
    assert (draft.min_score, draft.validity_months) == (None, 24)
    assert [(each.url, each.title) for each in draft.materials.all()] == [
        ("https://example.org/b", "Film")
    ]
    assert draft.rights == ["health"]


def test_the_page_of_a_course_leads_to_questions_cascade_and_completions(
    client, organizer, course_version, caseworker
):
    version, course = course_version, course_version.course
    links = [
        reverse("training:questions", args=[version.ref]),
        reverse("training:cascade", args=[course.ref]),
        reverse("training:course-completions", args=[version.ref]),
    ]
    client.force_login(organizer)
    for page in (course, version):
        text = client.get(page.get_absolute_url()).text
        assert [link for link in links if link not in text] == []
    client.force_login(caseworker)
    text = client.get(course.get_absolute_url()).text
    assert [link for link in links if link in text] == []
