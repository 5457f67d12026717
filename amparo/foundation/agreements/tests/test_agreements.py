"""An agreement from its draft to its end: signatures, renewals, notice, who is reminded."""

from datetime import timedelta

import pytest

from amparo.foundation.agreements.models import (
    Agreement,
    AgreementContact,
    AgreementObligation,
    AgreementParty,
    AgreementState,
)
from amparo.foundation.agreements.presenters import AgreementPage
from amparo.foundation.agreements.queries import agreement_in_force
from amparo.foundation.agreements.tasks import remind_of_agreements, renew_agreements
from amparo.foundation.core.encryption.values import DecryptionError
from amparo.foundation.core.models import Notification, Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

pytestmark = pytest.mark.django_db
ONE_KIND = [Agreement.Kind.DATA_SHARING]


@pytest.fixture
def today(cast):
    return cast.office.today()


@pytest.fixture
def by(cast):
    return cast.policy_officer


def reload(agreement) -> Agreement:
    return Agreement.objects.with_parts().get(pk=agreement.pk)


def test_it_is_in_force_once_all_have_signed(record, today, by):
    agreement = record(signed=False)
    own, theirs = agreement.parties.all()
    own.sign(by=by, on=today - timedelta(days=3))
    assert reload(agreement).state_on(today) == AgreementState.UNSIGNED
    theirs.sign(by=by, on=today)
    assert reload(agreement).is_in_force_on(today)
    assert not reload(agreement).is_in_force_on(today - timedelta(days=1))
    with pytest.raises(Refusal, match="recorded already"):
        theirs.sign(by=by, on=today - timedelta(days=1))


def test_what_cannot_be_is_refused_in_words(record, today, by, cast, registry):
    with pytest.raises(Refusal, match="two different"):
        record(parties=[registry, registry])
    with pytest.raises(Refusal, match="before the start date"):
        record(days=(5, 4))
    with pytest.raises(Refusal, match="longer than the agreement"):
        record(days=(0, 10), notice_days=11)
    with pytest.raises(Refusal, match="open-ended"):
        record(days=(0, None), renewal=Agreement.Renewal.AUTOMATIC)
    with pytest.raises(Refusal, match="somebody else"):
        Agreement.record(
            by=cast.supervisor, office=cast.office, parties=[cast.organization, registry]
        )
    agreement = record(signed=False)
    with pytest.raises(Refusal, match="in the future"):
        agreement.parties.first().sign(by=by, on=today + timedelta(days=1))
    with pytest.raises(Refusal, match="already"):
        AgreementParty.add(agreement, by=by, organization=registry)
    observer = AgreementParty.add(
        agreement, by=by, role="observer", organization=Organization.found(by=by, name="Otra")
    )
    with pytest.raises(Refusal, match="observer"):
        observer.sign(by=by, on=today)


def test_dates_that_all_have_signed_change_by_a_renewal_alone(record, today, by):
    draft = record(signed=False)
    later = today + timedelta(days=300)
    draft.change(by=by, places=[], ends_on=later)
    assert reload(draft).period.ends_on == later
    agreement = record()
    with pytest.raises(Refusal, match="Renew the agreement"):
        agreement.change(by=by, places=[], ends_on=later)
    first = agreement.ends_on = reload(agreement).ends_on
    agreement.renew(by=by, starts_on=first + timedelta(days=1), ends_on=later, document="Acta 3")
    shown = reload(agreement)
    assert [each.ends_on for each in shown.periods.all()] == [first, later]
    assert (shown.starts_on, shown.ends_on) == (today - timedelta(days=200), later)
    with pytest.raises(Refusal, match="after the last day"):
        agreement.renew(by=by, starts_on=later, ends_on=None)


def test_one_that_renews_by_itself_goes_on_unless_notice_was_given(record, today, by):
    goes_on = record(days=(-99, 0), renewal=Agreement.Renewal.AUTOMATIC)
    stops = record(days=(-99, 0), renewal=Agreement.Renewal.AUTOMATIC)
    unsigned = record(days=(-99, 0), renewal=Agreement.Renewal.AUTOMATIC, signed=False)
    stops.give_notice(by=by, party=stops.parties.last(), on=today, because="Cambio de mandato")
    with pytest.raises(Refusal, match="already"):
        stops.give_notice(by=by, party=stops.parties.last(), on=today)
    for _twice in range(2):
        renew_agreements.call()
    tomorrow = today + timedelta(days=1)
    assert reload(goes_on).is_in_force_on(tomorrow)
    assert reload(goes_on).period.as_period.starts_on == tomorrow
    assert reload(goes_on).ends_on == today + timedelta(days=100)
    assert reload(stops).state_on(tomorrow) == AgreementState.ENDED
    assert reload(unsigned).periods.count() == 1
    # Nothing ran for long: it catches up.
    assert goes_on.renew_by_itself(today + timedelta(days=350)) == 3


def test_an_open_ended_one_ends_after_the_time_of_its_notice(record, today, by):
    agreement = record(days=(-99, None))
    agreement.give_notice(by=by, party=agreement.parties.first(), on=today)
    assert agreement.ended_on == today + timedelta(days=30)
    assert reload(agreement).state_on(today) == AgreementState.ENDING
    assert reload(agreement).state_on(today + timedelta(days=31)) == AgreementState.ENDED


def test_the_end_needs_a_reason_and_stays_on_record(record, today, by):
    agreement = record()
    with pytest.raises(Refusal, match="Write why"):
        agreement.end(by=by, on=today, because="  ")
    with pytest.raises(Refusal, match="ends anyway"):
        agreement.end(by=by, on=agreement.ends_on, because="Fin")
    agreement.end(by=by, on=today, because="Se unieron dos instituciones")
    tomorrow = today + timedelta(days=1)
    assert reload(agreement).is_in_force_on(today)
    assert not reload(agreement).is_in_force_on(tomorrow)
    with pytest.raises(Refusal, match="recorded already"):
        agreement.end(by=by, on=tomorrow, because="Otra vez")
    with pytest.raises(Refusal, match="ended early"):
        agreement.renew(by=by, starts_on=agreement.ends_on + timedelta(days=1), ends_on=None)
    page = AgreementPage(reload(agreement), by)
    assert page.timeline[0].quote == "Se unieron dos instituciones"
    assert [step.icon for step in page.timeline].count("signature") == 2


def test_who_joins_later_does_not_suspend_it_and_two_must_remain(record, today, by, cast):
    agreement = record()
    third = AgreementParty.add(
        agreement, by=by, organization=Organization.found(by=by, name="Tercera")
    )
    assert reload(agreement).is_in_force_on(today)
    assert not agreement_in_force(cast.organization, third.organization, ONE_KIND, today)
    third.sign(by=by, on=today)
    assert agreement_in_force(cast.organization, third.organization, ONE_KIND, today)
    for each in agreement.parties.exclude(pk=third.pk):
        each.leave(by=by, until=today)
    tomorrow = today + timedelta(days=1)
    assert reload(agreement).state_on(tomorrow) == AgreementState.ENDED
    assert not agreement_in_force(cast.organization, third.organization, ONE_KIND, tomorrow)


def test_lists_find_each_in_the_state_that_it_says(record, today, by):
    record(signed=False)
    record(days=(-300, -3))
    record(days=(3, 99))
    record(days=(-3, 99))
    record(days=(-3, 99), notice_days=99)
    record(days=(-3, None))
    record(days=(-90, 60)).end(by=by, on=today - timedelta(days=1), because="Fin")
    record(days=(-90, 60)).end(by=by, on=today, because="Fin")
    record(days=(-90, 60), signed=False).end(by=by, on=today - timedelta(days=1), because="Fin")
    agreement = record()
    agreement.parties.first().leave(by=by, until=today - timedelta(days=1))
    renewed = record(days=(-90, -2))
    renewed.renew(by=by, starts_on=today + timedelta(days=2), ends_on=None)
    half = record(signed=False)
    half.parties.first().sign(by=by, on=today)
    for shift in (-250, -1, 0, 1, 40, 200):
        day = today + timedelta(days=shift)
        each_state = {each.pk: each.state_on(day) for each in Agreement.objects.with_parts()}
        for state in AgreementState:
            found = set(Agreement.objects.in_state(state, day).values_list("pk", flat=True))
            assert found == {pk for pk, has in each_state.items() if has == state}, (state, shift)
        in_force = set(Agreement.objects.in_force(day).values_list("pk", flat=True))
        states = (AgreementState.IN_FORCE, AgreementState.ENDING)
        assert in_force == {pk for pk, has in each_state.items() if has in states}
    assert set(each_state.values()) >= {AgreementState.UNSIGNED, AgreementState.ENDED}


@pytest.mark.parametrize(
    ("expected", "how"),
    [
        (True, {}),
        (False, {"kind": Agreement.Kind.MOU}),
        (False, {"signed": False}),
        (True, {"country": "BO"}),
        (False, {"country": "PE"}),
        (True, {"places": ["country"]}),
        (True, {"places": ["town"]}),
        (False, {"places": ["elsewhere"]}),
    ],
)
def test_none_is_in_force_where_it_is_not_known(
    record, today, cast, registry, expected, how, django_assert_num_queries
):
    country = Place.create(by=None, name="Bolivia", kind="country", country="BO")
    places = {
        "country": country,
        "town": Place.create(by=None, name="Puerto", kind="town", within=country),
        "elsewhere": Place.create(by=None, name="Otro", kind="town", within=country),
    }
    record(**how | {"places": [places[name] for name in how.get("places", [])]})
    with django_assert_num_queries(1):
        assert expected == agreement_in_force(
            registry, cast.organization, ONE_KIND, today,
            place=places["town"].pk, country="BO",
        )  # fmt: skip
    if how.get("places"):
        assert not agreement_in_force(cast.organization, registry, ONE_KIND, today)


def test_its_keepers_are_reminded_once_of_what_ends_and_of_what_is_owed(record, today, by, cast):
    ending = record(days=(-300, 20))
    record(days=(-300, 40))
    record(days=(-300, 20), signed=False)
    party = ending.parties.first()
    for text, due_on in (
        ("Hecho", today - timedelta(days=9)),
        ("Enviar", today),
        ("Luego", None),
    ):
        AgreementObligation.add(ending, by=by, party=party, text=text, due_on=due_on)
    done, sent, _later = ending.obligations.order_by("pk")
    done.mark_done(by=by, on=today)
    cast.supervisor  # noqa: B018 - keeps none of them
    remind_of_agreements.call()
    remind_of_agreements.call()
    told = Notification.objects.values_list("user", "event")
    assert list(told) == [(by.pk, "interagencyagreement.ends_soon")]
    sent.change(by=by, party=party, text="Enviar", due_on=today - timedelta(days=1))
    remind_of_agreements.call()
    remind_of_agreements.call()
    assert [event for _user, event in told.order_by("pk")] == [
        "interagencyagreement.ends_soon", "agreementobligation.past_due",
    ]  # fmt: skip
    later = today + timedelta(days=400)
    ending.renew(by=by, starts_on=ending.ends_on + timedelta(days=1), ends_on=later)
    assert not Agreement.objects.to_be_reminded(today).exists()
    assert Agreement.objects.to_be_reminded(later).exists()


def test_an_obligation_is_done_once_by_a_party_of_its_agreement(record, today, by):
    agreement, other = record(), record(kind=Agreement.Kind.MOU)
    party = agreement.parties.first()
    with pytest.raises(Refusal, match="party of this agreement"):
        AgreementObligation.add(agreement, by=by, party=other.parties.first(), text="Enviar")
    with pytest.raises(Refusal, match="Write what"):
        AgreementObligation.add(agreement, by=by, party=party, text=" ")
    owed = AgreementObligation.add(agreement, by=by, party=party, text="Enviar")
    with pytest.raises(Refusal, match="in the future"):
        owed.mark_done(by=by, on=today + timedelta(days=1))
    owed.mark_done(by=by, on=today)
    with pytest.raises(Refusal, match="already"):
        owed.mark_done(by=by, on=today)
    agreement.end(by=by, on=today - timedelta(days=1), because="Fin")
    with pytest.raises(Refusal, match="has ended"):
        AgreementObligation.add(agreement, by=by, party=party, text="Otra")


def test_a_contact_is_sealed_and_goes_for_good(record, by):
    party = record().parties.first()
    with pytest.raises(Refusal, match="telephone number or an e-mail"):
        AgreementContact.add(party.agreement, by=by, party=party, function="legal", name="Nora")
    contact = AgreementContact.add(
        party.agreement, by=by, party=party, function="legal", name="Nora", phone="+59170000001"
    )
    kept = AgreementContact.objects.get(pk=contact.pk)
    old = AgreementContact.objects.get(pk=contact.pk)
    assert kept.name == "Nora"
    kept.erase(by=by)
    gone = AgreementContact.objects.get(pk=contact.pk)
    assert (gone.name, gone.phone, gone.email, gone.function) == ("", "", "", "legal")
    # Nor from a copy that somebody took.
    with pytest.raises(DecryptionError):
        assert old.phone
