"""Grants, payments and reconciliations."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "amparo.pillars.assistance.money"
    label = "money"

    def ready(self):
        from amparo.foundation.funding.extension_points import fund_panels, spending_sources
        from amparo.foundation.funding.panels import FundPanel

        from .pathway import register_pathway
        from .spending import spending_of
        from .views.reconciliations import reconciliations_of

        register_pathway()
        spending_sources.register(spending_of)
        fund_panels.register(FundPanel("money/fund_panel.html", reconciliations_of))
