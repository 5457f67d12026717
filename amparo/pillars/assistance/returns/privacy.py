"""A journey home lies in the file of its case, and is told and erased with it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import Erasure, before_erasure, blocks_erasure
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.services.models import AnonymousService

from .models import TravelCost, Traveller


def leave_the_figures_of_travel(case: Case, erasing: Erasure) -> None:
    """The accounts of a fund stay right when a file goes: each cost as a figure."""
    costs = TravelCost.objects.live().filter(case=case)
    AnonymousService.objects.bulk_create(
        AnonymousService(line_id=line, on=day, value=value, currency=currency)
        for line, day, value, currency in costs.values_list(
            "budget_line", "on", "value", "currency"
        )
    )


before_erasure(Case, leave_the_figures_of_travel)

# Also of somebody who left the case since: as long as the return is kept, so is who was on it.
blocks_erasure(Person, lambda person: Traveller.objects.filter(person=person).exists())

keep_with_own_record(Traveller, why=_("It belongs to a case, and is read with it."))
