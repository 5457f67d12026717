"""Money of a case, as an app of the house."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "amparo.pillars.assistance.money"
    label = "money"

    def ready(self):
        from ..extension_points import fund_choices
        from .models.funds import choices_of_funds
        from .pathway import register_pathway

        register_pathway()
        fund_choices.register("money", choices_of_funds)
