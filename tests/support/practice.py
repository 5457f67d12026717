"""A practised file with a name that nobody else bears: planted, to see where it is told of."""

from types import SimpleNamespace

from tests.support.cast import ZONE
from tests.support.sample_data.casework import take_case_steps

GIVEN, FAMILY = "Zulimar", "Yapurquechi"
PHONE, DOCUMENT = "+591 70098765", "ZY998877"


def set_up(cast) -> SimpleNamespace:
    """A practice office in which Lucía and Maren practise.

    What it makes is not kept by the cast: whoever asks for it takes it out with the transaction.
    """
    from amparo.foundation.core.models import Office, Team

    office = Office.objects.create(
        organization=cast.organization, name="Ejercicios", country="BO", time_zone=ZONE,
        is_practice=True,
    )  # fmt: skip
    team = Team.objects.create(office=office, name="Aprendices")
    by = cast.caseworker.add_role("caseworker", by=None, team=team).user
    supervisor = cast.supervisor.add_role("supervisor", by=None, office=office).user
    return SimpleNamespace(office=office, team=team, by=by, supervisor=supervisor)


def plant(cast, at: SimpleNamespace | None = None) -> SimpleNamespace:
    """A family in the practice office of which everything is recorded that can be: screened,
    assessed, planned, referred.
    """
    from amparo.foundation.people.models import Family, Person
    from amparo.pillars.assistance.cases.models import Case

    at = at or set_up(cast)
    by, team = at.by, at.team
    person, child = (
        Person.register(
            by=by, team=team, consent=consent, given_names=each, family_names=FAMILY,
            nationality="BO", birth_year=year, contacts=[{"kind": "phone", "value": PHONE}],
            documents=[{"kind": "passport", "number": f"{DOCUMENT}{year}"}],
        )
        for each, year, consent in (
            (GIVEN, 1990, cast.consent), (f"{GIVEN}ita", 2015, cast.of_parent)
        )
    )  # fmt: skip
    family = Family.register(person, by=by)
    family.add(child, "child", by=by)
    case = Case.open(by=by, team=team, owner=by, person=person, channel="walk_in")
    case.add_dependant(child, "child", by=by)
    steps = take_case_steps(case, SimpleNamespace(caseworker=by))
    return SimpleNamespace(
        **vars(at), rosa=person, child=child, family=family, case=case,
        words=(case.number, str(case.ref), str(person.ref), FAMILY),
        **steps,
    )  # fmt: skip


def close(planted: SimpleNamespace) -> None:
    """The whole way to the end: the plan is approved, and so is that the case is closed."""
    from amparo.pillars.assistance.cases.models import Closure

    planted.approval.decide(by=planted.supervisor, approved=True)
    planted.alert.resolve(by=planted.by, how="He has gone.")
    closure = Closure.propose(
        planted.case, by=planted.by, reason="goals_met", summary="They live with an aunt."
    )
    asked = planted.case.approvalrequests.get(record_ref=closure.ref)
    asked.decide(by=planted.supervisor, approved=True)
