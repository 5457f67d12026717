"""Files that most of the cast may not open: of another office, restricted, closed.

Each stands for the world's own, with one record of each kind: a door is tried there too.
"""

from types import SimpleNamespace

from tests.cast import Cast
from tests.world import text_to, walk

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
    from amparo.pillars.assistance.models import Case, LegalHold

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
        "text": text_to(person, by),
        "hold": LegalHold.put(case, by=by, because="A judge asks for it."),
        **_asked(person, by), **walk(case, cast),
    }  # fmt: skip


def _asked(person, by) -> dict:
    from amparo.pillars.assistance.models import RightsRequest

    on = {"heard_on": person.created_at.date(), "language": "es"}
    asked = RightsRequest.hear(person, by=by, what="access", **on)
    answered = RightsRequest.hear(
        person, by=by, what="correction", field="names", words="With an o", **on
    )
    answered.answer(by=by, outcome="done")
    return {"asked": asked, "answered": answered}


def _close(case, house: SimpleNamespace) -> None:
    from amparo.pillars.assistance.models import Closure

    for alert in case.safetyalerts.unresolved():
        alert.resolve(by=house.caseworker, how="The man is gone.")
    closure = Closure.propose(case, by=house.caseworker, reason="goals_met", summary="Well.")
    case.approvals.get(record_ref=closure.ref).decide(by=house.supervisor, approved=True)
