"""The policy once more, as plain sets and sentences: what the walk holds the house against.

Nothing here asks the house. It is written from what people are told (`docs/access.md`): an
ordinary file opens to who accompanies it, to their team and their office; a restricted one to who
accompanies it and to who has leave for its group; a partner reads what is shared with them. Who
comes along in a file is shown by it only while no other group keeps them.
"""

from dataclasses import dataclass, field

WORKS = frozenset({"caseworker", "supervisor"})
APPROVES = frozenset({"supervisor"})
READS = {
    "caseworker": frozenset({"identity", "contact", "location", "narrative", "medical"}),
    "supervisor": frozenset({"identity", "contact", "location", "narrative", "medical"}),
    "provider": frozenset({"identity", "contact", "location", "narrative", "medical"}),
    "official": frozenset({"identity", "contact"}),
}
# They agree that a file goes, without reading it: that it is there they are told.
ERASES = frozenset({"supervisor", "data_officer"})
PARTNERS = frozenset({"provider", "official"})


@dataclass(frozen=True)
class Place:
    """A role somewhere: in a team, or over an office as a whole."""

    role: str
    office: str
    team: str = ""


@dataclass
class Staff:
    places: set[Place] = field(default_factory=set)
    leaves: set[tuple[str, str]] = field(default_factory=set)  # a group, in an office
    is_gone: bool = False


@dataclass(eq=False)
class File:
    """A case; or, of somebody whom no case keeps, the team that registered them."""

    team: str
    owner: str = ""
    group: str = ""
    own: str = ""  # the person whom it is about; or else the family
    family: str = ""
    people: set[str] = field(default_factory=set)
    shows: set[str] = field(default_factory=set)  # of its people
    emergencies: set[str] = field(default_factory=set)  # who has it open by one
    was_opened_so: bool = False
    is_closed: bool = False


@dataclass(eq=False)
class Somebody:
    """A person: who registered them, in which family they are, what is shared of them."""

    registered: list[File]
    shared: dict[str, frozenset[str]] = field(default_factory=dict)  # by organization
    agrees: bool = True


class ExpectedPermissions:
    def __init__(self, teams: dict[str, str], organizations: dict[str, str]):
        self.office_of, self.organization_of = teams, organizations
        self.sharing: set[str] = set()  # offices that let others learn whom they know
        self.staff: dict[str, Staff] = {}
        self.cases: dict[str, File] = {}
        self.people: dict[str, Somebody] = {}

    def does(self, who: str, file: File, roles: frozenset[str]) -> bool:
        """Whether one of these roles opens this file to them, as somebody who works here."""
        staff = self.staff[who]
        places = [place for place in staff.places if place.role in roles]
        if staff.is_gone or not places:
            return False
        if file.owner == who:
            return True
        office = self.office_of[file.team]
        if file.group:
            return (file.group, office) in staff.leaves
        return any(
            place.team == file.team or (not place.team and place.office == office)
            for place in places
        )

    def works_on(self, who: str, file: File) -> bool:
        return self.does(who, file, WORKS)

    def opens(self, who: str, file: File) -> bool:
        """Work, or an emergency, for who would otherwise work on such files."""
        staff = self.staff[who]
        may = not staff.is_gone and any(place.role in WORKS for place in staff.places)
        return self.works_on(who, file) or (may and who in file.emergencies)

    def files_of(self, person: str) -> list[File]:
        return [case for case in self.cases.values() if person in case.shows]

    def files_with(self, person: str) -> list[File]:
        return [*self.people[person].registered, *self.files_of(person)]

    def sees(self, who: str, person: str) -> bool:
        """Whoever registered them, and whoever may open a case in which they are accompanied."""
        return any(self.opens(who, file) for file in self.files_with(person))

    def reads(self, who: str, person: str, kind: str) -> bool:
        """Whether they may read what is of this class in the person's file."""
        if self.sees(who, person):
            return True
        return kind in self.received(who, person)

    def received(self, who: str, person: str) -> frozenset[str]:
        """What a partner reads: the classes of their role, of what is shared with them."""
        if self.staff[who].is_gone:
            return frozenset()
        shared = self.people[person].shared
        return frozenset().union(
            *(
                READS[place.role] & shared.get(self.organization_of[place.office], frozenset())
                for place in self.staff[who].places
                if place.role in PARTNERS
            )
        )

    def knowing(self, person: str) -> set[str]:
        """The offices of which others learn that this person is known there."""
        files = self.files_with(person)
        if any(file.group for file in files):
            return set()
        held = {self.office_of[file.team] for file in files}
        return held & self.sharing

    def settles(self, *changed: File) -> None:
        """Whom each file shows, after a deed on some: first those of groups, then the others."""
        for file in [*changed, *sorted(self.cases.values(), key=lambda each: not each.group)]:
            file.shows = {p for p in file.people if p == file.own or self._is_free(p, file)}

    def _is_free(self, person: str, file: File) -> bool:
        """No other group keeps them."""
        here = (file.group, self.office_of[file.team])
        others = [each for each in self.files_of(person) if each is not file and each.group]
        return all((each.group, self.office_of[each.team]) == here for each in others)

    def restricts(self, case: File) -> None:
        """Those who registered its people find them no more: only who keeps such a file."""
        if case.group:
            for person in case.people:
                self.people[person].registered = []
