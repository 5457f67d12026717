"""The roof over the house."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "amparo.site"
