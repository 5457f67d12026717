"""Deeds about people: who comes and who belongs to whom, what they agree to, who works here."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.foundation.people.models import Consent, Disclosure, Family, Person
from amparo.foundation.people.models.consents import Choice, ConsentGiven

from .expected import File, Somebody
from .state import AGREED, GROUPS, TEAMS, CanaryOwner, joins
from .steps import NAMES, OURS, N, Steps

OFFICES = st.sampled_from(["Alto", "Valle", "Bajo"])
PLACES = [("caseworker", team) for team in TEAMS] + [
    ("supervisor", "Alto"), ("supervisor", "Valle"), ("supervisor", "Alto A"),
    ("provider", "Alba"), ("caseworker", "Bajo"),
]  # fmt: skip
PARTNER_OFFICES = {"ngo": "Alba", "government": "Gobierno"}


class PeopleSteps(Steps):
    """People come, agree and take it back; colleagues come and go, and are given leave."""

    @rule(n=N, m=N)
    def register(self, n, m):
        """Somebody comes to a team, and is registered by who works there."""
        team = list(TEAMS)[n % len(TEAMS)]
        found = [who for who in OURS if self.state.policy.works_on(who, File(team))]
        if not found or len(self.people) > 12:
            return
        said = dict.fromkeys(("given", "family", "second", "contact", "needs"), "")
        kinds = {"contact": "contact", "needs": "medical"}
        person = Person(birth_year=1990)
        for name in said:
            whose = CanaryOwner(str(person.ref), kinds.get(name, "identity"))
            said[name] = self.state.canary(whose)
        Person.register(
            by=self.state.user(found[m % len(found)]), team=self.state.teams[team],
            consent=AGREED, ref=person.ref, birth_year=1990, birth_precision="year",
            given_names=said["given"], family_names=said["family"],
            second_family_name=said["second"], safe_contact=said["contact"],
            support_needs=said["needs"],
        )  # fmt: skip
        self.state.policy.people[str(person.ref)] = Somebody([File(team)])
        self.state.named[str(person.ref)] = f"{said['given']} {said['family']}"

    @rule(n=N, m=N)
    @precondition(lambda self: len(self.people) > 1)
    def note_a_family(self, n, m):
        """Two of whom one colleague knows belong together."""
        head, other = self.people[n % len(self.people)], self.people[m % len(self.people)]
        found = [
            who for who in OURS
            if self.state.policy.sees(who, head) and self.state.policy.sees(who, other)
        ]  # fmt: skip
        if head != other and found and len(self.state.families) < 6:
            by = self.state.user(found[0])
            name = self.state.canary(CanaryOwner("", "family"))
            family = Family.register(self.state.person(head), by=by, name=name)
            family.add(self.state.person(other), "child", by=by)
            self.state.families[str(family.ref)] = {head, other}
            self.state.canaries[name.lower()] = CanaryOwner(str(family.ref), "family")

    # What the person says.

    @rule(n=N, to=st.sampled_from(sorted(PARTNER_OFFICES)), wide=st.booleans())
    @precondition(lambda self: self.people)
    def share(self, n, to, wide):
        """They let a partner know: who they are, or more."""
        key = self.people[n % len(self.people)]
        by = next((who for who in OURS if self.state.policy.sees(who, key)), "")
        if not by:
            return
        with self.action():
            person, user = self.state.person(key), self.state.user(by)
            organization = self.state.offices[PARTNER_OFFICES[to]].organization
            yes = Choice("share_services", True, "organization", organization)
            Consent.record(person, ConsentGiven((yes,), "verbal", "es"), by=user)
            classes = {"identity", "contact"} | ({"medical"} if wide else set())
            Disclosure.give(
                person, to=organization, purpose="share_services", what="extract", by=user,
                classes=classes,
            )  # fmt: skip
            shared = self.state.policy.people[key].shared
            shared[to] = shared.get(to, frozenset()) | classes

    @rule(n=N)
    @precondition(lambda self: self.people)
    def end_a_share(self, n):
        key = self.people[n % len(self.people)]
        for shared in Disclosure.objects.live().filter(person__ref=key):
            shared.end(by=None, because="ended")
        self.state.policy.people[key].shared = {}

    @rule(n=N, purpose=st.sampled_from(["case_management", "share_services"]))
    @precondition(lambda self: self.people)
    def take_consent_back(self, n, purpose):
        key = self.people[n % len(self.people)]
        words = Consent.objects.filter(person__ref=key, purpose=purpose).latest_answers()
        word = words.order_by("pk").last()
        if not word:
            return
        with self.action():
            word.withdraw(by=self.state.user("ana"))
            somebody = self.state.policy.people[key]
            if purpose == "case_management":
                somebody.shared = {}
            else:
                kind = word.organization.kind
                somebody.shared.pop(kind, None)

    @rule(n=N)
    @precondition(lambda self: self.people)
    def agree_again(self, n):
        person = self.state.person(self.people[n % len(self.people)])
        Consent.record(person, AGREED, by=self.state.user("ana"))

    @rule(office=OFFICES)
    def let_others_know_or_not(self, office):
        sharing = self.state.policy.sharing
        sharing ^= {office}
        self.state.offices[office].change(by=None, shares_known_persons=office in sharing)

    # Who works here.

    @rule(n=N, place=st.sampled_from(PLACES))
    def join(self, n, place):
        who = NAMES[n % len(NAMES)]
        if not self.state.policy.staff[who].is_gone:
            with self.action():
                joins(self.state, who, *place)

    @rule(n=N, m=N)
    def leave(self, n, m):
        who = NAMES[n % len(NAMES)]
        user = self.state.user(who)
        if user.memberships_held:
            place = user.memberships_held[m % len(user.memberships_held)]
            where = next(k for k, each in self.state.offices.items() if each == place.in_office)
            user.end_role(place, by=self.state.user("awa"))
            team = place.team.name if place.team else ""
            held = self.state.policy.staff[who].places
            held -= {p for p in held if (p.role, p.office, p.team) == (place.role, where, team)}
            self.ask_again(who)

    @rule(n=N, m=N)
    def let_go(self, n, m):
        who = NAMES[n % len(NAMES)]
        if m % 4 == 0 and not self.state.policy.staff[who].is_gone:
            self.state.user(who).deactivate(by=None)
            self.state.policy.staff[who].is_gone = True
            self.ask_again(who)

    @rule(n=N, group=st.sampled_from(GROUPS), office=OFFICES)
    def waive_duplicates(self, n, group, office):
        who = OURS[n % len(OURS)]
        leaves = self.state.policy.staff[who].leaves
        if (group, office) not in leaves:
            RestrictedGroupAccess.give(
                to=self.state.user(who), group=group, office=self.state.offices[office], by=None
            )
            leaves.add((group, office))
            self.ask_again(who)

    @rule(n=N, lapses=st.booleans())
    def take_leave_back(self, n, lapses):
        """Taken back, or simply over: then what they accompany stays with them."""
        held = list(RestrictedGroupAccess.objects.filter(ended_at=None, until=None).order_by("pk"))
        if not held:
            return
        grant = held[n % len(held)]
        who = next(name for name, pk in self.state.users.items() if pk == grant.user_id)
        office = next(n for n, each in self.state.offices.items() if each.pk == grant.office_id)
        if lapses:
            RestrictedGroupAccess.objects.filter(pk=grant.pk).update(
                until=now() - timedelta(minutes=1)
            )
        else:
            grant.end(by=self.state.user("awa"))
            for file in self.state.policy.cases.values():
                is_there = self.state.policy.office_of[file.team] == office
                if file.owner == who and file.group == grant.group and is_there:
                    file.owner = ""
        self.state.policy.staff[who].leaves.discard((grant.group, office))
        self.ask_again(who)
