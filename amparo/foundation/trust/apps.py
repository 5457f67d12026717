"""Trust: identity, access, the ledger."""

from django.apps import AppConfig
from django.core import checks
from django.core.signals import got_request_exception, request_started
from django.db.models.signals import post_migrate, pre_migrate, pre_save
from django.utils.module_loading import autodiscover_modules


class TrustConfig(AppConfig):
    name = "amparo.foundation.trust"

    def ready(self):
        autodiscover_modules("permissions", "privacy")
        from . import codes, disk_reserve, insert_only, keyring
        from .jobs import registry
        from .stored_names import check_stored_names
        from .wall import policies, standing

        checks.register(check_stored_names)
        checks.register(registry.check_task_names)
        pre_migrate.connect(keyring.prepare, sender=self, dispatch_uid="keyring.prepare")
        pre_migrate.connect(policies.take_down, sender=self, dispatch_uid="wall.take_down")
        post_migrate.connect(policies.put_up, sender=self, dispatch_uid="wall.put_up")
        pre_save.connect(standing.before_it_is_made, dispatch_uid="wall.before_it_is_made")
        request_started.connect(codes.look_again, dispatch_uid="codes.look_again")
        request_started.connect(disk_reserve.on_request, dispatch_uid="disk_reserve.on_request")
        got_request_exception.connect(disk_reserve.on_fault, dispatch_uid="disk_reserve.on_fault")
        post_migrate.connect(insert_only.bolt, sender=self, dispatch_uid="insert_only.bolt")
