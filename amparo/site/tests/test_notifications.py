"""Notices: what a colleague must know, without a name, read by opening it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from amparo.foundation.core.audit import events
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification
from amparo.foundation.core.webhooks import EVENTS
from amparo.pillars.assistance.cases.models import ApprovalRequest
from amparo.pillars.assistance.planning.models import CasePlan

pytestmark = pytest.mark.django_db
URL = "/notices/"


@pytest.fixture
def notice(case, colleague, supervisor):
    case.assign(colleague, by=supervisor)
    return Notification.objects.get(user=colleague)


def test_the_inbox_says_what_happened_and_names_nobody_in_the_file(client, notice, colleague):
    client.force_login(colleague)
    text = client.get(URL).content.decode()
    assert "A case was assigned to you." in text
    assert notice.about in text
    assert "Rosa" not in text


def test_each_says_what_and_about_whom_by_number_and_initials(
    client, case, caseworker, supervisor
):
    plan = CasePlan.begin(case, by=caseworker)
    approval = ApprovalRequest.ask(case, "plan", plan, by=caseworker)
    approval.decide(by=supervisor, approved=False, note="Who pays?")
    client.force_login(caseworker)
    line = client.get(URL).content.decode().partition("Case plan returned for changes")[2]
    line = line.partition("</li>")[0]
    assert case.number in line
    assert f"<bdi>{case.person.initials}</bdi>" in line


def test_they_are_grouped_by_day_and_kind_and_people_in_danger_come_first(client, colleague, case):
    today = now()
    for event, days, about, urgent in (
        ("case.assigned", 0, "A", False), ("case.reopened", 0, "B", False),
        ("case.assigned", 0, "C", False), ("case.assigned", 1, "D", False),
        ("alert.raised", 2, case.number, True), ("browser.new", 0, "E", True),
    ):  # fmt: skip
        Notification.objects.create(
            user=colleague, event=event, about=about, url="/", is_urgent=urgent,
            at=today - timedelta(days=days),
        )  # fmt: skip
    client.force_login(colleague)
    page = client.get(URL).content.decode()
    found = re.findall(
        r'<bdi class="code[^"]*" dir="ltr">([^<]+)</bdi>', page.partition("<main")[2]
    )
    assert found == [case.number, "E", "C", "A", "B", "D"]
    assert page.index("Today") < page.index("Yesterday")


def test_reading_the_list_marks_nothing(client, notice, colleague):
    client.force_login(colleague)
    client.get(URL)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_opening_one_marks_it_and_leads_to_the_case(client, notice, case, colleague):
    client.force_login(colleague)
    answer = client.post(f"{URL}{notice.pk}/")
    assert answer["Location"] == case.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at


def test_all_read(client, notice, colleague):
    client.force_login(colleague)
    assert "Mark all as read" in client.get(URL).content.decode()
    client.post(f"{URL}read/")
    assert not Notification.objects.unread().filter(user=colleague).exists()
    assert "Mark all as read" not in client.get(URL).content.decode()


def test_nobody_reads_the_notices_of_another(client, notice, caseworker):
    client.force_login(caseworker)
    assert "A case was assigned to you." not in client.get(URL).content.decode()
    assert client.post(f"{URL}{notice.pk}/").status_code == 404
    client.post(f"{URL}read/")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_long_inbox_goes_on_page_after_page(client, colleague):
    Notification.objects.bulk_create(
        Notification(user=colleague, event="alert.raised", about=f"AMP-{at}", url="/", by=None)
        for at in range(45)
    )
    client.force_login(colleague)
    text = client.get(URL).content.decode()
    assert text.count("Safety alert.") == 40
    assert "Show more" in text


CODE = r"\((?:[^\"=]*|[^\"]*?(?:what|event)=)\"([a-z_]+[.][a-z_]+)\""
NOTICE_CALL = re.compile(r"\.(?:tell|notify)" + CODE)
# Sent to a partner's system: no notice of a colleague; its label is with the subscriptions.
EVENT_CALL = re.compile(r"\bnotify_partner" + CODE)


def codes_in(pattern):
    house = Path(__file__).parents[2]
    texts = [file.read_text() for file in house.rglob("*.py") if "tests" not in file.parts]
    return {code for text in texts for code in pattern.findall(text)}


def test_every_code_that_is_told_has_its_sentence():
    assert codes_in(NOTICE_CALL)
    assert codes_in(NOTICE_CALL) <= set(events.notices())
    assert codes_in(EVENT_CALL)
    assert codes_in(EVENT_CALL) <= set(EVENTS)
