"""Consultations that anybody may read: those that are open, and the answer once it was given."""

from datetime import date
from uuid import UUID

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.links.models import Link

from .consultation_links import CONSULTATION
from .linked import COMMITMENT
from .models import Commitment, Consultation, ConsultationText, Contribution

MOST_SHOWN = 50
Part = ConsultationText.Part


def asked_today(today: date) -> list[Consultation]:
    """Returns those that take contributions on the public page on this day, the next to close
    first.
    """
    rows = Consultation.objects.filter(
        state=Consultation.State.OPEN, is_online=True, opens_on__lte=today, closes_on__gte=today
    )
    return list(rows.prefetch_related("texts").order_by("closes_on", "pk")[:MOST_SHOWN])


def answered() -> list[Consultation]:
    """Returns those of which anybody may read what became of them, the latest first."""
    states = (Consultation.State.ANSWERED, Consultation.State.REPORTED)
    rows = Consultation.objects.filter(state__in=states).prefetch_related("texts")
    return list(rows.order_by("-answered_at", "-pk")[:MOST_SHOWN])


def has_public_consultations(today: date) -> bool:
    """Whether something is asked on this day, or was answered."""
    rows = Consultation.objects.public()
    return rows.exclude(
        state=Consultation.State.OPEN, closes_on__lt=today
    ).exclude(state=Consultation.State.OPEN, opens_on__gt=today).exists()  # fmt: skip


def public_consultation(ref: UUID, today: date) -> Consultation | None:
    """Returns one that is asked today or has its answer; None where it is not public."""
    found = Consultation.objects.public().prefetch_related("texts").filter(ref=ref).first()
    if found is None:
        return None
    if found.has_answer or found.opens_on <= today <= found.closes_on:
        return found
    return None


def public_results(consultation: Consultation) -> list[Commitment]:
    """Returns the published commitments that result from it."""
    if not consultation.has_answer:
        return []
    refs = _result_refs(consultation.ref)
    return list(Commitment.objects.filter(ref__in=refs, is_public=True))


@aggregate_query("links are read by colleagues; that a published commitment results is public")
def _result_refs(ref: UUID) -> tuple[UUID, ...]:
    rows = Link.objects.to_records(CONSULTATION, [ref]).filter(
        source_kind=COMMITMENT, relation=Link.Relation.RESULTS_FROM
    )
    return tuple(rows.values_list("source_ref", flat=True))


def take_in(
    form: str, *, consultation: Consultation, text: str, **fields
) -> tuple[Contribution, str]:
    """Returns the contribution of a form, and the code to come back with: shown once, and kept by
    nobody here. However often the form is sent, it is one.
    """
    code = receipt_codes.code_of(form)
    given = Contribution.give(code, by=None, consultation=consultation, text=text, **fields)
    return given, code
