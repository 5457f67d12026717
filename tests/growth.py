"""The same world with much more of everything in it: lists of dozens instead of one or two."""

from types import SimpleNamespace


def grow(world: SimpleNamespace, much: int) -> None:
    """More cases, each walked through; more of each kind in Rosa's case; more of the house."""
    from tests.world import walk

    for number in range(much):
        person = world.cast._person(given_names=f"Amal {number}", family_names="Ruiz")
        walk(world.cast.open_case(person=person), world.cast)
        world.family.add(person, "relative", by=world.caseworker)
        _of_rosa(world, number)
        _of_her_case(world, number)
        _of_the_house(world, number)
        _from_the_field(world)


def _of_rosa(world: SimpleNamespace, number: int) -> None:
    from amparo.foundation.people.models import ExceptionAsked, Family, Person

    by, rosa = world.caseworker, world.rosa
    rosa.add_document(by=by, kind="passport", number=f"A{number}")
    rosa.add_contact(by=by, kind="phone", value=f"+591 7000000{number}")
    Family.register(rosa, by=by, name=f"Ruiz {number}")
    asked = ExceptionAsked(basis="vital_interest", reason="Brought in unconscious")
    Person.register(by=by, team=world.team, exception=asked, given_names=f"Somebody {number}")


def _of_her_case(world: SimpleNamespace, number: int) -> None:
    from tests.world import _accompany, _meet, _weigh

    by, case = world.caseworker, world.case
    _meet(case, by)
    _weigh(case, by)
    goal = case.goals.create(plan=world.plan, by=by, words=f"Goal {number}", horizon="medium")
    goal.add_action(by=by, words="One thing more", due_on=case.office.today(), responsible=by)
    _accompany(case, by)
    person = world.cast._person(given_names=f"Child {number}", family_names="Quispe")
    case.add_dependant(person, "child", by=by)


def _of_the_house(world: SimpleNamespace, number: int) -> None:
    from amparo.foundation.core.models import Office, Organization, Team, User
    from amparo.foundation.core.records import new_reference
    from amparo.foundation.people.models import Community, Place
    from amparo.pillars.assistance.models import HandOver

    by = world.administrator
    place = Place.chart(by=by, name=f"Town {number}", kind="town", within=world.place)
    Community.register(by=world.caseworker, name=f"Barrio {number}", place=place)
    Organization.objects.create(name=f"Casa {number}", kind="ngo")
    office = Office.objects.create(
        organization=world.cast.organization, name=f"Office {number}", country="BO"
    )
    Team.objects.create(office=office, name="Team")
    user = User.objects.create_user(f"{new_reference()}@example.org", f"Colleague {number}")
    user.join("caseworker", by=by, team=world.team)
    world.nurse.join("provider", by=by, team=Team.objects.create(office=world.office, name="T"))
    mine = world.cast.open_case(community=world.community, owner=world.caseworker)
    HandOver.make([mine], from_user=world.caseworker, to=user, by=world.supervisor)


def _from_the_field(world: SimpleNamespace) -> None:
    """Each with a telephone of their own: nobody has very many."""
    from tests.world import from_the_field

    for device in world.caseworker.devices.in_use():
        device.revoke(by=world.caseworker)
    from_the_field(world)
