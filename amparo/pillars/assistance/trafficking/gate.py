"""What the gate of a return takes of somebody who was trafficked: a safety plan in force."""

from django.utils.translation import gettext as _

from ..gates.kinds import takes
from ..gates.models import Gate
from .models import WayOut

GATE = "trafficking_safety"


def missing(gate: Gate) -> str:
    """What is still missing, in words, for any of those whom the gate is about."""
    people = [gate.person] if gate.person else gate.case.persons()
    ways = WayOut.objects.filter(person__in=people).select_related("case__team__office")
    plans = [plan for way in ways if (plan := way.safety)]
    if not plans:
        return _("There is no safety plan yet. Make one with the person.")
    if not all(plan.is_in_force(plan.case.office.today()) for plan in plans):
        return _("The safety plan is too old. Go through it with the person.")
    return ""


def tell_the_gate() -> None:
    takes(GATE, missing)
