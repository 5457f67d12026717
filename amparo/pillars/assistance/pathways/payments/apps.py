"""Grants, payments and reconciliations."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "amparo.pillars.assistance.pathways.payments"
    label = "payments"

    def ready(self):
        from amparo.foundation.core.extension_points import notice_subjects
        from amparo.foundation.funding.extension_points import (
            expenditure_sources,
            fund_panels,
            spending_sources,
        )
        from amparo.foundation.funding.panels import FundPanel
        from amparo.pillars.assistance.cases.extension_points import funded_records

        from .notice_subjects import subjects_of_grants
        from .pathway import register_pathway
        from .spending import expenditure_of, grants_on, spending_of
        from .views.reconciliations import reconciliations_of

        register_pathway()
        notice_subjects.register(subjects_of_grants)
        spending_sources.register(spending_of)
        expenditure_sources.register(expenditure_of)
        funded_records.register(grants_on)
        fund_panels.register(FundPanel("payments/fund_panel.html", reconciliations_of))
