"""Standards: who endorsed and who adopted a text, and which guidance stands beside a step."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "amparo.foundation.standards"
    label = "standards"
