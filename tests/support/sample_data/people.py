"""People, households, communities and places of the sample data."""

from datetime import timedelta
from types import SimpleNamespace


def add_people(world: SimpleNamespace) -> None:
    from amparo.foundation.people.models import ExceptionAsked, Person

    cast, by = world.cast, world.caseworker
    world.rosa, world.nayeli, world.family = cast.rosa, cast.nayeli, cast.family
    world.farida = cast._person(given_names="Farida", family_names="Nasser", languages=["ar"])
    asked = ExceptionAsked(basis="vital_interest", reason="Brought in unconscious")
    world.unconscious = Person.register(
        by=by, team=world.team, exception=asked, given_names="Yacouba"
    )
    world.exception = world.unconscious.exceptions.get()
    add_disclosure(world)
    world.text = queue_message(world.rosa, by)
    world.consent = world.rosa.consents.get(purpose="case_management")
    world.contact = world.rosa.contacts.get()
    world.document = world.rosa.add_document(by=by, kind="passport", number="X1234567")
    add_consent_by_authority(world)
    world.member = world.family.members.get(person=world.nayeli)
    add_second_files(world)


def add_consent_by_authority(world: SimpleNamespace) -> None:
    """An authority consented for the child: once with the file of its document, once without."""
    from amparo.foundation.people.models import Consent
    from amparo.foundation.people.models.consents import Choice, ConsentGiven
    from tests.support.uploads import certificate

    shown = {
        "given_by": "authority", "consenting_person": "Defensoría", "document": "Resolution 12",
        "document_issuer": "Court 2", "document_on": world.office.today(),
    }  # fmt: skip
    for purpose, file in (("research", {"upload": certificate()}),
                          ("reporting", {"document_follows": True})):  # fmt: skip
        yes = ConsentGiven((Choice(purpose, True),), "verbal", "es", **shown, **file)
        [consent] = Consent.record(world.nayeli, yes, by=world.caseworker)
        if file.get("upload"):
            world.consent_document = consent.document_file
        else:
            world.consent_lacking = consent


def add_second_files(world: SimpleNamespace) -> None:
    """Ioana is in three files: two of them joined, of the third a second person is asked."""
    from amparo.foundation.people.models import Person, PersonAccessGrant

    cast, by = world.cast, world.caseworker
    ioana = {"given_names": "Ioana", "family_names": "Ciobanu"}
    world.kept, world.joined = cast._person(**ioana), cast._person(**ioana)
    # Of one name, and registered on one day: perhaps a household.
    world.twin = cast._person(given_names="Mihai", family_names="Ciobanu")
    world.elsewhere = Person.register(
        by=world.stranger, team=cast.other_team, consent=cast.consent, **ioana
    )
    for grantee in (f"team:{world.team.pk}", f"office:{world.office.pk}"):
        PersonAccessGrant.objects.create(record=world.elsewhere, grantee=grantee, why="registered")
    world.merge = world.kept.merge(world.joined, by=by, because="She showed one passport.")
    world.merge_asked = world.kept.merge(world.elsewhere, by=by, because="She told us so.")


def queue_message(person, by):
    """They agree to be contacted by message, and a text waits for its hour."""
    from django.utils import timezone

    from amparo.foundation.people.messaging.recipients import recipient_for
    from amparo.foundation.people.messaging.templates import MessageDraft
    from amparo.foundation.people.models import Consent, Message
    from amparo.foundation.people.models.consents import Choice, ConsentGiven

    person.change(by=by, safe_channel="message")
    Consent.record(person, ConsentGiven((Choice("contact", True),), "verbal", "es"), by=by)
    later = MessageDraft("call", not_before=timezone.now() + timedelta(days=30))
    return Message.queue(person, later, way=recipient_for(person), by=by, office=by.office)


def add_disclosure(world: SimpleNamespace) -> None:
    """Rosa lets a shelter know who she is."""
    from amparo.foundation.core.models import Organization
    from amparo.foundation.people.models import Consent, Disclosure
    from amparo.foundation.people.models.consents import Choice, ConsentGiven

    shelter = Organization.objects.create(name="Casa Alba", kind="ngo", country="BO")
    yes = Choice("share_services", True, "organization", shelter)
    Consent.record(world.rosa, ConsentGiven((yes,), "verbal", "es"), by=world.caseworker)
    world.shared_extract = Disclosure.give(
        world.rosa, to=shelter, purpose="share_services", what="referral", by=world.caseworker
    )


def add_places(world: SimpleNamespace) -> None:
    from amparo.foundation.people.models import Community, Place
    from amparo.foundation.protection.models import Observation

    by = world.caseworker
    world.place = Place.create(by=by, name="Puerto Alto", kind="town", country="BO")
    world.community = Community.register(
        by=by, name="Los Olivos", place=world.place, spokespersons="Doña Elena"
    )
    world.known = Observation.record(
        by=by, place=world.place, level="community", factor="criminal_groups", polarity="risk",
        severity=2, observed_on=world.office.today(),
    )  # fmt: skip


def add_likely_pair(world: SimpleNamespace) -> None:
    """Rosa was written down a second time, and a comparison has found it."""
    from amparo.foundation.people.models import DeduplicationRun, DuplicateCandidate

    again = world.cast._person(given_names="Rossa", family_names="Kispe", sex="female")
    world.comparison = DeduplicationRun.ask(by=world.data_officer)
    world.pair = DuplicateCandidate.objects.create(
        one=world.rosa, other=again, run=world.comparison, likelihood=700,
        evidence={"bits": 14.0, "name": "most", "given": "same", "sex": "same"}, mark="0" * 40,
    )  # fmt: skip
