"""Evidence: what we do and see becomes figures that anyone may trust and nobody is found in."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "amparo.pillars.evidence"
    label = "evidence"

    def ready(self):
        from amparo.foundation.core.extension_points import (
            record_selections,
            shipped_text_sources,
        )
        from amparo.foundation.funding.extension_points import project_panels
        from amparo.foundation.funding.panels import ProjectPanel
        from amparo.foundation.links.extension_points import link_kinds

        from . import donor_pages, receivers  # noqa: F401 - a mandate that is added
        from .linked import INDICATOR, indicators_kind
        from .results import panel_of
        from .shipped import shipped_texts

        shipped_text_sources.register(shipped_texts)
        record_selections.register("figure", _records_behind)
        link_kinds.register(INDICATOR, indicators_kind)
        project_panels.register(ProjectPanel("evidence/project_panel.html", panel_of))
        project_panels.register(ProjectPanel("evidence/donor_panel.html", donor_pages.panel_of))


def _records_behind(request):
    from .views.figure_records import records_behind

    return records_behind(request)
