"""The story of a case in words, from the ledger and from what people wrote."""

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment.models.assessments import set_case_risk
from amparo.pillars.assistance.cases import timeline
from amparo.pillars.assistance.cases.models import Closure, Note, SafetyAlert, Task
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import CasePlan
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded_events(case, caseworker, colleague):
    today = case.office.today()
    Screening.hold(case, by=caseworker)
    set_case_risk(case, "high", by=caseworker)
    Note.write(case, by=caseworker, text="He has my passport", kind="quote")
    alert = SafetyAlert.sound(case, by=caseworker, text="Seen at the check")
    alert.resolve(by=caseworker, how="Moved her")
    plan = CasePlan.begin(case, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="Safe", horizon="immediate")
    action = goal.add_action(by=caseworker, text="A bed", service_type="shelter", due_on=today)
    action.start(by=caseworker)
    action.complete(by=caseworker)
    plan.agree(by=caseworker, on=today, how="verbal")
    plan.revise(by=caseworker)
    ServiceProvided.give(
        case, by=caseworker, service_type="food.voucher", action=action, given_on=today
    ).void(by=caseworker, because="Twice")
    task = Task.set(case, "visit", today, by=caseworker)
    task.move(today, by=caseworker)
    task.done(by=caseworker)
    task.undo(by=caseworker)
    case.assign(colleague, by=caseworker)
    Closure.propose(case, by=colleague, reason="goals_met", summary="Safe with her sister")
    return case


def test_every_action_that_was_done_is_shown(recorded_events):
    deeds = set(
        AuditEntry.objects.of_file(recorded_events.ref).actions().values_list("event", flat=True)
    )
    assert deeds <= set(timeline.timeline_events())


def test_it_is_told_in_words_with_what_was_said(client, recorded_events, caseworker):
    client.force_login(caseworker)
    page = client.get(f"/cases/{recorded_events.ref}/history/").content.decode()
    for said in (
        "Risk level: High", "Given: Food vouchers", "Safety alert", "Seen at the check",
        "Daniel Achebe", "Consent given: Case management", "Safe with her sister",
    ):  # fmt: skip
        assert said in page
    assert 'class="small quote"><bdi>He has my passport' in page
    assert "{" not in page.split("<main")[1]


def test_what_was_observed_in_a_row_is_one_line_that_names_it(client, case, caseworker, rosa):
    for factor in ("debt", "no_documents", "debt"):
        Observation.record(
            by=caseworker, person=rosa, case_ref=case.ref, level="individual", factor=factor,
            polarity="risk", severity=1, observed_on=case.office.today(),
        )  # fmt: skip
    client.force_login(caseworker)
    page = client.get(f"/cases/{case.ref}/history/").content.decode()
    assert page.count("Observation recorded") == page.count("Observation recorded × 3") == 1
    for factor in ("Debt linked to migration", "No identity or travel documents"):
        assert factor in page


def test_a_long_history_comes_in_slices(client, case, caseworker, django_assert_max_num_queries):
    for number in range(120):
        Note.write(case, by=caseworker, text=f"Note {number}")
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/history/"
    client.get(url)
    with django_assert_max_num_queries(16):
        page = client.get(url).content.decode()
    assert "Note 119" in page
    assert "Note 10<" not in page
    assert "Show more" in page


def test_the_history_is_read_by_type_of_record(client, recorded_events, caseworker):
    client.force_login(caseworker)
    url = f"/cases/{recorded_events.ref}/history/"
    assert "Type of record" in client.get(url).content.decode()
    chosen = client.get(url, {"choose": "kind"}).content.decode()
    assert "?kind=alert" in chosen
    assert "?kind=guardian" not in chosen

    page = client.get(url, {"kind": "alert"}).content.decode()
    assert "Seen at the check" in page
    assert "He has my passport" not in page

    nothing = client.get(url, {"kind": "no-such-kind"})
    assert nothing.status_code == 200
    assert "He has my passport" in nothing.content.decode()


def test_so_is_that_of_a_restricted_case(client, recorded_events, colleague, supervisor):
    recorded_events.restrict("trafficking", by=supervisor)
    SafetyAlert.sound(recorded_events, by=colleague, text="Seen by the bridge")
    entries = timeline.case_audit_entries(recorded_events, colleague)
    assert "alert" in dict(timeline.kinds_in(entries))
    client.force_login(colleague)
    page = client.get(f"/cases/{recorded_events.ref}/history/", {"kind": "alert"}).content.decode()
    assert "Seen by the bridge" in page
    assert "He has my passport" not in page


def test_to_a_stranger_nothing_is_told(client, recorded_events, stranger):
    client.force_login(stranger)
    assert client.get(f"/cases/{recorded_events.ref}/history/").status_code == 404
