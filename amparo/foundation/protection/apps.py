"""Protection: risks, rights and the words they are described with."""

from django.apps import AppConfig

from amparo.foundation.trust.shipped import bring


class ProtectionConfig(AppConfig):
    name = "amparo.foundation.protection"

    def ready(self):
        from .shipped import shipped

        bring(shipped)
