"""Data calls: who owes which report by when, reminders that go out once, remarks, sending."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.models import Notification, Office, Team, User
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.evidence import data_calls
from amparo.pillars.evidence.data_calls import State, find_owed
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import (
    DataCall,
    DataCallOffice,
    DataCallReminder,
    MonthlyReport,
)
from amparo.pillars.evidence.tests.made_up_months import made_up_people, signed_month

pytestmark = pytest.mark.django_db

INDEX = "/evidence/data-calls/"


@pytest.fixture
def head(organization, office, other_office):
    head = Office.objects.create(organization=organization, name="Region", country="BO")
    Office.objects.filter(pk__in=[office.pk, other_office.pk]).update(parent=head)
    office.refresh_from_db()
    other_office.refresh_from_db()
    return head


@pytest.fixture
def regional(head):
    user = User.objects.create_user("regional@example.org", "Amina Diallo", language="en")
    user.add_role("data_officer", by=None, office=head)
    return user


@pytest.fixture
def month(office):
    return earlier(office.today(), 1)


@pytest.fixture
def call(head, regional, office, other_office, month):
    return DataCall.define(
        by=regional, office=head, offices=[office, other_office], name="Regional report",
        due_day=10, remind_days=3, first_month=month,
    )  # fmt: skip


@pytest.fixture
def owed(call, office):
    return DataCallOffice.objects.owed().get(office=office)


@pytest.fixture
def report(office, month, data_officer, supervisor):
    people = made_up_people({("1", "female", "adult"): 7})
    return signed_month(people, office=office, month=month, by=data_officer, signer=supervisor)


def on_day(month, day):
    """The moment of this day of the month after `month`, at noon."""
    now = clock.now()
    wanted = earlier(month, -1).replace(day=day)
    return clock.at(now + timedelta(days=(wanted - now.date()).days, hours=0))


def state_of(owed, month):
    [found] = find_owed([owed], [month])
    return found.state


def events(user):
    return list(
        Notification.objects.filter(user=user).order_by("pk").values_list("event", flat=True)
    )


def test_it_says_where_each_report_stands(owed, office, month, data_officer, supervisor):
    assert state_of(owed, month) is State.NOT_BEGUN
    people = made_up_people({("1", "female", "adult"): 7})
    signed_month(people, office=office, month=month, by=data_officer, signer=supervisor)
    assert state_of(owed, month) is State.SIGNED
    owed.send(month, by=data_officer)
    assert state_of(owed, month) is State.SENT


def test_reminders_go_out_once_before_and_once_when_late(
    owed, month, data_officer, supervisor, regional
):
    with on_day(month, 2):
        data_calls.send_reminders()
    assert events(data_officer) == []
    with on_day(month, 8):
        data_calls.send_reminders()
        data_calls.send_reminders()
    assert events(data_officer) == ["datacallreminder.before"]
    assert events(regional) == []
    with on_day(month, 12):
        data_calls.send_reminders()
        data_calls.send_reminders()
    assert events(data_officer) == ["datacallreminder.before", "datacallreminder.late"]
    assert events(supervisor) == events(data_officer)
    assert events(regional).count("datacallreminder.late") == 2  # two offices


def test_who_has_sent_is_not_reminded(owed, report, month, data_officer):
    owed.send(month, by=data_officer)
    with on_day(month, 12):
        data_calls.send_reminders()
    assert not DataCallReminder.objects.filter(owed=owed).exists()


def test_a_call_that_ended_reminds_nobody(call, month, regional):
    call.finish(by=regional)
    with on_day(month, 12):
        data_calls.send_reminders()
    assert not DataCallReminder.objects.exists()
    with pytest.raises(Refusal, match="has ended"):
        call.finish(by=regional)


def test_only_a_signed_report_is_sent_and_once(client, owed, month, data_officer, regional):
    client.force_login(data_officer)
    url = owed.get_url(month)
    assert "Send report" not in client.get(url).text
    with pytest.raises(Refusal, match="Only a signed report"):
        owed.send(month, by=data_officer)


def test_the_head_office_reads_a_report_once_it_was_sent(
    client, owed, report, month, data_officer, regional
):
    client.force_login(regional)
    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.post(f"{owed.get_url(month)}send/").status_code in (403, 404)
    client.force_login(data_officer)
    assert "Send report" in client.get(owed.get_url(month)).text
    assert owed.get_url(month) in client.get(report.get_absolute_url()).text
    assert client.post(f"{owed.get_url(month)}send/").status_code == 303
    assert client.post(f"{owed.get_url(month)}send/").status_code != 303
    client.force_login(regional)
    assert client.get(report.get_absolute_url()).status_code == 200
    assert "datacalldelivery.sent" in events(regional)


def test_both_sides_write_remarks_and_are_notified(
    client, owed, month, data_officer, regional, stranger
):
    url = owed.get_url(month)
    for user, text in ((regional, "Please check the children."), (data_officer, "Done.")):
        client.force_login(user)
        assert client.post(f"{url}remark/", {"text": text}).status_code == 303
    page = client.get(url).text
    assert "Please check the children." in page
    assert "Done." in page
    assert "datacallremark.written" in events(regional)
    assert client.post(f"{url}remark/", {"text": "  "}).status_code == 422
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_a_reminder_by_hand(client, owed, month, data_officer, regional):
    url = owed.get_url(month)
    client.force_login(data_officer)
    assert "Send reminder" not in client.get(url).text
    assert client.post(f"{url}remind/").status_code in (403, 404)
    client.force_login(regional)
    assert client.post(f"{url}remind/").status_code == 303
    assert events(data_officer) == ["datacallreminder.by_hand"]
    assert client.post(f"{url}remind/").status_code != 303
    assert len(events(data_officer)) == 1


def test_an_office_sees_what_it_owes_on_its_first_pages(client, owed, month, data_officer):
    client.force_login(data_officer)
    for page in ("/evidence/", INDEX):
        assert owed.get_url(month) in client.get(page).text
    with on_day(month, 12):
        client.force_login(data_officer)
        assert "Late" in client.get("/evidence/").text


def test_another_office_learns_nothing_of_it(client, call, owed, month, stranger, cast):
    other = User.objects.create_user("other@example.org", "Other", language="en")
    other.add_role("supervisor", by=None, office=cast.other_office)
    client.force_login(other)
    assert client.get(owed.get_url(month)).status_code == 404
    page = client.get(call.get_absolute_url()).text
    assert cast.other_office.name in page
    assert cast.office.name not in page
    client.force_login(stranger)
    assert client.get(call.get_absolute_url()).status_code == 404


def test_who_defines_figures_defines_a_call(client, regional, office, month, supervisor):
    said = {
        "name": "Regional report", "offices": [str(office.ref)], "due_day": 10,
        "remind_days": 3, "first_month": f"{month:%Y-%m}",
    }  # fmt: skip
    client.force_login(supervisor)
    assert client.post(f"{INDEX}new/", said).status_code == 404
    client.force_login(regional)
    assert "Puerto Alto" in client.get(f"{INDEX}new/").text
    assert client.post(f"{INDEX}new/", said).status_code == 303
    call = DataCall.objects.get()
    assert [each.office for each in call.offices.standing()] == [office]
    changed = {**said, "due_day": 15}
    assert client.post(f"{call.get_absolute_url()}edit/", changed).status_code == 303
    call.refresh_from_db()
    assert call.due_day == 15
    assert client.post(f"{call.get_absolute_url()}end/").status_code == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"due_day": 31}, "28"), ({"due_day": "soon"}, "Write a whole number."),
        ({"remind_days": 40}, "20"), ({"offices": []}, "still missing"),
        ({"offices": ["x"]}, "Choose among these"), ({"first_month": "2020-13"}, "Choose one of"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_explained(client, regional, office, month, wrong, words):
    said = {
        "name": "Report", "offices": [str(office.ref)], "due_day": 10, "remind_days": 3,
        "first_month": f"{month:%Y-%m}",
    }  # fmt: skip
    client.force_login(regional)
    response = client.post(f"{INDEX}new/", said | wrong)
    assert response.status_code == 422
    assert words in response.text
    assert not DataCall.objects.exists()


def test_an_office_of_another_head_cannot_be_asked(head, regional, organization, month):
    elsewhere = Office.objects.create(organization=organization, name="Elsewhere", country="PE")
    Team.objects.create(office=elsewhere, name="Team")
    with pytest.raises(Refusal, match="those below it"):
        DataCall.define(
            by=regional, office=head, offices=[elsewhere], name="Report", due_day=10,
            remind_days=3, first_month=month,
        )  # fmt: skip


@pytest.mark.parametrize("code", ["2026-13", "nonsense", "1999-01"])
def test_a_month_that_is_not_owed_is_not_found(client, call, office, regional, code):
    client.force_login(regional)
    owed = DataCallOffice.objects.get(office=office)
    assert client.get(f"{INDEX}offices/{owed.ref}/{code}/").status_code == 404


def test_an_office_that_is_left_out_owes_nothing(call, office, other_office, regional, month):
    call.change(
        by=regional, offices=[other_office], name=call.name, due_day=10, remind_days=3,
        first_month=month,
    )  # fmt: skip
    assert [each.office for each in call.offices.standing()] == [other_office]
    assert MonthlyReport.objects.count() == 0


def test_the_pages_ask_rarely(client, call, owed, month, regional, django_assert_max_num_queries):
    client.force_login(regional)
    for url in (INDEX, call.get_absolute_url(), owed.get_url(month)):
        client.get(url)
        with django_assert_max_num_queries(20):
            client.get(url)
