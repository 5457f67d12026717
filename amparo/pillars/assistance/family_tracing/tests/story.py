"""What happens in a search, by the deeds that make it happen in life."""

from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.family_tracing.models import (
    MatchVerification,
    Reunification,
    SoughtPerson,
    TracingConsent,
    TracingMatch,
    TracingRequest,
)
from amparo.pillars.assistance.pathways.models import Check

SAW = "She knew the song that her mother sings."


def tracer(cast):
    """Daniel, with leave for tracing in his office."""
    leave(cast.colleague, cast.office)
    return cast.colleague


def leave(user, office):
    RestrictedGroupAccess.give(to=user, group="tracing", office=office, by=None)


def asked(cast, *, consents: bool = True) -> SoughtPerson:
    """Doña Carmen looks for her granddaughter."""
    request = TracingRequest.take(
        by=cast.caseworker, office=cast.office, given_names="Carmen", family_names="Mamani",
        language="es", safe_channel="call", contact="+591 70088888", safe_contact="Mornings",
    )  # fmt: skip
    if consents:
        TracingConsent.record(request, by=cast.caseworker, agreed=True, method="verbal")
    return request.add_sought_person(
        by=cast.caseworker, relation="grandchild", given_names="Nayely", family_names="Kispe",
        sex="female", birth_year=2017, birth_precision="estimated", nationality="BO",
        last_seen_when="March", last_seen_where="Bus station of Oruro",
        circumstances="They were put on two buses.", cause="migration",
    )  # fmt: skip


def agree(person, *, by, agreed=True):
    yes = ConsentGiven(
        (Choice("tracing", agreed),), "verbal", "es", given_by="parent",
        consenting_person="Rosa Quispe", relationship="mother", assent=True,
    )  # fmt: skip
    [consent] = Consent.record(person, yes, by=by)
    return consent


def verify(match: TracingMatch, side: str, *, by, **said) -> MatchVerification:
    told = {"outcome": "confirmed", "willing": "yes", "safe": "yes", "text": SAW,
            "checked": ["names", "family"], "ways": ["talk"]}  # fmt: skip
    if side == "person":
        told["may_inform_family"] = "yes"
    return MatchVerification.record(match, side, by=by, **told | said)


def verified(match: TracingMatch, *, by) -> TracingMatch:
    for side in ("person", "relative"):
        verify(match, side, by=by)
    return match


def pass_checks(reunion: Reunification, *, by, but: tuple = ()) -> None:
    """Whoever may decide all of them does."""
    for check in Check.objects.of(reunion.ref):
        if check.kind not in but:
            check.decide(by=by, met=True, text=SAW)


HANDED = {
    "place": "Casa del Camino", "handed_by": "Lucía Méndez", "received_by": "Carmen Mamani",
    "documents": "Birth certificate", "signed": "thumbprint",
}  # fmt: skip
