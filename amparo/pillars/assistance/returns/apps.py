"""Returns, as an app of the house."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "amparo.pillars.assistance.returns"
    label = "returns"

    def ready(self):
        from amparo.foundation.funding.extension_points import (
            assisted_person_sources,
            expenditure_sources,
            spending_sources,
        )

        from ..extension_points import funded_records
        from .extension_points import qualification_sources
        from .fitness import register_fitness
        from .gates import stand
        from .hearing import listen
        from .models.qualifications import has_qualification
        from .pathway import register_pathway
        from .travel_spending import expenditure_of, persons_assisted, spending_of, travel_on

        stand()
        register_fitness()
        listen()
        register_pathway()
        qualification_sources.register(has_qualification)
        spending_sources.register(spending_of)
        expenditure_sources.register(expenditure_of)
        assisted_person_sources.register(persons_assisted)
        funded_records.register(travel_on)
