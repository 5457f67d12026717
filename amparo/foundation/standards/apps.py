"""Standards: who endorsed and who adopted a text, and which guidance stands beside a step."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "amparo.foundation.standards"
    label = "standards"

    def ready(self):
        from amparo.foundation.core.extension_points import StepPanel, step_panels
        from amparo.foundation.protection.extension_points import ability_evidence

        from .ability_evidence import evidence_of_self_assessment
        from .receivers import connect

        connect()
        ability_evidence.register("self_assessment", evidence_of_self_assessment)
        step_panels.register(StepPanel("standards/beside_step.html", "standards/step_link.html"))
