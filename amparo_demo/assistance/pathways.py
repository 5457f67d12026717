"""What the days of the demo's journeys left open is done the evening before it is shown."""

from django.db.models import Q

from amparo.pillars.assistance.cases.models import Case, Note, SafetyAlert, Task
from amparo.pillars.assistance.pathways.extension_points import pathways
from amparo_demo.world import Story, World

WORK_PILES_UP = ("daniel", "salma")


def fill(world: World) -> None:
    world.tell(_caught_up(world))


def _caught_up(world: World) -> Story:
    """Their stories tell of the journey; whoever accompanies it also did what each case asks."""
    for days_ago in (9, 6, 3):
        yield world.at(-days_ago, "17:30")
        _call_some(world, days_ago)
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


def _call_some(world: World, days_ago: int) -> None:
    """A third of those who heard from nobody for long; not of the two whose work piles up."""
    long_ago = world.day(-12)
    quiet = Q(last_contact_on__lt=long_ago) | Q(last_contact_on=None, identified_on__lt=long_ago)
    behind = [world.users[name].pk for name in WORK_PILES_UP]
    cases = Case.objects.active().filter(quiet).exclude(owner=None).exclude(owner__in=behind)
    for case in cases.order_by("pk")[:: days_ago // 3]:
        if case.has_legal_basis:
            Note.write(case, by=case.owner, kind=Note.Kind.CALL, text="Seguimos en contacto.")


def _has_set_out() -> Q:
    asked = Q()
    for each in pathways.values():
        asked |= Q(each.exists())
    return asked
