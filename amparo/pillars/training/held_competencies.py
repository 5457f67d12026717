"""Which competencies a participant holds, from the certificates that hold."""

from collections.abc import Iterator
from datetime import date

from .models import Certificate, HeldCompetency, Participant


def keep_held_competencies(participant: Participant) -> None:
    """Counts anew what all certificates of a participant prove that are neither withdrawn nor
    replaced: the one that counts longest, for each competency. Again is the same.
    """
    HeldCompetency.replace(participant, _proved(participant))


def _proved(participant: Participant) -> Iterator[tuple[int, date, date | None]]:
    rows = Certificate.objects.filter(
        participant=participant, state=Certificate.State.ISSUED,
        version__competencies__isnull=False,
    )  # fmt: skip
    yield from rows.order_by("pk").values_list("version__competencies", "issued_on", "until")
