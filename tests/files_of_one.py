"""Five files and those who read them: what the walks through joins begin with."""

from dataclasses import dataclass, field

from tests.cast import Cast

NAMES = ("Rosa Quispe", "Farida Nasser", "Yacouba Traore", "Mihai Lupu", "Thandiwe Zulu")
READERS = ("caseworker", "keeper", "supervisor", "stranger", "pilar")


@dataclass
class File:
    """What was written in one file, and who holds it; a join must change neither."""

    pk: int
    name: str
    place: str
    phones: list[str] = field(default_factory=list)
    agrees: bool = True

    @property
    def readers(self) -> set[str]:
        ours, theirs = {"caseworker", "keeper", "supervisor"}, {"stranger", "pilar"}
        held = {"ours": ours, "theirs": theirs, "both": ours | theirs, "close": {"keeper"}}
        return held[self.place]


class House:
    """Five files, those who read them, one join and one question: where every walk begins."""

    def __init__(self):
        cast = self.cast = Cast()
        self.staff = {who: getattr(cast, who) for who in READERS[:-1]}
        self.staff["pilar"] = cast._user(
            "pilar", "Pilar Ríos", "supervisor", office=cast.other_office
        )
        self.files = [self._file(number) for number in range(len(NAMES))]
        # Each join that stands: the file kept and the file joined, and whether it is in force.
        self.links = {(0, 2): True, (0, 1): False}
        for kept, joined in self.links:
            people = [self.person(number) for number in (kept, joined)]
            people[0].join(people[1], by=cast.caseworker, because="They told us")

    def person(self, number: int):
        from amparo.foundation.people.models import Person

        return Person.objects.get(pk=self.files[number].pk)

    def hold(self, file: File) -> None:
        from amparo.foundation.people.models import PersonReach

        cast = self.cast
        ours = [f"team:{cast.team.pk}", f"office:{cast.office.pk}"]
        theirs = [f"team:{cast.other_team.pk}", f"office:{cast.other_office.pk}"]
        close = [f"trafficking@office:{cast.office.pk}"]
        held = {"ours": ours, "theirs": theirs, "both": ours + theirs, "close": close}
        PersonReach.objects.filter(record=file.pk).delete()
        PersonReach.objects.bulk_create(
            PersonReach(record_id=file.pk, holder=holder, why="case:0")
            for holder in held[file.place]
        )

    def _file(self, number: int) -> File:
        from amparo.foundation.people.models import Person

        cast, (given, family) = self.cast, NAMES[number].split()
        phone = f"+591 7000{number}000"
        person = Person.register(
            by=cast.caseworker, team=cast.team, consent=cast.consent, given_names=given,
            family_names=family, contacts=[{"kind": "phone", "value": phone}],
        )  # fmt: skip
        place = ("ours", "both", "ours", "theirs", "ours")[number]
        file = File(person.pk, NAMES[number], place, [phone])
        self.hold(file)
        return file
