"""What the check of a return takes of somebody who was trafficked: a safety plan in force, and a
review of the risk that they are trafficked again.
"""

from django.utils.translation import gettext as _

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.pathways.checks import register_requirement
from amparo.pillars.assistance.pathways.models import Check

from .models import RetraffickingReview, TraffickingRecord

CHECK = "trafficking_safety"


def missing(check: Check) -> str:
    """What is still missing, in words, for any of those whom the check is about."""
    people = [check.person] if check.person else check.case.persons()
    ways = TraffickingRecord.objects.filter(person__in=people).select_related("case__team__office")
    plans = [plan for way in ways if (plan := way.safety)]
    if not plans:
        return _("There is no safety plan yet. Make one with the person.")
    if not all(plan.is_in_force(plan.case.office.today()) for plan in plans):
        return _("The safety plan is too old. Go through it with the person.")
    return ""


def missing_review(check: Check) -> str:
    """What is missing of a review of each of them that holds today; asked again on the day of
    departure.
    """
    people = [check.person] if check.person else check.case.persons()
    held = RetraffickingReview.objects.filter(way__person__in=people)
    ordered = held.select_related("way__case__team__office").order_by("reviewed_on", "pk")
    newest = {each.way.person_id: each for each in ordered}
    asked_of = {check.person_id} if check.person_id else _on_their_way(people) or {None}
    if asked_of - newest.keys():
        return _(
            "The risk of being trafficked again was never reviewed. Review it with the person."
        )
    reviews = [newest[person] for person in asked_of if person is not None]
    if any(each.due_on < each.way.case.office.today() for each in reviews):
        return _("The review of the risk of being trafficked again is too old. Review it again.")
    if not all(each.is_reassuring for each in reviews):
        return _(
            "The last review found a high risk of being trafficked again, or could not say it. "
            "Do what lowers it, and review it again."
        )
    return ""


def _on_their_way(people: list[Person]) -> set[int | None]:
    going = TraffickingRecord.objects.going_on().filter(person__in=people)
    return set(going.values_list("person", flat=True))


def register_check() -> None:
    register_requirement(CHECK, missing)
    register_requirement(CHECK, missing_review)
