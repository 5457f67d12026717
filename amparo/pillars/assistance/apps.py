"""Direct assistance, as an app of the house."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "amparo.pillars.assistance"

    def ready(self):
        from amparo.foundation.core.extension_points import audit_comparisons, belief_figures
        from amparo.foundation.funding.extension_points import (
            assisted_person_sources,
            expenditure_sources,
            fund_panels,
            project_panels,
            spending_sources,
        )
        from amparo.foundation.funding.panels import FundPanel, ProjectPanel
        from amparo.foundation.links.extension_points import (
            institution_case_sources,
            institution_figures,
            institution_panels,
            pattern_sources,
            place_figures,
        )

        from . import (
            guidance_steps,
            timers,  # noqa: F401 - how long each step may take
        )
        from .belief_figures import beliefs_around
        from .case_lines import faults
        from .extension_points import funded_records
        from .funded_cases import services_on
        from .funding_panels import TEMPLATE, services_of_fund, services_of_project
        from .hearing import listen
        from .institution_cases import cases_at_institutions
        from .institution_figures import ANSWERED_IN_TIME, REFUSED
        from .institution_panels import referrals_of_institution
        from .place_figures import HELP_REQUESTS
        from .service_costs import expenditure_of, persons_assisted, spending_of
        from .taking_out import tell
        from .unmet_patterns import unmet_cases

        guidance_steps.register()
        listen()
        tell()
        audit_comparisons.register(faults)
        belief_figures.register(beliefs_around)
        spending_sources.register(spending_of)
        expenditure_sources.register(expenditure_of)
        assisted_person_sources.register(persons_assisted)
        funded_records.register(services_on)
        fund_panels.register(FundPanel(TEMPLATE, services_of_fund))
        project_panels.register(ProjectPanel(TEMPLATE, services_of_project))
        pattern_sources.register(unmet_cases)
        institution_case_sources.register(cases_at_institutions)
        institution_panels.register(referrals_of_institution)
        institution_figures.register("referrals_answered_in_time", ANSWERED_IN_TIME)
        institution_figures.register("referrals_refused", REFUSED)
        place_figures.register("requests_for_help", HELP_REQUESTS)
