"""Standards: who endorsed and who adopted a text, and which guidance stands beside a step."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "amparo.foundation.standards"
    label = "standards"

    def ready(self):
        from amparo.foundation.core.extension_points import StepPanel, step_panels

        from .receivers import connect

        connect()
        step_panels.register(StepPanel("standards/beside_step.html", "standards/step_link.html"))
