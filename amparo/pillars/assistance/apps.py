"""Direct assistance, as an app of the house."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "amparo.pillars.assistance"

    def ready(self):
        from amparo.foundation.core.audit import integrity

        from .case_lines import faults
        from .hearing import listen
        from .taking_out import tell

        listen()
        tell()
        integrity.COMPARISONS.append(faults)
