"""Returns, as an app of the house."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "amparo.pillars.assistance.returns"
    label = "returns"

    def ready(self):
        from .gates import stand
        from .hearing import listen
        from .pathway import register_pathway

        stand()
        listen()
        register_pathway()
