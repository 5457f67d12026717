"""App configuration of the site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "amparo.site"
