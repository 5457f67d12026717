"""Configuration of the benchmarks, an app that is not shipped and that no product code imports."""

from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    """Brings the command `amparo benchmark`."""

    name = "benchmarks"
