"""Returns, as an app of the house."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "amparo.pillars.assistance.returns"
    label = "returns"

    def ready(self):
        from .extension_points import qualification_sources
        from .fitness import register_fitness
        from .gates import stand
        from .hearing import listen
        from .models.qualifications import has_qualification
        from .pathway import register_pathway

        stand()
        register_fitness()
        listen()
        register_pathway()
        qualification_sources.register(has_qualification)
