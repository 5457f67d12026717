"""Services provided, as a Django app."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "amparo.pillars.assistance.services"
    label = "services"

    def ready(self):
        from amparo.foundation.funding.extension_points import (
            assisted_person_sources,
            expenditure_sources,
            fund_panels,
            project_panels,
            spending_sources,
        )
        from amparo.foundation.funding.panels import FundPanel, ProjectPanel

        from ..cases.case_menu import register_menu_items
        from ..cases.extension_points import funded_records
        from ..cases.presenters import register_sections
        from ..cases.summary import register_summary_sections
        from .funded_cases import services_on
        from .funding_panels import TEMPLATE, services_of_fund, services_of_project
        from .presenters import MENU_ITEMS, SECTIONS
        from .service_costs import expenditure_of, persons_assisted, spending_of
        from .summary import SUMMARY_SECTIONS

        spending_sources.register(spending_of)
        expenditure_sources.register(expenditure_of)
        assisted_person_sources.register(persons_assisted)
        funded_records.register(services_on)
        fund_panels.register(FundPanel(TEMPLATE, services_of_fund))
        project_panels.register(ProjectPanel(TEMPLATE, services_of_project))
        register_sections(*SECTIONS)
        register_menu_items(*MENU_ITEMS)
        register_summary_sections(*SUMMARY_SECTIONS)
