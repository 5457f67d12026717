"""Training in the sample data: certificates of an event that was held, and a report of a false
one.
"""

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from uuid import UUID


def add_certificates(world: SimpleNamespace) -> None:
    """One certificate holds, one was withdrawn; a third participant is short of everything."""
    from amparo.pillars.training.eligibility import Standing
    from amparo.pillars.training.models import (
        Certificate,
        CertificateReport,
        Enrolment,
        Participant,
        TrainingEvent,
        TrainingSession,
    )

    by, office = world.training_organizer, world.office
    world.certified_event = event = TrainingEvent.plan(
        by=by, office=office, version=world.course_version, subtitle="Migration authority",
        seats=20, languages="es",
    )  # fmt: skip
    starts = datetime.combine(office.today() - timedelta(days=20), time(9), tzinfo=office.zone)
    TrainingSession.plan(event, by=by, starts_at=starts, ends_at=starts + timedelta(hours=7))
    event.open(by=by)
    names = ("Lucía Ferrer", "Tomás Arce", "Inés Roldán")
    enrolments = [
        Enrolment.enrol(event, Participant.objects.create(office=office, name=name), by=by)
        for name in names
    ]
    passed = Standing(96, 88, ())
    world.certificate, world.withdrawn_certificate = (
        Certificate.issue(each, by=by, standing=passed) for each in enrolments[:2]
    )
    world.withdrawn_certificate.withdraw(by=by, reason="mistake")
    world.certificate_enrolment = enrolments[2]
    world.certificate_report = CertificateReport.receive(
        once=UUID(int=25), kind="altered", number=world.certificate.number,
        text="The hours were written over.",
    )  # fmt: skip
