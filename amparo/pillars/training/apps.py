"""Training: courses, training events, who took part, what they learned and what came of it."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "amparo.pillars.training"
    label = "training"

    def ready(self):
        from amparo.foundation.core.extension_points import bulk_conditions, organization_panels
        from amparo.foundation.core.organization_panels import OrganizationPanel

        from . import tasks  # noqa: F401 - reminders
        from .institution_results import TEMPLATE, results_of
        from .requirements import suspended_because

        bulk_conditions.register(suspended_because)
        organization_panels.register(OrganizationPanel(TEMPLATE, results_of))
        from amparo.foundation.people.extension_points import recipient_resolvers

        from . import search_sources, tasks  # noqa: F401 - the search, reminders
        from .texts import OWNER, recipient_of_enrolment

        recipient_resolvers.register(OWNER, recipient_of_enrolment)
        from . import receivers  # noqa: F401 - a seat that is freed
        from . import participant_tasks  # noqa: F401 - links, long lists, erasure
        from amparo.foundation.links.extension_points import institution_panels
        from amparo.foundation.standards.extension_points import endorsed_subjects, gap_answers

        from .endorsed_versions import find_versions
        from .gap_courses import courses_for_gaps
        from .institution_panels import courses_for_mandate
        from .models.courses import SUBJECT

        endorsed_subjects.register(SUBJECT, find_versions)
        gap_answers.register(courses_for_gaps)
        institution_panels.register(courses_for_mandate)
        from . import answer_erasure  # noqa: F401 - answers of tests
        from . import receivers, tasks  # noqa: F401 - erasures; certificates
