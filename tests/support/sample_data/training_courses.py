"""Training in the sample data: competencies and courses."""

from decimal import Decimal
from types import SimpleNamespace


def add_courses(world: SimpleNamespace) -> None:
    """A competency, and a course of two versions: one is taught, the next is a draft."""
    from amparo.pillars.training.models import Competency, CompetencyText, Course, CourseVersion

    by = world.training_organizer
    world.competency = Competency.objects.create(code="AVM-1", by=by)
    CompetencyText.objects.create(
        competency=world.competency, language="en", text="Identifies victims of trafficking."
    )
    world.course = Course.record(by=by, office=world.office, code="VOT-1", type="workshop")
    version = world.course_version = world.course.versions.get()
    version.write(
        by=by, competencies=[world.competency], hours=Decimal(14),
        texts={
            "title": {"en": "Identifying victims of trafficking",
                      "es": "Identificar a víctimas de trata"},
            "objectives": {"en": "Recognize indicators. Refer without harm.",
                           "es": "Reconocer indicadores. Derivar sin dañar."},
        },
    )  # fmt: skip
    version.review(by=world.supervisor)
    version.publish(by=by)
    world.course_draft = CourseVersion.objects.create(course=world.course, number=2, by=by)
