"""People: persons, families and communities."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "amparo.foundation.people"

    def ready(self):
        from amparo.foundation.core.extension_points import notice_subjects

        from .notice_subjects import subjects_by_person

        import_module("amparo.foundation.people.search.index")  # its receiver writes the index
        notice_subjects.register(subjects_by_person)
