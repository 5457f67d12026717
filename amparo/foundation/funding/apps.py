"""Funding: who finances what, until when, and how much of it is left."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "amparo.foundation.funding"
    label = "funding"

    def ready(self):
        from amparo.foundation.people.extension_points import consent_recipients

        from .donors import leave_out_donors

        consent_recipients.register(leave_out_donors)
