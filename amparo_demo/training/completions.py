"""Completions from outside in the demo: an export of E-Campus that was recorded, a later one that
waits for somebody to say who three of its lines are; and a learning record store, paused, so that
nothing leaves the demo.
"""

import io

from amparo.pillars.training.completion_lists import check_export, guessed_columns
from amparo.pillars.training.models import (
    CompletionExport,
    CourseVersion,
    LearningRecordStore,
    ParticipantImport,
)
from amparo.pillars.training.participant_lists import apply_list, read_head
from amparo_demo.world import Story, World

HERE = "Puerto Alto"
HEAD = "ID;Nombre;Dirección de correo;Departamento;Curso completado"
FIRST = (
    "4411;Rubén Arce Montaño;r.arce@frontera.example;Policía de Frontera;{day}",
    "4412;Mirtha Condori Laime;m.condori@migracion.example;Migración;{day}",
    "4413;José Ñáñez Peralta;guardia@frontera.example;Policía de Frontera;-",
)
# Of the shared mailbox one is known by name; of three others a person says who they are: one is
# recorded twice, one has a name alone, one an address alone.
LATER = (
    *FIRST[:2],
    "4413;José Ñáñez Peralta;guardia@frontera.example;Policía de Frontera;{later}",
    "4420;Oficial de guardia;guardia@frontera.example;;{later}",
    "4421;Wilma Apaza Choque;;;{later}",
    "4422;Elba Suma;elba@frontera.example;Policía de Frontera;31/02/2026",
)


def fill(world: World) -> None:
    if HERE in world.offices and "training" in world.users:
        world.tell(_completions(world))


def _completions(world: World) -> Story:
    yield world.at(-3, "10:20")
    version = _version()
    if version is None:
        return
    days = {"day": f"{world.day(-40):%d/%m/%Y}", "later": f"{world.day(-9):%d/%m/%Y}"}
    importing = _receive(FIRST, days, "finalizacion-e-campus.csv", version, world)
    if not importing.changes_nothing:
        apply_list(importing, by=world.users["training"])
    _add_store(world)
    yield world.at(0, "08:15")
    _receive(LATER, days, "finalizacion-e-campus-2.csv", version, world)


def _version() -> CourseVersion | None:
    """The course of the border police: the first that is taught."""
    taught = CourseVersion.objects.filter(state=CourseVersion.State.PUBLISHED)
    return taught.select_related("course").order_by("pk").first()


def _receive(
    rows: tuple[str, ...], days: dict[str, str], name: str, version: CourseVersion, world: World
) -> ParticipantImport:
    content = "\r\n".join((HEAD, *(each.format(**days) for each in rows))).encode("cp1252")
    by, office = world.users["training"], world.offices[HERE]
    export = CompletionExport.receive(
        io.BytesIO(content), by=by, office=office, name=name, version=version, system="e_campus"
    )
    mapping = guessed_columns(read_head(export.importing).header)
    check_export(export, by=by, mapping=mapping, encoding="", day_order="dmy")
    return export.importing


def _add_store(world: World) -> None:
    by = world.users["maren"]
    store = LearningRecordStore.objects.create(
        office=world.offices[HERE], name="Escuela nacional de fronteras", made_by=by,
        address="https://lrs.escuela.example/xapi", login="amparo", password="demo",  # noqa: S106
        kinds=["attended", "earned"],
    )  # fmt: skip
    store.pause(by=by)
