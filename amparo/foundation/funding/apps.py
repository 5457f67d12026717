"""Funding: who finances what, until when, and how much of it is left."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "amparo.foundation.funding"
    label = "funding"
