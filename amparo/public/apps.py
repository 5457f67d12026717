"""Where the templates of the public site lie."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "amparo.public"
