"""Tracing, as an app of the house."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "amparo.pillars.assistance.tracing"
    label = "tracing"
