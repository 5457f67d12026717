"""One door decides what may be done with what we know of somebody, and obeys their last word."""

from dataclasses import FrozenInstanceError
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification, Organization, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.legal_basis import LegalBasis
from amparo.foundation.people.models import (
    Consent,
    ConsentException,
    Disclosure,
    ExceptionAsked,
    Person,
    PersonAccessGrant,
    RegisterBasis,
)
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
SHARE = "share_services"


@pytest.fixture
def shelter(db):
    return Organization.objects.create(name="Casa Alba", kind="ngo", country="BO")


@pytest.fixture
def ministry(db):
    return Organization.objects.create(name="Ministry", kind="government", country="BO")


@pytest.fixture
def partner(shelter):
    """The nurse of the shelter, in an office of its own."""
    return staff_at(shelter, "nurse.alba", "provider")


def staff_at(organization, name, role):
    from amparo.foundation.core.models import Office

    office = Office.objects.create(organization=organization, name=organization.name)
    user = User.objects.create_user(f"{name}@example.org", name, language="en")
    user.add_role(role, by=None, office=office)
    return user


def answer(person, by, agreed=True, purpose=SHARE, recipient="organization", to=None, **more):
    choice = Choice(purpose, agreed, recipient, to)
    return Consent.record(person, ConsentGiven((choice,), "verbal", "es", **more), by=by)[0]


def unconscious(by, team, basis="vital_interest"):
    asked = ExceptionAsked(basis=basis, reason="Imported unconscious")
    return Person.register(by=by, team=team, exception=asked)


def test_a_yes_is_for_one_purpose_and_one_recipient(rosa, caseworker, shelter, ministry):
    answer(rosa, caseworker, to=shelter)
    assert rosa.consents_to(SHARE, shelter)
    assert not rosa.consents_to(SHARE, ministry)
    assert not rosa.consents_to(SHARE)
    assert not rosa.consents_to("tracing", shelter)


def test_authorities_in_general_are_not_the_one_she_named(rosa, caseworker, ministry):
    answer(rosa, caseworker, recipient="authorities")
    assert rosa.consents_to(SHARE, ministry)
    answer(rosa, caseworker, agreed=False, to=ministry)
    assert not rosa.consents_to(SHARE, ministry)
    assert rosa.consents_to(SHARE, "authorities")


def test_a_yes_ends_on_its_day(rosa, caseworker, shelter):
    answer(rosa, caseworker, to=shelter, expires_on=caseworker.office.today())
    assert rosa.consents_to(SHARE, shelter)
    with clock.at(now() + timedelta(days=1)):
        assert not rosa.consents_to(SHARE, shelter)


@pytest.mark.parametrize("zone", ["America/La_Paz", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_its_day_begins_and_ends_at_the_office_that_wrote_it_down(
    rosa, caseworker, office, shelter, zone
):
    office.change(by=caseworker, time_zone=zone)
    caseworker = User.objects.get(pk=caseworker.pk)
    yes = answer(rosa, caseworker, to=shelter, expires_on=office.today())
    midnight = office.start_of_day(office.today() + timedelta(days=1))
    assert yes.given_on == office.today()
    for minutes, holds in ((-1, True), (1, False)):
        with clock.at(midnight + timedelta(minutes=minutes)):
            assert rosa.consents_to(SHARE, shelter) == holds
            assert Consent.objects.in_force().filter(pk=yes.pk).exists() == holds


def test_a_register_stands_for_them_until_they_speak(caseworker, team, shelter):
    basis = RegisterBasis.objects.create(
        title="List", basis="agreement", purposes=["case_management", SHARE],
        signed_on=now().date(), by=caseworker,
    )  # fmt: skip
    person = Person.register(by=caseworker, team=team, basis=basis)
    assert person.consents_to("case_management")
    assert not person.consents_to("tracing")
    assert not person.consents_to(SHARE, shelter), "what leaves rests on their own yes"
    answer(person, caseworker, agreed=False, purpose="case_management", recipient="own_office")
    assert not person.may_be_assisted


def test_danger_to_life_acts_at_once_and_lapses_without_a_second_person(caseworker, team):
    person = unconscious(caseworker, team)
    assert person.may_be_assisted
    with clock.at(now() + timedelta(hours=73)):
        assert not person.may_be_assisted


def test_confirmed_in_time_it_goes_on(caseworker, team, supervisor):
    person = unconscious(caseworker, team)
    person.exceptions.get().decide(by=supervisor, confirmed=True)
    with clock.at(now() + timedelta(hours=73)):
        assert person.may_be_assisted


def test_other_exceptions_wait_for_the_second_person(caseworker, team, supervisor):
    person = unconscious(caseworker, team, basis="best_interests")
    assert not person.may_be_assisted
    person.exceptions.get().decide(by=supervisor, confirmed=True)
    assert person.may_be_assisted


def test_who_wakes_and_says_no_is_obeyed_but_where_the_law_obliges(caseworker, team, supervisor):
    for basis, goes_on in (("vital_interest", False), ("legal_obligation", True)):
        person = unconscious(caseworker, team, basis=basis)
        ConsentException.objects.get(person=person).decide(by=supervisor, confirmed=True)
        answer(person, caseworker, agreed=False, purpose="case_management", recipient="own_office")
        assert person.may_be_assisted is goes_on


def test_an_exception_never_lets_anything_leave(caseworker, team, shelter):
    person = unconscious(caseworker, team)
    assert not person.consents_to("case_management", shelter)
    with pytest.raises(Refusal):
        Disclosure.give(person, to=shelter, purpose=SHARE, what="referral", by=caseworker)


def test_what_was_shared_opens_to_the_partner_until_it_is_taken_back(
    client, rosa, caseworker, shelter, partner
):
    url = f"/people/{rosa.ref}/"
    client.force_login(partner)
    assert client.get(url).status_code == 404
    consent = answer(rosa, caseworker, to=shelter)
    Disclosure.give(rosa, to=shelter, purpose=SHARE, what="referral", by=caseworker)
    assert client.get(url).status_code == 200
    consent.withdraw(by=caseworker)
    assert client.get(url).status_code == 404, "obeyed by the next request"
    assert Notification.objects.get(user=partner).event == "share.withdrawn"
    page = client.get("/people/disclosures/").content.decode()
    assert "Stop using it" in page
    assert "Rosa" not in page


def test_a_later_no_is_a_withdrawal_too(rosa, caseworker, shelter, partner):
    answer(rosa, caseworker, to=shelter)
    shared = Disclosure.give(rosa, to=shelter, purpose=SHARE, what="referral", by=caseworker)
    answer(rosa, caseworker, agreed=False, to=shelter)
    shared.refresh_from_db()
    assert not shared.is_live
    assert Notification.objects.filter(user=partner, event="share.withdrawn").exists()


def test_said_yes_again_what_was_shared_goes_on_as_long_as_the_new_word(
    rosa, caseworker, shelter, partner
):
    answer(rosa, caseworker, to=shelter)
    Disclosure.give(rosa, to=shelter, purpose=SHARE, what="referral", by=caseworker)
    last_day = caseworker.office.today()
    answer(rosa, caseworker, to=shelter, expires_on=last_day)
    assert Person.objects.accessible_to(partner, "meet").get() == rosa
    reach = PersonAccessGrant.objects.get(grantee=f"organization:{shelter.pk}")
    assert reach.until == caseworker.office.end_of_day(last_day)
    assert Disclosure.objects.get().is_live
    with clock.at(now() + timedelta(days=2)):
        assert not Disclosure.objects.get().is_live


def test_who_wants_us_no_more_is_shared_with_nobody(rosa, caseworker, shelter):
    answer(rosa, caseworker, to=shelter)
    Disclosure.give(rosa, to=shelter, purpose=SHARE, what="referral", by=caseworker)
    rosa.consents.get(purpose="case_management").withdraw(by=caseworker)
    assert not rosa.consents_to(SHARE, shelter)
    assert not Disclosure.objects.live().exists()


class Talking(RuleBasedStateMachine):
    """Whatever is said, in whatever order: a partner reads only on a yes that stands."""

    @initialize()
    def meet(self):
        cast = Cast()
        self.by, self.rosa = cast.caseworker, cast.rosa
        kinds = ("ngo", "government", "agency")
        self.others = [Organization.objects.create(name=each, kind=each) for each in kinds]
        self.readers = [staff_at(each, each.name, "provider") for each in self.others]
        self.said, self.shared, self.wants_us = {}, set(), True

    @rule(at=st.integers(0, 2), agreed=st.booleans())
    def speak(self, at, agreed):
        answer(self.rosa, self.by, agreed=agreed, to=self.others[at])
        self.said[at] = agreed
        self.shared -= set() if agreed else {at}

    @precondition(lambda self: any(self.said.values()))
    @rule(at=st.integers(0, 2))
    def take_back(self, at):
        if self.said.get(at):
            last = self.rosa.consents.filter(organization=self.others[at], replaced_by=None)
            last.get().withdraw(by=self.by)
            self.said[at] = False
            self.shared.discard(at)

    @rule(wants=st.booleans())
    def speak_of_us(self, wants):
        answer(self.rosa, self.by, agreed=wants, purpose="case_management", recipient="own_office")
        self.wants_us = wants
        self.shared = self.shared if wants else set()

    @rule(at=st.integers(0, 2))
    def share(self, at):
        may = self.wants_us and self.said.get(at, False)
        try:
            Disclosure.give(
                self.rosa, to=self.others[at], purpose=SHARE, what="referral", by=self.by
            )
            assert may
            self.shared.add(at)
        except Refusal:
            assert not may

    @invariant()
    def partners_read_what_was_shared_and_no_more(self):
        for at, reader in enumerate(getattr(self, "readers", ())):
            may = Person.objects.accessible_to(reader, "meet").filter(pk=self.rosa.pk).exists()
            assert may is (at in self.shared)
            assert not Person.objects.accessible_to(reader, "see").exists()
        if getattr(self, "readers", ()):
            assert self.rosa.may_be_assisted is self.wants_us


def test_whatever_is_said_in_whatever_order(db):
    from django.db import transaction
    from hypothesis.stateful import run_state_machine_as_test

    class InOneTransaction(Talking):
        def __init__(self):
            super().__init__()
            self._undo = transaction.atomic()
            self._undo.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self._undo.__exit__(None, None, None)

    run_state_machine_as_test(
        InOneTransaction,
        settings=settings(
            max_examples=15, stateful_step_count=12, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_why_it_is_allowed_is_not_changed_after_it_was_decided():
    basis = LegalBasis("exception", ConsentException(), now())
    with pytest.raises(FrozenInstanceError):
        basis.until = None
    assert basis.waits
