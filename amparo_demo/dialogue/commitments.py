"""Commitments in the demo: forty recommendations of one country, pledges and decisions of its
institutions, reported and reviewed on both sides. Made up; shaped as real ones are.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from amparo.foundation.core.models import Organization
from amparo.foundation.law.models import FrameworkItem
from amparo.pillars.dialogue.models import (
    Cluster,
    Commitment,
    CommitmentText,
    Dispute,
    Milestone,
    Position,
    ProgressReport,
    ReportLink,
    Review,
    SourceDocument,
)
from amparo.pillars.dialogue.models.progress import Progress, Progressed
from amparo_demo.places import place
from amparo_demo.world import Story, World

TEXTS = Path(__file__).parents[1] / "data" / "commitments.toml"
OFFICE, KEEPER, MINISTRY = "Puerto Alto", "policy", "Ministerio de Trabajo y Movilidad"


def fill(world: World) -> None:
    told = tomllib.loads(TEXTS.read_text("utf-8"))
    world.tell(_recommendations(world, told))
    world.tell(_pledges(world, told))


def _recommendations(world: World, told: dict[str, Any]) -> Story:
    """A list of the Universal Periodic Review, with positions, clusters and the first reports."""
    by, office = world.users[KEEPER], world.offices[OFFICE]
    yield world.at(-220, "10:00")
    document = SourceDocument.record(
        by=by, kind="upr", title="Examen Periódico Universal, cuarto ciclo",
        symbol="A/HRC/98/7", country="BO", language="es", adopted_on=world.day(-230),
        stated_total=len(told["recommendation"]),
    )  # fmt: skip
    clusters = {
        code: Cluster.create(by=by, office=office, name=name)
        for code, name in told["clusters"].items()
    }
    known = _known_goals()
    for number, each in enumerate(told["recommendation"], start=1):
        commitment = Commitment.record(
            by=by, office=office, origin="recommendation", document=document,
            reference=f"118.{number}", text=each["text"], language="es", country="BO",
            theme=each.get("theme", ""), authors=[{"country": code} for code in each["by"]],
            tags=[tag for tag in each["tags"] if tag.startswith("right:") or tag in known],
            bearers=_bearers(world, each), today=world.day(-220),
            has_no_deadline=each.get("position", "supported") != "supported",
            deadline=world.day(each["due"]) if "due" in each else None,
            adopted_on=world.day(-200) if each.get("position") == "supported" else None,
        )  # fmt: skip
        Position.record(
            commitment, by=by, answer=each.get("position", "pending"), stated_on=world.day(-200),
            source="A/HRC/98/7/Add.1",
        )  # fmt: skip
        if "cluster" in each:
            clusters[each["cluster"]].add(
                by=by, commitments=Commitment.objects.filter(pk=commitment.pk)
            )


def _pledges(world: World, told: dict[str, Any]) -> Story:
    """What institutions promised themselves: on track, behind, late, kept, disputed."""
    by, office = world.users[KEEPER], world.offices[OFFICE]
    ministry, known = world.organizations[MINISTRY], _known_goals()
    yield world.at(-150, "11:00")
    made = {}
    for each in told["pledge"]:
        made[each["key"]] = commitment = Commitment.record(
            by=by, office=office, origin=each["origin"], text=each["text"], language="es",
            country="BO", place=place(each["place"]) if "place" in each else None,
            bearers=_bearers(world, each), today=world.day(-150),
            adopted_on=world.day(-140), deadline=world.day(each["due"]),
            target=Decimal(each["target"]) if "target" in each else None,
            baseline=Decimal(0) if "target" in each else None, unit=each.get("unit", ""),
            tags=[tag for tag in each["tags"] if tag.startswith("right:") or tag in known],
        )  # fmt: skip
        if each.get("is_public"):
            commitment.publish(by=by)
        if "en" in each:
            CommitmentText.write(commitment, by=by, language="en", text=each["en"])
    beds, desks, school = made["beds"], made["desks"], made["school"]
    Milestone.add(beds, by=by, text="Contrato del edificio B", due_on=world.day(-40))
    Milestone.add(beds, by=by, text="Duchas instaladas", due_on=world.day(12))
    yield world.at(-60, "15:30")
    official = world.users["official"]
    report = ProgressReport.send(
        ministry, since=world.day(-150), until=world.day(-60), by=official,
        lines=[
            Progressed(beds, Progress.ON_TRACK, "Se abrieron 14 plazas en el edificio B.",
                       "Contrato 12 del edificio B", Decimal(14)),
            Progressed(desks, Progress.ON_TRACK, "Dos ventanillas atienden.", "Resolución 8",
                       Decimal(2)),
            Progressed(school, Progress.DONE, "Circular enviada a todas las escuelas.",
                       "Circular 3"),
        ],
    )  # fmt: skip
    beds.milestones.get(text="Contrato del edificio B").finish(by=by, on=world.day(-58))
    lines = {line.commitment_id: line for line in report.lines.all()}
    yield world.at(-30, "10:10")
    reviewer = world.users["maren"]
    Review.record(
        beds, by=reviewer, progress=Progress.BEHIND, line=lines[beds.pk], figure=Decimal(14),
        text="Catorce camas, sin duchas. El resto del edificio está en obra.",
        evidence="Visita de la oficina al edificio B",
    )  # fmt: skip
    Review.record(
        school, by=reviewer, progress=Progress.DONE, line=lines[school.pk],
        text="Tres escuelas de la zona inscriben sin partida.",
        evidence="Llamadas a tres escuelas",
    )  # fmt: skip
    yield world.at(-9, "09:00")
    Dispute.open(
        beds, by=official, organization=ministry,
        text="Las duchas llegan este mes: la visita fue antes de la entrega.",
    )  # fmt: skip
    ReportLink.make(ministry, by=by)


def _bearers(world: World, told: dict[str, Any]) -> list[Organization]:
    return [world.organizations[name] for name in told.get("bearers", ())]


def _known_goals() -> set[str]:
    """The goals and objectives that are loaded, as tags name them."""
    items = FrameworkItem.objects.select_related("framework")
    return {f"{each.framework.code}:{each.code}" for each in items}
