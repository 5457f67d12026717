"""Links between records of all pillars, and counted patterns of unmet needs."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "amparo.foundation.links"
    label = "links"

    def ready(self):
        from . import tasks  # noqa: F401 - the nightly job
        from .broken_links import unasked_patterns
        from .chain import PATTERN
        from .extension_points import chain_checks, institution_panels, link_kinds
        from .patterns_kind import needs_of_territory, patterns_kind

        link_kinds.register(PATTERN, patterns_kind)
        chain_checks.register(unasked_patterns)
        institution_panels.register(needs_of_territory)
