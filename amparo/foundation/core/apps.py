"""Trust: identity, access, the ledger."""

from django.apps import AppConfig
from django.core import checks
from django.core.signals import got_request_exception, request_started
from django.db.models.signals import post_migrate, pre_migrate, pre_save
from django.utils.module_loading import autodiscover_modules


class TrustConfig(AppConfig):
    name = "amparo.foundation.core"

    def ready(self):
        autodiscover_modules("permissions", "privacy")
        from .audit import append_only as insert_only
        from .code_lists import codes
        from .database import disk_reserve
        from .encryption import key_ring as keyring
        from .jobs import registry
        from .permissions.rls import context as standing
        from .permissions.rls import policies
        from .stored_names import check_stored_names

        checks.register(check_stored_names)
        checks.register(registry.check_task_names)
        pre_migrate.connect(
            keyring.create_first_key_ring, sender=self, dispatch_uid="keyring.prepare"
        )
        pre_migrate.connect(policies.drop_policies, sender=self, dispatch_uid="wall.take_down")
        post_migrate.connect(policies.create_policies, sender=self, dispatch_uid="wall.put_up")
        pre_save.connect(standing.allow_new_record, dispatch_uid="wall.before_it_is_made")
        request_started.connect(codes.check_edition, dispatch_uid="codes.look_again")
        request_started.connect(disk_reserve.on_request, dispatch_uid="disk_reserve.on_request")
        got_request_exception.connect(disk_reserve.on_fault, dispatch_uid="disk_reserve.on_fault")
        post_migrate.connect(
            insert_only.install_append_only_triggers, sender=self, dispatch_uid="insert_only.bolt"
        )
