"""Evidence: what we do and see becomes figures that anyone may trust and nobody is found in."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "amparo.pillars.evidence"
    label = "evidence"
