"""Returns, as a Django app."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy, pgettext_lazy


class ReturnsConfig(AppConfig):
    name = "amparo.pillars.assistance.returns"
    label = "returns"

    def ready(self):
        from amparo.foundation.funding.extension_points import (
            assisted_person_sources,
            expenditure_sources,
            spending_sources,
        )
        from amparo.foundation.standards.extension_points import GuidanceStep, WorkCheck
        from amparo.foundation.standards.practice import register_checks, register_step_checks
        from amparo.foundation.standards.step_guidance import register_steps
        from amparo.pillars.assistance.cases.extension_points import funded_records
        from amparo.pillars.assistance.pathways.practice import checks_cleared

        from .checks import KINDS, register_check_kinds
        from .extension_points import qualification_sources
        from .fitness import register_fitness
        from .models.qualifications import has_qualification
        from .pathway import register_pathway
        from .receivers import connect_receivers
        from .travel_spending import expenditure_of, persons_assisted, spending_of, travel_on

        register_check_kinds()
        register_fitness()
        connect_receivers()
        register_pathway()
        qualification_sources.register(has_qualification)
        spending_sources.register(spending_of)
        expenditure_sources.register(expenditure_of)
        assisted_person_sources.register(persons_assisted)
        funded_records.register(travel_on)
        counselling = GuidanceStep(
            "return.counselling", pgettext_lazy("stage", "Return counselling")
        )
        register_step_checks(counselling)
        register_steps(
            counselling,
            *(GuidanceStep(f"return.{kind.name}", kind.label) for kind in KINDS),
        )
        register_checks(
            *(
                WorkCheck(
                    f"return.{kind.name}", gettext_lazy("Pre-departure check"), kind.label,
                    partial(checks_cleared, kind.name),
                )
                for kind in KINDS
            )
        )  # fmt: skip
