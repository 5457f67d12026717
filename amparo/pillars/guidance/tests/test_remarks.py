"""A reader says that something is not true at their place, and gets an answer in time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, Membership, Notification, Office, User
from amparo.pillars.guidance.models import Remark
from amparo.pillars.guidance.tasks import remind_of_guidance
from amparo.pillars.guidance.worklists import remarks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(edition, section, author):
    edition.publish(by=author, today=localdate())
    return edition


@pytest.fixture
def page(published):
    return reverse("guidance:remark-new", args=[published.ref])


@pytest.fixture
def remark(published, caseworker):
    return Remark.write(
        published, by=caseworker, text="The desk closes at 16:00", language="en",
        step="child.assessment",
    )  # fmt: skip


def test_a_remark_reaches_who_is_responsible_with_the_step_and_a_day(
    client, page, caseworker, author
):
    client.force_login(caseworker)
    sent = client.post(f"{page}?step=child.assessment", {"text": "The desk closes at 16:00"})
    remark = Remark.objects.get()
    assert sent.headers["Location"] == remark.get_absolute_url()
    assert (remark.step, remark.office, remark.by) == (
        "child.assessment", caseworker.office, caseworker,
    )  # fmt: skip
    assert remark.due_at > clock.now()
    assert Notification.objects.get(user=author).event == "guidanceremark.written"


def test_an_unknown_step_and_an_empty_remark_are_not_kept(client, page, caseworker):
    client.force_login(caseworker)
    assert client.post(page, {"text": "  "}).status_code == 422
    client.post(f"{page}?step=nothing", {"text": "Wrong address"})
    assert Remark.objects.get().step == ""


def test_the_answer_ends_it_and_tells_whoever_wrote_it(client, remark, author, caseworker):
    client.force_login(author)
    answer = reverse("guidance:remark-answer", args=[remark.ref])
    assert "The desk closes at 16:00" in client.get(answer).content.decode()
    assert client.post(answer, {"outcome": "local", "answer": ""}).status_code == 422
    told = {"outcome": "local", "answer": "Your office says it in its own text."}
    assert client.post(answer, told).status_code == 303
    assert Notification.objects.get(user=caseworker).event == "guidanceremark.answered"
    assert client.post(answer, told).status_code == 422
    client.force_login(caseworker)
    shown = client.get(remark.get_absolute_url()).content.decode()
    assert "Your office says it in its own text." in shown
    assert client.get(answer).status_code == 403


def test_what_waits_stands_in_the_list_of_who_answers_and_of_who_wrote_it(
    client, remark, author, caseworker, colleague
):
    listed = reverse("guidance:remarks")
    client.force_login(author)
    assert remark.get_absolute_url() in client.get(listed).content.decode()
    client.force_login(caseworker)
    assert remark.get_absolute_url() in client.get(listed).content.decode()
    client.force_login(colleague)
    assert remark.get_absolute_url() not in client.get(listed).content.decode()
    assert client.get(remark.get_absolute_url()).status_code == 404


def test_a_supervisor_sees_on_the_first_screen_what_waits_for_their_answer(
    client, remark, product, supervisor, caseworker
):
    product.owner = supervisor
    product.save(update_fields=["owner"])
    client.force_login(supervisor)
    first = client.get(reverse("cases:waiting")).content.decode()
    assert "Remarks on guidance to answer" in first
    remark.reply(by=supervisor, outcome="confirmed", answer="We looked: it is so.")
    first = client.get(reverse("cases:waiting")).content.decode()
    assert "Remarks on guidance to answer" not in first


def test_who_waits_too_long_is_remembered_once(remark, author, product):
    overdue = Notification.objects.filter(user=author, event="guidanceremark.overdue")
    remind_of_guidance.call()
    assert not overdue.exists()
    with clock.at(clock.now() + product.answer_time + timedelta(days=1)):
        remind_of_guidance.call()
        remind_of_guidance.call()
    assert overdue.count() == 1
    assert AuditEntry.objects.filter(event="guidanceremark.overdue").count() == 1


def test_without_an_owner_who_works_here_it_reaches_the_authors_of_the_office(
    published, caseworker, author, supervisor, office
):
    """And nobody who writes guidance of another office only."""
    elsewhere = Office.objects.create(
        organization=office.organization, name="Elsewhere", country=office.country
    )
    stranger = User.objects.create(email="stranger@amparo.example", name="Stranger")
    Membership.objects.create(user=stranger, office=elsewhere, role="guidance_author")
    Membership.objects.create(user=stranger, office=office, role="caseworker")
    published.product.owner = supervisor
    published.product.save(update_fields=["owner"])
    supervisor.is_active = False
    supervisor.save(update_fields=["is_active"])
    remark = Remark.write(published, by=caseworker, text="Closed on Fridays", language="en")
    assert [each.user for each in Notification.objects.all()] == [author]
    assert list(remarks_for(author)) == [remark]
