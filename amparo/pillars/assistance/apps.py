"""Direct assistance, as an app of the house."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "amparo.pillars.assistance"

    def ready(self):
        from amparo.foundation.core.extension_points import audit_comparisons
        from amparo.foundation.funding.extension_points import (
            assisted_person_sources,
            expenditure_sources,
            spending_sources,
        )

        from . import timers  # noqa: F401 - how long each step may take
        from .case_lines import faults
        from .hearing import listen
        from .service_costs import expenditure_of, persons_assisted, spending_of
        from .taking_out import tell

        listen()
        tell()
        audit_comparisons.register(faults)
        spending_sources.register(spending_of)
        expenditure_sources.register(expenditure_of)
        assisted_person_sources.register(persons_assisted)
