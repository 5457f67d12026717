"""Protection: risks, rights and the words they are described with."""

from django.apps import AppConfig
from django.core.signals import request_started


class ProtectionConfig(AppConfig):
    name = "amparo.foundation.protection"

    def ready(self):
        from . import codes

        request_started.connect(codes.look_again, dispatch_uid="codes.look_again")
