"""Record linkage: whom two organizations both know, without a name."""

from django.apps import AppConfig


class RecordLinkageConfig(AppConfig):
    name = "amparo.foundation.record_linkage"
    label = "record_linkage"
