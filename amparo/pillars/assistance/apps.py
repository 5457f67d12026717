"""Direct assistance, as an app of the house."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "amparo.pillars.assistance"

    def ready(self):
        from amparo.foundation.core.extension_points import audit_comparisons

        from . import timers  # noqa: F401 - how long each step may take
        from .case_lines import faults
        from .hearing import listen
        from .taking_out import tell

        listen()
        tell()
        audit_comparisons.register(faults)
