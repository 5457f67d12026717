"""When a case is closed: who is asked about services and rights, when, and by whom."""

from django.db.models import Count

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.people.extension_points import do_not_contact_checks
from amparo.foundation.people.models import Consent, Person
from amparo.pillars.assistance.cases.access_grants import users_with_verb
from amparo.pillars.assistance.cases.models import Case, Task

from .closing import is_asked
from .instrument import Since
from .models import InstrumentVersion, ScheduledSurvey
from .months import months_after


def expect_surveys(case: Case, reason: str, *, by: User) -> None:
    """The rounds that follow this closure become due; who must not be contacted is not asked."""
    version, person = InstrumentVersion.objects.newest(Since.CLOSURE), case.main_person
    if version is None or person is None or not case.has_legal_basis:
        return
    closed_on = case.office.today()
    for wave in version.survey.waves:
        if not is_asked(reason, wave.months):
            continue
        may_be_asked = not wave.months or may_be_contacted(person)
        due = ScheduledSurvey.expect(
            case, by=by, person=person, version=version, wave=wave.code,
            due_on=months_after(closed_on, wave.months),
            assigned_to=other_than_owner(case) if wave.months else None,
            is_in_calendar=may_be_asked,
        )  # fmt: skip
        if due.is_open and not may_be_asked:
            due.cancel(by=by, not_asked=ScheduledSurvey.NotAsked.UNSAFE)


def stop_asking(case: Case, *, by: User) -> None:
    """The case goes on: nobody is reminded of its surveys until it is closed again."""
    for due in ScheduledSurvey.objects.filter(case=case, is_about_closure=True, is_open=True):
        if due.task and due.task.is_open:
            due.task.done(by=by)


def may_be_contacted(person: Person) -> bool:
    """Whether nothing says not to: no danger now, and no refusal of being contacted."""
    if any(is_dangerous(person) for is_dangerous in do_not_contact_checks):
        return False
    answer = Consent.objects.filter(person=person, purpose="contact").order_by("pk").last()
    return answer is None or answer.is_in_force


def other_than_owner(case: Case) -> User | None:
    """Who has least to do of those who may work on the case, besides its owner; None: nobody."""
    others = {
        each.pk: each for each in users_with_verb(case, "case.work") if each.pk != case.owner_id
    }
    busy = _tasks_of(list(others))
    return min(others.values(), key=lambda each: (busy.get(each.pk, 0), each.pk), default=None)


@aggregate_query("how many tasks a colleague has is counted over all cases")
def _tasks_of(users: list[int]) -> dict[int, int]:
    rows = Task.objects.pending().filter(assigned_to__in=users).order_by()
    return dict(rows.values_list("assigned_to").annotate(count=Count("pk")))
