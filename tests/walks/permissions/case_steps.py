"""Deeds on files: opened, written into, kept close, given on, opened in an emergency, deleted."""

from datetime import timedelta
from io import BytesIO

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from amparo.foundation.core.clock import now
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.people.models import Family, Person, PersonAccessGrant
from amparo.foundation.protection.models import Incident
from amparo.pillars.assistance.cases.incidents import observation_subject
from amparo.pillars.assistance.cases.models import (
    Attachment,
    Case,
    CaseAccessGrant,
    CaseloadHandover,
    Closure,
    EmergencyAccess,
    Note,
    Task,
)
from amparo.pillars.assistance.privacy.models import DeletionRequest

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
    @precondition(lambda self: self.state.families)
    def open_a_family_case(self, n, m):
        """It takes sight of one of them alone."""
        family = list(self.state.families)[n % len(self.state.families)]
        self._open(m, self.state.families[family], family=family)

    def _open(self, m: int, people: set[str], own: str = "", family: str = "") -> None:
        sees = self.state.policy.sees
        found = [who for who in OURS if any(sees(who, person) for person in people)]
        team = list(TEAMS)[m % len(TEAMS)]
        owner = found[m % len(found)] if found else ""
        if not owner or len(self.cases) > 12:
            return
        with self.action():
            by = self.state.user(owner)
            ref = Case().ref
            words = self.state.canary(CanaryOwner(str(ref)))
            case = Case.open(
                by=by, team=self.state.teams[team], owner=by, ref=ref, presenting_concern=words,
                person=self.state.person(own) if own else None,
                family=Family.objects.get(ref=family) if family else None,
            )  # fmt: skip
            file = File(team, owner, own=own, family=family, people=set(people))
            self.state.policy.cases[str(ref)] = file
            self.state.policy.settles(file)
            self.state.numbers[case.number] = str(ref)

    @rule(n=N, m=N, k=N)
    @precondition(lambda self: self.cases)
    def bring_a_dependant(self, n, m, k):
        key, file = self.case_at(n)
        who, person = self.who_works_on(file, k), self.people[m % len(self.people)]
        if who and self.state.policy.sees(who, person):
            with self.action():
                self.state.case(key).add_dependant(
                    self.state.person(person), "child", by=self.state.user(who)
                )
                self.file_of(key).people.add(person)
                self.state.policy.restricts(self.file_of(key))
                self.state.policy.settles(self.file_of(key))

    @rule(n=N, m=N)
    @precondition(lambda self: self.cases)
    def part_from_a_dependant(self, n, m):
        key, file = self.case_at(n)
        case, who = self.state.case(key), self.who_works_on(file, m)
        leaving = case.dependants.select_related("person").order_by("pk").first()
        if who and leaving:
            with self.action():
                case.remove_dependant(leaving, by=self.state.user(who))
                self.file_of(key).people.discard(str(leaving.person.ref))
                self.state.policy.settles(self.file_of(key))

    # Writing into files.

    @rule(n=N, m=N)
    @precondition(lambda self: self.cases)
    def write(self, n, m):
        """A note, something in the calendar, or what happened to somebody."""
        key, file = self.case_at(n)
        who = self.who_works_on(file, m)
        if not who:
            return
        with self.action():
            case, by = self.state.case(key), self.state.user(who)
            words = self.state.canary(CanaryOwner(key))
            if m % 3 == 0:
                Note.write(case, by=by, text=words)
            elif m % 3 == 1:
                Task.set(case, "visit", case.office.today(), by=by, where=words, text=words)
            else:
                case.require_work_allowed()
                Incident.report(
                    by=by, victims=case.persons()[:1], rights=["documents"], harm="exploitation",
                    protection_risk="PR14", severity=3, narrative=words, case_ref=case.ref,
                    restricted_group=observation_subject(case, by)["restricted_group"],
                )  # fmt: skip

    @rule(n=N, m=N)
    @precondition(lambda self: self.cases)
    def attach(self, n, m):
        key, file = self.case_at(n)
        who = self.who_works_on(file, m)
        if not who:
            return
        with self.action():
            name, content = (
                self.state.canary(CanaryOwner(key)),
                self.state.canary(CanaryOwner(key)),
            )
            paper = validate_upload(f"{name}.txt", "text/plain", 8, BytesIO(content.encode()))
            kept = Attachment.keep(self.state.case(key), by=self.state.user(who), paper=paper)
            self.state.papers[str(kept.ref)] = (key, content)

    @rule(n=N, m=N)
    @precondition(lambda self: self.state.papers)
    def take_a_paper_out(self, n, m):
        paper = list(self.state.papers)[n % len(self.state.papers)]
        file = self.state.policy.cases.get(self.state.papers[paper][0])
        who = self.who_works_on(file, m) if file else ""
        if who:
            with self.action():
                Attachment.objects.get(ref=paper).remove(
                    by=self.state.user(who), because="By mistake"
                )
                self.state.papers[paper] = (self.state.papers[paper][0], "")

    # Who may open a file.

    @rule(n=N, m=N, group=st.sampled_from([*GROUPS, "ordinary"]))
    @precondition(lambda self: self.cases)
    def restrict(self, n, m, group):
        key, file = self.case_at(n)
        who = self.who_approves(file, m) if file.group else self.who_works_on(file, m)
        if who:
            with self.action():
                self.state.case(key).restrict(group, by=self.state.user(who))
                file = self.file_of(key)
                file.group = "" if group == "ordinary" else group
                leave = (group, self.state.policy.office_of[file.team])
                for each in self.state.policy.cases.values() if file.group else ():
                    if each is file or each.own in file.people:
                        each.emergencies = set()
                owner = self.state.policy.staff[file.owner] if file.owner else None
                if group == "misconduct" and owner and leave not in owner.leaves:
                    file.owner = ""
                self.state.policy.restricts(file)
                self.state.policy.settles(file)
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
            with self.action():
                case = self.state.case(key)
                case.assign(
                    self.state.user(to), by=self.state.user(by), team=self.state.teams[team]
                )
                file = self.file_of(key)
                file.owner, file.team = to, team
                self.state.policy.settles(file)
            self.ask_again(before, to)

    @rule(n=N, k=N)
    @precondition(lambda self: self.cases)
    def hand_over(self, n, k):
        """All that a colleague accompanies goes to another."""
        policy = self.state.policy
        _key, file = self.case_at(n)
        by, to = self.who_approves(file, n), OURS[k % len(OURS)]
        if not by or not file.owner or file.owner == to:
            return
        theirs = [
            key for key, each in policy.cases.items()
            if each.owner == file.owner and policy.does(by, each, APPROVES)
        ]  # fmt: skip
        with self.action():
            CaseloadHandover.make(
                [self.state.case(key) for key in theirs],
                from_user=self.state.user(file.owner), to=self.state.user(to),
                by=self.state.user(by),
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
        with self.action():
            opened = EmergencyAccess.open(
                self.state.case(key), by=self.state.user(who), reason="danger", text="Now"
            )
            file = self.file_of(key)
            file.emergencies.add(who)
            file.was_opened_so = True
            self.state.opened.append((who, key, str(opened.ref)))

    @rule(n=N, how=st.sampled_from(["ends", "lapses", "is refused"]))
    @precondition(lambda self: self.state.opened)
    def close_an_emergency(self, n, how):
        who, key, ref = self.state.opened.pop(n % len(self.state.opened))
        emergency = EmergencyAccess.objects.filter(ref=ref).select_related("case", "by").first()
        if key not in self.state.policy.cases or not emergency.is_live:
            return
        if how == "lapses":
            self._lapse(emergency)
        elif how == "ends":
            emergency.end(by=emergency.by)
        else:
            other = next(name for name in NAMES if name != who)
            emergency.look_again(by=self.state.user(other), justified=False, note="Not so")
        self.file_of(key).emergencies.discard(who)
        self.ask_again(who)

    def _lapse(self, emergency: EmergencyAccess) -> None:
        """Its hours are over."""
        past = now() - timedelta(minutes=1)
        EmergencyAccess.objects.filter(pk=emergency.pk).update(until=past)
        for reach in (CaseAccessGrant, PersonAccessGrant):
            reach.objects.filter(grantee=emergency.by.emergency_grantee).exclude(
                until=None
            ).filter(
                **(
                    {"record": emergency.case}
                    if reach is CaseAccessGrant
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
        with self.action():
            case, by = self.state.case(key), self.state.user(head)
            if file.is_closed:
                case.closures.exclude(in_effect_at=None).last().reopen(by=by, because="Back")
            else:
                self._close(case, worker, head)
            self.file_of(key).is_closed = not file.is_closed

    def _close(self, case: Case, worker: str, head: str) -> None:
        closure = Closure.propose(
            case, by=self.state.user(worker), reason="goals_met",
            summary=self.state.canary(CanaryOwner(str(case.ref))),
        )  # fmt: skip
        asked = case.approvalrequests.filter(record_ref=closure.ref).first()
        if asked:
            asked.decide(by=self.state.user(head), approved=True)

    @rule(n=N, m=N)
    @precondition(lambda self: any(f.is_closed for f in self.state.policy.cases.values()))
    def delete(self, n, m):
        """Two people agree that a closed file goes."""
        policy = self.state.policy
        closed = [key for key, file in policy.cases.items() if file.is_closed]
        key = closed[n % len(closed)]
        worker, head = self.who_works_on(policy.cases[key], m), "iris"
        if not worker:
            return
        with self.action():
            words = self.state.canary(CanaryOwner(key))
            case = self.state.case(key)
            asked = DeletionRequest.ask(
                case, by=self.state.user(worker), why="asked", because=words
            )
            asked.confirm(by=self.state.user(head))
            self._forget(key)

    def _forget(self, key: str) -> None:
        policy = self.state.policy
        gone = policy.cases.pop(key)
        policy.settles()
        there = set(map(str, Person.objects.values_list("ref", flat=True)))
        left = set(map(str, Family.objects.values_list("ref", flat=True)))
        self.state.families = {ref: who for ref, who in self.state.families.items() if ref in left}
        for person in gone.people:
            if person not in there:
                del policy.people[person]
                for members in self.state.families.values():
                    members.discard(person)
            elif not policy.people[person].registered and not policy.files_of(person):
                gone.emergencies = set()
                policy.people[person].registered = [gone]
