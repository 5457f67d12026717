"""What the days of the demo's journeys left open is done the evening before it is shown."""

from django.db.models import Q

from amparo.pillars.assistance.cases.models import Case, Note, SafetyAlert, Task
from amparo.pillars.assistance.pathways.extension_points import pathways
from amparo_demo.world import Story, World


def fill(world: World) -> None:
    world.tell(_caught_up(world))


def _caught_up(world: World) -> Story:
    """Their stories tell of the journey; whoever accompanies it also did what each case asks."""
    yield world.at(-1, "21:30")
    journeys = Case.objects.filter(_has_set_out())
    steps = Task.objects.pending().filter(
        case__in=journeys, what__in=(*Task.STEPS, Task.What.OTHER), due_on__lte=world.today
    )
    for task in steps.select_related("case__owner").order_by("pk"):
        task.done(by=task.case.owner or world.users["maren"])
    for alert in SafetyAlert.objects.unresolved().filter(case__in=journeys).order_by("pk"):
        alert.resolve(by=alert.case.owner, how="Hablé con quien cuida; hoy está a salvo.")
    quiet = Q(last_contact_on=None) | Q(last_contact_on__lt=world.day(-40))
    for case in Case.objects.active().filter(quiet, pk__in=journeys).order_by("pk"):
        if case.owner:
            Note.write(case, by=case.owner, kind=Note.Kind.CALL, text="Seguimos en contacto.")


def _has_set_out() -> Q:
    asked = Q()
    for each in pathways.values():
        asked |= Q(each.exists())
    return asked
