"""V2: the steps of a case come in order, each whole or not at all; the server judges input."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case, Closure
from amparo.pillars.assistance.intake.tests.test_registration import AGREES, CASE, URL, WHO
from amparo.pillars.assistance.planning.models import CasePlan
from tests.support.batches import in_batches, tried
from tests.support.html import Element, Page
from tests.support.responses import ask
from tests.support.route_permissions import PAGES, ROUTE_PERMISSIONS, address, person_shown

pytestmark = pytest.mark.django_db


@dataclass
class Expected:
    """How far a case has come, as the handbook tells it: what may follow, and what may not."""

    is_open: bool = True
    closing: bool = False
    begun: bool = False
    planned: bool = False
    agreed: bool = False
    ended: str = ""

    def allows(self, deed: str) -> bool:
        return {
            "begin": self.is_open,
            "plan": self.is_open and self.begun,
            "agree": self.is_open and self.planned and not self.agreed,
            "start": self.is_open and self.planned and not self.ended,
            "complete": self.is_open and self.planned and self.ended in ("", "done"),
            "drop": self.is_open and self.planned and self.ended in ("", "dropped"),
            "close": self.is_open and not self.closing,
            "approve": self.closing,
            "approve_ones_own": False,
            "send_back": self.closing,
            "reopen": not self.is_open,
        }[deed]

    def after(self, deed: str) -> None:
        self.begun |= deed == "begin"
        self.planned |= deed == "plan"
        self.agreed |= deed == "agree"
        self.ended = {"complete": "done", "drop": "dropped"}.get(deed, self.ended)
        self.closing = (self.closing or deed == "close") and deed not in ("approve", "send_back")
        self.is_open = (self.is_open and deed != "approve") or deed == "reopen"


class Steps:
    """The same deeds, done to a case that is there; a step that is not there yet is a refusal."""

    def __init__(self, case: Case, caseworker, supervisor):
        self.ref, self.worker, self.supervisor = case.ref, caseworker, supervisor

    def do(self, deed: str) -> bool:
        try:
            with transaction.atomic():
                getattr(self, deed)(Case.objects.get(ref=self.ref))
        except (Refusal, ObjectDoesNotExist):
            return False
        return True

    def begin(self, case):
        CasePlan.begin(case, by=self.worker)

    def plan(self, case):
        goal = case.caseplans.get().set_goal(by=self.worker, text="Safe", horizon="immediate")
        if not case.actions.exists():
            goal.add_action(by=self.worker, text="A bed", due_on=case.office.today())

    def agree(self, case):
        case.caseplans.get().agree(by=self.worker, on=case.office.today(), how="verbal")

    def start(self, case):
        case.actions.get().start(by=self.worker)

    def complete(self, case):
        case.actions.get().complete(by=self.worker)

    def drop(self, case):
        case.actions.get().drop(by=self.worker, because="She found her own.")

    def close(self, case):
        Closure.propose(case, by=self.worker, reason="goals_met")

    def approve(self, case):
        self._asked(case).decide(by=self.supervisor, approved=True)

    def approve_ones_own(self, case):
        self._asked(case).decide(by=self.worker, approved=True)

    def send_back(self, case):
        self._asked(case).decide(by=self.supervisor, approved=False, note="Not yet.")

    def reopen(self, case):
        case.closures.latest().reopen(by=self.supervisor, because="She came back.")

    def _asked(self, case):
        return case.approvalrequests.get(what="closure", is_waiting=True)


STEPS = [name for name in vars(Steps) if not name.startswith("_") and name != "do"]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=14))
def test_v2_3_1_no_step_is_skipped_in_whatever_order_one_tries(
    case, caseworker, supervisor, deeds
):
    told, hands = Expected(), Steps(case, caseworker, supervisor)
    with transaction.atomic():
        for deed in deeds:
            allowed = told.allows(deed)
            assert hands.do(deed) == allowed, (deed, told)
            if allowed:
                told.after(deed)
            now = Case.objects.get(ref=case.ref)
            assert (now.status == Case.Status.CLOSED) != told.is_open
        transaction.set_rollback(True)


def test_v2_3_1_who_jumps_to_the_last_step_of_a_registration_is_led_to_the_first(
    client, caseworker
):
    client.force_login(caseworker)
    answer = client.post(URL, CASE | {"once": str(uuid4())})
    assert answer.status_code == 422
    assert answer.context["step"] == "consent"
    answer = client.post(URL, AGREES | CASE | {"once": str(uuid4())})
    assert (answer.status_code, answer.context["step"]) == (422, "person")
    assert not Person.objects.exists()


@pytest.fixture
def breaks_at():
    """The database fails at the n-th thing that it is asked to keep."""

    class Breaking:
        at = kept = 0

        def __call__(self, execute, sql, params, many, context):
            keeps = sql.split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE")
            if keeps and "core_session" not in sql:  # a screen is not part of the deed
                self.kept += 1
                if self.kept == self.at:
                    raise DatabaseError("The disk is full.")
            return execute(sql, params, many, context)

    return Breaking()


def rows() -> dict[str, int]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("amparo."))
    return {model._meta.label: model._base_manager.count() for model in ours}


def test_v2_3_3_wherever_a_registration_breaks_nothing_of_it_is_kept(
    client, caseworker, breaks_at
):
    """Person, names, keys, consent, case, tasks and the lines of the ledger: all or nothing."""
    client.force_login(caseworker)
    client.raise_request_exception = False
    before, broken = rows(), 0
    while True:
        breaks_at.at, breaks_at.kept = breaks_at.at + 3, 0
        with connection.execute_wrapper(breaks_at):
            answer = client.post(URL, AGREES | WHO | CASE | {"once": str(uuid4())})
        if answer.status_code == 303:
            break
        assert answer.status_code >= 500
        assert rows() == before
        broken += 1
    assert broken >= 5
    assert Person.objects.count() == Case.objects.count() == 1


# V2.2: what a form lets one choose and write is judged here too; a browser only helps.

FORMS = [
    route for route in PAGES if ROUTE_PERMISSIONS[route].answer("post", person_shown(route)) == 422
]


def attributes_around(asked: Element) -> str | None:
    """What a browser would not have sent for this field; None where it would send anything."""
    kind, most = asked.attrs.get("type", "text"), asked.attrs.get("maxlength")
    if asked.tag == "select" or kind == "radio":
        return "never-offered"
    if kind == "checkbox":
        return None
    return "x" * (int(most) + 1) if most else None


@in_batches(FORMS, by_day=16)
def test_v2_2_2_what_no_browser_would_send_is_refused_here(
    batch, shared_data, clients_by_person, subtests
):
    for route in batch:
        who, url = person_shown(route), address(route, shared_data)
        with tried(route, subtests) as faults:
            spoilt = spoil(ask(clients_by_person[who], "get", url).page)
            answer = ask(
                clients_by_person[who], "post", url, spoilt | {"once": str(uuid4())}, who=who
            )
            back = answer.page
            wrong = {
                e.attrs.get("name") for e in back.fields if e.attrs.get("aria-invalid") == "true"
            }
            if answer.status != 422:
                faults.append(f"{answer}: {answer.status}, and not 422")
            elif taken := set(spoilt) - wrong:
                faults.append(f"{answer}: nothing is said against {sorted(taken)}")


def spoil(page: Page) -> dict[str, str]:
    """What the last form of this page asks, answered as no browser would."""
    form = [each.around("form") for each in page.all("input") if each.attrs["name"] == "once"][-1]
    asked = [each for each in page.fields if each.is_in(form) and each.attrs.get("name")]
    asked = [each for each in asked if "disabled" not in each.attrs]  # is not sent, and not read
    return {
        each.attrs["name"]: said for each in asked if (said := attributes_around(each)) is not None
    }
