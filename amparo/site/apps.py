"""App configuration of the site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "amparo.site"

    def ready(self):
        from amparo.foundation.core.registry_listing import close_extension_points

        close_extension_points()  # the last app: nobody registers anything while pages are served
