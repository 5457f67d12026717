"""Stories, as an app of the product."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "amparo.pillars.advocacy.stories"
    label = "stories"
