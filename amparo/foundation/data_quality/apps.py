"""Data quality: what is missing in records, and who can complete it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DataQualityConfig(AppConfig):
    name = "amparo.foundation.data_quality"
    label = "data_quality"

    def ready(self):
        autodiscover_modules("data_checks")
