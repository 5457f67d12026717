"""What was heard stands as a flag until somebody answers it by name."""

from datetime import timedelta

import pytest

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection.models import Incident, Observation
from amparo.pillars.assistance.assessment.case_risk import risk_panel
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.cases.incidents import observation_subject
from amparo.pillars.assistance.cases.models import EmergencyAccess, Task
from amparo.pillars.assistance.intake.models import Screening

pytestmark = pytest.mark.django_db
STEPS = "A bed tonight, and a doctor."


def screened(case, by, **said):
    return Screening.hold(case, by=by, first_steps=STEPS, **said)


def kinds(case):
    return sorted(case.protectionflags.unanswered().values_list("kind", flat=True))


@pytest.fixture
def flag(case, caseworker):
    screened(case, caseworker, asylum_wish=True)
    return case.protectionflags.get()


# What raises them.


def test_what_screening_heard_stands_dated_with_its_source(case, rosa, caseworker):
    held = screened(
        case, caseworker, danger_now=True, medical=True, asylum_wish=True, trafficking=True,
        urgent=["suicide", "child_alone"],
    )  # fmt: skip
    assert kinds(case) == [
        "asylum_wish", "child_without_adult", "danger_now", "medical", "suicide_risk",
        "trafficking_signs",
    ]  # fmt: skip
    flag = case.protectionflags.get(kind="danger_now")
    assert (flag.person, flag.source, flag.source_ref) == (rosa, "screening", held.ref)
    assert (flag.at, flag.by, flag.due_on) == (held.at, caseworker, case.office.today())


def test_of_several_people_it_names_nobody(case, nayeli, caseworker):
    case.add_dependant(nayeli, "child", by=caseworker)
    screened(case, caseworker, medical=True)
    assert case.protectionflags.get().person is None


def test_a_hastier_screening_takes_none_away_and_raises_none_twice(case, caseworker, colleague):
    screened(case, caseworker, asylum_wish=True)
    screened(case, colleague, asylum_wish=None)
    screened(case, colleague, asylum_wish=True)
    assert kinds(case) == ["asylum_wish"]


def test_incidents_and_observations_raise_flags_of_whom_they_are_about(case, rosa, caseworker):
    said = observation_subject(case, caseworker)
    Incident.report(
        by=caseworker, victims=[rosa], harm="deprivation", harm_subtype="arbitrary_detention",
        case_ref=case.ref,
    )  # fmt: skip
    for factor in ("suicidality", "stateless", "debt"):
        Observation.record(
            by=caseworker, level="individual", factor=factor, polarity="risk", severity=2,
            observed_on=case.office.today(), **said,
        )  # fmt: skip
    assert kinds(case) == ["detention", "statelessness", "suicide_risk"]
    assert {flag.person for flag in case.protectionflags.all()} == {rosa}


def test_what_was_looked_at_and_adds_nothing_raises_none(case, caseworker):
    Observation.record(
        by=caseworker, level="individual", factor="suicidality", polarity="risk", severity=0,
        observed_on=case.office.today(), **observation_subject(case, caseworker),
    )  # fmt: skip
    assert kinds(case) == []


def test_details_that_are_noted_later_count_too(case, rosa, caseworker):
    rosa.change(by=caseworker, statelessness="at_risk")
    rosa.change(by=caseworker, statelessness="at_risk", sex="female")
    assert kinds(case) == ["statelessness"]


def test_what_was_known_and_answered_is_not_raised_by_every_screening(
    case, rosa, caseworker, colleague
):
    rosa.change(by=caseworker, statelessness="stateless")
    case.protectionflags.get().answer(by=colleague, code="referred", text="The consul sees her.")
    screened(case, caseworker, asylum_wish=True)
    assert kinds(case) == ["asylum_wish"]


# Who is told, and until when.


def test_owner_and_supervisor_are_told_without_saying_of_what(case, caseworker, supervisor):
    screened(case, caseworker, trafficking=True)
    told = Notification.objects.filter(event="flag.raised")
    assert supervisor.pk in told.values_list("user", flat=True)
    assert all("traffick" not in each.about.lower() for each in told)
    entry = AuditEntry.objects.get(event="flag.raised")
    assert "traffick" not in str(entry.content.details).lower()


def test_one_task_with_the_nearest_deadline_waits_for_all_of_them(case, caseworker, colleague):
    today = case.office.today()
    screened(case, caseworker, asylum_wish=True)
    task = case.tasks.pending().get(what=Task.What.FLAG)
    assert task.due_on == case.office.after_working_days(today, 1)
    screened(case, caseworker, danger_now=True)
    task.refresh_from_db()
    assert task.due_on == case.rules.due("flag.danger_now", today)
    for flag in case.protectionflags.all():
        flag.answer(by=colleague, code="referred", text="To the legal clinic.")
    assert not case.tasks.pending().filter(what=Task.What.FLAG).exists()


def test_while_danger_is_unanswered_the_level_is_high_at_least(case, caseworker, colleague):
    screened(case, caseworker, danger_now=True)
    proposed = risk_panel(case, caseworker).proposed
    assert (proposed.band.code, bool(proposed.missing)) == ("high", True)
    case.protectionflags.get().answer(by=colleague, code="help_given", text="In the refuge.")
    assert risk_panel(case, caseworker).proposed.band.code == "none"


# The answer.


def test_an_answer_is_given_by_name_and_a_changed_one_keeps_the_former(
    flag, caseworker, colleague
):
    first = flag.answer(by=caseworker, code="referred", text="To the asylum office.")
    assert not flag.is_open
    flag.answer(by=colleague, code="taken_to_authority", text="We went.", seen=str(first.ref))
    told = [(each.by, each.code) for each in flag.answers.order_by("pk")]
    assert told == [(caseworker, "referred"), (colleague, "taken_to_authority")]


def test_of_two_who_answer_at_once_the_second_sees_the_first(flag, caseworker, colleague):
    stale = ProtectionFlag.objects.get(pk=flag.pk)
    flag.answer(by=caseworker, code="referred", text="To the asylum office.")
    with pytest.raises(Refusal, match=f"{caseworker.name} answered this flag"):
        stale.answer(by=colleague, code="declined", text="She does not want it.")
    assert flag.answers.count() == 1


@pytest.mark.parametrize("code", ["not_so", "declined"])
def test_whoever_raised_it_does_not_set_it_aside_alone(flag, caseworker, colleague, code):
    with pytest.raises(Refusal, match="You raised this flag"):
        flag.answer(by=caseworker, code=code, text="A misunderstanding.")
    flag.answer(by=colleague, code=code, text="I asked her with an interpreter.")
    assert not flag.is_open


@pytest.mark.parametrize(("code", "text"), [("released", "Out."), ("referred", " ")])
def test_an_answer_that_says_nothing_is_refused(flag, colleague, code, text):
    with pytest.raises(Refusal):
        flag.answer(by=colleague, code=code, text=text)
    assert flag.is_open


def test_heard_again_after_the_answer_it_stands_again(flag, case, caseworker, colleague):
    flag.answer(by=colleague, code="not_so", text="She wants to go home.")
    screened(case, caseworker, asylum_wish=True)
    assert kinds(case) == ["asylum_wish"]


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "Answer due today at the latest"), (3, "Answer due by "), (-2, "Answer overdue since ")],
)
def test_by_when_it_is_answered_is_said_as_a_whole_sentence(client, case, caseworker, days, text):
    screened(case, caseworker, asylum_wish=True)
    case.protectionflags.update(due_on=case.office.today() + timedelta(days=days))
    assert text in page_of(client, caseworker, case.get_absolute_url())


# The pages.


def page_of(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()


def test_the_case_page_begins_with_it(client, flag, case, caseworker):
    page = page_of(client, caseworker, case.get_absolute_url())
    assert "Intention to seek asylum, or fear of return" in page
    assert "take them to the asylum authority" in page
    assert f"/cases/{case.ref}/referrals/new/?kind=legal.asylum" in page


def test_it_stands_in_lists_on_the_first_screens_and_in_the_calendar(
    client, flag, case, caseworker, supervisor
):
    for user, url in ((caseworker, "/cases/"), (caseworker, "/today/"), (supervisor, "/waiting/")):
        assert "Intention to seek asylum, or fear of return" in page_of(client, user, url), url


def test_the_clock_of_sexual_violence_runs_on_the_case_page(client, case, caseworker):
    case.rules.change(by=caseworker, time_limits={"clinical.pep": 72})
    screened(
        case, caseworker, urgent=["sexual_violence"], violence_at=now() - timedelta(hours=31.5)
    )
    page = page_of(client, caseworker, case.get_absolute_url())
    assert "40 hours left for the treatment that prevents HIV." in page


def test_who_comes_second_reads_the_first_answer_and_may_change_it(
    client, flag, case, colleague, caseworker
):
    url = f"/cases/{case.ref}/flags/{flag.ref}/"
    assert "Intention to seek asylum" in page_of(client, colleague, url)
    sent = {"code": "referred", "text": "To the clinic.", "seen": ""}
    assert client.post(url, sent).status_code == 303
    client.force_login(caseworker)
    late = client.post(url, {**sent, "text": "What I did"})
    assert late.status_code == 422
    page = late.content.decode()
    assert f"{colleague.name} answered this flag meanwhile" in page
    assert "What I did" in page
    assert "To the clinic." in page
    first = flag.answers.get()
    assert f'name="seen" value="{first.ref}"' in page
    again = {**sent, "text": "What I did", "seen": str(first.ref)}
    assert client.post(url, again).status_code == 303
    assert [each.text for each in flag.answers.order_by("pk")] == ["To the clinic.", "What I did"]


def test_the_second_reads_it_in_the_form_alone_too(client, flag, case, colleague, caseworker):
    flag.answer(by=colleague, code="referred", text="To the clinic.")
    client.force_login(caseworker)
    sent = {"code": "referred", "text": "What I did", "seen": ""}
    url = f"/cases/{case.ref}/flags/{flag.ref}/"
    late = client.post(url, sent, headers={"HX-Request": "true"})
    assert "To the clinic." in late.content.decode()


def test_who_only_reads_the_case_learns_that_there_are_flags_and_not_which(
    client, flag, case, cast, office
):
    elsewhere = cast._user("alma", "Alma Ruiz", "caseworker", office=office)
    page = page_of(client, elsewhere, case.get_absolute_url())
    assert "This case has urgent flags." in page
    assert "Intention to seek asylum" not in page
    assert client.get(f"/cases/{case.ref}/flags/{flag.ref}/").status_code == 404


def test_who_opened_the_case_in_an_emergency_reads_them(client, flag, case, stranger):
    assert not ProtectionFlag.objects.accessible_to(stranger).exists()
    EmergencyAccess.open(case, by=stranger, reason="danger", text="She is before me.")
    assert "Intention to seek asylum" in page_of(client, stranger, case.get_absolute_url())


def test_a_stranger_finds_none(client, flag, case, stranger):
    client.force_login(stranger)
    assert client.get(f"/cases/{case.ref}/flags/{flag.ref}/").status_code == 404
