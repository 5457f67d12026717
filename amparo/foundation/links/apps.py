"""Links between records of all pillars, and counted patterns of unmet needs."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "amparo.foundation.links"
    label = "links"

    def ready(self):
        from . import tasks  # noqa: F401 - the nightly job
