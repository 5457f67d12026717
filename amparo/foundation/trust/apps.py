"""Trust: identity, access, the ledger."""

from django.apps import AppConfig
from django.core.signals import request_started
from django.utils.module_loading import autodiscover_modules


class TrustConfig(AppConfig):
    name = "amparo.foundation.trust"

    def ready(self):
        autodiscover_modules("access")
        from . import codes

        request_started.connect(codes.look_again, dispatch_uid="codes.look_again")
