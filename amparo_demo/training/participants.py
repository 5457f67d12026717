"""Participants in the demo: earlier trainings from a list, a list that waits for a decision, and a
training in which people go by codes.
"""

import io
from decimal import Decimal

from amparo.pillars.training.models import (
    Course,
    CourseText,
    Participant,
    ParticipantImport,
    TrainingEvent,
    TrainingSession,
)
from amparo.pillars.training.participant_enrolling import enrol_new, join
from amparo.pillars.training.participant_lists import (
    apply_list,
    check_list,
    guessed_mapping,
    read_head,
)
from amparo_demo.world import Story, World

HERE = "Puerto Alto"
# Name, address, institution, rank.
EARLIER = (
    ("Rubén Arce Montaño", "r.arce@frontera.example", "Policía de Frontera", "Capitán"),
    ("Mirtha Condori Laime", "m.condori@migracion.example", "Migración", "Inspectora"),
    ("José Ñáñez Peralta", "guardia@frontera.example", "Policía de Frontera", "Sargento"),
    ("Lucía Terrazas Vda. de Ríos", "guardia@frontera.example", "Policía de Frontera", "Cabo"),
    ("Wilma Apaza Choque", "w.apaza@ninez.example", "Defensoría de la Niñez", "Psicóloga"),
)
WAITING = (
    "Apellidos;Nombres;Correo electrónico;Institución;Cargo",
    "Arce Montaño;Rubén;r.arce@frontera.example;Policía de Frontera;Capitán",
    "Mamani Flores;Óscar;o.mamani@frontera.example, oscar.m@correo.example;Policía de"
    " Frontera;Sargento",
    ";;sin.nombre@frontera.example;Policía de Frontera;",
    "=Suma;Elba;elba@frontera.example;Policía de Frontera;Cabo",
)


def fill(world: World) -> None:
    if HERE in world.offices and "training" in world.users:
        world.tell(_participants(world))


def _participants(world: World) -> Story:
    yield world.at(-200, "08:10")
    by, office = world.users["training"], world.offices[HERE]
    first, second = world.day(-430), world.day(-300)
    rows = ["Nombre;Correo;Institución;Cargo;Curso;Fecha de inicio;Horas"]
    for name, *others in EARLIER:
        rows.append(";".join((name, *others, "Derechos humanos en frontera", f"{first}", "8")))
    for name, *others in EARLIER[:3]:
        rows.append(";".join((name, *others, "Indicios de trata: nociones", f"{second}", "6")))
    past = _receive("\r\n".join(rows).encode("cp437"), by, office, "capacitaciones.csv")
    apply_list(past, by=by)
    # The same person as in the list, written another way: proposed, never merged by itself.
    Participant.record(
        by=by, office=office, name="ARCE MONTAÑO RUBEN", institution="Policía de frontera",
        phone="7000 4411",
    )  # fmt: skip
    yield world.at(-20, "11:00")
    version = _version(by, office, world.users["maren"])
    event = TrainingEvent.plan(
        by=by, office=office, version=version, subtitle="Lideresas de la frontera",
        seats=15, languages="es", uses_codes=True, venue="Casa del Camino",
    )  # fmt: skip
    _session(event, world, by, 12)
    event.open(by=by)
    for sex in ("female", "female", "female", "male"):
        enrol_new(event, by=by, sex=sex, institution_type="community")
    own = TrainingEvent.plan(
        by=by, office=office, version=version, subtitle="Para el equipo", seats=12,
        languages="es", is_for_staff=True,
    )  # fmt: skip
    _session(own, world, by, 16)
    own.open(by=by)
    if "caseworker" in world.users:
        join(own, by=world.users["caseworker"])
    yield world.at(-1, "15:30")
    _receive("\r\n".join(WAITING).encode("cp1252"), by, office, "inscritos.csv", event=own)


def _receive(content, by, office, name, event=None) -> ParticipantImport:
    received = ParticipantImport.receive(
        io.BytesIO(content), by=by, office=office, name=name, event=event
    )
    check_list(received, by=by, mapping=guessed_mapping(received, read_head(received)))
    return received


def _version(by, office, reviewer):
    course = Course.record(by=by, office=office, code="CUI-1")
    version = course.versions.get()
    version.write(
        by=by, hours=Decimal(4), min_score=None,
        texts={
            CourseText.Part.TITLE: {"es": "Cuidado de quien cuida"},
            CourseText.Part.OBJECTIVES: {"es": "Reconocer el cansancio y pedir apoyo a tiempo."},
        },
    )  # fmt: skip
    version.review(by=reviewer)
    version.publish(by=by)
    return version


def _session(event: TrainingEvent, world: World, by, days: int) -> None:
    starts, ends = world.at(days, "09:00"), world.at(days, "13:00")
    TrainingSession.plan(event, by=by, starts_at=starts, ends_at=ends)
