"""Training in the demo: certificates of the courses that were held, one as an exception, one
withdrawn, and a report of a false one.
"""

from uuid import UUID

from django.db import transaction

from amparo.pillars.training.issuing import TOGETHER, Known, candidates, is_over, issue_all
from amparo.pillars.training.models import Certificate, CertificateReport, TrainingEvent
from amparo_demo.world import Story, World

# Of one course; more than are there in the demo.
MOST = 3 * TOGETHER


def fill(world: World) -> None:
    """Begins the story of the certificates, the day after everything else happened."""
    world.tell(_certify(world))


def _certify(world: World) -> Story:
    yield world.at(-1, "18:00")
    by = world.users["training"]
    events = TrainingEvent.objects.prefetch_related("sessions").select_related(
        "office", "version__course"
    )
    for event in filter(is_over, events):
        with transaction.atomic():
            issue_all(event, Known.of(event), by=by, limit=MOST)
            _issue_exception(event, by)
    yield world.at(0, "08:30")
    latest = Certificate.objects.order_by("-pk").first()
    if latest is None:
        return
    latest.withdraw(by=by, reason="mistake", note="Figuraba en la lista y no asistió.")
    CertificateReport.receive(
        once=UUID(int=2026), kind="altered", number=latest.number,
        text="En el papel dice 40 horas; el cuadro dice otra cosa.",
    )  # fmt: skip


def _issue_exception(event: TrainingEvent, by) -> None:
    """To the first who is short of something."""
    short = [each for each in candidates(event, Known.of(event)) if each.certificate is None]
    for each in short[:1]:
        Certificate.issue(
            each.enrolment, by=by, standing=each.standing,
            exception="Recuperó la sesión que le faltaba con el capacitador.",
        )  # fmt: skip
