"""Agreements: who agreed what with whom, until when, and what each owes."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "amparo.foundation.agreements"
    label = "agreements"
