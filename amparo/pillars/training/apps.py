"""Training: courses, training events, who took part, what they learned and what came of it."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "amparo.pillars.training"
    label = "training"

    def ready(self):
        from amparo.foundation.core.extension_points import bulk_conditions, organization_panels
        from amparo.foundation.core.organization_panels import OrganizationPanel
        from amparo.foundation.links.extension_points import institution_panels
        from amparo.foundation.people.extension_points import recipient_resolvers
        from amparo.foundation.standards.extension_points import endorsed_subjects, gap_answers

        from . import (
            after_tasks,  # noqa: F401 - follow-ups
            answer_erasure,  # noqa: F401 - answers of tests
            participant_tasks,  # noqa: F401 - links, long lists, erasure
            receivers,  # noqa: F401 - seats that are freed, erasures
            record_store_tasks,  # noqa: F401 - learning record stores
            registration_mails,  # noqa: F401 - how participants stand
            search_sources,  # noqa: F401 - the search
            tasks,  # noqa: F401 - reminders, certificates
        )
        from .endorsed_versions import find_versions
        from .gap_courses import courses_for_gaps
        from .institution_panels import courses_for_mandate
        from .institution_results import TEMPLATE, results_of
        from .models.course_versions import SUBJECT
        from .requirements import suspended_because
        from .texts import OWNER, recipient_of_enrolment

        bulk_conditions.register(suspended_because)
        organization_panels.register(OrganizationPanel(TEMPLATE, results_of))
        recipient_resolvers.register(OWNER, recipient_of_enrolment)
        endorsed_subjects.register(SUBJECT, find_versions)
        gap_answers.register(courses_for_gaps)
        institution_panels.register(courses_for_mandate)
