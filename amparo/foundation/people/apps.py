"""People: persons, families and communities."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "amparo.foundation.people"

    def ready(self):
        import_module("amparo.foundation.people.search.index")  # its receiver writes the index
