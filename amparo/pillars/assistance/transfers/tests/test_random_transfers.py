"""Whatever offices do with a case, one after another, nobody reads what consent does not allow."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from amparo.foundation.core.models import Office, Organization, RestrictedGroupAccess, Team
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.legal_basis import legal_basis_for
from amparo.foundation.people.models import Consent, Person
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.consistency_checks import find_differences
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.referrals.models import Referral, ReferralLink
from amparo.pillars.assistance.referrals.presenters import ReceivedReferral
from amparo.pillars.assistance.transfers.models import Transfer
from tests.support.cast import Cast
from tests.support.nightly import examples

pytestmark = pytest.mark.django_db
TEAMS, DEEDS = ("ours", "far", "alba"), (
    "offer", "offer", "accept", "accept", "decline", "take_back", "restrict", "open_up", "agree",
    "refuse", "withdraw", "stop", "share", "share", "unshare", "refer", "refer", "ask", "reply",
    "help", "say_no", "call_back",
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(TEAMS)), max_size=16)


class Walk:
    """Rosa and her daughter, of whom another group keeps the file; three teams of two houses."""

    def __init__(self):
        cast = self.cast = Cast()
        alba = Organization.objects.create(name="Casa Alba", kind="ngo")
        house = Office.objects.create(organization=alba, name="Casa Alba Sur")
        night = Team.objects.create(office=house, name="Night team")
        self.alba = alba
        self.teams = {"ours": cast.team, "far": cast.other_team, "alba": night}
        self.heads = {"ours": cast.supervisor}
        self.workers = {"ours": cast.caseworker, "far": cast.stranger}
        self.heads["far"] = cast._user("pilar", "Pilar", "supervisor", office=cast.other_office)
        self.heads["alba"] = cast._user("head", "Alba", "supervisor", office=house)
        self.workers["alba"] = cast._user("noe", "Noé", "caseworker", team=night)
        for name, head in self.heads.items():
            RestrictedGroupAccess.give(
                to=head, group="gbv", office=self.teams[name].office, by=None
            )
        self.refuge = Organization.objects.create(name="Cruz del Sur", kind="ngo")
        door = Office.objects.create(organization=self.refuge, name="Cruz del Sur Puerto")
        self.hostess = cast._user("hostess", "Inés", "provider", office=door)
        hidden = cast.open_case(person=cast.nayeli)
        hidden.restrict("child", by=cast.caseworker)
        self.case = cast.open_case(family=cast.family)
        self.links: list[ReferralLink] = []
        self.read = 0

    def step(self, deed: str, name: str) -> None:
        case = Case.objects.get(pk=self.case.pk)
        here = next(name for name, team in self.teams.items() if team == case.team)
        with suppress(Refusal), transaction.atomic():
            getattr(self, deed)(case, here, name)

    def offer(self, case, here, name):
        Transfer.offer(case, to=self.teams[name], by=self.heads[here], reason="moves")

    def accept(self, case, here, name):
        waiting = Transfer.objects.waiting().accessible_to(self.heads[name], "answer").first()
        if waiting:
            allowed = self.allows(name)
            owner = self.heads[name] if case.is_restricted else self.workers[name]
            waiting.accept(by=self.heads[name], owner=owner)
            assert allowed, "taken over without a ground"

    def decline(self, case, here, name):
        waiting = Transfer.objects.waiting().accessible_to(self.heads[name], "answer").first()
        if waiting:
            waiting.decline(by=self.heads[name], reason="full")

    def take_back(self, case, here, name):
        for waiting in case.transfers.under_way():
            waiting.take_back(by=self.heads[here])

    def restrict(self, case, here, name):
        case.restrict("gbv", by=self.heads[here])

    def open_up(self, case, here, name):
        case.restrict("ordinary", by=self.heads[here])

    def agree(self, case, here, name):
        self._answer(Choice("transfer", True, "organization", self.alba), here)

    def refuse(self, case, here, name):
        self._answer(Choice("transfer", False, "organization", self.alba), here)

    def _answer(self, choice, here):
        given = ConsentGiven((choice,), "verbal", "es")
        Consent.record(self.cast.rosa, given, by=self.workers[here])

    def withdraw(self, case, here, name):
        for consent in self.cast.rosa.consents.in_force().filter(purpose="transfer"):
            consent.withdraw(by=self.workers[here])

    def stop(self, case, here, name):
        for consent in self.cast.rosa.consents.in_force().filter(purpose="case_management"):
            consent.withdraw(by=self.workers[here])

    def share(self, case, here, name):
        self._answer(Choice("share_services", True, "organization", self.refuge), here)

    def unshare(self, case, here, name):
        for consent in self.cast.rosa.consents.in_force().filter(purpose="share_services"):
            consent.withdraw(by=self.workers[here])

    def refer(self, case, here, name):
        referral = Referral.send(
            case, by=self.workers[here], to=self.refuge, people=[self.cast.rosa],
            service_type="shelter.emergency", urgency="urgent", items=["name", "age"],
        )  # fmt: skip
        self.links.append(ReferralLink.make(referral, by=self.workers[here])[0])

    def _theirs(self):
        return Referral.objects.accessible_to(self.hostess).order_by("-pk")

    def ask(self, case, here, name):
        for referral in self._theirs()[:1]:
            referral.ask(by=self.hostess, text="How old is her daughter?")

    def help(self, case, here, name):
        for referral in self._theirs()[:1]:
            referral.accept(by=self.hostess)

    def say_no(self, case, here, name):
        for referral in self._theirs()[:1]:
            referral.decline(by=self.hostess, reason="full")

    def reply(self, case, here, name):
        for referral in case.referrals.all():
            referral.reply(by=self.workers[here], text="Nine.")

    def call_back(self, case, here, name):
        for referral in case.referrals.all():
            referral.withdraw(by=self.workers[here], why="other")

    def allows(self, name: str) -> bool:
        rosa = Person.objects.get(pk=self.cast.rosa.pk)
        here = Case.objects.get(pk=self.case.pk).team
        if name in ("ours", "far") and here in (self.teams["ours"], self.teams["far"]):
            return legal_basis_for(rosa, "case_management") is not None
        if name == "alba":
            return legal_basis_for(rosa, "transfer", self.alba) is not None
        return legal_basis_for(rosa, "case_management", controller=None) is not None

    def _look_from_outside(self) -> None:
        """Whom it was referred to reads what she agreed to, by account and by link, or nothing."""
        rosa = Person.objects.get(pk=self.cast.rosa.pk)
        agreed = legal_basis_for(rosa, "share_services", self.refuge) is not None
        assert not Person.objects.accessible_to(self.hostess).exists()
        assert not Case.objects.accessible_to(self.hostess).exists()
        received = [ReceivedReferral(each, by=self.hostess) for each in self._theirs()]
        links = ReferralLink.objects.filter(pk__in=[each.pk for each in self.links])
        received += [ReceivedReferral(each.referral, link=each) for each in links if each.is_live]
        for each in received:
            told = [str(fact) for person in each.people for fact in person.facts]
            self.read += bool(told)
            assert agreed or not told, "what is shared ends with her yes"
            assert "Nayeli" not in "".join(told), "nobody agreed for her"

    def look(self) -> None:
        case = Case.objects.select_related("team", "family").get(pk=self.case.pk)
        here = next(name for name, team in self.teams.items() if team == case.team)
        self._look_from_outside()
        everybody = {*self.heads.items(), *self.workers.items()}
        for name, user in everybody:
            read = Case.objects.accessible_to(user).filter(pk=case.pk).exists()
            her = Person.objects.accessible_to(user).filter(pk=self.cast.rosa.pk).exists()
            hers = Person.objects.accessible_to(user).filter(pk=self.cast.nayeli.pk).exists()
            assert read == her, "her file opens with the case, and closes with it"
            assert not read or name == here, "only the office that has the case reads it"
            assert not hers or user == self.cast.caseworker, "another group keeps her daughter"
            if case.is_restricted and user != case.owner:
                assert not read or user == self.heads[here], "a restricted case needs leave"
            offered = Transfer.objects.waiting().accessible_to(user, "answer").first()
            if offered:
                assert user == self.heads[name], "who shares out cases, and nobody else"
                assert self.allows(name), "no offer is read that consent does not allow"
        assert [str(each) for each in find_differences([case])] == []


@settings(
    max_examples=examples(50),
    deadline=None,
    phases=[Phase.generate],  # each step is a whole world: a long way to a shorter one
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_nobody_reads_what_consent_does_not_allow(db, taken):
    with transaction.atomic():
        walk = Walk()
        walk.look()
        for deed, name in taken:
            walk.step(deed, name)
            walk.look()
        transaction.set_rollback(True)


def test_the_walk_goes_through_each_organization(db):
    """What it proves is not that nothing ever happens."""
    walk = Walk()
    for deed, name in (
        ("offer", "far"), ("accept", "far"), ("agree", "far"), ("offer", "alba"),
        ("accept", "alba"), ("offer", "ours"), ("accept", "ours"),
    ):  # fmt: skip
        walk.step(deed, name)
        walk.look()
    assert Transfer.objects.filter(state="accepted").count() == 3


def test_the_walk_goes_through_a_referral(db):
    walk = Walk()
    for deed in ("share", "refer", "ask", "reply", "help"):
        walk.step(deed, "ours")
        walk.look()
    assert Referral.objects.get().status == "accepted"
    assert walk.read > 0
    walk.step("unshare", "ours")
    walk.read = 0
    walk.look()
    assert walk.read == 0
