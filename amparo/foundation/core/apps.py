"""Configuration of core: finds what apps declare, and connects its signals."""

from django.apps import AppConfig
from django.core import checks
from django.core.signals import got_request_exception, request_started
from django.db.models.signals import post_migrate, pre_migrate, pre_save
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "amparo.foundation.core"
    label = "core"

    def ready(self):
        from . import erasure
        from .audit import append_only, events
        from .code_lists import codes
        from .database import disk_reserve
        from .encryption import key_ring
        from .permissions import (
            core_rules,  # noqa: F401 - registers the rules of these models
            rules,
        )
        from .permissions.rls import context, policies
        from .privacy_checks import check_privacy
        from .stored_names import check_stored_names

        autodiscover_modules(
            "permissions", "privacy", "audit_events", "tasks", "search_sources", "measures",
            "menu",
        )  # fmt: skip
        for model in self.apps.get_models():  # type: ignore[union-attr]
            erasure.declare_model(model)
            rules.inherit_rules(model)
            events.register_model(model)
        checks.register(check_stored_names)
        checks.register(check_privacy)
        checks.register(erasure.check_labels)
        pre_migrate.connect(
            key_ring.create_first_key_ring, sender=self, dispatch_uid="create_first_key_ring"
        )
        pre_migrate.connect(policies.drop_policies, sender=self, dispatch_uid="drop_policies")
        post_migrate.connect(policies.create_policies, sender=self, dispatch_uid="create_policies")
        pre_save.connect(context.allow_new_record, dispatch_uid="allow_new_record")
        request_started.connect(codes.check_edition, dispatch_uid="codes.check_edition")
        request_started.connect(disk_reserve.on_request, dispatch_uid="disk_reserve.on_request")
        got_request_exception.connect(disk_reserve.on_fault, dispatch_uid="disk_reserve.on_fault")
        post_migrate.connect(
            append_only.install_append_only_triggers,
            sender=self,
            dispatch_uid="install_append_only_triggers",
        )
