"""Which competencies a participant holds: from the certificates that hold, and from completions
on other platforms of versions that say that these count.
"""

from collections.abc import Iterator
from datetime import date

from .eligibility import last_day_of_validity
from .models import Certificate, HeldCompetency, OutsideCompletion, Participant


def keep_held_competencies(participant: Participant) -> None:
    """Counts anew what all certificates of a participant prove that are neither withdrawn nor
    replaced, and what they completed elsewhere: the one that counts longest, for each competency.
    Again is the same.
    """
    HeldCompetency.replace(participant, _proved(participant))


def _proved(participant: Participant) -> Iterator[tuple[int, date, date | None]]:
    rows = Certificate.objects.filter(
        participant=participant, state=Certificate.State.ISSUED,
        version__competencies__isnull=False,
    )  # fmt: skip
    yield from rows.order_by("pk").values_list("version__competencies", "issued_on", "until")
    completions = OutsideCompletion.objects.filter(
        participant=participant, withdrawn_at=None, version__counts_outside=True
    ).select_related("version").prefetch_related("version__competencies")  # fmt: skip
    for each in completions:
        months = each.version.validity_months
        until = last_day_of_validity(each.completed_on, months) if months else None
        for competency in each.version.competencies.all():
            yield competency.pk, each.completed_on, until
