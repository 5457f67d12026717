"""App configuration of the public site."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "amparo.public"
