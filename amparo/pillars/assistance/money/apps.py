"""Money of a case, as an app of the house."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "amparo.pillars.assistance.money"
    label = "money"

    def ready(self):
        from .pathway import register_pathway

        register_pathway()
