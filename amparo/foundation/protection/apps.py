"""Protection: risks, rights and the words they are described with."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "amparo.foundation.protection"
