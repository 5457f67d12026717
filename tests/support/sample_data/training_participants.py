"""Training in the sample data: participants, two of them alike, lists to import, a link."""

import io
from types import SimpleNamespace

LIST = "Nombre;Correo;Institución;Cargo\nMarta Lima;marta@example.org;Aduana;Jefa\n"
PAST = "Name,Course,First day,Hours\nMarta Lima,Rights at the border,2024-03-11,14\n"


def add_participants(world: SimpleNamespace) -> None:
    from amparo.pillars.training.models import (
        Enrolment,
        Participant,
        ParticipantImport,
        TrainingConsent,
        TrainingEvent,
    )
    from amparo.pillars.training.participant_enrolling import enrol_new, join
    from amparo.pillars.training.participant_lists import check_list

    by, office, event = world.training_organizer, world.office, world.training_event
    said = {"name": "Elena Prado", "institution": "Border police", "phone": "5550 1001"}
    enrolment = enrol_new(
        event, by=by, consents=[TrainingConsent.Purpose.RECORDS], how="paper",
        email="elena@example.org", other_emails=["prado@example.org"], **said,
    )  # fmt: skip
    world.enrolment, world.participant = enrolment, enrolment.participant
    world.participant_alike = Participant.record(by=by, office=office, **said)
    Enrolment.enrol(
        event, Participant.record(by=by, office=office, name="Bruno Sosa", sex="male"), by=by
    )

    def receive(text: str, mapping: dict[str, int], **about) -> ParticipantImport:
        received = ParticipantImport.receive(
            io.BytesIO(text.encode()), by=by, office=office, name="list.csv", **about
        )
        check_list(received, by=by, mapping=mapping)
        return received

    columns = {"name": 0, "email": 1, "institution": 2, "role": 3}
    world.participant_list = receive(LIST, columns, event=event)
    world.past_list = receive(PAST, {"name": 0, "course": 1, "starts_on": 2, "hours": 3})
    world.staff_event = TrainingEvent.plan(
        by=by, office=office, version=world.course_version, subtitle="For colleagues",
        seats=40, is_for_staff=True,
    )  # fmt: skip
    session = world.training_session
    session.__class__.plan(
        world.staff_event, by=by, starts_at=session.starts_at, ends_at=session.ends_at
    )
    world.staff_event.open(by=by)
    join(world.staff_event, by=world.caseworker)
