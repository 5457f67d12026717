"""Notifications: what a colleague must know, without a name, read by opening it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import override

from amparo.foundation.core.audit import events
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Job, Notification, NotificationPreference
from amparo.foundation.core.notifications import inbox
from amparo.foundation.core.notifications.email import deliver_group_email
from amparo.foundation.core.notifications.kinds import GROUPS
from amparo.foundation.core.webhooks import EVENTS
from amparo.pillars.assistance.cases.models import ApprovalRequest
from amparo.pillars.assistance.planning.models import CasePlan

pytestmark = pytest.mark.django_db
URL = "/notices/"
SETTINGS_URL = "/notices/settings/"


@pytest.fixture
def notice(case, colleague, supervisor):
    case.assign(colleague, by=supervisor)
    return Notification.objects.get(user=colleague)


def add(user, event, about="", *, days=0, urgent=False, read=False, url="/"):
    at = now() - timedelta(days=days)
    return Notification.objects.create(
        user=user, event=event, about=about, url=url, is_urgent=urgent, at=at,
        read_at=at if read else None,
    )  # fmt: skip


def page_of(client, user, query=""):
    client.force_login(user)
    return client.get(URL + query).content.decode().partition("<main")[2]


def codes_on(page):
    return re.findall(r'<bdi class="code[^"]*" dir="ltr">([^<]+)</bdi>', page)


def test_the_inbox_says_what_happened_and_names_nobody_in_the_file(client, notice, colleague):
    page = page_of(client, colleague)
    assert "Case assigned to you" in page
    assert notice.about in page
    assert "Rosa" not in page


def test_each_says_what_and_about_whom_by_number_and_initials(
    client, case, caseworker, supervisor
):
    plan = CasePlan.begin(case, by=caseworker)
    approval = ApprovalRequest.ask(case, "plan", plan, by=caseworker)
    approval.decide(by=supervisor, approved=False, note="Who pays?")
    line = page_of(client, caseworker).partition("Case plan returned for changes")[2]
    line = line.partition("</li>")[0]
    assert case.number in line
    initials = " ".join(f"{letter}." for letter in case.person.initials)
    assert f"<bdi>{initials}</bdi>" in line


def test_whoever_may_no_longer_see_the_case_reads_no_initials(client, case, stranger):
    add(stranger, "case.assigned", case.number)
    line = page_of(client, stranger).partition("Case assigned to you")[2].partition("</li>")[0]
    assert case.number in line
    initials = " ".join(f"{letter}." for letter in case.person.initials)
    assert initials not in line


def test_people_in_danger_come_first_then_days_and_kinds(client, colleague, case):
    for event, days, about, urgent in (
        ("case.reopened", 0, "AMP-2", False), ("case.assigned", 1, "AMP-4", False),
        ("alert.raised", 2, case.number, True), ("browser.new", 0, "AMP-1", True),
        ("referral.sent", 3, "AMP-5", True), ("referral.sent", 3, "AMP-6", False),
    ):  # fmt: skip
        add(colleague, event, about, days=days, urgent=urgent)
    page = page_of(client, colleague)
    assert codes_on(page) == [case.number, "AMP-5", "AMP-1", "AMP-2", "AMP-4", "AMP-6"]
    assert page.index("Today") < page.index("Yesterday")


def test_danger_that_was_read_stands_among_the_others(client, colleague, case):
    add(colleague, "case.assigned", "AMP-1")
    add(colleague, "alert.raised", case.number, days=1, read=True)
    assert codes_on(page_of(client, colleague)) == ["AMP-1", case.number]


def test_danger_is_first_however_many_came_after_it(client, colleague):
    add(colleague, "alert.raised", "AMP-0", days=9)
    for at in range(1, 45):
        add(colleague, "case.assigned", f"AMP-{at}", days=at % 7)
    assert codes_on(page_of(client, colleague))[0] == "AMP-0"


def test_of_one_kind_and_day_several_are_one_line(client, colleague):
    for at in range(3):
        add(colleague, "case.assigned", f"AMP-{at}")
    add(colleague, "case.assigned", "AMP-9", days=1)
    page = page_of(client, colleague)
    assert page.count("<details>") == 1
    assert "3 cases assigned to you" in page
    assert codes_on(page) == ["AMP-2", "AMP-1", "AMP-0", "AMP-9"]


def test_a_kind_without_words_for_several_says_how_many_beside(colleague):
    lines = inbox.as_lines(
        colleague, [add(colleague, "meeting.moved", f"Forum {at}") for at in range(2)]
    )
    [(day, [fold])] = inbox.by_day(lines)
    with override("en"):
        assert (day, fold.text, fold.shows_count) == (localdate(), "Meeting moved", True)


def test_the_kinds_filter_and_say_how_many_are_new(client, colleague):
    add(colleague, "case.assigned", "AMP-1")
    add(colleague, "approval.given.plan", "AMP-2")
    add(colleague, "approval.given.plan", "AMP-3", read=True)
    page = page_of(client, colleague, "?kind=decision")
    assert set(codes_on(page)) == {"AMP-2", "AMP-3"}
    chip = page.partition('href="?kind=decision"')[2].partition("</a>")[0]
    assert 'aria-current="true"' in chip
    assert '<span class="count">1</span>' in chip
    assert client.get(f"{URL}?kind=gossip").status_code == 404


def test_every_notification_is_in_one_group(colleague):
    for code in ("alert.raised", "approval.plan", "referral.sent", "message.no", "gone.code"):
        add(colleague, code, urgent=code == "referral.sent")
    counts = inbox.unread_counts(colleague)
    assert counts == dict.fromkeys(GROUPS, 0) | {
        "danger": 2, "decision": 1, "message": 1, "work": 1,
    }  # fmt: skip


def test_reading_the_list_marks_nothing(client, notice, colleague):
    page_of(client, colleague)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_opening_one_marks_it_and_leads_to_the_case(client, notice, case, colleague):
    client.force_login(colleague)
    answer = client.post(f"{URL}{notice.pk}/")
    assert answer["Location"] == case.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at


def test_all_read(client, notice, colleague):
    assert "Mark all as read" in page_of(client, colleague)
    client.post(f"{URL}read/")
    assert not Notification.objects.unread().filter(user=colleague).exists()
    assert "Mark all as read" not in page_of(client, colleague)


def test_those_of_one_kind_are_read_together_and_no_others(client, notice, colleague):
    add(colleague, "alert.raised", "AMP-26-000002-7")
    shown = notice.kind.group
    page = page_of(client, colleague, f"?kind={shown}")
    assert "Mark these as read" in page
    answer = client.post(f"{URL}read/?kind={shown}")
    assert answer["Location"] == f"{URL}?kind={shown}"
    left = Notification.objects.unread().filter(user=colleague)
    assert [each.event for each in left] == ["alert.raised"]
    assert client.post(f"{URL}read/?kind=no-such-kind").status_code == 404
    assert left.count() == 1


def test_nobody_reads_the_notices_of_another(client, notice, caseworker):
    assert "Case assigned to you" not in page_of(client, caseworker)
    assert client.post(f"{URL}{notice.pk}/").status_code == 404
    client.post(f"{URL}read/")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_long_inbox_goes_on_page_after_page(client, colleague):
    for at in range(45):
        add(colleague, "case.assigned", f"AMP-{at}")
    page = page_of(client, colleague)
    assert len(codes_on(page)) == 40
    assert "Show more" in page


def test_the_bell_marks_danger_apart(client, colleague):
    add(colleague, "case.assigned", "AMP-1")
    client.force_login(colleague)
    calm = client.get(URL).content.decode().partition("<main")[0]
    assert "Notices: 1 new" in calm
    assert "count-late" not in calm.partition("header-end")[2].partition("</header>")[0]
    client.post(f"{URL}read/")
    add(colleague, "alert.raised", "AMP-2")
    header = client.get(URL).content.decode().partition("header-end")[2].partition("</header>")[0]
    assert "1 about danger" in header
    assert "count-late" in header


# Nothing twice.


def tell(users, *, urgent=False, by=None):
    Notification.notify(
        users, event="case.reopened", about="AMP-1", url="/cases/1/", by=by, urgent=urgent
    )


def test_of_the_same_there_is_one_until_it_is_read(colleague):
    tell([colleague])
    first = colleague.notifications.get()
    Notification.objects.update(at=now() - timedelta(days=3))
    tell([colleague, colleague], urgent=True)
    again = colleague.notifications.get()
    assert (again.pk, again.is_urgent) == (first.pk, True)
    assert localdate(again.at) == localdate()
    again.mark_read()
    tell([colleague])
    assert colleague.notifications.unread().count() == 1


def test_the_database_refuses_a_second_unread_one(colleague):
    add(colleague, "case.reopened", "AMP-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        add(colleague, "case.reopened", "AMP-1")


def test_a_reminder_that_was_read_does_not_come_back(colleague):
    week = timedelta(days=7)
    remind = {"event": "rights.late", "about": "", "url": "/rights/1/", "every": week}
    Notification.remind([colleague], **remind)
    colleague.notifications.get().mark_read()
    Notification.remind([colleague], **remind)
    assert colleague.notifications.count() == 1
    colleague.notifications.update(at=now() - week - timedelta(hours=1))
    Notification.remind([colleague], **remind)
    assert colleague.notifications.count() == 2


# What notifies me.


def test_a_kind_that_is_not_wanted_is_neither_shown_nor_counted(client, colleague):
    add(colleague, "case.assigned", "AMP-1")
    add(colleague, "referral.sent", "AMP-2", urgent=True)
    client.force_login(colleague)
    answer = client.post(
        SETTINGS_URL, {f"{each}_shown": "on" for each in GROUPS if each != "referral"}
    )
    assert answer["Location"] == URL
    page = page_of(client, colleague)
    assert codes_on(page) == ["AMP-2"]  # somebody may be in danger
    assert "1 new" in page


def test_danger_cannot_be_switched_off(client, colleague):
    client.force_login(colleague)
    client.post(SETTINGS_URL, {})
    assert NotificationPreference.objects.get(user=colleague, group="danger").is_shown
    with pytest.raises(IntegrityError), transaction.atomic():
        colleague.notification_preferences.filter(group="danger").update(is_shown=False)


def test_an_email_goes_out_once_for_what_waits_and_each_time_for_danger(
    settings, colleague, mailoutbox
):
    settings.AMPARO_MAIL_HOST = "mail.example"
    for group in ("danger", "referral"):
        NotificationPreference.objects.create(user=colleague, group=group, by_email=True)
    for at in range(2):
        for event in ("case.assigned", "alert.raised", "approval.plan"):
            Notification.notify([colleague], event=event, about=f"AMP-{at}", url="/", by=None)
    jobs = Job.objects.filter(task="email-notification").order_by("pk")
    assert [job.args[1] for job in jobs] == ["referral", "danger", "danger"]
    deliver_group_email.func(*jobs[0].args)
    [mail] = mailoutbox
    assert mail.to == [colleague.email]
    assert "Referrals and transfers" in mail.body
    assert "AMP-0" not in mail.subject + mail.body


CODE = r"\((?:[^\"=]*|[^\"]*?(?:what|event)=)\"([a-z_]+[.][a-z_]+)\""
NOTICE_CALL = re.compile(r"\.(?:tell|notify|remind)" + CODE)
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


def test_a_title_is_a_phrase_without_a_full_stop():
    for code, kind in events.notices().items():
        with override("en"):
            title = str(kind.title)
        assert title, code
        assert len(title) <= 80, code
        assert not title.endswith("."), code
        assert kind.group in GROUPS, code
