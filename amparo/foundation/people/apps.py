"""People: persons, families and communities."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "amparo.foundation.people"
