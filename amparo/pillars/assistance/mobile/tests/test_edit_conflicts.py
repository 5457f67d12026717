"""Two colleagues change the same field: both values stand until a person chooses."""

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork.models import Conflict, OutboxEntry
from amparo.foundation.fieldwork.tests.offline_device import Phone
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.planning.models import CasePlan


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


@pytest.fixture
def conflict(phone, case, rosa, colleague):
    """Lucía said "Never at night" in the field; Daniel said "Only at noon" on a page."""
    rosa.change(by=colleague, safe_contact="Only at noon")
    phone.write("person.change", rosa.ref, safe_contact={
        "was": "Only by message, after 18:00", "now": "Never at night"})  # fmt: skip
    [receipt] = phone.send()
    assert receipt["state"] == "conflict"
    return Conflict.objects.get()


def standing(rosa):
    rosa.refresh_from_db()
    return rosa.safe_contact


def test_different_fields_go_together(phone, case, rosa, colleague):
    rosa.change(by=colleague, family_names="Mamani")
    phone.write("person.change", rosa.ref, given_names={"was": "Rosa", "now": "Rosa María"},
                languages={"was": ["ay", "es"], "now": ["ay"]})  # fmt: skip
    [receipt] = phone.send()
    assert receipt["state"] == "done"
    rosa.refresh_from_db()
    assert (rosa.given_names, rosa.family_names, rosa.languages) == (
        "Rosa María",
        "Mamani",
        ["ay"],
    )
    line = AuditEntry.objects.filter(event="person.changed").latest("pk")
    assert line.details["fields"] == ["given_names", "languages"]


def test_in_one_entry_what_nobody_touched_is_changed_and_the_rest_waits(
    phone, case, rosa, colleague
):
    rosa.change(by=colleague, sex="other")
    phone.write("person.change", rosa.ref, sex={"was": "female", "now": "male"},
                birth_date={"was": "1992-03-14", "now": "1992-03-15"})  # fmt: skip
    assert phone.send()[0]["state"] == "conflict"
    rosa.refresh_from_db()
    assert (rosa.sex, rosa.birth_date.day) == ("other", 15)
    assert Conflict.objects.get().name == "sex"


def test_the_value_that_stands_stays_until_somebody_chooses(conflict, rosa, colleague, caseworker):
    assert standing(rosa) == "Only at noon"
    assert (conflict.base_value, conflict.device_value, conflict.server_value) == (
        "Only by message, after 18:00", "Never at night", "Only at noon",
    )  # fmt: skip
    assert (conflict.server_value_by, conflict.entry.by) == (colleague, caseworker)
    assert conflict.server_value_at


@pytest.mark.parametrize(
    ("keep", "stands"), [("field", "Never at night"), ("house", "Only at noon")]
)
def test_whoever_works_on_the_file_chooses(keep, stands, conflict, rosa, client, colleague):
    client.force_login(colleague)
    listed = client.get("/field/waiting/").text
    assert "Precautions" in listed
    shown = client.get(f"/field/waiting/conflicts/{conflict.ref}/").text
    assert all(each in shown for each in ("Never at night", "Only at noon", "Lucía Méndez"))
    sent = {"keep": keep, "seen": conflict.mark}
    assert client.post(f"/field/waiting/conflicts/{conflict.ref}/settle/", sent).status_code == 303
    assert standing(rosa) == stands
    conflict.refresh_from_db()
    assert (conflict.kept_value, conflict.settled_by) == (keep, colleague)
    assert conflict.device_value is None
    assert conflict.entry.receipt["state"] == "done"
    assert "Precautions" not in client.get("/field/waiting/").text


def test_a_value_that_changed_once_more_is_looked_at_again(conflict, rosa, client, supervisor):
    seen = conflict.mark
    rosa.change(by=supervisor, safe_contact="Call her sister")
    client.force_login(supervisor)
    where = f"/field/waiting/conflicts/{conflict.ref}/"
    answer = client.post(f"{where}settle/", {"keep": "field", "seen": seen})
    assert answer.status_code == 409
    assert standing(rosa) == "Call her sister"
    assert "Call her sister" in client.get(where).text


def test_for_a_stranger_it_does_not_exist(conflict, client, stranger, nurse):
    for who in (stranger, nurse):
        client.force_login(who)
        assert client.get(f"/field/waiting/conflicts/{conflict.ref}/").status_code == 404
        settle = f"/field/waiting/conflicts/{conflict.ref}/settle/"
        assert client.post(settle, {"keep": "field"}).status_code == 404


def test_choosing_twice_is_choosing_once(conflict, rosa, colleague, supervisor):
    conflict.settle(by=colleague, keep="field")
    conflict.settle(by=supervisor, keep="field")
    assert AuditEntry.objects.filter(event="conflict.settled").count() == 1


def test_it_is_said_where_the_day_begins(conflict, client, caseworker, supervisor):
    for who, page in ((caseworker, "/today/"), (supervisor, "/waiting/")):
        client.force_login(who)
        assert "/field/waiting/" in client.get(page).text


def test_an_action_that_ended_in_two_ways(phone, case, caseworker, colleague):
    goal = CasePlan.begin(case, by=caseworker).set_goal(
        by=caseworker, text="A roof", horizon="long"
    )
    action = goal.add_action(by=caseworker, text="Ask", due_on=case.office.today())
    action.drop(by=colleague, because="The shelter closed")
    phone.write("action.end", case.ref, ref=action.ref, text="They have a bed",
                status={"was": "to_do", "now": "done"})  # fmt: skip
    assert phone.send()[0]["state"] == "conflict"
    status, words = Conflict.objects.order_by("name")
    assert (status.name, words.name) == ("status", "text")
    status.settle(by=colleague, keep="field")
    words.settle(by=colleague, keep="field")
    action = type(action).objects.get(pk=action.pk)
    assert (action.status, action.end_text) == ("done", "They have a bed")
    assert OutboxEntry.objects.get().state == "done"


def test_what_came_of_a_task_is_not_lost_to_who_said_it_first(phone, case, caseworker, colleague):
    task = Task.set(case, "call", case.office.today(), by=caseworker)
    task.done(by=colleague, how="No answer.")
    phone.write("task.do", case.ref, ref=task.ref, how="She called back.")
    assert phone.send()[0]["state"] == "conflict"
    Conflict.objects.get().settle(by=colleague, keep="field")
    assert Task.objects.get(pk=task.pk).how == "She called back."
