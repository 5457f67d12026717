"""Trust: identity, access, the ledger."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TrustConfig(AppConfig):
    name = "amparo.foundation.trust"

    def ready(self):
        autodiscover_modules("access")
