"""Deeds on files: opened, written into, kept close, given on, opened in an emergency, deleted."""

from datetime import timedelta
from io import BytesIO

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from amparo.foundation.core.clock import now
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.people.models import Family, Person, PersonAccessGrant
from amparo.foundation.protection.models import Incident
from amparo.pillars.assistance.case_risk import about
from amparo.pillars.assistance.models import (
    Attachment,
    BreakGlass,
    Case,
    CaseReach,
    Closure,
    Deletion,
    HandOver,
    Note,
    Task,
)

from .expected import APPROVES, File
from .state import GROUPS, TEAMS, CanaryOwner
from .steps import NAMES, OURS, N, Steps


class CaseSteps(Steps):
    """A case is opened, worked on, closed off, given to others, and goes."""

    @rule(n=N, m=N)
    @precondition(lambda self: self.people)
    def open_case(self, n, m):
        person = self.people[n % len(self.people)]
        self._open(m, {person}, own=person)

    @rule(n=N, m=N)
    @precondition(lambda self: self.house.families)
    def open_a_family_case(self, n, m):
        """It takes sight of one of them alone."""
        family = list(self.house.families)[n % len(self.house.families)]
        self._open(m, self.house.families[family], family=family)

    def _open(self, m: int, people: set[str], own: str = "", family: str = "") -> None:
        sees = self.house.policy.sees
        found = [who for who in OURS if any(sees(who, person) for person in people)]
        team = list(TEAMS)[m % len(TEAMS)]
        owner = found[m % len(found)] if found else ""
        if not owner or len(self.cases) > 12:
            return
        with self.deed():
            by = self.house.user(owner)
            ref = Case().ref
            words = self.house.canary(CanaryOwner(str(ref)))
            case = Case.open(
                by=by, team=self.house.teams[team], owner=by, ref=ref, first_words=words,
                person=self.house.person(own) if own else None,
                family=Family.objects.get(ref=family) if family else None,
            )  # fmt: skip
            file = File(team, owner, own=own, family=family, people=set(people))
            self.house.policy.cases[str(ref)] = file
            self.house.policy.settles(file)
            self.house.numbers[case.number] = str(ref)

    @rule(n=N, m=N, k=N)
    @precondition(lambda self: self.cases)
    def bring_a_dependant(self, n, m, k):
        key, file = self.case_at(n)
        who, person = self.who_works_on(file, k), self.people[m % len(self.people)]
        if who and self.house.policy.sees(who, person):
            with self.deed():
                self.house.case(key).add_dependant(
                    self.house.person(person), "child", by=self.house.user(who)
                )
                self.file_of(key).people.add(person)
                self.house.policy.restricts(self.file_of(key))
                self.house.policy.settles(self.file_of(key))

    @rule(n=N, m=N)
    @precondition(lambda self: self.cases)
    def part_from_a_dependant(self, n, m):
        key, file = self.case_at(n)
        case, who = self.house.case(key), self.who_works_on(file, m)
        leaving = case.dependants.select_related("person").order_by("pk").first()
        if who and leaving:
            with self.deed():
                case.part_from(leaving, by=self.house.user(who))
                self.file_of(key).people.discard(str(leaving.person.ref))
                self.house.policy.settles(self.file_of(key))

    # Writing into files.

    @rule(n=N, m=N)
    @precondition(lambda self: self.cases)
    def write(self, n, m):
        """A note, something in the calendar, or what happened to somebody."""
        key, file = self.case_at(n)
        who = self.who_works_on(file, m)
        if not who:
            return
        with self.deed():
            case, by = self.house.case(key), self.house.user(who)
            words = self.house.canary(CanaryOwner(key))
            if m % 3 == 0:
                Note.write(case, by=by, words=words)
            elif m % 3 == 1:
                Task.set(case, "visit", case.office.today(), by=by, where=words, words=words)
            else:
                case.must_allow_work()
                Incident.report(
                    by=by, victims=case.persons()[:1], rights=["documents"], harm="exploitation",
                    protection_risk="PR14", severity=3, narrative=words, case_ref=case.ref,
                    kept_to=about(case, by)["kept_to"],
                )  # fmt: skip

    @rule(n=N, m=N)
    @precondition(lambda self: self.cases)
    def attach(self, n, m):
        key, file = self.case_at(n)
        who = self.who_works_on(file, m)
        if not who:
            return
        with self.deed():
            name, content = (
                self.house.canary(CanaryOwner(key)),
                self.house.canary(CanaryOwner(key)),
            )
            paper = validate_upload(f"{name}.txt", "text/plain", 8, BytesIO(content.encode()))
            kept = Attachment.keep(self.house.case(key), by=self.house.user(who), paper=paper)
            self.house.papers[str(kept.ref)] = (key, content)

    @rule(n=N, m=N)
    @precondition(lambda self: self.house.papers)
    def take_a_paper_out(self, n, m):
        paper = list(self.house.papers)[n % len(self.house.papers)]
        file = self.house.policy.cases.get(self.house.papers[paper][0])
        who = self.who_works_on(file, m) if file else ""
        if who:
            with self.deed():
                Attachment.objects.get(ref=paper).remove(
                    by=self.house.user(who), because="By mistake"
                )
                self.house.papers[paper] = (self.house.papers[paper][0], "")

    # Who may open a file.

    @rule(n=N, m=N, group=st.sampled_from([*GROUPS, "ordinary"]))
    @precondition(lambda self: self.cases)
    def restrict(self, n, m, group):
        key, file = self.case_at(n)
        who = self.who_approves(file, m) if file.group else self.who_works_on(file, m)
        if who:
            with self.deed():
                self.house.case(key).restrict(group, by=self.house.user(who))
                file = self.file_of(key)
                file.group = "" if group == "ordinary" else group
                leave = (group, self.house.policy.office_of[file.team])
                for each in self.house.policy.cases.values() if file.group else ():
                    if each is file or each.own in file.people:
                        each.emergencies = set()
                owner = self.house.policy.staff[file.owner] if file.owner else None
                if group == "misconduct" and owner and leave not in owner.leaves:
                    file.owner = ""
                self.house.policy.restricts(file)
                self.house.policy.settles(file)
            self.ask_again(who, NAMES[n % len(NAMES)])

    @rule(n=N, m=N, k=N)
    @precondition(lambda self: self.cases)
    def transfer(self, n, m, k):
        """To a colleague, in the same team or another."""
        key, file = self.case_at(n)
        by, to = self.who_approves(file, m), OURS[k % len(OURS)]
        team = list(TEAMS)[m % len(TEAMS)] if k % 2 else file.team
        before = file.owner
        if by:
            with self.deed():
                case = self.house.case(key)
                case.assign(
                    self.house.user(to), by=self.house.user(by), team=self.house.teams[team]
                )
                file = self.file_of(key)
                file.owner, file.team = to, team
                self.house.policy.settles(file)
            self.ask_again(before, to)

    @rule(n=N, k=N)
    @precondition(lambda self: self.cases)
    def hand_over(self, n, k):
        """All that a colleague accompanies goes to another."""
        policy = self.house.policy
        _key, file = self.case_at(n)
        by, to = self.who_approves(file, n), OURS[k % len(OURS)]
        if not by or not file.owner or file.owner == to:
            return
        theirs = [
            key for key, each in policy.cases.items()
            if each.owner == file.owner and policy.does(by, each, APPROVES)
        ]  # fmt: skip
        with self.deed():
            HandOver.make(
                [self.house.case(key) for key in theirs],
                from_user=self.house.user(file.owner), to=self.house.user(to),
                by=self.house.user(by),
            )  # fmt: skip
            for key in theirs:
                self.file_of(key).owner = to
        self.ask_again(file.owner, to)

    # Emergencies.

    @rule(n=N, m=N)
    @precondition(lambda self: self.cases)
    def open_in_an_emergency(self, n, m):
        key, file = self.case_at(n)
        who = OURS[m % len(OURS)]
        with self.deed():
            opened = BreakGlass.open(
                self.house.case(key), by=self.house.user(who), reason="danger", words="Now"
            )
            file = self.file_of(key)
            file.emergencies.add(who)
            file.was_opened_so = True
            self.house.opened.append((who, key, str(opened.ref)))

    @rule(n=N, how=st.sampled_from(["ends", "lapses", "is refused"]))
    @precondition(lambda self: self.house.opened)
    def close_an_emergency(self, n, how):
        who, key, ref = self.house.opened.pop(n % len(self.house.opened))
        emergency = BreakGlass.objects.filter(ref=ref).select_related("case", "by").first()
        if key not in self.house.policy.cases or not emergency.is_live:
            return
        if how == "lapses":
            self._lapse(emergency)
        elif how == "ends":
            emergency.end(by=emergency.by)
        else:
            other = next(name for name in NAMES if name != who)
            emergency.look_again(by=self.house.user(other), justified=False, note="Not so")
        self.file_of(key).emergencies.discard(who)
        self.ask_again(who)

    def _lapse(self, emergency: BreakGlass) -> None:
        """Its hours are over."""
        past = now() - timedelta(minutes=1)
        BreakGlass.objects.filter(pk=emergency.pk).update(until=past)
        for reach in (CaseReach, PersonAccessGrant):
            reach.objects.filter(grantee=emergency.by.emergency_grantee).exclude(
                until=None
            ).filter(
                **(
                    {"record": emergency.case}
                    if reach is CaseReach
                    else {"why": f"emergency:{emergency.case.ref.hex}"}
                )
            ).update(until=past)

    # The end of a file.

    @rule(n=N, m=N)
    @precondition(lambda self: self.cases)
    def close_or_reopen(self, n, m):
        key, file = self.case_at(n)
        worker, head = self.who_works_on(file, m), self.who_approves(file, m + 1)
        if not worker or not head:
            return
        with self.deed():
            case, by = self.house.case(key), self.house.user(head)
            if file.is_closed:
                case.closures.exclude(in_effect_at=None).last().reopen(by=by, because="Back")
            else:
                self._close(case, worker, head)
            self.file_of(key).is_closed = not file.is_closed

    def _close(self, case: Case, worker: str, head: str) -> None:
        closure = Closure.propose(
            case, by=self.house.user(worker), reason="goals_met",
            summary=self.house.canary(CanaryOwner(str(case.ref))),
        )  # fmt: skip
        asked = case.approvals.filter(record_ref=closure.ref).first()
        if asked:
            asked.decide(by=self.house.user(head), approved=True)

    @rule(n=N, m=N)
    @precondition(lambda self: any(f.is_closed for f in self.house.policy.cases.values()))
    def delete(self, n, m):
        """Two people agree that a closed file goes."""
        policy = self.house.policy
        closed = [key for key, file in policy.cases.items() if file.is_closed]
        key = closed[n % len(closed)]
        worker, head = self.who_works_on(policy.cases[key], m), "iris"
        if not worker:
            return
        with self.deed():
            words = self.house.canary(CanaryOwner(key))
            case = self.house.case(key)
            asked = Deletion.ask(case, by=self.house.user(worker), why="asked", because=words)
            asked.confirm(by=self.house.user(head))
            self._forget(key)

    def _forget(self, key: str) -> None:
        policy = self.house.policy
        gone = policy.cases.pop(key)
        policy.settles()
        there = set(map(str, Person.objects.values_list("ref", flat=True)))
        left = set(map(str, Family.objects.values_list("ref", flat=True)))
        self.house.families = {ref: who for ref, who in self.house.families.items() if ref in left}
        for person in gone.people:
            if person not in there:
                del policy.people[person]
                for members in self.house.families.values():
                    members.discard(person)
            elif not policy.people[person].registered and not policy.files_of(person):
                gone.emergencies = set()
                policy.people[person].registered = [gone]
