"""Campaigns, as an app of the product."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "amparo.pillars.advocacy.campaigns"
    label = "campaigns"
