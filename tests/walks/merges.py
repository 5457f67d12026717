"""Files of one person, joined and parted in any order: nobody sees more, and nothing is changed.

    try_joins(60, seed=1)

Hypothesis chooses who joins what, who confirms and who parts, what is written meanwhile, what is
agreed to and taken back, which office or group a file goes to, and which file is erased. A small
model, which knows only what was written in each file and who holds it, says what must be seen.
"""

from collections import Counter
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import seed as seeded
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.support.cast import Cast

# Five files and those who read them: what each walk begins with.

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


class MergeRecords:
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
            people[0].merge(people[1], by=cast.caseworker, because="They told us")

    def person(self, number: int):
        from amparo.foundation.people.models import Person

        return Person.objects.get(pk=self.files[number].pk)

    def hold(self, file: File) -> None:
        from amparo.foundation.core.permissions.restricted_groups import group_grantee
        from amparo.foundation.people.models import PersonAccessGrant

        cast = self.cast
        ours = [f"team:{cast.team.pk}", f"office:{cast.office.pk}"]
        theirs = [f"team:{cast.other_team.pk}", f"office:{cast.other_office.pk}"]
        close = [group_grantee("trafficking", cast.office.pk)]
        held = {"ours": ours, "theirs": theirs, "both": ours + theirs, "close": close}
        PersonAccessGrant.objects.filter(record=file.pk).delete()
        PersonAccessGrant.objects.bulk_create(
            PersonAccessGrant(record_id=file.pk, grantee=grantee, why="case:0")
            for grantee in held[file.place]
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


STEPS = 25
DONE = (
    "walks", "joined", "asked", "confirmed", "refused", "parted", "erased", "files read", "pages",
)  # fmt: skip
PLACES = ("ours", "theirs", "both", "close")

files = st.integers(0, len(NAMES) - 1)
readers = st.sampled_from(READERS)


class MergeStateMachine(RuleBasedStateMachine):
    """One walk in the house as it stands, which is undone at its end."""

    records: MergeRecords
    figures: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.start = transaction.savepoint_create()
        self.figures["walks"] += 1
        self.cast, self.staff = self.records.cast, self.records.staff
        self.files, self.links = deepcopy(self.records.files), dict(self.records.links)
        self.gone: set[int] = set()

    # What is done.

    @rule(one=files, other=files, who=readers)
    def join(self, one, other, who):
        from amparo.foundation.core.refusals import Refusal

        if not self._may(who, one, other) or one == other:
            return
        is_free = all(joined != other for _kept, joined in self.links)
        will = is_free and self._head(one) != other
        try:
            with transaction.atomic():
                merge = self._person(one).merge(
                    self._person(other), by=self._user(who), because="They told us"
                )
        except Refusal:
            assert not will, "A join was refused that nothing forbids."
            return
        if not will:  # said again: a phone that retries
            assert (one, other) in self.links, "A join was made that closes a ring or forks."
            return
        self.links[one, other] = not self._concerns_others(one, other)
        assert merge.is_in_force == self.links[one, other], "Whether two are asked is wrong."
        self.figures["joined" if merge.is_in_force else "asked"] += 1

    @rule(nth=st.integers(0, 9), agrees=st.sampled_from([True, True, False]))
    def answer(self, nth, agrees):
        waiting = [link for link, in_force in self.links.items() if not in_force]
        if not waiting:
            return
        kept, joined = waiting[nth % len(waiting)]
        merge = self._merge(kept, joined)
        for who in READERS:
            asked = (
                type(merge).objects.filter(pk=merge.pk).accessible_to(self._user(who), "answer")
            )
            is_second = who in ("supervisor", "pilar") and self._may(who, kept, joined)
            assert asked.exists() == is_second, "Another than a second person may answer."
            if is_second and self.staff[who].pk != merge.by_id and merge.is_waiting:
                self._decide(merge, (kept, joined), who, agrees=agrees)

    def _decide(self, merge, link: tuple[int, int], who: str, *, agrees: bool) -> None:
        from amparo.foundation.core.refusals import Refusal

        closes_a_ring = self._head(link[0]) == link[1]
        with suppress(Refusal), transaction.atomic():
            if not agrees:
                merge.refuse(by=self._user(who), because="Another mother")
                del self.links[link]
                self.figures["refused"] += 1
                return
            merge.confirm(by=self._user(who))
            assert not closes_a_ring, "A ring was closed."
            self.links[link] = True
            self.figures["confirmed"] += 1
            return
        merge.refresh_from_db()

    @rule(number=files, who=readers)
    def part(self, number, who):
        for kept, joined in [link for link in self.links if number in link]:
            if self._may(who, kept, joined):
                self._part(kept, joined, who)

    def _part(self, kept, joined, who):
        self._merge(kept, joined).undo(by=self._user(who), because="Two people")
        del self.links[kept, joined]
        self.figures["parted"] += 1

    @rule(number=files, digits=st.integers(100, 999))
    def write(self, number, digits):
        if number not in self.gone:
            phone = f"+591 6{number}{digits}{digits}"
            self._person(number).add_contact(by=self.staff["keeper"], kind="phone", value=phone)
            self.files[number].phones.append(phone)

    @rule(number=files, name=st.sampled_from(["Amal", "Bianca", "Chidi"]))
    def rename(self, number, name):
        if number not in self.gone:
            file = self.files[number]
            self._person(number).change(by=self.staff["keeper"], given_names=name)
            file.name = f"{name} {file.name.split()[1]}"

    @rule(number=files, agrees=st.booleans())
    def say(self, number, agrees):
        from amparo.foundation.people.models import Consent
        from amparo.foundation.people.models.consents import Choice, ConsentGiven

        if number in self.gone:
            return
        said = ConsentGiven((Choice("case_management", agrees),), "verbal", "es")
        Consent.record(self._person(number), said, by=self.staff["keeper"])
        self.files[number].agrees = agrees

    @rule(number=files, place=st.sampled_from(PLACES))
    def give(self, number, place):
        if number not in self.gone:
            self.files[number].place = place
            self.records.hold(self.files[number])

    @rule(number=files, really=st.integers(0, 3))
    def erase(self, number, really):
        if really or number in self.gone:
            return
        by = self.staff["supervisor"]
        self._person(number).forget(by=by, asked_by=by, office=self.cast.office, reason="mistake")
        self.gone.add(number)
        self.links = {link: held for link, held in self.links.items() if number not in link}
        self.figures["erased"] += 1

    # What must be so.

    @rule(who=readers)
    def look(self, who):
        self.must_see(who)

    def teardown(self):
        try:
            self.must_be_as_written()
            self.must_see("keeper")
            self.must_see("stranger")
            for kept, joined in list(self.links):
                self._part(kept, joined, "keeper")  # a verb of the house, whoever may open them
            self.must_be_as_written()
            self.must_see("supervisor")
            self.must_see("pilar")
        finally:
            transaction.savepoint_rollback(self.start)

    def must_be_as_written(self):
        """Each file says what was written in it, and nothing else; each consent is its own."""
        from amparo.foundation.people.models import Contact, Person

        for number, file in enumerate(self.files):
            if number in self.gone:
                assert not Person.objects.filter(pk=file.pk).exists()
                continue
            person = self._person(number)
            assert person.name == file.name
            phones = Contact.objects.filter(person=file.pk).order_by("pk")
            assert [each.value for each in phones] == file.phones, "Something moved."
            assert person.consents_to("case_management") == file.agrees, "A yes stood for two."
            self.figures["files read"] += 1

    def must_see(self, who: str):
        """Each reader sees together the files that they could open one by one, and no other."""
        from amparo.foundation.people.models import Person
        from amparo.foundation.people.presenters.persons import PersonPresenter
        from amparo.foundation.people.search.search import search

        user = self._user(who)
        for number, file in enumerate(self.files):
            if number in self.gone:
                continue
            found = search(user, file.phones[-1])
            opens = Person.objects.filter(pk=file.pk).accessible_to(user).exists()
            assert opens == (who in file.readers), "A join widened who may open a file."
            if not opens:
                assert all(each.pk != file.pk for each in found), "Found what is not theirs."
                continue
            head, together = self._head(number, who), self._below(number, who)
            assert self.files[head].pk in {each.pk for each in found}, (
                "Page not found by the kept one."
            )
            page = PersonPresenter(Person.objects.get(pk=file.pk), user)
            assert bool(page.merged.redirect_url) == (head != number)
            shown = {each.pk for each in page.merged.records}
            assert shown == {self.files[each].pk for each in together}, "Read with another file."
            phones = {each.value for each in page.contacts}
            written = {phone for each in together for phone in self.files[each].phones}
            assert phones == written
            self.figures["pages"] += 1

    # What the model knows.

    def _may(self, who: str, *numbers: int) -> bool:
        return all(n not in self.gone and who in self.files[n].readers for n in numbers)

    def _concerns_others(self, one: int, other: int) -> bool:
        places = [self.files[each].place for each in (one, other)]
        return "close" in places or places[0] != places[1]

    def _in_force(self, who: str = ""):
        return [
            link
            for link, in_force in self.links.items()
            if in_force and (not who or self._may(who, *link))
        ]

    def _head(self, number: int, who: str = "") -> int:
        above = {joined: kept for kept, joined in self._in_force(who)}
        while number in above:
            number = above[number]
        return number

    def _below(self, number: int, who: str) -> set[int]:
        found = {number}
        while True:
            more = {joined for kept, joined in self._in_force(who) if kept in found} - found
            if not more:
                return found
            found |= more

    def _person(self, number: int):
        from amparo.foundation.people.models import Person

        return Person.objects.get(pk=self.files[number].pk)

    def _user(self, who: str):
        """As they come in anew: nothing is remembered of what they were once told."""
        from amparo.foundation.core.models import User

        return User.objects.get(pk=self.staff[who].pk)

    def _merge(self, kept: int, joined: int):
        from amparo.foundation.people.models import Merge

        return Merge.objects.active().get(
            kept=self.files[kept].pk, duplicate=self.files[joined].pk
        )


def try_joins(walks: int, seed: int) -> dict:
    """What was tried, and the first thing that was not as it must be."""
    MergeStateMachine.records, MergeStateMachine.figures, found = MergeRecords(), Counter(), ""
    try:
        run_state_machine_as_test(seeded(seed)(MergeStateMachine), settings=_settings(walks))
    except AssertionError as wrong:
        found = "\n".join([str(wrong), *getattr(wrong, "__notes__", ())])
    done = {name: MergeStateMachine.figures[name] for name in DONE}
    return {**done, "wrong": int(bool(found)), "found": found}


def _settings(walks: int) -> hypothesis_settings:
    return hypothesis_settings(
        max_examples=walks, stateful_step_count=STEPS, deadline=None, database=None,
        print_blob=False, suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
