"""Configuration of the API: the template of its documentation, no models."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Brings the page that documents the API."""

    name = "amparo.api"
