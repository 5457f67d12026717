"""Training: courses, training events, who took part, what they learned and what came of it."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "amparo.pillars.training"
    label = "training"

    def ready(self):
        from amparo.foundation.links.extension_points import institution_panels
        from amparo.foundation.standards.extension_points import endorsed_subjects, gap_answers

        from .endorsed_versions import find_versions
        from .gap_courses import courses_for_gaps
        from .institution_panels import courses_for_mandate
        from .models.courses import SUBJECT

        endorsed_subjects.register(SUBJECT, find_versions)
        gap_answers.register(courses_for_gaps)
        institution_panels.register(courses_for_mandate)
