"""Trust: identity, access, the ledger."""

from django.apps import AppConfig
from django.core.signals import request_started
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class TrustConfig(AppConfig):
    name = "amparo.foundation.trust"

    def ready(self):
        autodiscover_modules("access", "keeping")
        from . import codes, insert_only, keyring

        pre_migrate.connect(keyring.prepare, sender=self, dispatch_uid="keyring.prepare")
        request_started.connect(codes.look_again, dispatch_uid="codes.look_again")
        post_migrate.connect(insert_only.bolt, sender=self, dispatch_uid="insert_only.bolt")
