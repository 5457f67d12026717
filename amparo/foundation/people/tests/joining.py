"""Two files of one woman, and two offices that may know her."""

from amparo.foundation.people.models import Person, PersonReach


def hold(person, team):
    """Those of a team and of its office find the file too."""
    for holder in (f"team:{team.pk}", f"office:{team.office_id}"):
        PersonReach.objects.get_or_create(record=person, holder=holder, why="registered")


def keep_close(person, group, office):
    """Only a restricted group finds the file."""
    PersonReach.objects.filter(record=person).delete()
    PersonReach.objects.create(record=person, holder=f"{group}@office:{office.pk}", why="case:0")


def registered(cast, **fields):
    return Person.register(by=cast.caseworker, team=cast.team, consent=cast.consent, **fields)
