"""Training in the sample data: competencies and courses."""

from decimal import Decimal
from types import SimpleNamespace


def add_courses(world: SimpleNamespace) -> None:
    """A competency, and a course of two versions: one is taught, the next is a draft."""
    from amparo.pillars.training.models import (
        Competency,
        CompetencyFramework,
        Course,
        GapCompetency,
        SetAsideNeed,
    )

    by = world.training_organizer
    world.competency_framework = CompetencyFramework.record(
        by=by, title="Protection of migrants", publisher="Police academy"
    )
    world.competency = Competency.record(
        by=by, code="AVM-1", framework=world.competency_framework,
        statements={"en": "Identifies victims of trafficking."},
    )  # fmt: skip
    world.course = Course.record(by=by, office=world.office, code="VOT-1", type="workshop")
    version = world.course_version = world.course.versions.get()
    version.write(
        by=by, competencies=[world.competency], hours=Decimal(14),
        obligations=["health.fulfil", "trafficking.protect"], institution_types=["border"],
        materials=[("https://example.org/guide", "Guide")],
        texts={
            "title": {"en": "Identifying victims of trafficking",
                      "es": "Identificar a víctimas de trata"},
            "objectives": {"en": "Recognize indicators. Refer without harm.",
                           "es": "Reconocer indicadores. Derivar sin dañar."},
        },
    )  # fmt: skip
    version.review(by=world.supervisor)
    version.publish(by=by)
    world.course_draft = world.course.begin_version(by=by)
    world.course_reviewed = Course.record(by=by, office=world.office, code="INT-1").versions.get()
    world.course_reviewed.write(
        by=by, hours=Decimal(7),
        texts={"title": {"en": "Interviewing"}, "objectives": {"en": "Listen first."}},
    )  # fmt: skip
    world.course_reviewed.review(by=world.supervisor)
    world.course_withdrawn = Course.record(by=by, office=world.office, code="OLD-1")
    world.course_withdrawn.versions.update(state="withdrawn")
    item = world.guidance_submitted.items.first()
    GapCompetency.name_for(item, [world.competency], by=by)
    world.need_aside = SetAsideNeed.set_aside(
        by=by, organization=world.health_authority, right="health", because="Trained by others",
    )  # fmt: skip
