"""Trafficking, as an app of the house."""

from django.apps import AppConfig


class TraffickingConfig(AppConfig):
    name = "amparo.pillars.assistance.trafficking"
    label = "trafficking"
