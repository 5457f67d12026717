"""Records that most of the cast may not open, and many more records of every kind.

Files of another office, restricted, closed: each stands for the sample data's own, with one record
of each kind. `grow` makes lists of dozens instead of one or two.
"""

from types import SimpleNamespace

from tests.support.cast import Cast
from tests.support.sample_data.casework import take_case_steps
from tests.support.sample_data.people import queue_message

# Who reads a file of each sort; to the others of the cast it is not there.
READERS = {
    "elsewhere": {"stranger"},
    "restricted": {"caseworker"},
    "closed": {"caseworker", "colleague", "supervisor"},
}


def files(house: SimpleNamespace) -> dict[str, SimpleNamespace]:
    """The same world three times, in which one stands before another file."""
    cast, other = house.cast, house.cast.other_team
    parts = {
        "elsewhere": _file(cast, "Ingrid", by=house.stranger, team=other),
        "restricted": _file(cast, "Dalia", by=house.caseworker, team=house.team),
        "closed": _file(cast, "Bruno", by=house.caseworker, team=house.team),
    }
    parts["restricted"]["case"].restrict("trafficking", by=house.caseworker)
    _close(parts["closed"]["case"], house)
    return {sort: SimpleNamespace(**vars(house) | found) for sort, found in parts.items()}


def _file(cast: Cast, name: str, *, by, team) -> dict:
    from amparo.foundation.people.models import Family, Person
    from amparo.pillars.assistance.cases.models import Case
    from amparo.pillars.assistance.privacy.models import LegalHold

    person, child = (
        Person.register(
            by=by, team=team, consent=cast.consent, given_names=each, family_names="Solano",
            contacts=[{"kind": "phone", "value": "+591 70055555"}],
        )
        for each in (name, f"{name} junior")
    )  # fmt: skip
    case = Case.open(by=by, team=team, owner=by, person=person, channel="walk_in")
    family = Family.register(person, by=by)
    family.add(child, "child", by=by)
    return {
        "case": case, "rosa": person, "family": family,
        "dependant": case.add_dependant(child, "child", by=by),
        "member": family.members.get(person=child),
        "document": person.add_document(by=by, kind="passport", number="Y7654321"),
        "contact": person.contacts.get(), "consent": person.consents.get(),
        "text": queue_message(person, by),
        "hold": LegalHold.put(case, by=by, because="A judge asks for it."),
        **_asked(person, by), **take_case_steps(case, cast),
    }  # fmt: skip


def _asked(person, by) -> dict:
    from amparo.pillars.assistance.privacy.models import DataSubjectRequest

    on = {"heard_on": person.created_at.date(), "language": "es"}
    asked = DataSubjectRequest.hear(person, by=by, what="access", **on)
    answered = DataSubjectRequest.hear(
        person, by=by, what="correction", field="names", text="With an o", **on
    )
    answered.answer(by=by, outcome="done")
    return {"asked": asked, "answered": answered}


def _close(case, house: SimpleNamespace) -> None:
    from amparo.pillars.assistance.cases.models import Closure

    for alert in case.safetyalerts.unresolved():
        alert.resolve(by=house.caseworker, how="The man is gone.")
    closure = Closure.propose(case, by=house.caseworker, reason="goals_met", summary="Well.")
    case.approvalrequests.get(record_ref=closure.ref).decide(by=house.supervisor, approved=True)


# More of everything.


def grow(world: SimpleNamespace, much: int) -> None:
    """More cases, each walked through; more of each kind in Rosa's case; more of the house."""
    from tests.support.sample_data.casework import take_case_steps

    for number in range(much):
        person = world.cast._person(given_names=f"Amal {number}", family_names="Ruiz")
        take_case_steps(world.cast.open_case(person=person), world.cast)
        world.family.add(person, "relative", by=world.caseworker)
        _of_rosa(world, number)
        _of_her_case(world, number)
        _of_the_offices(world, number)
        _offline(world)


def _of_rosa(world: SimpleNamespace, number: int) -> None:
    from amparo.foundation.people.models import ExceptionAsked, Family, Person

    by, rosa = world.caseworker, world.rosa
    rosa.add_document(by=by, kind="passport", number=f"A{number}")
    rosa.add_contact(by=by, kind="phone", value=f"+591 7000000{number}")
    Family.register(rosa, by=by, name=f"Ruiz {number}")
    asked = ExceptionAsked(basis="vital_interest", reason="Imported unconscious")
    Person.register(by=by, team=world.team, exception=asked, given_names=f"Somebody {number}")


def _of_her_case(world: SimpleNamespace, number: int) -> None:
    from tests.support.sample_data.casework import assess_risk, give_service, hold_screening

    by, case = world.caseworker, world.case
    hold_screening(case, by)
    assess_risk(case, by)
    goal = case.goals.create(plan=world.plan, by=by, text=f"Goal {number}", horizon="medium")
    goal.add_action(by=by, text="One thing more", due_on=case.office.today(), responsible=by)
    give_service(case, by)
    person = world.cast._person(given_names=f"Child {number}", family_names="Quispe")
    case.add_dependant(person, "child", by=by)


def _of_the_offices(world: SimpleNamespace, number: int) -> None:
    from amparo.foundation.core.models import Office, Organization, Team, User
    from amparo.foundation.core.records import new_reference
    from amparo.foundation.people.models import Community, Place
    from amparo.pillars.assistance.cases.models import CaseloadHandover

    by = world.administrator
    place = Place.create(by=by, name=f"Town {number}", kind="town", within=world.place)
    Community.register(by=world.caseworker, name=f"Barrio {number}", place=place)
    Organization.objects.create(name=f"Casa {number}", kind="ngo")
    office = Office.objects.create(
        organization=world.cast.organization, name=f"Office {number}", country="BO"
    )
    Team.objects.create(office=office, name="Team")
    user = User.objects.create_user(f"{new_reference()}@example.org", f"Colleague {number}")
    user.add_role("caseworker", by=by, team=world.team)
    world.nurse.add_role(
        "provider", by=by, team=Team.objects.create(office=world.office, name="T")
    )
    mine = world.cast.open_case(community=world.community, owner=world.caseworker)
    CaseloadHandover.make([mine], from_user=world.caseworker, to=user, by=world.supervisor)


def _offline(world: SimpleNamespace) -> None:
    """Each with a telephone of their own: nobody has very many."""
    from tests.support.sample_data.fieldwork import make_offline_records

    for device in world.caseworker.devices.in_use():
        device.revoke(by=world.caseworker)
    make_offline_records(world)
